"""Stances that are denied, doubted, alleged, given up or turned round are not their holder's."""

import pytest

from tests.stories.extraction.test_positions import LEAD, stands

WHO = "Councilwoman Odile Hart"


def sides(sentence: str) -> set[str]:
    return {f"{name.split()[-1]} {stance}" for name, stance, _ in stands(LEAD, sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} denied that she opposes the quarry.",
        f"{WHO} disputed reports that she supports the permit.",
        f"{WHO} laughed off rumors she'd vote yes.",
        f"The claim that {WHO} backs the quarry is false.",
        f"A leaflet wrongly says {WHO} supports the quarry.",
        f"Detractors say {WHO} favors the quarry.",
        f"The complaint says {WHO} opposed the quarry.",
        f"{WHO} was accused of supporting the quarry.",
        f"{WHO}'s opponent, Lou Fenn, accused her of backing the quarry.",
        f"{WHO} is rumored to support the quarry.",
        f"“It's false that I support the quarry,” {WHO} said.",
        f"{WHO} said she doubts she'd support the permit.",
        f"{WHO} fell short of opposing the quarry.",
        f"“I used to be against it,” {WHO} said.",
        f"“I don't think it's a bad plan,” {WHO} said of the quarry.",
        f"{WHO}, who had opposed an earlier draft, spoke first.",
        f"{WHO} called the quarry “a gift.”",
    ],
)
def test_a_stance_denied_doubted_alleged_or_given_up_is_no_position(sentence: str) -> None:
    assert sides(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        (f"{WHO} voted against a motion to deny the permit.", "support"),
        (f"{WHO} voted in favor of a motion to deny the permit.", "oppose"),
        (f"{WHO} voted to override the veto of the quarry permit.", "support"),
        (f"{WHO} voted against overriding the veto of the quarry permit.", "oppose"),
    ],
)
def test_a_stance_turned_round_is_read_the_right_way(sentence: str, stance: str) -> None:
    assert sides(sentence) == {f"Hart {stance}"}


@pytest.mark.parametrize(
    "sentence",
    [
        f"A spokeswoman for {WHO} said Hart opposes the quarry.",
        f"{WHO} denied a request for comment but opposes the quarry.",
        f"“I suspect I'll vote no,” {WHO} said.",
    ],
)
def test_a_stance_beside_a_denial_or_told_by_an_aide_counts(sentence: str) -> None:
    assert sides(sentence) == {"Hart oppose"}
