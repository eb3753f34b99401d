"""What the finders of votes share about one story: its sentences, date phrases, bodies and the main meeting's day."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from stories.extraction.dates.finder import DatePhrase, find
from stories.extraction.dates.grammar import Reading, Tense
from stories.extraction.dates.words import wordset
from stories.extraction.document import Document
from stories.extraction.findings import Window
from stories.extraction.people.cast import Cast

# "The following week" counts from a day told before, not from publication.
FOLLOWING = re.compile(r"(?:(?:on|in|by|before) )?(?:the )?following\b", re.IGNORECASE)
SPOKEN_KINDS = wordset("heading")


@dataclass(slots=True)
class Event:
    """A decision as one sentence tells it, before the story's mentions of it are joined."""

    verb: Token
    status: str
    rule: str
    start: int
    end: int
    body: str = ""
    matter: str = ""
    classification: str = ""
    outcome: str | None = None
    yes: int | None = None
    no: int | None = None
    counted: bool = False
    tally_at: int | None = None
    phrase: str | None = None
    phrase_at: tuple[int, int] | None = None
    window: Window | None = None
    clock: str | None = None
    strength: int = 2
    anaphoric: bool = False
    procedural: bool = False
    same_day: bool = False
    again: bool = False
    wants_day: bool = False
    bare: bool = False
    undated_words: bool = False

    @property
    def dated(self) -> bool:
        return self.window is not None and self.window.earliest is not None


@dataclass
class Scene:
    """One story with what is read from it more than once."""

    document: Document
    cast: Cast
    _phrases: dict[int, list[DatePhrase]] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading | None:
        """How its dates are read; None for a story without a publication time."""
        published = self.document.story.published_at
        return Reading(published.date()) if published else None

    @cached_property
    def sentences(self) -> list[Tokens]:
        """The sentences that can tell of votes: all but headings."""
        return [sentence for sentence in self.document.sentences if not self.in_heading(sentence)]

    def in_heading(self, sentence: Tokens) -> bool:
        paragraph = self.document.paragraph_at(sentence.start_char)
        return paragraph is not None and paragraph.kind == "heading"

    def phrases(self, sentence: Tokens) -> list[DatePhrase]:
        key = sentence.start_char
        if key not in self._phrases:
            self._phrases[key] = list(find(self.document.plain, sentence.start_char, sentence.end_char))
        return self._phrases[key]

    def window(self, phrase: DatePhrase, tense: Tense) -> Window | None:
        if self.reading is None:
            return None
        if FOLLOWING.match(phrase.text):
            return Window(None, None, "none")
        return phrase.read(Reading(self.reading.today, tense))

    def spoken(self, position: int) -> bool:
        """Whether a character stands in quotation marks."""
        return self.document.quoted_at(position) is not None
