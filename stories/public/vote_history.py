"""An issue's votes as a reader needs them: what is ahead, how its date moved, what came of the others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from stories.evidence.book import Evidence
from votes.models import Ballot, Vote, VoteChange
from votes.models.decisions import Status

WINDOW = ("earliest", "latest", "precision", "phrase", "time")
KNOWN = (*WINDOW, "status", "location", "outcome", "yes", "no")


@dataclass(frozen=True)
class Move:
    """One line of the ledger. `before` and `after` are unsaved votes that hold the values of then, for `|when`."""

    change: VoteChange
    before: Vote
    after: Vote

    @property
    def is_first(self) -> bool:
        """Not a move: the vote was first heard of."""
        return self.change.version == 0

    @property
    def moves_date(self) -> bool:
        return any(name in self.change.new for name in WINDOW)

    @property
    def moves_status(self) -> bool:
        return "status" in self.change.new

    @property
    def is_result(self) -> bool:
        return bool(self.change.new.get("status") == Status.HELD)

    @property
    def is_mistake(self) -> bool:
        return self.change.why == VoteChange.Why.MISTAKE


def moves(vote: Vote) -> list[Move]:
    """Newest first; the ledger holds only what changed, so each state is replayed back from today's."""
    state: dict[str, Any] = {name: getattr(vote, name) for name in KNOWN}
    found: list[Move] = []
    for change in sorted(vote.changes.all(), key=lambda change: change.version, reverse=True):
        before = {**state, **{name: value for name, value in change.old.items() if name in KNOWN}}
        found.append(Move(change, at_the_time(vote, before), at_the_time(vote, state)))
        state = before
    return found


def at_the_time(vote: Vote, values: dict[str, Any]) -> Vote:
    """An unsaved vote of the same body with values as JSON has them."""
    return Vote(body=vote.body, issue=vote.issue, motion=vote.motion, **_typed(values))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Dates and times back from JSON; what a finding left out is empty."""
    typed = {name: value for name, value in values.items() if name in KNOWN and value is not None}
    for name, read in (("earliest", dt.date), ("latest", dt.date), ("time", dt.time)):
        if isinstance(typed.get(name), str):
            typed[name] = read.fromisoformat(typed[name])
    return typed


@dataclass(frozen=True)
class VoteClaim:
    """What one report says of a vote; `says` is an unsaved vote with its date."""

    class Bearing(StrEnum):
        GOVERNS = "governs"
        AGREES = "agrees"
        DIFFERS = "differs"
        EARLIER = "earlier"  # it differs because the date has moved since

    evidence: Evidence
    says: Vote
    bearing: Bearing


def vote_claims(vote: Vote, evidence: Sequence[Evidence]) -> list[VoteClaim]:
    """Those that govern the date first, then the newest."""
    governing = [item.moment for item in evidence if item.finding.governs]
    claims: list[VoteClaim] = []
    for item in reversed(evidence):
        says = at_the_time(vote, item.payload)
        claims.append(VoteClaim(item, says, _bearing(vote, says, item, max(governing, default=None))))
    return sorted(claims, key=lambda claim: claim.bearing != VoteClaim.Bearing.GOVERNS)


def with_words(claims: Iterable[VoteClaim], read: Iterable[Evidence]) -> list[VoteClaim]:
    """The claims with the evidence that was read of them, as far as it was."""
    known = {item.finding.pk: item for item in read}
    return [replace(claim, evidence=known.get(claim.evidence.finding.pk, claim.evidence)) for claim in claims]


def _bearing(vote: Vote, says: Vote, item: Evidence, governed: dt.datetime | None) -> VoteClaim.Bearing:
    """A claim that governed once keeps its mark when a later one moves the date."""
    if (says.earliest, says.latest) == (vote.earliest, vote.latest):
        return VoteClaim.Bearing.GOVERNS if item.finding.governs else VoteClaim.Bearing.AGREES
    superseded = item.finding.governs or (governed and item.moment < governed)
    return VoteClaim.Bearing.EARLIER if superseded else VoteClaim.Bearing.DIFFERS


@dataclass(frozen=True)
class Agenda:
    """`lead` is the vote shown large: the next, else one overdue, else the last held."""

    lead: Vote | None
    ahead: list[Vote]
    overdue: list[Vote]
    held: list[Vote]
    called_off: list[Vote]

    @property
    def past(self) -> list[Vote]:
        return [*self.held, *self.called_off]

    @property
    def others(self) -> list[Vote]:
        """All but the one shown large."""
        return [vote for vote in (*self.ahead, *self.overdue, *self.past) if vote != self.lead]


def agenda(votes: Iterable[Vote], today: dt.date) -> Agenda:
    rows = sorted(
        (vote for vote in votes if not vote.withdrawn_at), key=lambda vote: (vote.earliest or dt.date.max, vote.pk)
    )
    overdue = [vote for vote in rows if vote.is_open and vote.is_over(today)]
    ahead = [vote for vote in rows if vote.is_open and not vote.is_over(today)]
    held = [vote for vote in reversed(rows) if vote.status == Status.HELD]
    called_off = [vote for vote in rows if vote.status == Status.CANCELLED]
    lead = next(iter([*ahead, *overdue[::-1], *held, *called_off]), None)
    return Agenda(lead, ahead, overdue, held, called_off)


def roll_call(ballots: Iterable[Ballot]) -> list[tuple[str, list[Ballot]]]:
    """By choice, in the order of a clerk: yes, no, then those who did neither."""
    rows = list(ballots)
    groups = [(choice.label, [b for b in rows if b.choice == choice]) for choice in Ballot.Choice]
    return [(label, those) for label, those in groups if those]
