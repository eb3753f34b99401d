"""What a claim says of a vote or an event, in the record's own fields."""

from datetime import date, time
from typing import Any

import pytest

from stories.findings.claims import (
    bodies_claimed,
    event_claimed,
    is_disposal,
    is_for_good,
    motion_claimed,
    vote_claimed,
)

DAY = {"earliest": "2026-12-01", "latest": "2026-12-01", "precision": "day", "phrase": "Dec. 1", "time": "18:30"}


def claim(status: str, outcome: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"status": status, "outcome": outcome, "body": "Gull Cove Council", "matter": "the pier bond", **fields}


def test_a_coming_vote_is_claimed_with_its_day_hour_and_place() -> None:
    said = vote_claimed(claim("scheduled", **DAY, place="Town Hall."))
    assert (said["earliest"], said["latest"], said["time"]) == (date(2026, 12, 1), date(2026, 12, 1), time(18, 30))
    assert (said["precision"], said["phrase"], said["location"]) == ("day", "Dec. 1", "Town Hall")
    assert (said["status"], said["outcome"], said["yes"]) == ("scheduled", "", None)


@pytest.mark.parametrize("outcome", ["passed", "failed", "", None])
def test_a_decision_is_claimed_with_its_outcome_and_counts(outcome: str | None) -> None:
    said = vote_claimed(claim("held", outcome, yes=5, no=2))
    assert (said["status"], said["outcome"], said["yes"], said["no"]) == ("held", outcome or "", 5, 2)


@pytest.mark.parametrize(
    ("outcome", "motion"),
    [("tabled", "table"), ("postponed", "postpone"), ("referred", "refer"), ("withdrawn", "withdraw")],
)
def test_what_became_of_a_matter_by_a_vote_is_a_motion_that_passed(outcome: str, motion: str) -> None:
    told = claim("held", outcome, yes=8, no=3)
    assert (motion_claimed(told), vote_claimed(told)["outcome"], is_disposal(told)) == (motion, "passed", True)


@pytest.mark.parametrize(
    ("told", "motion", "disposes"),
    [
        (claim("held", "failed", classification="table"), "table", True),
        (claim("held", "passed", classification="passage"), "passage", False),
        (claim("held", "passed", classification="procedural"), "procedural", False),
        (claim("held", "postponed", classification="passage"), "postpone", True),
        (claim("postponed", "postponed"), "", False),
        (claim("scheduled", classification="table"), "table", False),
    ],
    ids=["a motion that failed", "final", "procedural", "the outcome tells the motion", "by no vote", "coming"],
)
def test_only_a_vote_that_was_taken_puts_a_matter_off(told: dict[str, Any], motion: str, disposes: bool) -> None:
    assert (motion_claimed(told), is_disposal(told)) == (motion, disposes)


@pytest.mark.parametrize(
    "told",
    [claim("shelved"), claim("postponed", indefinite=True), claim("cancelled", indefinite=True)],
    ids=["shelved", "postponed for good", "called off for good"],
)
def test_what_is_off_for_good_by_nobodys_vote_is_shelved_and_has_no_date(told: dict[str, Any]) -> None:
    said = vote_claimed(told | DAY)
    assert (said["status"], said["earliest"], said["precision"], said["time"]) == ("shelved", None, "none", None)


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_date_that_is_off_leaves_the_matter_open(status: str) -> None:
    assert vote_claimed(claim(status))["status"] == status
    assert not is_for_good(claim(status))


@pytest.mark.parametrize(
    ("outcome", "indefinite", "for_good"),
    [
        ("tabled", False, True), ("referred", False, True), ("withdrawn", False, True),
        ("postponed", False, False), ("postponed", True, True),
    ],
)  # fmt: skip
def test_a_matter_that_was_put_off_may_come_back_one_that_was_tabled_is_off(
    outcome: str, indefinite: bool, for_good: bool
) -> None:
    assert is_for_good(claim("held", outcome, indefinite=indefinite)) is for_good


def test_an_event_is_claimed_with_its_kind() -> None:
    said = event_claimed({"kind": "deadline", "status": "scheduled", "body": None, "place": None, **DAY})
    assert (said["kind"], said["status"], said["earliest"], said["location"]) == (
        "deadline", "scheduled", date(2026, 12, 1), "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Planning Board; Port Commission", ["Planning Board", "Port Commission"]),
        (" Gull Cove Council ;", ["Gull Cove Council"]),
        ("", []),
        (None, []),
    ],
)
def test_a_joint_event_names_its_bodies_parted_by_semicolons(body: str | None, names: list[str]) -> None:
    assert bodies_claimed({"body": body}) == names


@pytest.mark.parametrize("slip", [{"earliest": "soon"}, {"latest": "2026-13-01"}, {"time": "25:00"}])
def test_a_day_or_hour_that_can_not_be_read_is_an_error(slip: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|hour"):
        vote_claimed(claim("scheduled", **{**DAY, **slip}))


def test_words_of_a_hostile_length_are_cut_to_what_the_record_holds() -> None:
    said = vote_claimed(claim("scheduled", phrase="x" * 5000, place="y" * 5000))
    assert (len(said["phrase"]), len(said["location"])) == (300, 300)
