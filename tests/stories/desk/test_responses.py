"""A reply set beside a quote or a position."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from stories import curation
from stories.curation import CurationError
from stories.models import LoggedAction, Quote, Response
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_person, make_position
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote() -> Quote:
    person = make_official("Ona Firth")
    return Quote.objects.create(text="It is safe", type="direct", person=person, issue=make_issue("The ferry"))


def form(**values: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    sent = {"text": "It never was.", "label": "The mayor's office", "by_mail": "on", "received_on": day, **values}
    return {name: value for name, value in sent.items() if value is not None}


def test_a_reply_stands_beside_the_quote_for_the_public(desk: Client, quote: Quote) -> None:
    answer = desk.post(f"/desk/quotes/{quote.pk}/reply/", form(source_url="https://town.example/reply", by_mail=None))
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
        ({"by_mail": None}, "Say where it comes from"),
        ({"source_url": "https://town.example/reply"}, "Say where it comes from"),
        ({"text": "a" * 1_000_000}, "at most 4000 characters"),
        ({"person": "9" * 5000, "label": ""}, "Select a valid choice"),
        ({"received_on": "9" * 5000}, "Enter a valid date"),
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


@pytest.fixture
def stand(una: User) -> Position:
    """A position that was accepted from a story."""
    issue, article = make_issue("The ferry"), make_article("Council Member Ona Firth opposes the ferry.")
    make_official("Ona Firth", issue.body)
    about = {
        "actor": "Ona Firth",
        "matter": "the ferry",
        "stance": "oppose",
        "basis": "statement",
        "conditional": False,
    }
    found = make_finding(article, article.versions.get().text, "position", "evidence", payload=about, issue=issue)
    pier.accept(found, una)
    return Position.objects.get()


def test_a_reply_stands_beside_a_position_on_the_issues_and_the_persons_page(desk: Client, stand: Position) -> None:
    answer = desk.post(f"/desk/positions/{stand.pk}/reply/", form(text="I changed my mind.\n<b>Now</b>"))
    assert answer.status_code == 302
    assert (Response.objects.get().position, Response.objects.get().quote) == (stand, None)
    for page in (stand.issue.get_absolute_url(), stand.person.get_absolute_url(), answer.headers["Location"]):
        shown = desk.get(page).content.decode()
        assert "I changed my mind." in shown, page
        assert "<b>Now</b>" not in shown
        assert "by mail to us" in shown
    assert f"A reply to “{stand}”" in desk.get("/desk/log/").content.decode()


def test_a_reply_to_a_position_is_hidden_while_the_position_is_undone_and_comes_back_with_it(
    desk: Client, stand: Position, una: User
) -> None:
    desk.post(f"/desk/positions/{stand.pk}/reply/", form(text="I changed my mind."))
    accepted = LoggedAction.objects.get(act="accept")
    desk.post(f"/desk/log/{accepted.pk}/undo/")
    assert not Position.objects.exists()
    assert Response.objects.get().position_id == stand.pk
    assert "I changed my mind." not in desk.get(stand.issue.get_absolute_url()).content.decode()
    assert desk.get(f"/desk/positions/{stand.pk}/reply/").status_code == 404
    with pytest.raises(CurationError, match="no longer public"):
        curation.respond(stand, {"text": "No.", "label": "x", "received_on": NOW.date()}, una, NOW)
    pier.accept(accepted.finding, una)
    assert Position.objects.get() == stand
    assert "I changed my mind." in desk.get(stand.issue.get_absolute_url()).content.decode()


def test_a_reply_moves_with_the_position_when_two_people_are_one_and_back(desk: Client, una: User) -> None:
    issue: Issue = make_issue()
    gone, kept = (make_position(make_person(name), issue) for name in ("Ona Frith", "Ona Firth"))
    desk.post(f"/desk/positions/{gone.pk}/reply/", form())
    merged = curation.merge(gone.person_id, kept.person_id, una, NOW, "one and the same")
    assert Response.objects.get().position == kept
    curation.undo(merged.pk, una, NOW)
    assert Response.objects.get().position == gone


def test_a_reply_answers_exactly_one_thing(quote: Quote) -> None:
    position = make_position()
    for to in ({}, {"quote": quote, "position": position}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.create(text="No.", label="x", received_on=NOW.date(), **to)


def test_removed_people_take_no_reply(desk: Client) -> None:
    position = make_position(make_person(redacted_at=NOW))
    assert desk.post(f"/desk/positions/{position.pk}/reply/", form()).status_code == 404
