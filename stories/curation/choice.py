"""What a curator decides beside yes or no, and what is said when that can't be carried out."""

from dataclasses import dataclass, field
from typing import Any

from officials.models import Person
from votes.models import Event, Issue, Vote


class CurationError(Exception):
    """The act was not carried out; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Left empty, everything is as the finding proposes.

    `payload` replaces single values of the finding's; `span` is the corrected [start, end] of its words.
    `vote` is the known vote a vote finding speaks of, or puts off, `new_vote` says that it is none of the known ones,
    and `governs` whether its date or its outcome is to be the vote's (None: as `vote_claims.governs` has it). Of an
    event likewise `event` and `new_event`; `vote` is then the one taken at it.
    `new_body` is the name of the body that the curator agrees to make, though one of nearly that name is known.
    `stale` says that the curator knows that the story's newest version no longer holds the words. `new_person` is the
    name of whom the curator agrees to make a person of, where nobody known is meant.
    """

    payload: dict[str, Any] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    issue: Issue | None = None
    person: Person | None = None
    new_person: str = ""
    new_body: str = ""
    vote: Vote | None = None
    new_vote: bool = False
    event: Event | None = None
    new_event: bool = False
    governs: bool | None = None
    stale: bool = False

    @property
    def corrects(self) -> bool:
        """Say whether the finding is not accepted as proposed."""
        return bool(self.payload) or self.span is not None
