"""The desk's first page, and a vote moved by hand there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stories.curation.edit import ballots_of
from stories.curation.log import mark_of
from stories.models import LoggedAction
from tests.factories import NOW, make_issue, make_official, make_vote
from tests.votes.alerts.readers import make_reader
from votes import schedule
from votes.alerts import breaker
from votes.alerts.deliver import new_message
from votes.citation import Citation
from votes.models import Ballot, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote() -> Vote:
    return make_vote(earliest=date(2031, 3, 17), phrase="on March 17", status="scheduled")


def form(vote: Vote, **changed: Any) -> dict[str, Any]:
    """What a browser sends with the page as it is."""
    return {
        "act": "vote", "phrase": vote.phrase, "earliest": vote.earliest, "latest": vote.latest, "precision": "day",
        "status": vote.status, "sentence": "The clerk said so.", "source_name": "Agenda", "why": "news",
        "version": vote.version, **changed,
    }  # fmt: skip


def test_a_vote_is_moved_with_the_sentence_that_says_so(desk: Client, vote: Vote) -> None:
    desk.post(f"/desk/votes/{vote.pk}/", form(vote, earliest="2031-03-31", latest="2031-03-31", phrase="March 31"))
    vote.refresh_from_db()
    assert (vote.earliest, vote.changes.get().sentence) == (date(2031, 3, 31), "The clerk said so.")
    assert LoggedAction.objects.get().act == "edit"


def test_a_form_older_than_the_vote_puts_nothing_back(desk: Client, vote: Vote) -> None:
    sent = form(vote, location="Town Hall")
    moved = {"earliest": "2031-03-31", "latest": "2031-03-31"}
    schedule.change(vote, moved, Citation("It moved.", "Agenda", ""), NOW)
    page = desk.post(f"/desk/votes/{vote.pk}/", sent).content.decode()
    assert "The vote was changed while this page was open." in page
    vote.refresh_from_db()
    assert (vote.earliest, vote.location) == (date(2031, 3, 31), "")


def test_a_change_without_a_source_or_without_a_difference_is_refused(desk: Client, vote: Vote) -> None:
    for sent, said in (
        ({"sentence": " "}, "This field is required"),
        ({}, "Nothing differs from what is known already."),
    ):
        assert said in desk.post(f"/desk/votes/{vote.pk}/", form(vote, **sent)).content.decode()
    assert not vote.changes.exists()


def test_the_roll_call_is_recorded_for_members_only(desk: Client, vote: Vote) -> None:
    member, stranger = make_official("Ona Firth", vote.body), make_official("Al Bell")
    seen = mark_of(ballots_of(vote))
    sent = {"act": "ballots", "seen": seen, f"person{member.pk}": "yes", f"person{stranger.pk}": "no"}
    desk.post(f"/desk/votes/{vote.pk}/", sent)
    assert list(Ballot.objects.values_list("person", "choice")) == [(member.pk, "yes")]


def test_the_queue_says_that_readers_mail_is_stuck(desk: Client) -> None:
    assert "mail needs somebody" not in desk.get("/desk/").text
    since = timezone.now() - timedelta(hours=3)
    breaker.note_failure("The mail server refuses us, see EMAIL_URL: 535 <wrong>", since)
    new_message(make_reader(make_issue()), since).save()
    page = desk.get("/desk/").text
    assert "mail needs somebody" in page
    assert "1 mail waits" in page
    assert "535 &lt;wrong&gt;" in page
