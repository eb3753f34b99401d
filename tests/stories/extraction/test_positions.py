"""Positions: who stands where, why, and what is not a position."""

from datetime import datetime

import pytest

from stories.extraction.findings import Findings, Story
from stories.extraction.pipeline import extract

PUBLISHED = datetime.fromisoformat("2026-03-05T08:00:00-05:00")


def read(*paragraphs: str, title: str = "Larch Ferry council weighs the quarry permit") -> Findings:
    return extract(Story(title, "\n\n".join(paragraphs), PUBLISHED))


def stands(*paragraphs: str, title: str = "Larch Ferry council weighs the quarry permit") -> set[tuple[str, str, str]]:
    found = read(*paragraphs, title=title)
    return {(one.actor, one.stance, one.basis) for one in found.positions}


LEAD = "The Larch Ferry City Council will vote April 7 on a permit for a gravel quarry on Tanner Road."


@pytest.mark.parametrize(
    ("sentence", "stance", "basis"),
    [
        ("Councilwoman Odile Hart plans to vote against the permit.", "oppose", "vote_intent"),
        ("Councilwoman Odile Hart said she will vote no.", "oppose", "vote_intent"),
        ("Councilwoman Odile Hart said she won't vote for the permit.", "oppose", "vote_intent"),
        ("Councilwoman Odile Hart voted in favor of the permit in committee.", "support", "past_vote"),
        ("Councilwoman Odile Hart cast the lone dissenting vote in committee.", "oppose", "past_vote"),
        ("Councilwoman Odile Hart opposes the quarry.", "oppose", "statement"),
        ("Councilwoman Odile Hart is in favor of the permit.", "support", "statement"),
        ("Councilwoman Odile Hart, who sponsored the ordinance, spoke first.", "support", "action"),
        ("Councilwoman Odile Hart urged the council to reject the permit.", "oppose", "statement"),
        ("Councilwoman Odile Hart asked the council in a letter to deny the permit.", "oppose", "action"),
        ("Councilwoman Odile Hart has collected 300 signatures against the quarry.", "oppose", "action"),
        ("Councilwoman Odile Hart is undecided.", "undecided", "statement"),
        ("Councilwoman Odile Hart said she has not made up her mind.", "undecided", "statement"),
        ("Councilwoman Odile Hart declined to comment.", "no_position", "declined"),
        ("Councilwoman Odile Hart did not respond to two messages about the quarry.", "no_position", "no_response"),
        ("Councilwoman Odile Hart could not be reached for comment.", "no_position", "no_response"),
        ("Councilwoman Odile Hart does not oppose the permit.", "no_position", "statement"),
        ("Councilwoman Odile Hart is neutral on the permit.", "no_position", "statement"),
    ],
)
def test_a_stance_told_by_the_story_is_read_with_its_basis(sentence: str, stance: str, basis: str) -> None:
    assert stands(LEAD, sentence) == {("Odile Hart", stance, basis)}


@pytest.mark.parametrize(
    ("words", "stance", "basis"),
    [
        ("I can't support this permit.", "oppose", "statement"),
        ("I voted no in committee and I would vote no tomorrow.", "oppose", "past_vote"),
        ("I haven't decided.", "undecided", "statement"),
        ("I'm asking you to turn this down.", "oppose", "statement"),
    ],
)
def test_a_stance_is_read_from_what_a_person_says(words: str, stance: str, basis: str) -> None:
    assert stands(LEAD, f"“{words}” said Councilman Ansel Brody.") == {("Ansel Brody", stance, basis)}


def test_the_evidence_of_spoken_words_is_the_sentence_within_the_quote() -> None:
    found = read(LEAD, "“We have two quarries. I can't support a third,” said Councilman Ansel Brody.")
    assert [one.text for one in found.positions] == ["I can't support a third,"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Councilman Ansel Brody asked whether the planner supports the permit.",
        "Councilman Ansel Brody supports his colleague Odile Hart.",
        "A spokesperson said the company would support a smaller quarry.",
        "Councilman Ansel Brody voted to table the permit.",
        "Councilman Ansel Brody asked for a count of the trucks.",
        "Councilman Ansel Brody did not return a message about the parade schedule.",
        "The permit is backed by two unions, Councilman Ansel Brody said.",
    ],
)
def test_what_is_asked_procedural_or_about_something_else_is_no_position(sentence: str) -> None:
    assert stands(LEAD, sentence) == set()


def test_a_roll_call_gives_everyone_their_vote() -> None:
    found = stands(
        "The Larch Ferry City Council approved the permit, 3-2, on Tuesday.",
        "Ayes: Mayor Lena Voss, Odile Hart and Tomas Quill. Noes: Ansel Brody and Vera Munk.",
    )
    assert found == {
        ("Lena Voss", "support", "past_vote"),
        ("Odile Hart", "support", "past_vote"),
        ("Tomas Quill", "support", "past_vote"),
        ("Ansel Brody", "oppose", "past_vote"),
        ("Vera Munk", "oppose", "past_vote"),
    }


def test_those_named_with_a_tally_voted_against_it() -> None:
    told = "The council voted 4-2 for the permit Tuesday, with Councilmembers Odile Hart and Ansel Brody opposed."
    assert stands(told) == {("Odile Hart", "oppose", "past_vote"), ("Ansel Brody", "oppose", "past_vote")}


def test_a_no_on_a_motion_to_deny_is_support_of_the_matter() -> None:
    found = stands(
        "The Larch Ferry Planning Board voted 4-1 Tuesday to recommend that the council deny the permit.",
        "Voting to recommend denial were Odile Hart, Tomas Quill, Vera Munk and Ansel Brody. Lena Voss voted no.",
    )
    assert ("Lena Voss", "support", "past_vote") in found
    assert {stance for name, stance, _ in found if name != "Lena Voss"} == {"oppose"}


def test_votes_on_tabling_are_no_positions_on_the_matter() -> None:
    assert stands("The council voted 3-2 on Tuesday to table the permit.", "Councilman Ansel Brody voted no.") == set()


def test_keeping_what_the_motion_removes_is_opposing_it() -> None:
    found = stands(
        "The Larch Ferry City Council will vote April 7 on removing the Mill Street crossing guards.",
        "Councilwoman Odile Hart urged the council to keep the guards.",
        title="Council to vote on removing crossing guards",
    )
    assert found == {("Odile Hart", "oppose", "statement")}


def test_a_condition_is_told_apart_from_a_plain_stance() -> None:
    plain, bound = (
        read(LEAD, f"Councilwoman Odile Hart said she will vote for the permit{rest}.").positions[0].conditional
        for rest in ("", " only if the hours are cut")
    )
    assert (plain, bound) == (False, True)


def test_a_cast_vote_stays_beside_the_stance_that_replaced_it() -> None:
    told = "Councilman Ansel Brody, who voted for the permit in committee, said Monday that he will vote no."
    assert stands(LEAD, told) == {("Ansel Brody", "support", "past_vote"), ("Ansel Brody", "oppose", "vote_intent")}


def test_a_former_stance_gives_way_to_the_present_one() -> None:
    told = "Councilman Ansel Brody, who had backed the quarry in June, now opposes the permit."
    assert stands(LEAD, told) == {("Ansel Brody", "oppose", "statement")}


def test_silence_is_shown_beside_a_deed_but_not_beside_a_stance() -> None:
    deed = "Mayor Lena Voss has asked the council to approve the permit. She did not respond to a request for comment."
    stance = "Mayor Lena Voss supports the permit. She did not respond to a request for comment."
    assert stands(LEAD, deed) == {("Lena Voss", "support", "action"), ("Lena Voss", "no_position", "no_response")}
    assert stands(LEAD, stance) == {("Lena Voss", "support", "statement")}


def test_several_people_share_a_stance_told_of_all_of_them() -> None:
    told = "Council members Odile Hart, Tomas Quill and Vera Munk have said they will vote no."
    names = ("Odile Hart", "Tomas Quill", "Vera Munk")
    assert stands(LEAD, told) == {(name, "oppose", "vote_intent") for name in names}


def test_a_position_names_its_rule_and_the_telling_words() -> None:
    found = read(LEAD, "Councilwoman Odile Hart plans to vote against the permit.").positions[0]
    assert found.because == "voting plan: “plans to vote against”"
    assert found.matter == "permit for a gravel quarry on Tanner Road"
    assert found.text == "Councilwoman Odile Hart plans to vote against the permit."
