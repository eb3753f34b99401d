"""Whom he and she stand for, and what a story's pronouns tell of its people."""

import re

import pytest

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import Story
from stories.extraction.people.cast import Cast

COUNCIL = "Millbrook’s City Council met Tuesday.\n"


def cast(text: str) -> Cast:
    return people.find(Document.of(Story("", COUNCIL + text, None)))


def named_by(text: str, pronoun: str) -> str | None:
    """The name behind the last such pronoun outside quotation marks."""
    found = cast(text)
    starts = [match.start() for match in re.finditer(rf"\b{pronoun}\b", COUNCIL + text)]
    figure = found.antecedent(starts[-1])
    return figure.name if figure else None


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        (
            "Dale Fenwick opposes the levy.\nCouncilman Abe Fox predicted that the town will suffer if Fenwick wins.\n"
            "“That is no way to run a town,” he said.",
            "he",
            "Abe Fox",
        ),
        (
            "Abe Fox told the board that Mayor Hugo Lind has long wanted a pool. He said Lind hopes for two.",
            "He",
            "Abe Fox",
        ),
        (
            "Abe Fox continued: “Hugo Lind is wrong, Lind is stubborn and Lind is loud.”\nHe concluded: “I am done.”",
            "He",
            "Abe Fox",
        ),
        (
            "Abe Fox agreed with the clerk.\n“If Hugo Lind’s aim was to win, Lind did it,” he wrote.",
            "he",
            "Abe Fox",
        ),
        (
            "“It is late,” Abe Fox said. “We are tired. Nobody read the packet. Nobody will read it. The county "
            "sent it at noon. It has ninety pages. Half of them are maps. Send it back.”\nThe hall was full.\n“Send it "
            "back,” he said again.",
            "he",
            "Abe Fox",
        ),
        (
            "The sheriff, Dale Roth, will not comment. The empty seat was filled by Bruno Roth, a feed dealer. He "
            "plans to sit out.",
            "He",
            "Bruno Roth",
        ),
        ("Abe Fox said no. Hugo Lind hasn’t budged.\n“Call me,” he said.", "he", "Hugo Lind"),
    ],
)
def test_a_pronoun_that_speaks_is_whom_the_reporter_was_telling_of(text: str, pronoun: str, name: str) -> None:
    assert named_by(text, pronoun) == name


def test_a_name_unknown_to_the_lists_is_he_or_she_by_the_storys_own_pronouns() -> None:
    text = "Councilor Oluvemi Tarkka raised her hand. Hugo Lind sat down.\n“I object,” she said."
    assert [who.gender for who in cast(text).figures] == ["she", "he"]
    assert named_by(text, "she") == "Oluvemi Tarkka"


def test_the_storys_pronouns_outweigh_what_a_given_name_suggests() -> None:
    text = (
        "Robin Castle raised his hand. Castle said he would wait. Castle lost his patience. Castle took his hat and "
        "Castle said he was leaving. Castle slammed his door."
    )
    assert [(who.name, who.gender) for who in cast(text).figures] == [("Robin Castle", "he")]


def test_a_short_form_is_he_or_she_as_its_full_form() -> None:
    assert [who.gender for who in cast("Councilor Becca Poole spoke. Poole left.").figures] == ["she"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Abe Cole spoke. Cole sat. Cole left with his wife, Ann Cole. Then Cole came back.", "Abe Cole"),
        ("Abe Cole spoke. Cole sat. Cole left. “Ann Cole is right,” said Hugo Lind. Then Cole came back.", "Abe Cole"),
        ("Abe Cole spoke. Cole sat. Cole left. Ann Cole took the floor. Then Cole came back.", "Ann Cole"),
        ("Abe Cole spoke. Ann Cole listened. Then Mr. Cole came back.", "Abe Cole"),
    ],
)
def test_a_bare_surname_stays_with_its_bearer_until_a_namesake_is_told_of(text: str, name: str) -> None:
    start = (COUNCIL + text).rindex("Cole")
    figure = cast(text).figure_at(start, start + 4)
    assert figure is not None
    assert figure.name == name


def test_she_after_a_shared_surname_is_the_woman_who_bears_it() -> None:
    text = "Abe Cole spoke. Ann Cole listened. Abe Cole sat. The plan is personal for Cole.\n“It hurts,” she said."
    assert named_by(text, "she") == "Ann Cole"


def test_somebody_whom_the_story_calls_only_by_a_given_name_is_a_person() -> None:
    text = "“I walk to school,” Melanie said. The road is dark. “I hear the trucks,” Melanie added.\n“I run,” she said."
    assert named_by(text, "she") == "Melanie"


def test_a_place_that_is_spelled_like_a_given_name_is_nobody() -> None:
    text = "Prices rose in Georgia. Georgia said no. Georgia said it again."
    assert [who.name for who in cast(text).figures] == []


def test_an_age_after_a_name_of_any_language_makes_a_person() -> None:
    assert [who.name for who in cast("Tarkka Oluvemi, 13, of Millbrook sold water.").figures] == ["Tarkka Oluvemi"]
