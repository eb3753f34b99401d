"""A reply set beside a quote."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stories.models import LoggedAction, Quote, Response
from tests.factories import NOW, make_issue, make_official, make_person, make_position

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote() -> Quote:
    person = make_official("Ona Firth")
    return Quote.objects.create(text="It is safe", type="direct", person=person, issue=make_issue("The ferry"))


def form(**values: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {"text": "It never was.", "label": "The mayor's office", "received_on": day, **values}


def test_a_reply_stands_beside_the_quote_for_the_public(desk: Client, quote: Quote) -> None:
    answer = desk.post(f"/desk/quotes/{quote.pk}/reply/", form(source_url="https://town.example/reply"))
    assert answer.status_code == 302
    page = desk.get(quote.get_absolute_url()).content.decode()
    assert "It never was." in page
    assert "The mayor&#x27;s office" in page
    assert 'href="https://town.example/reply"' in page


def test_a_reply_can_be_undone(desk: Client, quote: Quote) -> None:
    desk.post(f"/desk/quotes/{quote.pk}/reply/", form())
    assert "A reply to “It is safe”" in desk.get("/desk/log/").content.decode()
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    assert not Response.objects.exists()


def test_whoever_spoke_on_the_issue_may_be_the_one_who_replies(desk: Client, quote: Quote) -> None:
    other, stranger = make_person("Ida Brandt"), make_person("Al Bell")
    make_position(other, quote.issue)
    choices = desk.get(f"/desk/quotes/{quote.pk}/reply/").context["form"].fields["person"].queryset
    assert set(choices) == {quote.person, other}
    desk.post(f"/desk/quotes/{quote.pk}/reply/", form(label="", person=other.pk))
    assert Response.objects.get().person == other
    assert stranger not in choices


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"label": ""}, "Say whose reply it is"),
        ({"text": " "}, "This field is required"),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"received_on": "2999-01-01"}, "after today"),
        ({"received_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_is_no_reply_is_refused_with_a_sentence(
    desk: Client, quote: Quote, sent: dict[str, str], said: str
) -> None:  # fmt: skip
    answer = desk.post(f"/desk/quotes/{quote.pk}/reply/", form(**sent))
    assert said in answer.content.decode()
    assert not Response.objects.exists()


def test_removed_words_take_no_reply(desk: Client, quote: Quote) -> None:
    Quote.objects.update(redacted_at=NOW)
    assert desk.post(f"/desk/quotes/{quote.pk}/reply/", form()).status_code == 404
