"""How it stands with what an issue waits for, each state in its own words, on the issue and where issues are listed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client

from stories.public.pages import home_page, issue_page
from tests.factories import NOW, make_event, make_issue, make_vote
from tests.stories.public.city import make_city
from tests.stories.public.test_pages import get, words
from votes import events, schedule
from votes.citation import Citation
from votes.models import Issue, Vote
from votes.opening import STATES, opening, state_of
from votes.snapshots import Dated

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
TODAY = NOON.date()
SAID = Citation("It was said.", "The Reed", "https://reed.example/0")
DEC_1, DEC_8, OVER = date(2026, 12, 1), date(2026, 12, 8), date(2026, 11, 17)
NO_DAY: dict[str, Any] = {"earliest": None, "latest": None, "precision": "none"}
FIRST_WEEK = {
    "earliest": DEC_1,
    "latest": date(2026, 12, 7),
    "precision": "week",
    "phrase": "the first week of December",
}


def on(day: date, **fields: Any) -> dict[str, Any]:
    return {"earliest": day, "latest": day, "precision": "day", **fields}


def vote(first: dict[str, Any], *then: dict[str, Any]) -> Callable[[Issue], Dated]:
    def make(issue: Issue) -> Dated:
        assert issue.body
        made = schedule.create(issue, issue.body, "Adopt it", SAID, NOW, **{"status": "scheduled", **first})
        for values in then:
            schedule.change(made, values, SAID, NOW)
        return made

    return make


def event(kind: str, *moves: dict[str, Any], **fields: Any) -> Callable[[Issue], Dated]:
    def make(issue: Issue) -> Dated:
        made = events.create(kind, "The ordinance", [issue.body] if issue.body else [], [issue], SAID, NOW,
                             **{"status": "scheduled", **fields})  # fmt: skip
        for values in moves:
            events.change(made, values, SAID, NOW)
        return made

    return make


def tabled(issue: Issue) -> Vote:
    assert issue.body
    put_off = schedule.create(issue, issue.body, "Adopt it", SAID, NOW, **on(DEC_1, status="scheduled"))
    act = make_vote(issue, classification="table", status="held", earliest=date(2026, 11, 6), yes=8, no=3,
                    disposes_of=put_off, outcome="passed")  # fmt: skip
    schedule.change(put_off, {**NO_DAY, "status": "shelved"}, SAID, NOW, moved_by=act)
    return put_off


# State, what makes it, what stands on the face (heading, answer, what is beside), the line of lists, the button.
ROWS: list[tuple[str, Callable[[Issue], Dated] | None, str, str, str, str, str]] = [
    ("day", vote(on(DEC_1, time=time(18, 30))), "When is the vote?", "Tuesday, Dec 1, 6:30 p.m.", "",
     "Vote: Tuesday, Dec 1, 6:30 p.m.", "Mail me before the vote"),
    ("day", vote(on(DEC_1), on(DEC_8, time=time(18, 30))), "When is the vote?", "Tuesday, Dec 8, 6:30 p.m.",
     "moved from Dec 1", "Vote: Tuesday, Dec 8, 6:30 p.m., moved from Dec 1", "Mail me before the vote"),
    ("day", vote(on(DEC_1, status="expected")), "When is the vote?", "Tuesday, Dec 1", "expected",
     "Vote: Tuesday, Dec 1", "Mail me before the vote"),
    ("day", vote(on(DEC_1), {"status": "cancelled"}, on(DEC_8, status="scheduled")), "When is the vote?",
     "Tuesday, Dec 8", "back on", "Vote: Tuesday, Dec 8, back on", "Mail me before the vote"),
    ("window", vote(FIRST_WEEK), "When is the vote?", "The first week of December (Dec 1–7)", "no day posted",
     "Vote: the first week of December (Dec 1–7), no day posted", "Mail me before the vote"),
    ("window", vote(on(date(2026, 11, 24)), FIRST_WEEK), "When is the vote?", "The first week of December (Dec 1–7)",
     "no day posted · moved from Nov 24",
     "Vote: the first week of December (Dec 1–7), no day posted, moved from Nov 24", "Mail me before the vote"),
    ("undated", vote({"status": "expected"}), "When is the vote?", "No date set", "a vote is expected",
     "Vote expected, no date set", "Mail me when a date is set"),
    ("revived", vote(on(DEC_1), {"status": "shelved"}, {"status": "expected"}), "When is the vote?",
     "Back on, no date set", "it had been set for Tuesday, Dec 1", "Vote back on, no date set",
     "Mail me when a date is set"),
    ("postponed", vote(on(DEC_1), {**NO_DAY, "status": "postponed"}), "When is the vote?", "Postponed, no new date",
     "it had been set for Tuesday, Dec 1", "Vote postponed, no new date", "Mail me when a date is set"),
    ("overdue", vote(on(OVER)), "When was the vote?", "Was due Tuesday, Nov 17",
     "no report of how it went has been found yet",
     "Vote was due Tuesday, Nov 17, no report of how it went found yet", "Mail me when it is known"),
    ("held", vote(on(OVER), {"status": "held", "outcome": "passed", "yes": 8, "no": 3}), "How did the vote go?",
     "Passed, 8–3", "Tuesday, Nov 17", "Voted: passed, 8–3, Tuesday, Nov 17", "Mail me what happens next"),
    ("held", vote({"status": "held", "outcome": "failed"}), "How did the vote go?", "Failed", "",
     "Voted: failed", "Mail me what happens next"),
    ("held", vote(on(OVER), {"status": "held"}), "How did the vote go?", "Held, how it went is not known",
     "Tuesday, Nov 17", "Voted: held, how it went is not known, Tuesday, Nov 17", "Mail me what happens next"),
    ("shelved", vote(on(DEC_1), {"status": "shelved"}), "What became of the vote?", "Shelved",
     "it had been set for Tuesday, Dec 1 · neither open nor decided", "Vote shelved, neither open nor decided",
     "Mail me what happens next"),
    ("shelved", tabled, "What became of the vote?", "Shelved",
     "tabled on Friday, Nov 6, 8–3, by the Reedham Council · it had been set for Tuesday, Dec 1"
     " · neither open nor decided", "Vote shelved, neither open nor decided", "Mail me what happens next"),
    ("cancelled", vote(on(DEC_1), {"status": "cancelled"}), "What became of the vote?", "Called off",
     "it had been set for Tuesday, Dec 1", "Vote called off", "Mail me what happens next"),
    ("none", None, "When is the vote?", "No vote on this is known yet.", "", "No vote known yet",
     "Mail me what happens next"),
    ("event", event("hearing", **on(DEC_1, time=time(18))), "What is next?", "Tuesday, Dec 1, 6 p.m.", "public hearing",
     "Next public hearing: Tuesday, Dec 1, 6 p.m.", "Mail me before it"),
    ("event", event("meeting", on(DEC_8), **on(DEC_1)), "What is next?", "Tuesday, Dec 8", "meeting · moved from Dec 1",
     "Next meeting: Tuesday, Dec 8, moved from Dec 1", "Mail me before it"),
    ("event", event("deadline", **on(DEC_1, time=time(17))), "What is next?", "By Tuesday, Dec 1, 5 p.m.", "deadline",
     "Next deadline: by Tuesday, Dec 1, 5 p.m.", "Mail me before it"),
    ("event window", event("meeting", **FIRST_WEEK), "What is next?", "The first week of December (Dec 1–7)",
     "meeting · no day posted", "Next meeting: the first week of December (Dec 1–7), no day posted",
     "Mail me before it"),
    ("event undated", event("hearing"), "What is next?", "Public hearing planned, no date set", "",
     "Public hearing planned, no date set", "Mail me when a date is set"),
]  # fmt: skip


def page(name: str, shown: dict[str, Any]) -> BeautifulSoup:
    html = render_to_string(f"public/{name}.html", {**shown, "site_name": "Civictrack", "site_url": ""})
    return BeautifulSoup(html, "lxml")


@pytest.fixture
def issue() -> Issue:
    from tests.factories import make_body

    return make_issue("The ordinance", make_body("Reedham Council"))


@pytest.mark.parametrize(("key", "make", "heading", "when", "beside", "line", "ask"), ROWS)
def test_each_state_has_its_own_words_on_the_issue_and_in_lists(
    issue: Issue, key: str, make: Callable[[Issue], Dated] | None, heading: str, when: str, beside: str, line: str,
    ask: str,
) -> None:  # fmt: skip
    record = make(issue) if make else None
    assert state_of(record, TODAY) == key
    shown = page("issue", issue_page(issue, NOON))
    assert words(shown, ".face > h2") == heading
    assert words(shown, ".face > .when") == when
    assert (words(shown, ".face > .beside") if beside else "") == beside
    assert words(shown, ".face .button") == ask
    assert line in words(page("home", home_page(NOON)), ".issues")


def test_every_state_is_in_the_table_of_these_tests() -> None:
    assert {row[0] for row in ROWS} == set(STATES)


def test_the_face_names_its_source_with_its_day_and_leads_to_the_sentence(client: Client) -> None:
    city = make_city()
    shown = get(client, city.issue.get_absolute_url())
    source = shown.select_one(".face .source")
    assert source
    assert " ".join(source.get_text(" ").split()) == "Source: The Reed 0 , Mar 10"
    assert "#finding-" in str(source.select_one("a[href]"))


def test_beside_a_meeting_the_vote_stands_in_one_line(issue: Issue) -> None:
    event("meeting", **on(date(2026, 11, 25), time=time(9)))(issue)
    vote(FIRST_WEEK)(issue)
    face = words(page("issue", issue_page(issue, NOON)), ".face")
    assert face.startswith("What is next? Wednesday, Nov 25, 9 a.m. meeting")
    assert "Vote: the first week of December (Dec 1–7), no day posted" in face


@pytest.mark.parametrize(("key", "make", "line"), [row[:2] + row[5:6] for row in ROWS if row[1]])
def test_each_state_of_a_vote_has_its_words_also_where_an_event_leads(
    issue: Issue, key: str, make: Callable[[Issue], Dated], line: str
) -> None:
    if key.startswith("event"):
        return
    make(issue)
    event("hearing", **on(date(2026, 11, 21)))(issue)
    told = {"face": words(page("issue", issue_page(issue, NOON)), ".face")}
    told["lists"] = words(page("home", home_page(NOON)), ".issues")
    for where, shown in told.items():
        assert line.casefold() in shown.casefold(), where
    assert "ext public hearing: Saturday, Nov 21" in told["lists"]


def test_a_vote_called_off_is_said_before_the_hearing_that_comes_and_in_the_card(client: Client, issue: Issue) -> None:
    vote(on(DEC_1), {"status": "cancelled"})(issue)
    event("hearing", **on(date(2099, 12, 7)))(issue)
    listed = words(page("home", home_page(NOON)), ".issues .standing")
    assert listed == "Vote called off · next public hearing: Monday, Dec 7, 2099"
    assert "Vote called off" in words(get(client, f"/en/embed/issues/{issue.slug}/"), "main")


def test_what_a_person_can_do_next_leads(issue: Issue) -> None:
    vote(on(DEC_8, time=time(18)))(issue)
    make_event(issue, kind="deadline", title="Sign up to speak", earliest=DEC_1, time=time(17))
    make_event(issue, kind="deadline", title="Comment in writing", earliest=DEC_8, time=time(9))
    face = words(page("issue", issue_page(issue, NOON)), ".face")
    assert face.startswith("Sign up to speak by Tuesday, Dec 1, 5 p.m. and 1 more to do")
    assert "When is the vote? Tuesday, Dec 8, 6 p.m." in face


def test_a_closed_issue_asks_nobody_to_follow_it(issue: Issue) -> None:
    issue.closed_at = NOW
    assert page("issue", issue_page(issue, NOON)).select_one(".face .button") is None


def test_the_words_of_a_state_need_no_record() -> None:
    assert opening(None, TODAY).when == "No vote on this is known yet"
