"""How people voted: a vote's roll call, and someone's ballots beside what they had said."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from officials.models import Person
from stories.evidence.book import Book
from stories.public.stances import PositionClaim
from votes.models import Ballot, Issue, Position, Vote
from votes.models.issues import Basis, Stance

# What a ballot shows that had been said before it, where it is one of these.
SAME = {Stance.SUPPORT: Ballot.Choice.YES, Stance.OPPOSE: Ballot.Choice.NO}


def roll_call(ballots: Iterable[Ballot]) -> list[tuple[str, list[Ballot]]]:
    """Return the ballots by choice, in the order of a clerk: yes, no, then those who did neither."""
    rows = list(ballots)
    groups = [(choice.label, [ballot for ballot in rows if ballot.choice == choice]) for choice in Ballot.Choice]
    return [(label, cast) for label, cast in groups if cast]


@dataclass(frozen=True)
class SaidAndVoted:
    """What someone voted, beside what they had last said before it."""

    ballot: Ballot
    said: PositionClaim | None

    @property
    def agreement(self) -> str:
        """Say whether they voted as they had said, where a plain yes or no was said and cast; else ""."""
        said = self.said.position if self.said else None
        if said is None or said.conditional or said.stance not in SAME or self.ballot.choice not in SAME.values():
            return ""
        return "as they had said" if SAME[Stance(said.stance)] == self.ballot.choice else "other than they had said"


def ballots_of(person: Person) -> QuerySet[Ballot]:
    """Return the person's ballots in standing votes on public issues, the last first."""
    public = person.ballots.filter(vote__withdrawn_at=None, vote__issue__in=Issue.objects.public())
    shown = public.select_related("vote__issue", "vote__body__place")
    return shown.order_by(F("vote__latest").desc(nulls_last=True), "-vote_id")


def counts_as_said(position: Position) -> bool:
    """Say whether it can be held against a ballot: a deed, a silence or a report of the vote itself can't."""
    return not position.is_non_answer and position.basis not in (Basis.PAST_VOTE, Basis.ACTION)


def is_before(position: Position, vote: Vote) -> bool:
    return position.issue_id == vote.issue_id and (vote.latest is None or position.since <= vote.latest)


def said_before(vote: Vote, positions: Iterable[Position]) -> Position | None:
    """Return what one person had last said before the vote of how they would vote; where they never did, the view that
    they had last told. `positions` are theirs, newest first.
    """
    said = [position for position in positions if counts_as_said(position) and is_before(position, vote)]
    intents = (position for position in said if position.basis == Basis.VOTE_INTENT)
    return next(intents, said[0] if said else None)


def said_and_voted(ballots: Iterable[Ballot], positions: Iterable[Position], book: Book) -> list[SaidAndVoted]:
    """Return each of a person's ballots beside what they had said before it.

    `positions` are newest first. A deed, a silence or a report of the vote itself is not what they had said, and of a
    motion about a motion nobody had.
    """
    positions = list(positions)
    rows: list[SaidAndVoted] = []
    for ballot in ballots:
        vote = ballot.vote
        last = None if vote.is_procedural else said_before(vote, positions)
        rows.append(SaidAndVoted(ballot, PositionClaim(last, book) if last else None))
    return rows
