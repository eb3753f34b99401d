"""What an announcement about a vote or an event says."""

from datetime import date, time
from typing import Any

import pytest

from officials.models import Body
from tests.factories import NOW
from tests.votes.alerts.readers import DAY, make_scheduled, move
from votes.headlines import Fact, facts, facts_of_event, headline, matter, put_off_in_words, reminder
from votes.models import Event, Issue, Vote
from votes.windows import NO_DATE

pytestmark = pytest.mark.django_db

NO_DAY = {"earliest": None, "latest": None, "precision": "none", "phrase": "", "time": None}
TODAY = date(2026, 3, 10)


def title_after(vote: Vote, new: dict[str, object]) -> str:
    """The news, to who was told how the vote stood before."""
    before = Vote.objects.get(pk=vote.pk)
    move(vote, new, NOW)
    return headline(vote, before, matter(vote), NOW.date()).replace(": Leaf blower ban", "")


@pytest.mark.parametrize(
    ("new", "title"),
    [
        (
            {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "day"},
            "Date of the vote set, Tuesday, April 7",
        ),
        ({"status": "scheduled"}, "Vote confirmed, the first week of April (April 1–7)"),
        ({"time": time(19, 30)}, "Time of the vote set, the first week of April (April 1–7)"),
        ({"location": "Elm School"}, "Place of the vote set, Elm School"),
        ({"status": "cancelled"}, "Vote called off, was April 1–7"),
        ({"status": "postponed", "earliest": None, "latest": None, "precision": "none"}, "Vote postponed, no new date"),
        ({"status": "postponed", **DAY}, "Vote moved, April 1–7 → May 5"),
        ({"earliest": None, "latest": None, "precision": "none"}, "Vote without a date, was April 1–7"),
        ({"status": "held", "outcome": "passed", "yes": 8, "no": 3}, "Vote held, passed, 8–3"),
        ({"status": "held"}, "Vote held, how it went is not known"),
    ],
)
def test_a_headline_says_the_news_first(new: dict[str, object], title: str) -> None:
    assert title_after(make_scheduled(), new) == title


@pytest.mark.parametrize(
    ("new", "title"),
    [
        ({"status": "shelved"}, "Shelved, was April 1–7"),
        ({"status": "postponed", **DAY}, "Vote moved, April 1–7 → May 5"),
        ({"status": "postponed", **NO_DAY}, "Vote postponed, no new date"),
    ],
)
def test_a_vote_is_never_called_postponed_and_dated_at_once(new: dict[str, object], title: str) -> None:
    vote = make_scheduled()
    before = Vote.objects.get()
    assert title_after(vote, new) == title
    lines = [f"{fact.label}: {fact.value}" for fact in facts(vote, before, NOW.date()) if not fact.gone]
    dated = [line for line in lines if "May" in line or "April" in line]
    assert len(dated) == ("May" in title)
    assert "ostponed" not in " ".join(lines)


@pytest.mark.parametrize(
    ("new", "title", "lines"),
    [
        ({**DAY, "status": "scheduled"}, "Back on, Tuesday, May 5", ["When", "Was", "Who", "Motion"]),
        ({"status": "expected"}, "Back on, no date set", ["When", "Was", "Who", "Motion"]),
        ({"status": "cancelled"}, "Vote called off", ["Who", "Motion"]),
        (
            {"status": "held", "outcome": "failed", "yes": 0},
            "Vote held, failed, unanimously",
            ["Result", "Who", "Motion"],
        ),
    ],
)
def test_a_vote_that_was_shelved_can_be_back_on(new: dict[str, object], title: str, lines: list[str]) -> None:
    vote = make_scheduled()
    title_after(vote, {"status": "shelved"})
    before = Vote.objects.get()
    assert title_after(vote, new) == title
    told = facts(vote, before, NOW.date())
    assert [fact.label for fact in told] == lines
    assert [fact.value for fact in told if fact.label == "Was"] == ["shelved"] * ("Was" in lines)


def test_a_result_that_was_none_is_struck_where_the_vote_is_shelved_after_all() -> None:
    vote = make_scheduled()
    move(vote, {"status": "held"}, NOW)
    before = Vote.objects.get()
    move(vote, {"status": "shelved"}, NOW)
    assert Fact("We had said", "Vote held", gone=True) in facts(vote, before, NOW.date())


@pytest.mark.parametrize(
    ("disposal", "status", "words"),
    [
        ({"classification": "postpone", "yes": 8, "no": 3}, "scheduled", "Put off, 8–3, by the Ferry City Council"),
        ({"classification": "postpone", "no": 0}, "shelved",
         "Put off indefinitely, unanimously, by the Ferry City Council"),
        ({"classification": "table"}, "shelved", "Tabled, by the Ferry City Council"),
        ({"classification": "refer", "yes": 6, "no": 1}, "postponed", "Referred, 6–1, by the Ferry City Council"),
        ({"classification": "procedural"}, "shelved", "Put off, by the Ferry City Council"),
    ],
)  # fmt: skip
def test_why_a_vote_was_put_off_is_said_with_who_did_it(disposal: dict[str, Any], status: str, words: str) -> None:
    assert put_off_in_words(Vote(body=Body(name="Ferry City Council"), **disposal), Vote(status=status)) == words


def test_a_body_that_has_its_article_is_given_no_second() -> None:
    disposal = Vote(body=Body(name="The Board"), classification="table")
    assert put_off_in_words(disposal, Vote(status="shelved")) == "Tabled, by The Board"


def test_what_a_vote_needs_is_told_by_its_bodys_rule() -> None:
    body = Body(name="Ferry City Council", seats=7, passage_rule="two_thirds")
    vote = Vote(issue=Issue(title="Ban"), body=body, motion="Ban them", passage_needs="a supermajority")
    assert Fact("To pass", "5 of 7 votes (a supermajority)") in facts(vote, None, TODAY)


def event(kind: str = "hearing", **fields: Any) -> Event:
    return Event(kind=kind, **{"title": "Leaf blower ban", "status": "scheduled", **DAY, **fields})


CALLED_OFF = event(status="cancelled")
EVENING = time(18)
APRIL = {"earliest": date(2026, 4, 1), "latest": date(2026, 4, 30), "precision": "month", "phrase": "in April"}


@pytest.mark.parametrize(
    ("now", "before", "title"),
    [
        (event(time=EVENING), None, "Public hearing set: the ban, Tuesday, May 5, 6 p.m."),
        (event("meeting", status="expected", **APRIL), None, "Meeting expected: the ban, April"),
        (event("deadline", status="expected", **NO_DAY), None, "Deadline expected: the ban, no date set"),
        (event("meeting", status="postponed", **NO_DAY), event(), "Meeting postponed: the ban, no new date"),
        (event("meeting", status="postponed"), event(**APRIL), "Meeting moved: the ban, April → May 5"),
        (event("deadline"), event("deadline", **APRIL), "Deadline moved: the ban, April → May 5"),
        (event("deadline", time=EVENING), event("deadline"),
         "Time of the deadline set: the ban, by Tuesday, May 5, 6 p.m."),
        (event(time=EVENING), event(time=time(17)),
         "Time of the public hearing changed: the ban, May 5, 5 p.m. → 6 p.m."),
        (event(), event(time=time(17)), "Time of the public hearing not known any more: the ban, Tuesday, May 5"),
        (event(**NO_DAY), event(), "Public hearing without a date: the ban, was May 5"),
        (event(), event(**NO_DAY), "Date of the public hearing set: the ban, Tuesday, May 5"),
        (event(), event(status="expected"), "Public hearing confirmed: the ban, Tuesday, May 5"),
        (event(location="Elm {0} School"), event(), "Place of the public hearing set: the ban, Elm {0} School"),
        (event(location="Elm School"), event(location="Hall"),
         "Place of the public hearing changed: the ban, Hall → Elm School"),
        (event("meeting", status="cancelled"), event("meeting"), "Meeting called off: the ban, was May 5"),
        (event(), CALLED_OFF, "Public hearing back on: the ban, Tuesday, May 5"),
        (event("deadline", earliest=TODAY.replace(day=9), latest=TODAY.replace(day=9)), event("deadline"),
         "Deadline was due: the ban, Monday, March 9"),
    ],
)  # fmt: skip
def test_the_news_of_an_event_names_it(now: Event, before: Event | None, title: str) -> None:
    assert headline(now, before, "the ban", TODAY) == title


def test_a_correction_of_an_event_says_how_it_stands() -> None:
    assert headline(event(), event(**APRIL), "the ban", TODAY, True) == (
        "Public hearing corrected: the ban, Tuesday, May 5"
    )


@pytest.mark.parametrize(
    ("near", "day", "title"),
    [
        (event("deadline", time=time(17)), date(2026, 5, 4), "Tomorrow, 5 p.m.: deadline, the ban"),
        (event("deadline", time=time(17)), date(2026, 5, 5), "Today, 5 p.m.: deadline, the ban"),
        (event(time=time(17)), date(2026, 4, 28), "In 7 days: public hearing, the ban, Tuesday, May 5, 5 p.m."),
        (event("meeting"), date(2026, 5, 4), "Tomorrow: meeting, the ban, Tuesday, May 5"),
        (event("meeting", **APRIL), date(2026, 3, 31), "Tomorrow at the earliest: meeting, the ban, April"),
        (event("meeting", **APRIL), date(2026, 4, 2), "Any day now: meeting, the ban, April"),
        (event("meeting", **APRIL), date(2026, 4, 23), "Any day now, in 7 days at the latest: meeting, the ban, April"),
    ],
)
def test_a_reminder_of_an_event_says_how_far_off_it_is(near: Event, day: date, title: str) -> None:
    assert reminder(near, "the ban", day) == title


def test_the_facts_of_a_deadline_say_until_when_on_what_and_where_to_answer() -> None:
    now = event("deadline", title="Sign up to speak", time=time(17), location="City Hall", url="https://x.example/")
    assert facts_of_event(now, event("deadline", **APRIL), TODAY, ["Leaf blower ban"], ["Parks Board"]) == [
        Fact("Until", "Tuesday, May 5, 5 p.m."), Fact("Was", "April", gone=True), Fact("Where", "City Hall"),
        Fact("Who", "Parks Board"), Fact("Issue", "Leaf blower ban"), Fact("Link", "https://x.example/"),
    ]  # fmt: skip


def test_the_facts_of_a_hearing_called_off_say_when_it_was_to_be() -> None:
    told = facts_of_event(CALLED_OFF, event(), TODAY, ["Leaf blower ban"])
    assert told == [Fact("Was set for", "Tuesday, May 5", gone=True)]


def test_a_vote_that_was_called_off_can_be_on_again() -> None:
    vote = make_scheduled()
    title_after(vote, {"status": "cancelled"})
    assert title_after(vote, {"status": "scheduled", **DAY}) == "Back on, Tuesday, May 5"


def test_the_hour_of_a_postponed_vote_is_told_as_its_hour() -> None:
    vote = make_scheduled()
    assert title_after(vote, {"status": "postponed", **DAY}) == "Vote moved, April 1–7 → May 5"
    assert title_after(vote, {"time": "18:30"}) == "Time of the vote set, Tuesday, May 5, 6:30 p.m."


def test_who_was_told_nothing_yet_is_told_how_it_stands_and_of_no_day_before() -> None:
    vote = make_scheduled()
    move(vote, {"status": "postponed", **DAY}, NOW)
    assert headline(vote, None, matter(vote), NOW.date()) == "Vote expected: Leaf blower ban, Tuesday, May 5"
    assert [fact.label for fact in facts(vote, None, NOW.date())] == ["When", "Who", "Motion"]


def test_an_hour_that_is_new_on_the_same_day_strikes_no_day() -> None:
    vote = make_scheduled(**DAY)
    before = Vote.objects.get()
    move(vote, {"time": "18:30"}, NOW)
    assert [fact.label for fact in facts(vote, before, NOW.date())] == ["When", "Who", "Motion"]


def test_a_day_that_has_passed_without_word_is_told_as_past() -> None:
    vote = make_scheduled(**DAY)
    assert headline(vote, None, matter(vote), date(2026, 5, 6)) == "Vote was due: Leaf blower ban, Tuesday, May 5"


def test_a_vote_called_off_says_when_it_was_to_be() -> None:
    vote = make_scheduled(**DAY)
    move(vote, {"status": "cancelled"}, NOW)
    assert facts(vote, None, NOW.date())[0] == Fact("Was set for", "Tuesday, May 5", gone=True)


@pytest.mark.parametrize("new", [{"status": "postponed", **NO_DATE}, {"status": "cancelled"}, {"status": "shelved"}])
def test_what_is_off_or_has_no_day_any_more_is_nowhere(new: dict[str, Any]) -> None:
    vote = make_scheduled(**DAY, location="City Hall", time="18:00")
    before = Vote.objects.get()
    move(vote, new, NOW)
    assert not {"Where", "Was at"} & {fact.label for fact in facts(vote, before, NOW.date())}
