"""What a claim is held against: one story, its people and bodies, and the sentences that its words stand in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from stories.extraction.document import Document
from stories.extraction.findings import Quote, Span
from stories.extraction.gate import is_name
from stories.extraction.gate_words import EMPTY, TIMES
from stories.extraction.grounding.claims import Claims, Dropped
from stories.extraction.grounding.places import Places
from stories.extraction.people.cast import Cast, Figure

# What an extractor's findings are worth before curators have looked at any.
UNSEEN = 0.5
FEWEST_WORDS, LONGEST = 3, 1_500  # words, characters of evidence
# Words to a machine that reads, and what only looks like an answer of one: nothing in such a paragraph is news.
ADDRESSED = re.compile(
    r"\b(?:ignor|disregard|forget|overrid)\w{0,3}\b[^.\n]{0,60}\b(?:instruc\w+|prompts?|guidelines|rules|everything)\b"
    r"|\b(?:system|developer|assistant|user) ?(?:prompts?|messages?|:)|\byou are (?:now |no longer )?an? \w+bot\b"
    r"|\b(?:AIs?|LLMs?|language models?|chatbots?|assistants?|machines? that reads?)\b[^.\n]{0,60}"
    r"\b(?:must|should|shall|report|list|output|answer|respond|return|add|mark|please)\b"
    r"|\b(?:output|respond|answer|reply|return)\b[^.\n]{0,40}\b(?:json|schema|findings|object)\b"
    r"|[{\[]\s{0,5}\"\w{1,30}\"\s{0,5}:|<!--|-->|<\||\|>|\[\[story|```",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"^(?:the|a|an|its|their|el|la|los|las|le|les)\s+", re.IGNORECASE)
# Words that may turn round what is told after them, however far off.
DENIAL = re.compile(
    r"n't\b|\b(?:not|never|nor|neither|nobody|no one|none|hardly|far from|anything but|untrue|false(?:ly)?|wrong(?:ly)?"
    r"|myth|rumou?r\w{0,3}|den(?:y|ie[sd]|ying|ial)"
    r"|reject(?:s|ed|ing)? (?:\w+ )?(?:claims?|notions?|ideas?|reports?))\b",
    re.IGNORECASE,
)
# Before the name of who wrote a story or took its pictures.
BYLINE = re.compile(
    r"(?:^|\n|\()[ \t]*(?:(?:words|story|text|photos?|reporting|written) )?(?:by|photo:)[ \t]+$", re.IGNORECASE
)
# What may mean a matter that was named before.
POINTING = re.compile(
    r"\b(?:it|its|this|these|those|them|both|(?:the|that) (?:plan|proposal|measure|idea|request|application|project"
    r"|motion|item|change|deal|matter))\b",
    re.IGNORECASE,
)
EARSHOT = 300  # characters before the evidence in which its matter is named
WORD = re.compile(r"[^\W_]{2,}")
PARAGRAPHS = re.compile(r"\n\s*\n")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]{0,2}\s|\n")
Told = TypeVar("Told")
Found = TypeVar("Found")


@dataclass
class Facts:
    """One story; `reasons` counts what was dropped, left open, mended or marked, by reason."""

    document: Document
    cast: Cast
    said: tuple[Quote, ...]
    claims: Claims
    by: str
    reasons: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        if self.claims.faults:
            self.reasons["claim not as the schema has it"] += self.claims.faults

    @cached_property
    def places(self) -> Places:
        return Places(self.document.text)

    @property
    def is_read(self) -> bool:
        """Whether the rules read its language, so that grammar can be asked."""
        return bool(self.document.paragraphs)

    def kept(self, claims: Iterable[Told], make: Callable[[Told], Found]) -> tuple[Found, ...]:
        """Return what is made of the claims, each thing once; those that the story does not bear out are counted."""
        made: dict[Found, None] = {}
        for claim in claims:
            try:
                made.setdefault(make(claim))
            except Dropped as dropped:
                self.reasons[str(dropped)] += 1
        return tuple(made)

    def evidence(self, words: str) -> Span:
        """Return the whole sentences that the words stand in. Raises Dropped where they stand nowhere or twice."""
        if len(words.split()) < FEWEST_WORDS:
            raise Dropped("evidence too short to be found")
        span = self.places.only(words, "evidence")
        if PARAGRAPHS.search(span.text):
            raise Dropped("evidence across paragraphs")
        if self._is_addressed(span):
            raise Dropped("evidence in words to the machine")
        start, end = self.sentences(span)
        if end - start > LONGEST:
            raise Dropped("evidence too long")
        return Span(start, end, self.document.text[start:end])

    def matter(self, words: str, evidence: Span) -> tuple[str, list[str]]:
        """Return a matter in the story's own letters, from where it stands nearest, and a doubt where the evidence does
        not name it. Raises Dropped where it stands nowhere.
        """
        spots = self.places.all(words) or self.places.in_any_case(words)
        if not spots:
            raise Dropped("matter is not in the story")
        nearest = min(spots, key=lambda spot: max(0, evidence.start - spot.end, spot.start - evidence.end))
        return " ".join(nearest.text.split()), [] if self._names(evidence, words) else [
            "its sentence does not name the matter"
        ]

    def matter_or_open(self, words: str | None, evidence: Span) -> tuple[str, list[str]]:
        """The same, "" where it stands nowhere."""
        try:
            return self.matter(words, evidence) if words else ("", [])
        except Dropped as dropped:
            self.reasons[str(dropped)] += 1
            return "", []

    def _names(self, evidence: Span, matter: str) -> bool:
        """Whether half of a matter's telling words, cut to six letters, stand in the evidence, or before it where the
        evidence points back.
        """
        wanted = _stems(matter)
        before = self.document.text[max(0, evidence.start - EARSHOT) : evidence.start]
        near = before if POINTING.search(evidence.text) else ""
        return any(2 * len(wanted & _stems(told)) >= len(wanted) for told in (evidence.text, near))

    def sentences(self, span: Span) -> tuple[int, int]:
        """Return where the sentences begin and end that a span touches."""
        if self.is_read and (told := self.document.sentences_in(span.start, span.end)):
            return min(span.start, told[0].start_char), max(span.end, told[-1].end_char)
        text = self.document.text
        before = [match.end() for match in SENTENCE_END.finditer(text, max(0, span.start - LONGEST), span.start)]
        after = SENTENCE_END.search(text, max(span.end - 2, span.start), span.end + LONGEST)
        start = before[-1] if before else max(0, span.start - LONGEST)
        end = max(span.end, after.end() if after else min(len(text), span.end + LONGEST))
        return start, start + len(text[start:end].rstrip())

    def person(self, name: str) -> tuple[str, Figure | None]:
        """Return the story's fullest name for somebody, and the figure that the rules know; None in a language that
        they don't read, where it is one of those claimed. Raises Dropped for who is nobody of the story.
        """
        if not is_name(name):
            raise Dropped("name no person's")
        if len({unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}) > 1:
            raise Dropped("name in letters of two alphabets")
        if not (spots := self.places.all(name)):
            raise Dropped("name not word for word in the story")
        if not (spots := [spot for spot in spots if not self._is_addressed(spot)]):
            raise Dropped("name only in words to the machine")
        if any(BYLINE.search(self.document.text[max(0, spot.start - 40) : spot.start]) for spot in spots):
            raise Dropped("name of a reporter")
        if not self.is_read:
            return self._claimed(name), None
        meant = {who.name: who for spot in spots for who in self.cast.figures_in(spot.start, spot.end)}
        fitting = [who for who in meant.values() if self._is_called(who, name)]
        if len(fitting) != 1:
            raise Dropped("name of several people" if fitting else "name of nobody the story tells of")
        if fitting[0].kind == "journalist":
            raise Dropped("name of a reporter")
        return fitting[0].name, fitting[0]

    def body(self, name: str | None) -> str | None:
        """Return a body's full name, where it stands in the story and is known from there or from the roster."""
        if not name:
            return None
        if not self.places.all(name):
            self.reasons["body left open: not word for word in the story"] += 1
            return None
        plain = ARTICLE.sub("", " ".join(name.split()))
        known = {full.casefold(): full for full in (*self.cast.bodies.values(), *self._roster_bodies)}
        if full := known.get(plain.casefold()) or self.cast.body(plain):
            return full
        self.reasons["body left open: not known"] += 1
        return None

    def worth(self, doubts: Iterable[str]) -> tuple[float, str]:
        """Return a finding's confidence and its reason; each doubt has it looked at closely."""
        told = list(doubts)
        self.reasons.update(f"look closely: {doubt}" for doubt in told)
        because = f"{self.by}: its words stand in the story"
        return (UNSEEN / 2, f"{because}; look closely: {', '.join(told)}") if told else (UNSEEN, because)

    def _is_addressed(self, span: Span) -> bool:
        """Whether the paragraph of a span speaks to whoever reads it by machine."""
        start = self.document.text.rfind("\n", 0, span.start) + 1
        end = self.document.text.find("\n", span.end)
        return ADDRESSED.search(self.document.text, start, end if end >= 0 else len(self.document.text)) is not None

    @cached_property
    def _roster_bodies(self) -> frozenset[str]:
        return frozenset(entry.body for entry in self.document.story.roster if entry.body)

    def _claimed(self, name: str) -> str:
        """The fullest name among the people claimed that the name is, or ends."""
        full = {one.name for one in self.claims.people if one.name == name or one.name.split()[-1:] == [name]}
        full = {one for one in full if is_name(one) and self.places.all(one)}
        if len(full) != 1:
            raise Dropped("name of several people" if full else "name of nobody the story tells of")
        return full.pop()

    @staticmethod
    def _is_called(who: Figure, name: str) -> bool:
        """Whether a name is somebody's whole name, or a mention of it."""
        words = set(name.casefold().split())
        called = {who.name, who.surname, *(mention.text for mention in who.mentions)}
        return words <= {word for one in called for word in one.casefold().split()}


def _stems(words: str) -> set[str]:
    return {word[:6] for word in WORD.findall(words.casefold())} - EMPTY - TIMES
