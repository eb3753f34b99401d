"""Positions: where named people stand on the story's matters, with the words that show it."""

from collections.abc import Sequence
from dataclasses import replace

from stories.extraction.document import Document
from stories.extraction.findings import Position, Quote
from stories.extraction.matters.subjects import Subjects
from stories.extraction.people.cast import Cast
from stories.extraction.positions import (
    acts,
    attitudes,
    ballots,
    calls,
    camps,
    deeds,
    echoes,
    lists,
    open_minds,
    opinions,
    rolls,
    silence,
)
from stories.extraction.positions.avowal import is_avowed
from stories.extraction.positions.matters import is_public
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene
from stories.extraction.positions.settle import settle

RULES = (
    ballots.read,
    lists.read,
    rolls.read,
    attitudes.read,
    acts.read,
    opinions.read,
    deeds.read,
    calls.read,
    open_minds.read,
    silence.read,
    camps.read,
)

UNCALIBRATED = 0.5  # what a rule has earned is looked up where the findings are put together


def find(document: Document, cast: Cast, quotes: Sequence[Quote]) -> tuple[Position, ...]:
    """Where each named person of the story stands, in the order of the evidence."""
    scene = Scene.of(document, cast, quotes)
    told = [reading for rule in RULES for reading in rule(scene) if is_public(document.plain, reading)]
    told = [one for one in told if is_avowed(scene, one)]
    subjects = Subjects(document, cast) if told else None
    on = [replace(one, matter=_matter(scene, subjects, one)) for one in told] if subjects is not None else []
    on = [one for one in on if one.matter]
    return tuple(_position(scene, reading) for reading in settle([*on, *echoes.read(scene, on)]))


def _matter(scene: Scene, subjects: Subjects, reading: Reading) -> str:
    sentence = scene.sentence(reading.at)[0]
    text = scene.document.text
    start = text.find(reading.said, sentence) if reading.said else -1
    if start < 0 < len(reading.said):  # a camp's matter is told before its quote
        start = text.rfind(reading.said, 0, sentence)
    own = (start, start + len(reading.said)) if start >= 0 else None
    return subjects.at(reading.at, own, ballot=reading.basis in {"past_vote", "vote_intent"})


def _position(scene: Scene, reading: Reading) -> Position:
    return Position(
        actor=reading.figure.name,
        matter=reading.matter,
        stance=reading.stance,
        basis=reading.basis,
        conditional=reading.conditional,
        start=reading.start,
        end=reading.end,
        text=scene.document.text[reading.start : reading.end],
        confidence=UNCALIBRATED,
        because=f"{reading.rule}: “{reading.words.strip()}”",
    )
