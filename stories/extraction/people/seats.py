"""Seats in titles: "Ward 3", "1st District", "Place 7", "at large"."""

from collections.abc import Sequence

from stories.extraction.people import lexicon as lex
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.words import Words

NUMERALS = vocabulary("one two three four five six seven eight nine ten eleven twelve i ii iii iv v vi vii viii")
SPELLED = {"pct.": "Precinct", "dist.": "District"}


def at(words: Words, number: int) -> tuple[str, int]:
    """The seat that begins at a word, and how many words it takes; empty and 0 where none does."""
    low, after = words[number].low, words[number + 1]
    if low in lex.AT_LARGE:
        return "At-Large", 1
    if low == "at" and after.low == "large":
        return "At-Large", 2
    if low in lex.SEATS and is_number(after.text) and after.kind in {"word", "number"}:
        return spelled(low, after.text), 2
    if low in lex.ORDINALS and after.low in lex.SEATS:
        return f"{words[number].text.capitalize()} {after.text.title()}", 2
    return "", 0


def take(lead: Sequence[str]) -> tuple[str, list[str]]:
    """A seat among a title's words, and the other words."""
    for number, word in enumerate(lead):
        low = word.casefold()
        if low in lex.AT_LARGE:
            return "At-Large", [*lead[:number], *lead[number + 1 :]]
        if low not in lex.SEATS:
            continue
        if number + 1 < len(lead) and is_number(lead[number + 1]):
            return spelled(low, lead[number + 1]), [*lead[:number], *lead[number + 2 :]]
        if number and (lead[number - 1][0].isdigit() or lead[number - 1].casefold() in lex.ORDINALS):
            return f"{lead[number - 1].capitalize()} {word.title()}", [*lead[: number - 1], *lead[number + 1 :]]
    return "", list(lead)


def is_number(word: str) -> bool:
    """Whether a word numbers a seat: 3, B, IV, "four"."""
    return word.isdigit() or (len(word) <= 2 and word.isupper()) or word.casefold() in NUMERALS


def spelled(low: str, number: str) -> str:
    """A seat in full: "Precinct 4" for "Pct. 4"."""
    return f"{SPELLED.get(low, low.title())} {number}"
