"""The five things a reader can follow."""

import pytest
from django.test import Client

from tests.factories import make_person
from tests.votes.alerts.readers import make_scheduled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["issue/none", "vote/x", "vote/99999999999999999999", "story/1", "place/nowhere"])
def test_what_is_not_there_cannot_be_followed(address: str) -> None:
    assert Client().get(f"/en/subscribe/{address}/").status_code == 404


def test_a_private_person_cannot_be_followed() -> None:
    assert Client().get(f"/en/subscribe/person/{make_person().slug}/").status_code == 404


def test_every_kind_of_topic_has_its_form() -> None:
    vote = make_scheduled()
    for address in [f"vote/{vote.pk}", f"body/{vote.body.slug}", f"place/{vote.body.place.slug}"]:
        assert Client().get(f"/en/subscribe/{address}/").status_code == 200
