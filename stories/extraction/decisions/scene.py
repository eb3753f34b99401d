"""What is read of one story more than once: its people, its date phrases and what they mean."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Span as Tokens

from stories.extraction.dates.finder import DatePhrase, find
from stories.extraction.dates.grammar import Reading, Tense
from stories.extraction.document import Document
from stories.extraction.findings import Window
from stories.extraction.people.cast import Cast

# "The following week" counts from a day told before, not from publication.
FOLLOWING = re.compile(r"(?:(?:on|in|by|before) )?(?:the )?following\b", re.IGNORECASE)


@dataclass
class Scene:
    """One story, with the date phrases of its sentences."""

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
        """The sentences that can tell of decisions: all but headings."""
        return [sentence for sentence in self.document.sentences if not self.in_heading(sentence)]

    def in_heading(self, sentence: Tokens) -> bool:
        """Whether a sentence stands in a heading."""
        paragraph = self.document.paragraph_at(sentence.start_char)
        return paragraph is not None and paragraph.kind == "heading"

    def phrases(self, sentence: Tokens) -> list[DatePhrase]:
        """The date phrases of a sentence, in order."""
        key = sentence.start_char
        if key not in self._phrases:
            self._phrases[key] = list(find(self.document.plain, sentence.start_char, sentence.end_char))
        return self._phrases[key]

    def window(self, phrase: DatePhrase, tense: Tense) -> Window | None:
        """The days that a phrase means, looking back or ahead; None where it can't be read."""
        if self.reading is None:
            return None
        if FOLLOWING.match(phrase.text):
            return Window(None, None, "none")
        return phrase.read(Reading(self.reading.today, tense))
