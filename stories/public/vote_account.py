"""All that a page shows of one vote: what it rests on, how it moved, how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stories.evidence.book import Book, claims_of
from stories.public.ballots import roll_call
from stories.public.vote_claims import Bearing, VoteClaim, governing, vote_claims, with_reports, with_words
from stories.public.vote_history import Move
from votes.models import Ballot, Vote


@dataclass(frozen=True)
class VoteAccount:
    """A vote with what it rests on, how it moved and how it went.

    `claims` are all there are, those that govern it first; `act` is the one that brought it to its present date.
    """

    vote: Vote
    claims: list[VoteClaim]
    act: Move | None
    ledger: list[Move]
    roll_call: list[tuple[str, list[Ballot]]]

    @property
    def findings(self) -> list[int]:
        return [claim.evidence.finding.pk for claim in self.claims]

    @property
    def source(self) -> VoteClaim | None:
        """Return the report that its date rests on; None where an editor set it, or the report is not public."""
        return next((claim for claim in self.claims if claim.bearing == Bearing.GOVERNS), None)

    def read(self, book: Book) -> VoteAccount:
        """Return it with the words of its claims, as far as the book has them."""
        return replace(self, claims=with_words(self.claims, book.of(self.vote)))


def vote_account(vote: Vote, moved: Iterable[Move]) -> VoteAccount:
    """Return the account of the vote, whose moves are among `moved`."""
    evidence = claims_of(vote)
    ledger = with_reports([move for move in moved if move.change.vote_id == vote.pk], evidence)
    act = governing(ledger, vote)
    return VoteAccount(vote, vote_claims(vote, evidence, act), act, ledger, roll_call(vote.ballots.all()))
