"""Telling public organisations from private ones, and how titles are spelled."""

from collections.abc import Iterable

from stories.extraction.people import lexicon as lex


def is_private(words: Iterable[str]) -> bool:
    """Whether an organisation's words say that it is not a public body."""
    low = {word.casefold() for word in words}
    if low & lex.PRIVATE_FOR_SURE:
        return True
    return bool(low & lex.PRIVATE_NOUNS) and not low & lex.PUBLIC_ORG


def is_public(words: Iterable[str]) -> bool:
    """Whether an organisation's words say that it is a public body."""
    low = {word.casefold() for word in words}
    return bool(low & lex.PUBLIC_ORG) and not low & lex.PRIVATE_FOR_SURE


def plain(word: str) -> bool:
    """Whether a word belongs to the vocabulary of offices."""
    return word.casefold() in lex.PUBLIC or word.casefold() in lex.NEUTRAL


def capitals(words: str) -> str:
    """Title case that leaves "of" and "and" small and inner capitals alone."""
    small = {"of", "and", "the", "for", "at"}
    return " ".join(
        word if word in small or not word.islower() else "-".join(part.capitalize() for part in word.split("-"))
        for word in words.split()
    )
