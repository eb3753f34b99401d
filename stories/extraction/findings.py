"""The words of extraction: the story that goes in and the typed findings that come out.

Offsets are Python string indices into `Story.text`, so `story.text[start:end] == text` for every span.
Names and enumerations follow the project's gold conventions (docs/extraction.md). `because` is for people and may
hold words of the story; `rule` names what found it, and the same rule bears the same name in every story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

QuoteType = Literal["direct", "indirect", "mixed"]
Stance = Literal["support", "oppose", "mixed", "undecided", "no_position"]
Basis = Literal["vote_intent", "statement", "action", "declined", "no_response", "past_vote"]
VoteStatus = Literal["expected", "scheduled", "postponed", "cancelled", "held"]
Classification = Literal[
    "", "committee", "reading-1", "reading-2", "passage", "amendment", "table", "postpone", "refer", "withdraw",
    "procedural",
]  # fmt: skip
# What became of the matter; the last four of a vote that put it off or away.
Outcome = Literal["passed", "failed", "tabled", "postponed", "referred", "withdrawn"]
EventKind = Literal["meeting", "hearing", "deadline"]
EventStatus = Literal["expected", "scheduled", "postponed", "cancelled"]
Precision = Literal["day", "week", "month", "season", "year", "none"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the story's text, word for word."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """First and last possible day, both included; both None exactly when precision is `none`."""

    earliest: date | None
    latest: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Someone known to hold a role; open ends of the term are None. Entries of one `person` are roles of theirs."""

    key: str
    name: str
    title: str
    body: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What extraction reads. `published_at` carries the story's own UTC offset; None where unknown.

    `headings` are character ranges of `text` known to be headings; others may be recognised by their look.
    `place` is the town or county the outlet reports on, which its stories often leave unsaid.
    """

    title: str
    text: str
    published_at: datetime | None
    roster: tuple[RosterEntry, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """One stretch of speech. `spans` are all fragments of the utterance it belongs to, this one included."""

    start: int
    end: int
    text: str
    type: QuoteType
    speaker: str | None
    spans: tuple[tuple[int, int], ...]
    speaker_span: Span | None
    cue: Span | None
    confidence: float
    because: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """A holder of public office as the story states it.

    `roster_key` is the one roster entry that fits name, role and date; `ambiguous` says two fit or roles clash.
    """

    name: str
    title: str
    body: str
    mentions: tuple[Span, ...]
    confidence: float
    because: str
    rule: str = ""
    roster_key: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class OtherSpeaker:
    """A named person without public office who speaks or is a contact."""

    name: str
    role: str | None
    organization: str | None
    mentions: tuple[Span, ...]
    confidence: float
    because: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a named person stands on a matter, with the evidence sentence as the span."""

    actor: str
    matter: str
    stance: Stance
    basis: Basis
    conditional: bool
    start: int
    end: int
    text: str
    confidence: float
    because: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One decision of a public body, made or to come; `time` is local clock time HH:MM. `indefinite` says that the
    matter itself is off, as one that was tabled, withdrawn or put off for good, and not only its date.
    """

    body: str
    matter: str
    classification: Classification
    phrase: str | None
    earliest: date | None
    latest: date | None
    precision: Precision
    time: str | None
    place: str | None
    status: VoteStatus
    outcome: Outcome | None
    yes: int | None
    no: int | None
    start: int
    end: int
    text: str
    confidence: float
    because: str
    rule: str = ""
    indefinite: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, hearing or deadline to come, of `body` on `matter`; `time` is local, of a deadline when it ends."""

    kind: EventKind
    body: str | None
    matter: str | None
    phrase: str | None
    earliest: date | None
    latest: date | None
    precision: Precision
    time: str | None
    place: str | None
    status: EventStatus
    start: int
    end: int
    text: str
    confidence: float
    because: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one story; `note` says in plain words why nothing was looked for, where so.

    `gate` counts what the gate mended, marked or dropped, by reason.
    """

    quotes: tuple[Quote, ...] = ()
    officials: tuple[Official, ...] = ()
    speakers_other: tuple[OtherSpeaker, ...] = ()
    positions: tuple[Position, ...] = ()
    votes: tuple[Vote, ...] = ()
    events: tuple[Event, ...] = ()
    language: str = "en"
    note: str = ""
    gate: Mapping[str, int] = field(default_factory=dict)
