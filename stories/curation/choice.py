"""What a curator decides beside yes or no, and what is said when that can't be carried out."""

from dataclasses import dataclass, field
from typing import Any

from officials.models import Person
from votes.models import Issue, Vote


class CurationError(Exception):
    """The act was not carried out; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Left empty, everything is as the finding proposes.

    `payload` replaces single values of the finding's; `span` is the corrected [start, end] of its words.
    `vote` is the known vote a vote finding speaks of, `new_vote` says that it is none of the known ones, and
    `governs` whether its date is to be the vote's (None: yes if the story is not older than what governs now).
    `stale` says that the curator knows that the story's newest version no longer holds the words. `new_person` is the
    name of whom the curator agrees to make a person of, where nobody known is meant.
    """

    payload: dict[str, Any] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    issue: Issue | None = None
    person: Person | None = None
    new_person: str = ""
    vote: Vote | None = None
    new_vote: bool = False
    governs: bool | None = None
    stale: bool = False

    @property
    def corrects(self) -> bool:
        """Say whether the finding is not accepted as proposed."""
        return bool(self.payload) or self.span is not None
