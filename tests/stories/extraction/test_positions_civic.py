"""Positions need a public matter: likings, views of people and silence on other things are none."""

import tracemalloc
from datetime import UTC, datetime

import pytest

from stories.extraction.findings import Position, Story
from stories.extraction.pipeline import extract
from stories.extraction.positions.polarity import Motion
from tests.stories.extraction.test_positions import LEAD, stands


def positions(text: str, title: str = "News of the week") -> tuple[Position, ...]:
    return extract(Story(title, text, datetime(2026, 3, 10, 17, tzinfo=UTC))).positions


@pytest.mark.parametrize(
    "told",
    [
        'A mill burned down Sunday. "It\'s a horrible mistake," Fire Chief Ina Frost said of a tossed cigarette.',
        'The choir sang for an hour. "We can\'t do it without rehearsing," Mayor Ina Frost said.',
        "A truck slid off Route 6. Sheriff Ina Frost did not immediately return a call seeking comment on the crash.",
    ],
)
def test_a_story_without_a_public_decision_has_no_positions(told: str) -> None:
    assert positions(told) == ()


@pytest.mark.parametrize(
    "told",
    [
        "Councilman Abe Cole said he supports the firefighters.",
        "Councilman Abe Cole supports local shops and small businesses.",
        "Councilman Abe Cole opposes nobody.",
        "Councilman Abe Cole voted for Hanley in the last election.",
        '"I don\'t like it any better than you do," Councilman Abe Cole said.',
        "Asked whether the pump had broken again, Councilman Abe Cole said no.",
        "Asked about the arrest, Councilman Abe Cole declined to comment.",
        "Councilman Abe Cole declined to comment on an ongoing investigation.",
        "Councilman Abe Cole could not be reached for comment about his arrest.",
    ],
)
def test_people_and_private_things_are_no_matters(told: str) -> None:
    assert stands(f"{LEAD} {told}") == set()


@pytest.mark.parametrize(
    ("told", "matter"),
    [
        ("Councilman Abe Cole voted no Tuesday on the fee.", "fee"),
        ("Councilman Abe Cole supports the fee and Councilwoman Ina Frost objected.", "fee"),
        ("Councilman Abe Cole opposes the fee and hasn't read the lease.", "fee"),
        ("Councilman Abe Cole opposes the fee April 7.", "fee"),
        ("Councilman Abe Cole voted yes on the lease and no on the fee.", "lease"),
    ],
)
def test_a_matter_ends_where_another_clause_begins(told: str, matter: str) -> None:
    found = positions(f"The council will vote on its budget April 7. {told}")
    assert [one.matter for one in found if one.actor == "Abe Cole"] == [matter]


def test_a_day_alone_is_no_matter() -> None:
    found = positions("The council voted 4-1 to raise the fee. Councilman Abe Cole voted no Tuesday.")
    assert "Tuesday" not in {one.matter for one in found}
    assert found


def test_a_long_run_of_undoing_words_is_read_without_copies_of_the_rest() -> None:
    passage = "end on March 4 " * 3_000
    tracemalloc.start()
    Motion.told_in([passage])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000  # bytes; copies of all that follows each word took seven times as many
