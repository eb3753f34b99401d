"""Where reported words begin and end, and what only looks like a report."""

import pytest

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import Story
from stories.extraction.quotes import find

INTRO = "Mayor Ines Marlow and Councilman Paul Dorsey met the Fernhill City Council on Monday.\n\n"


def said(text: str) -> list[tuple[str, str | None]]:
    """Words and speaker of each quote, with an introduction that names the people."""
    document = Document.of(Story("", INTRO + text, None))
    return [(quote.text, quote.speaker) for quote in find(document, people.find(document))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dorsey told the Ledger on Saturday he isn't committed.", "he isn't committed"),
        ("Dorsey told reporters afterward it was a long night.", "it was a long night"),
        ("The town could pay half, Dorsey wrote the board on Jan. 9.", "The town could pay half"),
        ("The pumps are old, Dorsey reminded everyone.", "The pumps are old"),
        ("Dorsey called the fee “a joke” in emails to a builder.", "the fee “a joke”"),
        ("Dorsey said the list would be posted “when the lawyers are done.”", None),
    ],
)
def test_reported_words_end_where_the_telling_of_them_begins(text: str, words: str | None) -> None:
    expected = words or "the list would be posted “when the lawyers are done.”"
    assert said(text) == [(expected, "Paul Dorsey")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She'd vote for the curfew, Marlow said, but only if it is cheap.", "only if it is cheap"),
        ("She'll stick with the plan, Marlow told the board, as long as it is cheap.", "as long as it is cheap"),
        ("One big customer is a gamble, Marlow granted, but so is having none.", "so is having none"),
    ],
)
def test_a_condition_after_the_attribution_is_still_reported(text: str, words: str) -> None:
    found = said(text)
    assert len(found) == 2
    assert found[1][0].removeprefix("but ") == words
    assert {speaker for _, speaker in found} == {"Ines Marlow"}


def test_what_the_reporter_says_of_a_remark_is_not_part_of_it() -> None:
    text = "Marlow said the town had “no second plan,” a remark that was noticed."
    assert [words.rstrip(",”") for words, _ in said(text)] == ["the town had “no second plan"]


@pytest.mark.parametrize(
    "text",
    [
        "Dorsey, who has called himself a yes since spring, was out.",
        "A state inspector cited the jail for 22 violations in April.",
        "Dorsey confirmed that on the phone.",
        "Its members gave $4,000 to candidates, according to disclosure forms.",
    ],
)
def test_stances_charges_and_papers_are_no_reports(text: str) -> None:
    assert said(text) == []


def test_an_unnamed_voice_that_hollers_speaks() -> None:
    assert said("“You'd sell the river!” somebody hollered at Dorsey.") == [("You'd sell the river!", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Dorsey spoke first. The bill says a town can't treat a rented house any differently.",
        "Dorsey spoke first. It was said that the board had voted.",
        "Dorsey spoke first. Did anyone say why no other town has bought them?",
        "Dorsey has worked on something mayors say can't be done.",
        "I don't remember Dorsey saying he was angry.",
        "Dorsey suggested the firm come back in May.",
        "Dorsey fought a plan that critics called sloppy.",
        "Marlow criticized Councilman Paul Dorsey.",
        "At a session in July, Dorsey told staff to write a measure.",
    ],
)
def test_papers_wishes_and_what_is_said_in_passing_are_no_reports(text: str) -> None:
    assert said(text) == []


def test_why_somebody_did_a_thing_is_reported_and_the_deed_is_not() -> None:
    assert said("Dorsey voted no because, he said, a mile is too far.") == [("a mile is too far", "Paul Dorsey")]


def test_words_to_those_who_were_left_reach_their_quotation() -> None:
    text = "When the room was empty, Dorsey told those who were left, “One more peep and I clear the hall.”"
    assert said(text) == [("One more peep and I clear the hall.", "Paul Dorsey")]


def test_a_title_with_a_participle_before_the_speaker_is_no_verb() -> None:
    assert said("“So much to undo,” newly-elected Councilman Paul Dorsey said.") == [
        ("So much to undo,", "Paul Dorsey")
    ]


def test_who_stands_behind_a_place_is_the_person_named_before_it() -> None:
    text = "The talk began with Dorsey at public comment, who said no law covers the cameras."
    assert said(text) == [("no law covers the cameras", "Paul Dorsey")]


def test_answers_under_an_a_are_those_of_whoever_was_asked() -> None:
    text = "Today: Councilman Paul Dorsey.\n\nQ. Why you?\n\nA. I know the town.\n\nQ. And then?\n\nA. We will see."
    assert said(text) == [("I know the town.", "Paul Dorsey"), ("We will see.", "Paul Dorsey")]


def test_parts_of_a_list_are_not_turns() -> None:
    text = "ACTION: Moved the voting place for Ward 4.\n\nACTION: Dropped the limit on Elm Street to 15 mph."
    assert said(text) == []
