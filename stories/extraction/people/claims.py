"""What a story says of a name, and the words and titles around which it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Word, Words

DETERMINERS = vocabulary("the a an its her his their our this that both another")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said of a name, before or `after` it.

    `strength` is how sure that makes it, `org` whose title or what organisation, `votes` that it tells a vote.
    `words_from` is the word where a mention that takes the claim in begins (-1: the name alone), `definite` says that
    "the" or "its" stands before the title, `at` where in the text the name is.
    """

    title: Title | None
    because: str
    strength: float
    seat: str = ""
    org: tuple[str, ...] = ()
    role: str = ""
    head: str = ""
    votes: bool = False
    words_from: int = -1
    after: bool = False
    definite: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a story with its titles by where they begin and end."""

    words: Words
    titles: Sequence[Title]
    by_first: Mapping[int, Title] = field(default_factory=dict)
    by_last: Mapping[int, Title] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Words, titles: Sequence[Title]) -> "Context":
        return cls(words, titles, {title.first: title for title in titles}, {title.last: title for title in titles})


def is_seat(title: Title | None) -> TypeGuard[Title]:
    """Whether a title is a bare seat."""
    return title is not None and title.sort == "seat"


def owner(words: Words, at: int) -> tuple[str, ...]:
    """Whose title it is: the words before a possessive ("the Budget Committee's chair", "the city's police chief")."""
    end = at
    while end > 0 and words[end - 1].tag in {"JJ", "JJS", "RB"} and words[end - 1].kind == "word":
        end -= 1
    if words[end - 1].text not in {"'s", "'"}:
        return ()
    first = end - 1
    while first > 0 and end - first < 8 and _owns(words[first - 1], touching=first == end - 1):
        first -= 1
    return tuple(word.text for word in words[first : end - 1] if word.kind == "word" and word.low not in DETERMINERS)


def _owns(word: Word, *, touching: bool) -> bool:
    return word.kind == "word" and (word.cap or touching)
