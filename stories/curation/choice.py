"""What a curator decides beside yes or no, and what is said when that can't be carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from officials.models import Person, Place
from votes.models import Event, Issue, Vote
from votes.models.changes import Why

# Where words stand in the version's text.
Stretch = tuple[int, int]


class CurationError(Exception):
    """The act was not carried out; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Left empty, everything is as the finding proposes.

    `kind` is what the finding is in truth; `payload` replaces single values of the finding's, and `spans` where the
    words of a role stand, none for a role that is not there. `no_issue` takes its issue away. `vote` is the known vote
    a vote finding speaks of, or puts off, `new_vote` says that it is none of the known ones, `governs` whether its date
    or its outcome is to be the vote's (None: as `vote_claims.governs` has it), and `why` whether what it moves is news
    or was our mistake. Of an event likewise `event` and `new_event`; `vote` is then the one taken at it. `ballots` say
    how each member voted. A body that is known from this finding alone is of `place`, or of a new one in time `zone`;
    `new_body` is its name where the curator agrees to make it, though one of nearly that name is known.
    `stale` says that the curator knows that the story's newest version no longer holds the words. `new_person` is the
    name of whom the curator agrees to make a person of, where nobody known is meant.
    """

    kind: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    spans: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)
    issue: Issue | None = None
    no_issue: bool = False
    person: Person | None = None
    new_person: str = ""
    new_body: str = ""
    vote: Vote | None = None
    new_vote: bool = False
    event: Event | None = None
    new_event: bool = False
    governs: bool | None = None
    why: str = Why.NEWS
    ballots: Mapping[Person, str] = field(default_factory=dict)
    place: Place | None = None
    zone: str = ""
    stale: bool = False
