"""The matters of a story as chains of mentions: which one a sentence speaks of, and its fullest name.

Both kinds of knowledge name a matter: the grammar of the deciding finds the phrases and what speaks for each, the
tagger says how likely their words are one.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stories.extraction.document import Document
from stories.extraction.findings import Span
from stories.extraction.matters.frames import is_framed
from stories.extraction.matters.phrases import MOST_WORDS, is_matter, phrase, stems
from stories.extraction.matters.subjects import Phrase, Subjects
from stories.extraction.people.cast import Cast
from stories.extraction.tagger.tags import Stretch, Tags

# What stands between two matters that are decided on in one sentence.
PARTED = re.compile(r";|\b(?:and|but|while|plus|then)\b")
SURE = 0.5
# The sentences in which the matter of one is looked for: before it, behind it, and at the story's beginning.
BEFORE, BEHIND, OPENING = 12, 3, 4
# What the traits of a phrase weigh as the matter of a decision: by tests/bench/train/weigh.
WEIGHTS = {
    "grammar": 0.49,
    "pointed": 2.95,
    "tagged": 1.3,
    "of a body": -0.5,
    "here": 1.65,
    "deed": 1.35,
    "framed": 1.3,
    "size": -0.37,
}
# Where no decision is asked for: what the tagger's word weighs beside what the grammar says for a phrase, and what
# words of a body weigh against it.
TAGGED, BODY, GOVERNED, DEED = 12.0, 4.0, 5.0, 12.0


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a matter, with the stretch that the tagger saw it in."""

    span: Span
    stretch: Stretch


@dataclass(frozen=True)
class Chains:
    """All namings of matters in a story, in order."""

    document: Document
    cast: Cast
    tags: Tags
    mentions: Sequence[Mention] = ()
    _likely: dict[tuple[int, int, str], float] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> Subjects:
        """The phrases of the story that may name a matter, and what speaks for each."""
        return Subjects(self.document, self.cast)

    @cached_property
    def phrases(self) -> Sequence[Phrase]:
        """All phrases that can name a matter: nouns, deeds, and what the tagger saw."""
        told = (self.subjects.between(one.span.start, one.span.end) for one in self.mentions)
        every = [
            *self.subjects.phrases,
            *self.subjects.deeds,
            *self.subjects.aims,
            *(one for one in told if one is not None),
        ]
        title = self.document.story.title
        apart = {(one.start, one.end): one for one in every if one.stems}
        return [one for one in apart.values() if is_matter(one.words, title, self.cast)]

    def named(self, number: int, group: int) -> Phrase | None:
        """The phrase near a sentence, or in the story's opening, that names best what it decides."""
        sentences = self.document.sentences
        first, last = sentences[max(0, number - BEFORE)], sentences[min(len(sentences) - 1, number + BEHIND)]
        opening = sentences[min(len(sentences), OPENING) - 1].end_char
        rivals = (one for one in self.phrases if one.start < opening or first.start_char <= one.start < last.end_char)
        return max(rivals, key=lambda one: self._sum(one, number, group), default=None)

    def _sum(self, one: Phrase, number: int, group: int) -> float:
        return sum(WEIGHTS[name] * value for name, value in self.traits(one, number, group).items())

    def traits(self, one: Phrase, number: int, group: int) -> dict[str, float]:
        """What speaks for a phrase as the matter of what a sentence tells."""
        sentence = self.document.sentences[number]
        pointing = self.tags.where(number, group, "matter")
        here = sentence.start_char <= one.start < sentence.end_char
        share = pointing.share(one.start, one.end) if pointing else 0.0
        return {
            "grammar": self.subjects.fit(one, sentence.start_char),
            "pointed": math.sqrt(share),
            "tagged": self.likely(one.start, one.end, "matter"),
            "of a body": self.likely(one.start, one.end, "body"),
            "here": here,
            "deed": one.token.pos_ == "VERB",
            "framed": here and is_framed(one.token),
            "size": min(len(one.stems), 5),
        }

    def within(self, start: int, end: int) -> list[Mention]:
        """The matters named between two offsets of which the tagger is sure; what no "and" parts is of one."""
        runs: list[list[Mention]] = []
        for one in self.mentions:
            if not start <= one.stretch.start < end:
                continue
            between = self.document.plain[runs[-1][-1].stretch.end : one.stretch.start] if runs else ""
            if runs and not PARTED.search(between):
                runs[-1].append(one)
            else:
                runs.append([one])
        return [self._one(run) for run in runs]

    def _one(self, run: Sequence[Mention]) -> Mention:
        """The mention that a run of them amounts to, in the phrase that the grammar and the tagger like best."""
        first, last = run[0].stretch.start, run[-1].stretch.end
        title = self.document.story.title
        if all(len(stems(one.span.text)) < 2 for one in run):  # one word: the phrase that it belongs to, or another
            sentence = self.document.sentence_at(first)
            first, last = (sentence.start_char, sentence.end_char) if sentence is not None else (first, last)
        rivals = [one for one in self.subjects.phrases if one.start < last and one.end > first]
        rivals = [one for one in rivals if is_matter(one.words, title, self.cast)]
        surest = max(run, key=lambda one: one.stretch.probability * (one.stretch.end - one.stretch.start))
        best = max(rivals, key=lambda one: self._fit(one, first), default=None)
        if best is None or (len(run) == 1 and len(stems(surest.span.text)) > 1):
            return surest
        return Mention(self.document.span(best.start, best.end), surest.stretch)

    def best(self, place: int) -> str | None:
        """The phrase that most speaks for itself as the matter of what is told at a place."""
        rivals = [one for one in self.subjects.phrases if is_matter(one.words, self.document.story.title, self.cast)]
        found = max(rivals, key=lambda one: self._fit(one, place), default=None)
        return found.words if found else None

    def fullest(self, text: str) -> str:
        """The fullest name of the matter that some words name: they and more, in at most a dozen words."""
        best, telling = text, stems(text)
        for one in self.mentions:
            words = one.span.text
            fuller = len(stems(words)) > len(stems(best)) and len(words.split()) <= MOST_WORDS
            if telling and fuller and telling <= stems(words):
                best = words
        return best

    def _fit(self, one: Phrase, place: int) -> float:
        likely = self.likely(one.start, one.end, "matter")
        body = self.likely(one.start, one.end, "body")
        sentence = self.document.sentence_at(place)
        here = sentence is not None and sentence.start_char <= one.start < sentence.end_char
        governed = (DEED if one.token.pos_ == "VERB" else GOVERNED) * (here and one.governed)
        return self.subjects.fit(one, place) + TAGGED * likely - BODY * body + governed

    def likely(self, start: int, end: int, part: str) -> float:
        """How likely the words between two offsets are of a part, all in all."""
        key = (start, end, part)
        if key not in self._likely:
            pieces = self.tags.between(part, start, end)
            self._likely[key] = sum(piece.belongs for piece in pieces) / len(pieces) if pieces else 0.0
        return self._likely[key]


def chains(document: Document, cast: Cast, tags: Tags) -> Chains:
    """Return the matters of a story."""
    stretches = tags.stretches("matter", 0, len(document.text), SURE)
    told = ((phrase(document, cast, one.start, one.end), one) for one in stretches)
    return Chains(document, cast, tags, [Mention(span, one) for span, one in told if span is not None])
