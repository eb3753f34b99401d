"""What people had said before a vote, against what they did when it was taken."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from officials.models import Person
from stories.public.ballots import SAME, said_before
from stories.public.seats import Deciders
from votes.models import Position, Vote
from votes.models.issues import Basis, Stance
from votes.models.status import Status
from votes.words import VOTED, voted_in_words

# A report that somebody voted for it, so soon after a vote, is of that one.
REPORTED_WITHIN = dt.timedelta(days=7)


@dataclass(frozen=True)
class SaidAgainstDid:
    """What one person had said before a vote, None where nothing was found, beside what they did: `did` in words."""

    person: Person
    said: Position | None
    did: str


def said_against_did(vote: Vote, positions: Iterable[Position], decided: Deciders | None) -> list[SaidAgainstDid]:
    """Return what each voter, and whoever had told how they would vote, said and did, by name; none for a motion about
    a motion, nor where nobody told who voted how. `positions` are the issue's, newest first.
    """
    if vote.is_procedural or vote.status != Status.HELD:
        return []
    of_people: dict[Person, list[Position]] = {}
    for position in positions:
        of_people.setdefault(position.person, []).append(position)
    did = {person: words for person, theirs in of_people.items() if (words := _reported(vote, theirs))}
    did |= {ballot.person: voted_in_words(ballot) for ballot in vote.ballots.all()}
    if not did:
        return []
    said = {person: said_before(vote, theirs) for person, theirs in of_people.items()}
    tellers = [person for person, last in said.items() if last and last.basis == Basis.VOTE_INTENT]
    return [
        SaidAgainstDid(person, said.get(person), did.get(person) or _without_a_ballot(person, decided))
        for person in sorted({*tellers, *did}, key=lambda person: person.name)
    ]


def _reported(vote: Vote, positions: Iterable[Position]) -> str:
    """Return how somebody voted by a report of the vote that came with it or soon after; "" where none says so."""
    for position in positions:
        if position.basis != Basis.PAST_VOTE or vote.latest is None or position.stance not in SAME:
            continue
        if vote.latest <= position.since <= vote.latest + REPORTED_WITHIN:
            return VOTED[SAME[Stance(position.stance)]]
    return ""


def _without_a_ballot(person: Person, decided: Deciders | None) -> str:
    was_member = decided.was_member(person) if decided else None
    if was_member:
        return "how they voted is not known to us"
    if was_member is False:
        return "was not a member of the body that voted"
    return "whether they are a member of the body that voted is not known to us"
