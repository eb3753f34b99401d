"""What put a vote off: the reason in its move, and no vote of its own."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import NOW, make_body, make_issue, make_vote
from tests.stories.public.matter import AFTER, APRIL, BEFORE, JOINT, Matter, make_matter
from tests.stories.public.test_pages import get, words
from votes import schedule
from votes.citation import Citation
from votes.disposals import by_whom, is_told_as_vote, on_their_own, put_off_by, put_off_on
from votes.models import Ballot, Vote

pytestmark = pytest.mark.django_db
SAID = Citation("They put it off.", "The Reed", "https://reed.example/0")


@pytest.fixture
def matter() -> Matter:
    return make_matter()


def text(page: BeautifulSoup, selector: str = "main") -> str:
    return words(page, selector)


def put_off(to: date | None, outcome: str = "passed", **counts: Any) -> Vote:
    """A vote set for December 1 that its council puts off."""
    issue = make_issue("Harbor lease", make_body("Reedham Council"))
    assert issue.body
    day = {"earliest": date(2099, 12, 1), "latest": date(2099, 12, 1), "precision": "day", "status": "scheduled"}
    vote = schedule.create(issue, issue.body, "Lease the harbor", SAID, NOW, **day)
    act = schedule.create(
        issue, issue.body, "Put the lease off", SAID, NOW, classification="postpone", status="held", outcome=outcome,
        earliest=date(2099, 11, 20), latest=date(2099, 11, 20), precision="day", disposes_of_id=vote.pk, **counts,
    )  # fmt: skip
    if outcome == "passed":
        new = {"earliest": to, "latest": to, "precision": "day"} if to else {"status": "shelved"}
        schedule.change(vote, new, SAID, NOW, moved_by=act)
    return vote


def test_how_a_vote_was_put_off_is_said_with_day_tally_and_body() -> None:
    vote = put_off(None, yes=8, no=3)
    [act] = vote.disposals.all()
    assert put_off_on(act, vote, NOW.date()) == (
        "put off indefinitely on Friday, Nov 20, 2099, 8–3, by the Reedham Council"
    )
    assert put_off_by(act, vote) == "put off indefinitely by the Reedham Council, 8–3"
    assert by_whom(act) == "by the Reedham Council’s vote, 8–3"


def test_where_nobody_told_of_a_vote_the_body_itself_put_it_off(client: Client) -> None:
    vote = put_off(date(2099, 12, 8))
    [act] = vote.disposals.all()
    assert by_whom(act) == "by the Reedham Council"
    assert not is_told_as_vote(act)
    assert is_told_as_vote(vote)
    for url in (vote.issue.get_absolute_url(), vote.get_absolute_url(), f"{vote.issue.get_absolute_url()}feed.atom"):
        page = client.get(url).content.decode()
        assert "by the Reedham Council" in page, url
        assert "Council’s vote" not in page, url
        assert "procedural vote" not in page, url
    card = words(get(client, act.get_absolute_url()), ".vote-card")
    assert "What was done? Put off" in card
    assert "held" not in card
    assert "vote to put it off" not in card
    rows = json.loads(b"".join(client.get("/en/votes.json").streaming_content))  # type: ignore[attr-defined]
    row = next(row for row in rows if row["id"] == act.pk)
    assert (row["status"], row["outcome"]) == ("", "put off")


def test_a_vote_that_disposes_of_another_stands_on_its_own_only_where_it_failed() -> None:
    put_off(None)
    failed = put_off(None, "failed").disposals.get()
    kept = {vote.pk for vote in on_their_own(Vote.objects.all()) if vote.classification}
    assert kept == {failed.pk}
    of_nothing = make_vote(classification="table", status="held", earliest=date(2026, 1, 1))
    assert of_nothing in on_their_own(Vote.objects.all())


def test_a_date_moved_by_the_bodys_vote_says_from_when_and_by_what_vote_on_every_page(client: Client) -> None:
    vote = put_off(date(2099, 12, 8), yes=8, no=3)
    moved = "Tuesday, Dec 8, 2099, moved from Dec 1, 2099 by the Reedham Council’s vote, 8–3"
    issue, body = vote.issue.get_absolute_url(), vote.body.get_absolute_url()
    for url in ("/en/", "/en/issues/", issue, vote.get_absolute_url(), body, "/en/search/?q=lease"):
        page = words(get(client, url))
        assert moved in page, url
        assert "postponed" not in page.casefold(), url
    assert "Put the lease off" not in words(get(client, issue)) + words(get(client, body))
    told = words(get(client, issue), "#timeline")
    assert "Vote moved: Lease the harbor" in told
    assert "by the Reedham Council’s vote, 8–3" in told
    assert "by the Reedham Council’s vote, 8–3" in client.get(f"{issue}feed.atom").content.decode()


def test_a_motion_to_put_off_that_failed_is_listed_with_how_it_went(client: Client) -> None:
    vote = put_off(None, "failed", yes=3, no=8)
    page = words(get(client, vote.issue.get_absolute_url()))
    assert "Tuesday, Dec 1, 2099" in page
    assert "Motion to put it off failed, 3–8" in page


def test_a_shelved_vote_says_so_and_by_whom_and_nothing_is_still_to_come_or_overdue(matter: Matter) -> None:
    matter.meet()
    matter.shelve()
    page = matter.page(AFTER)
    card = text(page, ".vote-card")
    put_off = f"Put off indefinitely on Thursday, Nov 6, unanimously, by the {JOINT}"
    face = text(page, ".face")
    assert f"What became of the vote? Shelved {put_off.lower()[:3]}{put_off[3:]}" in face
    assert put_off in card
    assert "It had been set for the first week of November (Nov 1–7)." in card
    assert page.select_one("#other-votes") is None
    assert "time is over" not in text(page)
    assert "Shelved: put off indefinitely by the Safety and Budget committees, unanimously" in text(page, "#timeline")


def test_a_shelved_vote_is_on_no_list_of_what_is_ahead(matter: Matter, client: Client) -> None:
    matter.shelve()
    assert "No vote or meeting ahead is known." in words(get(client, "/en/"), "#ahead")
    assert "Vote shelved, neither open nor decided" in words(get(client, "/en/issues/"))
    council = words(get(client, matter.council.get_absolute_url()))
    assert "Votes held, shelved or called off Shelved" in council
    joint = words(get(client, matter.joint.get_absolute_url()))
    assert "Votes it put off Shelved" in joint
    assert "Votes held" not in joint


def test_the_vote_that_put_another_off_has_a_page_that_names_the_other(matter: Matter, client: Client) -> None:
    matter.shelve()
    page = get(client, matter.disposal.get_absolute_url())
    assert "Put off indefinitely, unanimously" in words(page, ".vote-card")
    assert page.select_one(f'.vote-card a[href="{matter.vote.get_absolute_url()}"]')
    shelved = get(client, matter.vote.get_absolute_url())
    assert shelved.select_one(f'.vote-card a[href="{matter.disposal.get_absolute_url()}"]')


def test_brought_back_by_a_date_it_is_ahead_again_and_says_back_on(matter: Matter) -> None:
    matter.shelve()
    day = {"earliest": "2026-05-06", "latest": "2026-05-06", "precision": "day"}
    matter.tell("State News", datetime.fromisoformat("2026-04-16T20:00:00+00:00"), "The council votes May 6.", day)
    page = matter.page(APRIL)
    assert "When is the vote? Wednesday, May 6 back on" in text(page, ".face")
    assert "Back on: The police partnership" in text(page, "#timeline")


def test_ballots_on_a_procedural_vote_are_beside_nothing_that_was_said(matter: Matter, client: Client) -> None:
    matter.shelve()
    Ballot.objects.create(vote=matter.disposal, person=matter.ines, choice="yes")
    page = words(get(client, matter.ines.get_absolute_url()))
    assert "Voted yes" in page
    assert "Before the vote" not in page


def test_the_issue_is_told_as_it_was_before_after_and_in_april(matter: Matter) -> None:
    matter.meet()
    before = matter.page(BEFORE)
    lead, beside = before.select(".vote-card")
    assert "Sign up to speak by Wednesday, Nov 5, 5 p.m." in " ".join(lead.get_text(" ").split())
    assert "Thursday, Nov 6, 9 a.m." in lead.get_text()
    assert "The first week of November (Nov 1–7)" in beside.get_text()
    assert all(card.select(".passage") for card in (lead, beside))
    matter.shelve()
    matter.revive()
    lead, beside = matter.page(APRIL).select(".vote-card")
    assert "By Thursday, April 23" in lead.get_text()
    assert "Shelved" in beside.get_text()
