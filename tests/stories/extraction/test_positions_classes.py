"""Positions known by word class and clause structure rather than by phrase."""

import pytest

from tests.stories.extraction.test_positions import LEAD, stands

WHO = "Councilwoman Odile Hart"
QUARRY = "The Larch Ferry City Council approved the quarry permit, 5-2, on Tuesday."


def sides(*paragraphs: str) -> set[str]:
    return {f"{name.split()[-1]} {stance}" for name, stance, _ in stands(*paragraphs)}


@pytest.mark.parametrize(
    ("sentence", "stance", "basis"),
    [
        (f"The permit is backed by {WHO} and draws a crowd.", "support", "statement"),
        (f"{WHO} balked at the permit.", "oppose", "statement"),
        (f"{WHO} is enthusiastic about the quarry.", "support", "statement"),
        (f"{WHO} is wary of the quarry.", "undecided", "statement"),
        (f"{WHO} does not plan to support the permit.", "oppose", "statement"),
        (f"{WHO} said she isn't opposed to the quarry.", "no_position", "statement"),
        (f"{WHO} signed a letter opposing the quarry.", "oppose", "action"),
        (f"{WHO} walked out of the meeting in protest of the permit.", "oppose", "action"),
        (f"{WHO} refused to second the permit.", "oppose", "action"),
        (f"{WHO} will decide after the hearing.", "undecided", "statement"),
        (f"{WHO} hasn't said how she will vote.", "no_position", "declined"),
        (f"Efforts to reach {WHO} about the quarry were unsuccessful.", "no_position", "no_response"),
        (f"“I have always supported the quarry,” {WHO} said.", "support", "statement"),
    ],
)
def test_a_stance_is_read_from_the_class_of_its_word(sentence: str, stance: str, basis: str) -> None:
    assert stands(LEAD, sentence) == {("Odile Hart", stance, basis)}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{WHO} was asked to support the permit.",
        f"{WHO} said she would have backed a smaller quarry.",
        f"{WHO} said the company supports a traffic light.",
        f"If {WHO} voted no, the permit would fail.",
        f"{WHO} backed her truck into the pit.",
        f"{WHO} did not return to the meeting.",
        f"Critics of {WHO} want the permit denied.",
        f"“If I supported it, people would be mad,” {WHO} said.",
    ],
)
def test_what_is_supposed_or_others_hold_is_no_stance(sentence: str) -> None:
    assert stands(LEAD, sentence) == set()


def test_a_stance_somebody_had_before_gives_way_to_the_vote() -> None:
    told = f"{WHO} had said she would not support the permit. {WHO} voted for it."
    assert sides(QUARRY, told) == {"Hart support"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Odile Hart voted no. She was joined by Ansel Brody and Vera Munk.", "Hart oppose; Brody oppose; Munk oppose"),
        (
            "Odile Hart voted yes. Ansel Brody and Vera Munk went along with her.",
            "Hart support; Brody support; Munk support",
        ),
        ("Ansel Brody and Vera Munk were on the losing side.", "Brody oppose; Munk oppose"),
        ("It carried with the votes of Odile Hart and Vera Munk.", "Hart support; Munk support"),
        ("The two: Odile Hart and Vera Munk.", "Hart oppose; Munk oppose"),
        ("The other no came from Vera Munk.", "Munk oppose"),
        ("Opposing it were Odile Hart, a farmer; and Vera Munk, Ansel Brody's sister.", "Hart oppose; Munk oppose"),
        (
            "Odile Hart and two others -- Ansel Brody and Vera Munk -- opposed the permit.",
            "Hart oppose; Brody oppose; Munk oppose",
        ),
    ],
)
def test_a_vote_told_by_company_places_everyone_it_names(told: str, expected: str) -> None:
    assert sides(QUARRY, told) == set(expected.split("; "))


def test_a_vote_to_come_on_a_matter_that_came_up_later_stands_beside_the_one_cast() -> None:
    found = stands(
        QUARRY,
        "Councilwoman Odile Hart voted no.",
        "A surcharge on gravel trucks comes up April 7. Hart said she will vote against the surcharge.",
    )
    assert found == {("Odile Hart", "oppose", "past_vote"), ("Odile Hart", "oppose", "vote_intent")}


def test_a_message_about_the_matter_that_was_not_answered_is_no_response() -> None:
    told = "Commissioner Odile Hart did not reply to messages about the permit."
    assert stands(LEAD, told) == {("Odile Hart", "no_position", "no_response")}
