"""What people had said before a vote, against what they did when it was taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from officials.models import Person
from stories.public.ballots import counts_as_said, is_before
from stories.public.seats import Deciders
from votes.models import Position, Vote
from votes.models.issues import Basis
from votes.words import voted_in_words


@dataclass(frozen=True)
class SaidAgainstDid:
    """What one person had said before a vote, None where nothing was found, beside what they did: `did` in words."""

    person: Person
    said: Position | None
    did: str


def said_against_did(vote: Vote, positions: Iterable[Position], decided: Deciders | None) -> list[SaidAgainstDid]:
    """Return what each voter, and whoever had told how they would vote, said and did, by name; none for a motion about
    a motion, nor where no ballot is known. `positions` are the issue's, newest first.
    """
    ballots = {ballot.person: ballot for ballot in vote.ballots.all()}
    if vote.is_procedural or not ballots:
        return []
    said: dict[Person, Position] = {}
    tellers: dict[Person, None] = {}
    for position in positions:
        if counts_as_said(position) and is_before(position, vote):
            said.setdefault(position.person, position)
            if position.basis == Basis.VOTE_INTENT:
                tellers[position.person] = None
    rows = []
    for person in sorted({**tellers, **dict.fromkeys(ballots)}, key=lambda person: person.name):
        ballot = ballots.get(person)
        did = voted_in_words(ballot) if ballot else _without_a_ballot(person, decided)
        rows.append(SaidAgainstDid(person, said.get(person), did))
    return rows


def _without_a_ballot(person: Person, decided: Deciders | None) -> str:
    was_member = decided.was_member(person) if decided else None
    if was_member:
        return "how they voted is not known to us"
    if was_member is False:
        return "was not a member of the body that voted"
    return "whether they are a member of the body that voted is not known to us"
