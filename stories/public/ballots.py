"""How people voted: a vote's roll call, and someone's ballots beside what they had said."""

from collections.abc import Iterable
from dataclasses import dataclass

from officials.models import Person
from stories.evidence.book import Book
from stories.public.stances import PositionClaim
from votes.models import Ballot, Position, Vote
from votes.models.issues import Basis


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


def counts_as_said(position: Position) -> bool:
    """Say whether it can be held against a ballot: a deed, a silence or a report of the vote itself can't."""
    return not position.is_non_answer and position.basis not in (Basis.PAST_VOTE, Basis.ACTION)


def is_before(position: Position, vote: Vote) -> bool:
    return position.issue_id == vote.issue_id and (vote.latest is None or position.since <= vote.latest)


def said_and_voted(person: Person, positions: Iterable[Position], book: Book) -> list[SaidAndVoted]:
    """Return each ballot of the person's, the newest first, beside the newest of their `positions` before it.

    `positions` are newest first. A deed, a silence or a report of the vote itself is not what they had said, and of a
    motion about a motion nobody had.
    """
    ballots = person.ballots.select_related("vote__issue", "vote__body__place").order_by("-vote__latest", "-pk")
    said = [position for position in positions if counts_as_said(position)]
    rows: list[SaidAndVoted] = []
    for ballot in ballots:
        vote = ballot.vote
        before = (position for position in said if is_before(position, vote))
        last = None if vote.is_procedural else next(before, None)
        rows.append(SaidAndVoted(ballot, PositionClaim(last, book) if last else None))
    return rows
