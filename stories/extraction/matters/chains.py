"""The matters of a story as chains of mentions: which one a sentence speaks of, and its fullest name."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.extraction.document import Document
from stories.extraction.findings import Span
from stories.extraction.matters.phrases import MOST_WORDS, phrase
from stories.extraction.matters.words import stems
from stories.extraction.people.cast import Cast
from stories.extraction.tagger.tags import Stretch, Tags

SURE, DOUBTFUL = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a matter, with the stretch that the tagger saw it in."""

    span: Span
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Chains:
    """All namings of matters in a story, in order."""

    document: Document
    cast: Cast
    tags: Tags
    mentions: Sequence[Mention] = ()

    def within(self, start: int, end: int) -> list[Mention]:
        """The matters named between two offsets: those of which the tagger is sure, else the likeliest."""
        sure = [one for one in self.mentions if start <= one.stretch.start < end]
        if sure:
            return sure
        doubtful = _mentions(self.document, self.cast, self.tags.stretches("matter", start, end, DOUBTFUL))
        return sorted(doubtful, key=lambda one: -one.stretch.probability)[:1]

    def before(self, position: int) -> Mention | None:
        """The matter named last before a place, as "it" and "the measure" take up."""
        told = [one for one in self.mentions if one.span.end <= position]
        return told[-1] if told else None

    def after(self, position: int) -> Mention | None:
        """The matter named next."""
        told = [one for one in self.mentions if one.span.start >= position]
        return told[0] if told else None

    def fullest(self, text: str) -> str:
        """The fullest name of the matter that some words name: they and more, in at most a dozen words."""
        best, telling = text, stems(text)
        for one in self.mentions:
            words = one.span.text
            fuller = len(stems(words)) > len(stems(best)) and len(words.split()) <= MOST_WORDS
            if telling and fuller and telling <= stems(words):
                best = words
        return best


def chains(document: Document, cast: Cast, tags: Tags) -> Chains:
    """Return the matters of a story."""
    found = _mentions(document, cast, tags.stretches("matter", 0, len(document.text), SURE))
    return Chains(document, cast, tags, found)


def _mentions(document: Document, cast: Cast, stretches: Sequence[Stretch]) -> list[Mention]:
    told = ((phrase(document, cast, one.start, one.end), one) for one in stretches)
    return [Mention(span, one) for span, one in told if span is not None]
