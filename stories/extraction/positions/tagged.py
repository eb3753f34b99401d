"""Positions as the tagger reads them, and the matters of those that rules read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as Tokens

from stories.extraction.document import Document
from stories.extraction.findings import Basis, Position, Quote, Stance, Vote
from stories.extraction.matters import Chains, alike, chains, phrase
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.positions.doubts import is_doubtful
from stories.extraction.positions.scene import Scene
from stories.extraction.tagger.heads import BASES, PUT_OFF
from stories.extraction.tagger.tags import Odds, Tags

FLOORS: dict[Stance | Basis, float] = {
    "support": 0.85, "oppose": 0.85, "undecided": 0.5, "no_position": 0.6, "declined": 0.5, "no_response": 0.5,
}  # fmt: skip
SILENT = ("declined", "no_response")
CONDITIONAL = 0.5
TIED = 0.3
ORDER = ("past_vote", "vote_intent", "action", "statement", "declined", "no_response")
PRONOUN = re.compile(r"\b(?:he|she|they|who)\b", re.IGNORECASE)


def joined(
    document: Document, cast: Cast, quotes: Sequence[Quote], tags: Tags, read: Sequence[Position], votes: Sequence[Vote]
) -> tuple[Position, ...]:
    """Return the positions that rules read, each on a matter of the story, and those of the tagger alone."""
    whole = chains(document, cast, tags)
    kept = [replace(one, matter=one.matter or matter_of(whole, one.start, one.end)) for one in read]
    scene = Scene.of(document, cast, quotes)
    for one in _told(whole, scene):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    kept = [_of_ballot(one, votes) if one.rule else one for one in kept if not _puts_off(one, votes)]
    return tuple(sorted((one for one in kept if one.matter), key=lambda one: (one.start, one.actor)))


def matter_of(whole: Chains, start: int, end: int) -> str:
    """Return the matter that a stance told between two offsets is on: named there, else last before, else next."""
    objects = whole.tags.stretches("object", start, end, TIED)
    for one in sorted(objects, key=lambda stretch: -stretch.probability):
        if found := phrase(whole.document, whole.cast, one.start, one.end):
            return whole.fullest(found.text)
    named = whole.within(start, end)
    return whole.fullest(named[0].span.text) if named else whole.best(start) or ""


def _puts_off(one: Position, votes: Sequence[Vote]) -> bool:
    """Whether a ballot was on putting a matter off, which takes no side on it."""
    before = [vote for vote in votes if vote.status == "held" and vote.start < one.end]
    just = max(before, key=lambda vote: vote.start, default=None)
    return one.basis == "past_vote" and just is not None and just.outcome in PUT_OFF


def _of_ballot(one: Position, votes: Sequence[Vote]) -> Position:
    """A ballot belongs to the decision just told, whatever else the story is about."""
    decided = [vote for vote in votes if vote.outcome in ("passed", "failed") and vote.matter]
    if one.basis != "past_vote" or not decided:
        return one
    before = [vote for vote in decided if vote.start < one.end]
    vote = max(before, key=lambda vote: vote.start) if before else decided[0]
    return replace(one, matter=vote.matter)


def _same(one: Position, other: Position) -> bool:
    """Whether two are one: the same person in the same words, or with the same stance on the same matter."""
    if one.actor != other.actor:
        return False
    overlap = one.start < other.end and other.start < one.end
    return overlap or (
        one.stance == other.stance and (one.matter == other.matter or alike(one.matter, other.matter) >= 0.5)
    )


def _told(whole: Chains, scene: Scene) -> Iterator[Position]:
    """The stances of the tagger, one a person, matter and side: that of the strongest basis."""
    best: list[Position] = []
    for sentence, tells in zip(whole.document.sentences, whole.tags.tells, strict=False):
        for one in _of_sentence(whole, scene.quotes, sentence, tells):
            if is_doubtful(scene, sentence, one.basis):
                continue
            same = next((other for other in best if _same(one, other) and one.stance == other.stance), None)
            if same is None:
                best.append(one)
            elif ORDER.index(one.basis) < ORDER.index(same.basis):
                best[best.index(same)] = one
    silent = {one.actor for one in best if one.basis not in SILENT}
    yield from (one for one in best if one.basis not in SILENT or one.actor not in silent)


def _of_sentence(whole: Chains, quotes: Sequence[Quote], sentence: Tokens, tells: Odds) -> Iterator[Position]:
    sure = {stance: tells.get(stance, 0.0) for stance in FLOORS if tells.get(stance, 0.0) >= FLOORS[stance]}
    if not sure:
        return
    for figure, odds in _actors(whole, quotes, sentence):
        stance = max(sure, key=lambda one: sure[one] * (0.05 + odds.get(one, 1.0 if not odds else 0.0)))
        if odds and odds.get(stance, 0.0) < TIED:
            continue
        silent = stance in SILENT
        basis = stance if silent else max(BASES, key=lambda one: tells.get(one, 0.0))
        yield Position(
            actor=figure.name,
            matter=matter_of(whole, sentence.start_char, sentence.end_char),
            stance="no_position" if silent else stance,  # type: ignore[arg-type]
            basis=basis,  # type: ignore[arg-type]
            conditional=not silent and basis != "past_vote" and tells.get("conditional", 0.0) >= CONDITIONAL,
            start=sentence.start_char,
            end=sentence.end_char,
            text=whole.document.text[sentence.start_char : sentence.end_char],
            confidence=round(min(0.99, sure[stance]), 3),
            because=f"tagger: {stance}, {basis}",
            rule=f"tagger: {stance}, {basis}",
        )


def _actors(whole: Chains, quotes: Sequence[Quote], sentence: Tokens) -> Iterator[tuple[Figure, Odds]]:
    """Who takes a stance in a sentence, and how likely each is theirs; the speaker where nobody else is named."""
    start, end = sentence.start_char, sentence.end_char
    seen: set[str] = set()
    for one in whole.tags.stretches("actor", start, end):
        for figure in whole.cast.figures_in(one.start, one.end):
            if figure.kind in ("official", "other", "named") and figure.name not in seen:
                seen.add(figure.name)
                yield figure, one.kinds
    if seen:
        return
    speakers = {quote.speaker for quote in quotes if quote.speaker and quote.start < end and quote.end > start}
    speaker = whole.cast.named(speakers.pop()) if len(speakers) == 1 else None
    if speaker is None and (found := PRONOUN.search(sentence.text)):
        speaker = whole.cast.antecedent(start + found.start())
    if speaker is not None:
        yield speaker, {}
