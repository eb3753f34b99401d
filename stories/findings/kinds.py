"""What is particular to the findings of a kind: one row each, in the order in which they are accepted.

A new kind has its row here, what accepting makes of it in `curation/decide`, its form and card in `desk/cards`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices

from stories.extraction.findings import Event, Official, OtherSpeaker, Position, Quote, Vote
from stories.findings.claims import event_claimed, vote_claimed
from stories.models import Finding
from stories.models import Quote as Words
from votes.models.decisions import Classification
from votes.models.events import EventKind
from votes.models.issues import NON_ANSWERS, Basis, Stance
from votes.models.status import Status
from votes.windows import Precision
from votes.words import range_in_words, side_in_words

Payload = dict[str, Any]
Extracted = Official | OtherSpeaker | Quote | Position | Vote | Event

# What is shown first of a story whose measure is small: a question without an answer needs no words at all.
VOTE, STAND, QUOTE, REPORTED, SILENCE = range(5)
# Says that the finding itself is the span: it has a start, an end and a text.
ITSELF = ""
# The role of the words by which somebody is named, and of those that say when something is.
MENTION, PHRASE = "mention", "phrase"
NO_MATTER = "on no matter named"
SAID_HOW = {"direct": "word for word", "indirect": "in the story's words", "mixed": "partly word for word"}


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A row of the table."""

    name: Finding.Kind
    # Extraction's own dataclass, and the field of its `Findings` that lists them.
    extracted: type[Extracted]
    listed: str
    # By role, the field of extraction that holds one span or several.
    spans: Mapping[str, str]
    # The fields kept of what extraction found, as it types them; days in ISO form.
    payload: tuple[str, ...]
    # With the words of its evidence, what makes two findings of a story the same; `apart` tells two of one sentence
    # apart. A later reading may word those otherwise.
    identity: tuple[str, ...]
    # The finding in one line.
    summary: Callable[[Payload], str]
    # What readers know such findings as.
    heading: str
    # The finding's field for the record that it becomes or supports.
    record: str
    # Of what has a date: the claim in the record's own fields.
    claimed: Callable[[Payload], dict[str, Any]] = lambda _: {}
    apart: tuple[str, ...] = ()
    # Which of the payload names the person whose it is.
    person: str = ""
    # The role of the spans that a public claim rests on; none where only somebody is named, which needs no words.
    evidence: str = ""
    # The roles that the desk marks in the story; the first is where the finding's card stands.
    marked: tuple[str, ...] = (MENTION,)
    # The roles whose words only a curator marks.
    by_hand: tuple[str, ...] = ()
    # How early its words are shown: the lowest first.
    weight: Callable[[Payload], int] = lambda _: SILENCE
    is_public: bool = True
    needs_issue: bool = False
    # What a finding that a curator makes must say, each with how it is asked for; and what may stand in a value.
    required: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    # Whether it may be accepted together with others after one reading.
    is_plain: Callable[[Payload], bool] = lambda _: False

    @property
    def is_claim(self) -> bool:
        """Say whether something is said, rather than only somebody named."""
        return bool(self.evidence)

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles of its spans; the words of the first are what it rests on."""
        return (*self.spans, *self.by_hand)


def _listed(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


def _quote_in_words(payload: Payload) -> str:
    speaker = payload["speaker"] or payload.get("label") or "Someone unnamed"
    return f"{speaker}, {SAID_HOW[payload['type']]}"


def _position_in_words(payload: Payload) -> str:
    basis = Basis(payload["basis"]).label
    if payload["basis"] in NON_ANSWERS:
        return _listed(f"{payload['actor']} {basis}", payload["matter"])
    condition = "only on a condition" if payload["conditional"] else ""
    return _listed(f"{payload['actor']} {side_in_words(payload['stance'], payload['matter'])}", basis, condition)


def _vote_in_words(payload: Payload) -> str:
    """Say what is decided, by whom, and when."""
    tally = f"{payload['yes']}-{payload['no']}" if payload["yes"] is not None else ""
    status = Status(payload["status"]).label.lower()
    fate = "off for good" if payload.get("indefinite") else ""
    what = f"{payload['body'] or 'By a body not named'}: {payload['matter'] or NO_MATTER}"
    return _listed(what, status, *_when(payload), payload["outcome"], tally, fate)


def _event_in_words(payload: Payload) -> str:
    """Say what sort of event it is, whose and on what, and when."""
    what = EventKind(payload["kind"]).label.capitalize()
    status = Status(payload["status"]).label.lower()
    return _listed(f"{what}: {payload['matter'] or NO_MATTER}", payload["body"], status, *_when(payload))


def _when(payload: Payload) -> tuple[str, str]:
    """Return the story's own words for the window, and the window as the calendar has it."""
    try:
        first, last = date.fromisoformat(payload["earliest"] or ""), date.fromisoformat(payload["latest"] or "")
        # Always with the year: whoever decides on an old story must see it.
        when = range_in_words(first, last, date.min)
    except ValueError:
        when = "no date"
    return f"“{payload['phrase']}”" if payload["phrase"] else "", when


# People first, so that their words find them; votes last, so that positions are there to set beside them.
KINDS: dict[str, FindingKind] = {
    kind.name.value: kind
    for kind in (
        FindingKind(
            name=Finding.Kind.OFFICIAL,
            heading="Officials",
            extracted=Official,
            listed="officials",
            spans={MENTION: "mentions"},
            payload=("name", "title", "body", "roster_key", "ambiguous"),
            identity=("name", "body"),
            person="name",
            record="person",
            required={"name": "who it is", "title": "their title", "body": "their body"},
            summary=lambda payload: _listed(payload["name"], payload["title"], payload["body"]),
        ),
        FindingKind(
            name=Finding.Kind.SPEAKER,
            heading="Other people who speak",
            extracted=OtherSpeaker,
            listed="speakers_other",
            spans={MENTION: "mentions"},
            payload=("name", "role", "organization"),
            identity=("name",),
            person="name",
            record="person",
            # A private speaker has no entry of their own: they stand with their quote.
            is_public=False,
            required={"name": "who it is"},
            summary=lambda payload: _listed(payload["name"], payload["role"], payload["organization"]),
        ),
        FindingKind(
            name=Finding.Kind.QUOTE,
            heading="Their words",
            extracted=Quote,
            listed="quotes",
            spans={"content": ITSELF, "speaker": "speaker_span", "cue": "cue"},
            payload=("speaker", "type"),
            identity=("speaker", "type"),
            person="speaker",
            record="quote",
            evidence="content",
            marked=("content", "speaker"),
            weight=lambda payload: REPORTED if payload.get("type") == "indirect" else QUOTE,
            is_plain=lambda payload: payload["type"] == "direct" and bool(payload.get("speaker")),
            required={"type": "whether it is word for word"},
            choices={"type": Words.Type},
            summary=_quote_in_words,
        ),
        FindingKind(
            name=Finding.Kind.POSITION,
            heading="Where they stand",
            extracted=Position,
            listed="positions",
            spans={"evidence": ITSELF},
            payload=("actor", "matter", "stance", "basis", "conditional"),
            identity=("actor", "stance", "basis"),
            apart=("matter",),
            person="actor",
            record="position",
            evidence="evidence",
            marked=("evidence",),
            weight=lambda payload: SILENCE if payload.get("basis") in NON_ANSWERS else STAND,
            needs_issue=True,
            required={"actor": "whose stand it is", "stance": "how they stand", "basis": "by what they say so"},
            choices={"stance": Stance, "basis": Basis},
            summary=_position_in_words,
        ),
        FindingKind(
            name=Finding.Kind.VOTE,
            heading="Votes and their dates",
            extracted=Vote,
            listed="votes",
            spans={"evidence": ITSELF},
            payload=(
                "body", "matter", "classification", "phrase", "earliest", "latest", "precision", "time", "place",
                "status", "outcome", "yes", "no", "indefinite",
            ),
            identity=("body", "status", "earliest", "latest"),
            apart=("matter", "outcome", "classification"),
            record="vote",
            claimed=vote_claimed,
            evidence="evidence",
            by_hand=(PHRASE,),
            marked=("evidence",),
            weight=lambda _: VOTE,
            needs_issue=True,
            required={"body": "which body votes", "status": "how it stands with the vote"},
            choices={"status": Status, "classification": Classification, "precision": Precision},
            summary=_vote_in_words,
        ),
        FindingKind(
            name=Finding.Kind.EVENT,
            heading="Meetings, hearings, deadlines",
            extracted=Event,
            listed="events",
            spans={"evidence": ITSELF},
            payload=(
                "kind", "body", "matter", "phrase", "earliest", "latest", "precision", "time", "place", "status",
            ),
            identity=("kind", "body", "earliest", "latest"),
            apart=("matter",),
            record="event",
            claimed=event_claimed,
            evidence="evidence",
            by_hand=(PHRASE,),
            marked=("evidence",),
            weight=lambda _: VOTE,
            needs_issue=True,
            required={"kind": "what sort of event it is", "status": "how it stands with it"},
            choices={"kind": EventKind, "status": Status, "precision": Precision},
            summary=_event_in_words,
        ),
    )
}  # fmt: skip
# What calendars tell of: a vote that is on, and the meeting at which it is taken.
VOTE_CLAIM, MEETING_CLAIM = Finding.Kind.VOTE, Finding.Kind.EVENT
# Those that say who somebody is.
PEOPLE = tuple(name for name, kind in KINDS.items() if kind.record == "person")
# Those of them that give the person an office.
OFFICES = tuple(name for name in PEOPLE if "body" in KINDS[name].payload)
PUBLIC = tuple(name for name, kind in KINDS.items() if kind.is_public)
# Those that say something, what weighs most first.
CLAIMS = tuple(kind.name.value for kind in sorted(KINDS.values(), key=lambda kind: kind.weight({})) if kind.is_claim)


def is_claim(finding: Finding) -> bool:
    """Say whether the finding says something, rather than only who somebody is."""
    return KINDS[finding.kind].is_claim
