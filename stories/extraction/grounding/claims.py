"""What another extractor may claim of a story: words of the story and choices from fixed lists; no day, no offset.

Read by pydantic, which spaCy needs anyway: it holds the types, as strictly as the schema that is sent along, and the
schema (`asking/prompts`) is held to these types by a test.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stories.extraction.findings import Basis, EventKind, EventStatus, Outcome, QuoteType, Stance, VoteStatus

# More of a kind is no story.
MOST = 60
LONGEST = 2_000  # characters
Words = Annotated[str, Field(max_length=LONGEST)]
Count = Annotated[int, Field(ge=0, le=999)]


class Claim(BaseModel):
    """One claim; what it says besides is not read."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Person(Claim):
    """Somebody the story names: with the public `office` they hold, or what else they are."""

    name: Words
    office: Words | None
    body: Words | None
    role: Words | None
    organization: Words | None


class Stand(Claim):
    """Where a named person stands on a matter."""

    actor: Words
    matter: Words
    stance: Stance
    basis: Basis
    conditional: bool
    evidence: Words


class Decision(Claim):
    """A decision of a public body, made or to come; `when`, `clock` and `place` are the story's words for them."""

    body: Words | None
    matter: Words | None
    status: VoteStatus
    outcome: Outcome | None
    when: Words | None
    clock: Words | None
    place: Words | None
    yes: Count | None
    no: Count | None
    evidence: Words


class Gathering(Claim):
    """A meeting, hearing or deadline to come."""

    kind: EventKind
    body: Words | None
    matter: Words | None
    status: EventStatus
    when: Words | None
    clock: Words | None
    place: Words | None
    evidence: Words


class Speech(Claim):
    """Somebody's words, or what the story reports of them."""

    speaker: Words | None
    words: Words
    type: QuoteType
    cue: Words | None


class Claims(Claim):
    """All that is claimed of one story; `faults` counts what was no claim."""

    people: tuple[Person, ...] = ()
    positions: tuple[Stand, ...] = ()
    decisions: tuple[Decision, ...] = ()
    events: tuple[Gathering, ...] = ()
    quotes: tuple[Speech, ...] = ()
    faults: int = 0


KINDS: dict[str, type[Claim]] = {
    "people": Person, "positions": Stand, "decisions": Decision, "events": Gathering, "quotes": Speech,
}  # fmt: skip
One = TypeVar("One", bound=Claim)


class NoClaims(ValueError):
    """An answer that is not what was asked for."""


def read(answer: str) -> Claims:
    """Return what an answer claims; a claim that is none is counted and left out. Raises NoClaims for what is no object
    of lists of claims.
    """
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise NoClaims(f"The answer is no JSON: {error}") from None
    if not isinstance(told, dict) or not any(isinstance(told.get(kind), list) for kind in KINDS):
        raise NoClaims("The answer has none of the lists that were asked for.")
    claims: dict[str, Any] = {}
    faults = 0
    for kind, sort in KINDS.items():
        listed: list[Any] = told[kind] if isinstance(told.get(kind), list) else []
        kept = [claim for one in listed[:MOST] if (claim := _claim(sort, one)) is not None]
        claims[kind] = tuple(kept)
        faults += len(listed) - len(kept)
    return Claims.model_construct(None, **claims, faults=faults)


def joined(answers: Iterable[Claims]) -> Claims:
    """Return the claims of a story's parts together, what two of them claim alike once."""
    told = list(answers)
    claims: dict[str, Any] = {
        kind: tuple(dict.fromkeys(one for part in told for one in getattr(part, kind))) for kind in KINDS
    }
    return Claims.model_construct(None, **claims, faults=sum(part.faults for part in told))


def _claim(sort: type[One], told: object) -> One | None:
    try:
        return sort.model_validate(told)
    except ValidationError:
        return None


class Dropped(Exception):
    """A claim that the story does not bear out; its message is the reason."""
