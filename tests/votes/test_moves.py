"""How a vote or an event moved."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from tests.factories import NOW, make_body, make_issue, make_place
from tests.stories.curation import kiln
from tests.stories.public.test_pages import get, words
from votes import events, schedule
from votes.citation import Citation
from votes.models import Vote
from votes.moves import moves
from votes.words import window_in_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SAID = Citation("The vote moves.", "The Reed", "https://reed.example/a")
APRIL = {
    "earliest": date(2026, 4, 1),
    "latest": date(2026, 4, 7),
    "precision": "week",
    "phrase": "the first week of April",
}
MAY = {"earliest": date(2026, 5, 5), "latest": date(2026, 5, 5), "precision": "day", "phrase": "May 5"}


def april_vote() -> Vote:
    issue = make_issue()
    assert issue.body
    return schedule.create(issue, issue.body, "Adopt it", SAID, NOW, status="expected", **APRIL)


def test_each_move_knows_the_window_before_and_after_it() -> None:
    vote = april_vote()
    schedule.change(vote, {**MAY, "status": "scheduled"}, SAID, NOW)
    schedule.change(vote, {"time": "18:00"}, SAID, NOW)
    shown = [(window_in_words(m.before, TODAY), window_in_words(m.after, TODAY)) for m in moves(vote) if not m.is_first]
    assert shown == [
        ("Tuesday, May 5", "Tuesday, May 5, 6 p.m."),
        ("the first week of April (April 1–7)", "Tuesday, May 5"),
    ]


def test_first_word_of_a_vote_is_no_move() -> None:
    assert [move.is_first for move in moves(april_vote())] == [True]


def test_a_first_date_and_a_day_within_the_window_that_was_known_are_set_not_moved() -> None:
    vote = april_vote()
    schedule.change(vote, {**MAY, "earliest": date(2026, 4, 2), "latest": date(2026, 4, 2)}, SAID, NOW)
    issue = make_issue()
    assert issue.body
    undated = schedule.create(issue, issue.body, "Adopt it", SAID, NOW, status="expected")
    schedule.change(undated, MAY, SAID, NOW)
    assert [moves(one)[0].news for one in (vote, undated)] == ["Date of the vote set"] * 2


def test_a_place_that_a_vote_gets_with_its_meeting_in_one_breath_with_its_date_is_told_with_that() -> None:
    vote = april_vote()
    events.create(
        "meeting",
        "They meet",
        [vote.body],
        [vote.issue],
        SAID,
        NOW,
        votes=[vote],
        location="Hall",
        status="expected",
        **APRIL,
    )
    [first] = moves(vote)
    assert (first.news, first.after.location, first.before.location) == ("Vote announced", "Hall", "")
    vote.refresh_from_db()
    later = NOW + timedelta(days=1)
    schedule.change(vote, {"location": "Old Hall"}, SAID, later)
    assert [move.news for move in moves(vote)] == ["Place of the vote changed", "Vote announced"]


def test_what_was_taken_back_as_our_mistake_and_what_took_it_back_are_not_told() -> None:
    vote = april_vote()
    for new, why in (
        ({"location": "Old Hall"}, "news"), (MAY, "news"), ({"status": "shelved"}, "news"),
        ({**MAY, "status": "expected"}, "mistake"), ({**APRIL, "location": "Old Hall"}, "mistake"),
    ):  # fmt: skip
        schedule.change(vote, new, SAID, NOW, why)
    assert [move.news for move in moves(vote)] == ["Place of the vote set", "Vote announced"]
    assert moves(vote)[0].after.location == "Old Hall"


def test_a_correction_to_what_never_was_before_is_told_as_one() -> None:
    vote = april_vote()
    schedule.change(vote, MAY, SAID, NOW, "mistake")
    schedule.withdraw(vote, SAID, NOW)
    assert [move.is_mistake for move in moves(vote)] == [True, True, False]


def test_shelved_and_brought_back_and_both_undone_every_page_is_as_before(client: Client) -> None:
    issue, by = make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill"))), User.objects.create()
    curation.accept(kiln.told(issue, "They vote March 17.", status="scheduled", **kiln.day("2099-03-17")).pk, by, NOW)
    [vote] = issue.votes.all()
    held = {"status": "held", "outcome": "tabled", "yes": 8, "no": 3, **kiln.day("2099-03-10")}
    later = NOW + timedelta(days=2)
    tabled = kiln.told(issue, "The council tabled it.", later, **held)
    since = later + timedelta(hours=1)
    back = kiln.told(issue, "They vote April 7.", since, status="scheduled", **kiln.day("2099-04-07"))

    def told() -> list[str]:
        pages = ("/en/", "/en/issues/", issue.get_absolute_url(), vote.get_absolute_url(), vote.body.get_absolute_url())
        file = client.get(f"{issue.get_absolute_url()}votes.ics").content.decode().splitlines()
        return [*(words(get(client, url)) for url in pages), *(li for li in file if li.startswith("DESCRIPTION"))]

    before = told()
    acts = [curation.accept(finding.pk, by, later) for finding in (tabled, back)]
    assert "back on" in " ".join(told())
    for act in reversed(acts):
        curation.undo(act.pk, by, later)
    assert told() == before
