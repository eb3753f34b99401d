"""The one gate at the end of reading, for every extractor: what no reader may be shown is mended, marked or dropped.

Every span stands word for word in the text; a matter is a noun phrase of the story; a body is one by its name, or left
open; a count hangs on a word of voting; a name is a person's. What is marked has half its confidence and says why.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from stories.extraction.findings import (
    Event,
    Findings,
    Official,
    OtherSpeaker,
    Position,
    Quote,
    Span,
    Story,
    Vote,
)
from stories.extraction.gate_words import (
    BODY,
    CLAUSE,
    EMPTY,
    LOOSE_END,
    NO_COUNT,
    NOT_NAMES,
    OPENERS,
    TAIL,
    TIMES,
    VOTING,
)
from stories.extraction.marks import plain

MOST_WORDS = 12
EDGES = " \t\n,;:.–—-\"“”'‘’"
BRACKETS = (("(", ")"), ("[", "]"), ("“", "”"))
NEAR = 300  # characters between a count and a word of voting
WORD = re.compile(r"[\w$%'’-]+")
Spanned = TypeVar("Spanned", Quote, Position, Vote, Event)


@dataclass(frozen=True, slots=True)
class Gate:
    """One story's gate; `reasons` counts what was mended, marked or dropped, and why."""

    story: Story
    names: frozenset[str] = frozenset()
    reasons: Counter[str] = field(default_factory=Counter)

    def quotes(self, found: Iterable[Quote]) -> tuple[Quote, ...]:
        """The quotes whose words stand in the text; a speaker who is no person is left open."""
        standing = self._standing(found)
        return tuple(
            one if one.speaker is None or self._is_name(one.speaker) else replace(one, speaker=None) for one in standing
        )

    def officials(self, found: Iterable[Official]) -> tuple[Official, ...]:
        """Those with a person's name."""
        return tuple(
            replace(one, body=self.body(one.body) or "", mentions=self._spans(one.mentions))
            for one in found
            if self._is_name(one.name)
        )

    def speakers(self, found: Iterable[OtherSpeaker]) -> tuple[OtherSpeaker, ...]:
        """Those with a person's name."""
        return tuple(replace(one, mentions=self._spans(one.mentions)) for one in found if self._is_name(one.name))

    def positions(self, found: Iterable[Position]) -> tuple[Position, ...]:
        """The positions of people on a matter."""
        standing = (one for one in self._standing(found) if self._is_name(one.actor))
        return tuple(replace(one, matter=matter) for one in standing if (matter := self.matter(one.matter)) is not None)

    def votes(self, found: Iterable[Vote]) -> tuple[Vote, ...]:
        """The votes, with what can't be right left open."""
        return tuple(self._vote(one) for one in self._standing(found))

    def events(self, found: Iterable[Event]) -> tuple[Event, ...]:
        """The events, with what can't be right left open."""
        return tuple(
            replace(one, body=self.body(one.body), matter=self.matter(one.matter or ""))
            for one in self._standing(found)
        )

    def matter(self, words: str) -> str | None:
        """A matter as it may be printed; None where no noun phrase of the story is left of it."""
        mended = _trimmed(words)
        if mended != words:
            self.reasons["matter mended"] += 1
        if not mended:
            return None
        if fault := self._fault(mended):
            self.reasons[f"matter {fault}"] += 1
            return None
        return mended

    def body(self, name: str | None) -> str | None:
        """A body's name; None where it is none's."""
        if not name or BODY.search(name):
            return name
        self.reasons["body is none"] += 1
        return None

    def _fault(self, words: str) -> str:
        """Why words can't be printed as a matter; "" where they can."""
        low = words.casefold()
        told = WORD.findall(low)
        faults = {
            "is the headline": low == self.story.title.strip().casefold(),
            "is a time": TIMES.issuperset(told) and bool(told),
            "says nothing": (EMPTY | TIMES).issuperset(told),
            "is a person": low in self.names,
            "is a clause": (told[:1] and told[0] in OPENERS) or CLAUSE.search(words) is not None,
            "is not in the story": plain(low) not in " ".join(plain(self.story.text).casefold().split()),
        }
        return next((fault for fault, holds in faults.items() if holds), "")

    def _vote(self, one: Vote) -> Vote:
        one = replace(one, matter=self.matter(one.matter) or "", body=self.body(one.body) or "")
        if (one.yes is None and one.no is None) or self._is_counted(one):
            return one
        self.reasons["count is none of votes"] += 1
        because = f"{one.because}; look closely: its count is no count of votes"
        return replace(one, yes=None, no=None, confidence=round(one.confidence / 2, 3), because=because)

    def _is_counted(self, one: Vote) -> bool:
        """Whether a word of voting stands near, and no season, score or chance has the numbers."""
        near = self.story.text[max(0, one.start - NEAR) : one.end + NEAR]
        return VOTING.search(near) is not None and NO_COUNT.search(one.text) is None

    def _is_name(self, name: str) -> bool:
        if is_name(name):
            return True
        self.reasons["name is no person's"] += 1
        return False

    def _standing(self, found: Iterable[Spanned]) -> list[Spanned]:
        """Those whose words stand where they say, or elsewhere in the text; the rest is dropped."""
        kept = []
        for one in found:
            if self.story.text[one.start : one.end] != one.text:
                at = self.story.text.find(one.text)
                self.reasons["span mended" if at >= 0 else "span is not in the story"] += 1
                if at < 0:
                    continue
                one = replace(one, start=at, end=at + len(one.text))
            kept.append(one)
        return kept

    def _spans(self, found: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(one for one in found if self.story.text[one.start : one.end] == one.text)


def passed(story: Story, findings: Findings) -> Findings:
    """The findings that may be shown, with what the gate did counted by reason in `gate`."""
    spans = [span.text for one in findings.officials for span in one.mentions]
    spans += [span.text for one in findings.speakers_other for span in one.mentions]
    gate = Gate(story, frozenset(words.casefold() for words in spans))
    return replace(
        findings,
        quotes=gate.quotes(findings.quotes),
        officials=gate.officials(findings.officials),
        speakers_other=gate.speakers(findings.speakers_other),
        positions=gate.positions(findings.positions),
        votes=gate.votes(findings.votes),
        events=gate.events(findings.events),
        gate=dict(gate.reasons),
    )


def is_name(name: str) -> bool:
    """Whether words can be a person's name: one to six of them, none that belongs to places, bodies or things."""
    words = name.replace(",", " ").split()
    if not 0 < len(words) <= 6 or not words[0][:1].isupper() or any(any(c.isdigit() for c in word) for word in words):
        return False
    return NOT_NAMES.search(name) is None


def _trimmed(words: str) -> str:
    """Words without loose marks and little words at their edges, cut before an open bracket and a clause."""
    words = " ".join(words.split())
    for opening, closing in BRACKETS:
        if words.count(opening) > words.count(closing):
            head, _, rest = words.rpartition(opening)
            words = head.strip() or rest
        elif words.count(opening) < words.count(closing):
            head, _, rest = words.partition(closing)
            words = rest.strip() or head
    if (tail := TAIL.search(words)) is not None and tail.start():
        words = words[: tail.start()]
    words = " ".join(words.split()[:MOST_WORDS])
    return LOOSE_END.sub("", words).strip(EDGES)
