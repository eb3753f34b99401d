"""Votes in invented stories: which are found, when, and how they went."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction.document import Document
from stories.extraction.findings import Story, Vote
from stories.extraction.people.cast import Cast
from stories.extraction.votes import find

TOLD = Path(__file__).with_name("told_votes.txt")
PUBLISHED = datetime.fromisoformat("2026-03-11T10:00:00-05:00")  # a Wednesday


def votes(text: str, cast: Cast | None = None) -> tuple[Vote, ...]:
    return find(Document.of(Story("A story", text, PUBLISHED)), cast or Cast())


def one(text: str, cast: Cast | None = None) -> Vote:
    found = votes(text, cast)
    assert len(found) == 1, found
    return found[0]


def told() -> list[tuple[str, list[str]]]:
    """Stories with what they tell: `-> status first last yes-no`; a count is left out where it is open."""
    cases = []
    for block in TOLD.read_text(encoding="utf-8").split("\n==\n"):
        lines = block.strip().splitlines()
        expected = [line.removeprefix("-> ") for line in lines if line.startswith("-> ")]
        cases.append(("\n".join(line for line in lines if not line.startswith("-> ")), expected))
    return cases


def line(vote: Vote, counted: bool) -> str:
    days = f"{vote.status} {vote.earliest or '-'} {vote.latest or '-'}"
    return f"{days} {'?' if vote.yes is None else vote.yes}-{vote.no}" if counted else days


@pytest.mark.parametrize(("text", "expected"), told())
def test_a_story_yields_exactly_the_votes_it_tells_of(text: str, expected: list[str]) -> None:
    found = votes(text)
    wanted = [] if expected == ["none"] else expected
    days = sorted(" ".join(entry.split()[:3]) for entry in wanted)
    assert sorted(line(vote, counted=False) for vote in found) == days
    counted = [entry for entry in wanted if len(entry.split()) == 4]
    assert all(entry in [line(vote, counted=True) for vote in found] for entry in counted)


def test_a_vote_keeps_its_words_its_sentence_and_why_it_was_found() -> None:
    text = (
        "It rained. The Alder Creek City Council is expected to vote on the levy the first week of April. It was cold."
    )
    vote = one(text)
    assert vote.phrase == "the first week of April"
    assert vote.precision == "week"
    assert vote.text == text[vote.start : vote.end]
    assert vote.text.startswith("The Alder Creek")
    assert vote.text.endswith("April.")
    assert "first week of April" in vote.because
    assert 0 < vote.confidence <= 1


def test_the_clock_time_and_the_place_come_from_the_sentence_on_the_meeting() -> None:
    vote = one(
        "The Alder Creek City Council will decide Monday whether to sell the mill.\n\n"
        "The meeting starts at 6:30 p.m. in the Civic Auditorium on Pine Street."
    )
    assert vote.time == "18:30"
    assert (vote.place or "").startswith("Civic Auditorium")


def test_the_hour_of_a_hearing_is_not_the_hour_of_the_vote() -> None:
    vote = one("The council will vote March 24 on the levy. A public hearing is set for March 23 at 5 p.m.")
    assert vote.time is None


def test_the_next_regular_meeting_has_a_day_where_the_story_gives_the_calendar() -> None:
    text = (
        "The board postponed the contract Tuesday. The board will vote on it at its next regular meeting. "
        "It meets on the fourth Monday of every month, at 7 p.m."
    )
    vote = one(text)
    assert (vote.status, str(vote.earliest), vote.time) == ("postponed", "2026-03-23", "19:00")


def test_the_next_meeting_without_a_calendar_stays_undated() -> None:
    vote = one("The Alder Creek City Council will vote on the levy at its next regular meeting.")
    assert (vote.earliest, vote.latest, vote.precision) == (None, None, "none")
    assert vote.phrase == "at its next regular meeting"


def test_a_vote_taken_without_timing_words_has_the_day_of_its_meeting() -> None:
    found = votes(
        "The Alder Creek City Council voted 5-2 Monday to sell the mill.\n\n"
        "In other business, the council voted 7-0 to buy a fire engine."
    )
    assert [(str(vote.earliest), vote.phrase) for vote in found] == [("2026-03-09", "Monday"), ("2026-03-09", None)]


def test_a_motion_voted_down_has_the_smaller_side_for_it() -> None:
    vote = one("The Alder Creek City Council turned down the levy 5-2 on Monday.")
    assert (vote.outcome, vote.yes, vote.no) == ("failed", 2, 5)


def test_a_tie_fails() -> None:
    assert one("The Alder Creek Zoning Board deadlocked 3-3 Monday on the permit.").outcome == "failed"


def test_a_unanimous_vote_counts_nobody_for_and_none_against() -> None:
    vote = one("The Alder Creek City Council voted unanimously Monday to buy the land.")
    assert (vote.outcome, vote.yes, vote.no) == ("passed", None, 0)


def test_a_vote_to_postpone_is_one_record_and_the_postponed_vote_another() -> None:
    found = votes("The Alder Creek City Council voted 4-3 Tuesday to postpone its decision on the levy to April 7.")
    assert [(vote.status, vote.classification, str(vote.earliest)) for vote in found] == [
        ("held", "procedural", "2026-03-10"), ("postponed", "", "2026-04-07"),
    ]  # fmt: skip


def test_the_reading_is_the_classification() -> None:
    assert one("The Alder Creek Town Board holds the second reading of the levy Monday.").classification == "reading-2"


def test_a_closer_date_told_later_in_the_story_wins() -> None:
    vote = one(
        "The Alder Creek City Council is expected to vote on the levy next month.\n\n"
        "The vote on the levy is scheduled for April 14, the clerk said."
    )
    assert (vote.status, str(vote.earliest), str(vote.latest)) == ("scheduled", "2026-04-14", "2026-04-14")


def test_the_council_is_the_body_that_the_story_names() -> None:
    cast = Cast(bodies={"council": "Alder Creek City Council"}, main_body="Alder Creek City Council")
    assert one("The council will vote on the levy Monday.", cast).body == "Alder Creek City Council"


def test_words_in_quotation_marks_and_headings_make_no_vote() -> None:
    text = "Council vote expected in April\n\n“The council will vote Monday, I am told,” said Rosa Lind."
    story = Story("A story", text, PUBLISHED, headings=((0, 30),))
    assert find(Document.of(story), Cast()) == ()


def test_a_story_without_a_publication_time_gives_votes_without_dates() -> None:
    story = Story("A story", "The Alder Creek City Council voted 5-2 Monday to sell the mill.", None)
    assert all(vote.precision == "none" and vote.earliest is None for vote in find(Document.of(story), Cast()))


@pytest.mark.parametrize(
    "text",
    [
        "", "\x00", "vote " * 3000, "The council voted 7-4 " * 400, "Monday, Tuesday, " * 500, "“ " * 2000,
        "The council will vote on Feb. 30, year 0000 and 99/99/9999.", "THE COUNCIL VOTED 7-4 MONDAY TO BUY IT.",
    ],
)  # fmt: skip
def test_odd_text_raises_nothing(text: str) -> None:
    for vote in votes(text):
        assert text[vote.start : vote.end] == vote.text


PIECES = [
    "The council", "voted", "7-4", "on", "Monday", "to", "table", "it", ".", "will vote", "was canceled", "by June",
    "\n\n", "“", "”", "the first week of", "May", "a vote", "is set for", "unanimously", "that night",
    "no date", "again", "\u202e",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_any_words_of_votes_keep_exact_offsets(text: str) -> None:
    for vote in votes(text):
        assert text[vote.start : vote.end] == vote.text
        assert (vote.earliest is None) == (vote.precision == "none")


def test_decisions_that_share_a_verb_have_their_own_matters_bodies_and_classifications() -> None:
    counts = votes("The Ashby Town Council on Tuesday approved the lease 5-2, the quarry 6-1 and the curfew 4-3.")
    assert [vote.matter for vote in counts] == ["lease", "quarry", "curfew"]
    bodies = votes("The bill passed the House 52-30 and the Senate 28-14 on Tuesday.")
    assert [(vote.body, vote.matter, vote.yes) for vote in bodies[:1]] == [("House", "bill", 52)]
    assert bodies[1].body == "Senate"
    final = votes("The council holds first reading March 23 and a final vote April 6 on the lease.")
    assert [(vote.classification, str(vote.earliest)) for vote in final] == [("passage", "2026-04-06")]
    own = one("The planning board meets March 18 and the council votes April 6 on the lease.")
    assert own.body.lower() == "council"
