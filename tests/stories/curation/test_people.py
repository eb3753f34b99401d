"""What a name in a story makes known."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Place
from stories import curation
from stories.desk.log import action_in_words
from tests.factories import NOW, make_article, make_finding, make_place

pytestmark = pytest.mark.django_db


def place_made_on_the_way() -> tuple[Place, str]:
    """Accept an official of a body in a town that nobody knows yet: the town, and what the log says of it."""
    said = {"name": "Ada Reed", "title": "Council Member", "body": "Reedham City Council"}
    finding = make_finding(make_article("Ada Reed sits there."), "Ada Reed", "official", "mention", payload=said)
    action = curation.accept(finding.pk, User.objects.create_user("editor"), NOW)
    return Place.objects.get(name="Reedham"), action_in_words(action)


def test_a_place_made_on_the_way_has_the_servers_zone_where_there_is_no_other(settings: Any) -> None:
    settings.TIME_ZONE = "America/Denver"
    place, logged = place_made_on_the_way()
    assert place.time_zone == "America/Denver"
    assert logged.endswith("its place is new, its time zone was assumed to be America/Denver")


def test_a_place_made_on_the_way_has_the_zone_of_the_places_there_are() -> None:
    make_place(time_zone="America/Chicago")
    assert place_made_on_the_way()[0].time_zone == "America/Chicago"
