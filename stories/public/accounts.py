"""All that a page shows of one vote or event: what it rests on, how it moved, how it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from stories.evidence.book import Book, Evidence, claims_of
from stories.public.ballots import roll_call
from stories.public.beside import Beside, beside
from stories.public.claims import (
    Bearing,
    Claim,
    claims_on,
    governing,
    is_of_the_days,
    with_reports,
    with_words,
)  # fmt: skip
from votes.models import Ballot, Vote
from votes.models.changes import ByWhat
from votes.moves import Move
from votes.snapshots import Dated

# Of reports that differ, side by side; all stand on the record's own page.
DIFFERING_SHOWN = 6


@dataclass(frozen=True)
class Account:
    """A vote or an event with what it rests on, how it moved and how it went.

    `claims` are all there are, those that govern it first; `act` is the one that brought it to its present date.
    """

    record: Dated
    claims: list[Claim]
    act: Move | None
    ledger: list[Move]
    roll_call: list[tuple[str, list[Ballot]]] = field(default_factory=list)

    @property
    def findings(self) -> list[int]:
        return [claim.evidence.finding.pk for claim in self.claims]

    @property
    def source(self) -> Claim | None:
        """Return the report that its date rests on; None where an editor set it, or the report is not public."""
        return next((claim for claim in self.claims if claim.bearing == Bearing.GOVERNS), None)

    @property
    def why(self) -> str:
        """Say why that report is believed and no other."""
        if self.act and self.act.change.by_what == ByWhat.RECORD:
            return "the body’s own record"
        if self.source and self.source.evidence.finding.chosen:
            return "an editor chose this report"
        return "the newest report"

    @property
    def differing(self) -> list[Claim]:
        """Return the reports that say otherwise with the one that is believed, to stand side by side; else none."""
        differing = [claim for claim in self.claims if claim.bearing == Bearing.DIFFERS]
        together = [*([self.source] if self.source else []), *differing] if differing else []
        return together[:DIFFERING_SHOWN]

    @property
    def shown(self) -> list[int]:
        """Return the findings whose words stand with it where it is shown large: what it rests on, and what differs."""
        return [claim.evidence.finding.pk for claim in (*self.claims[:1], *self.differing)]

    @property
    def beside(self) -> Beside | None:
        """Return what reports and the body's own calendar say, side by side; None where they are shown as differing, or
        either says nothing.
        """
        return None if self.differing else beside(self.record, self.claims, self.act)

    def read(self, book: Book) -> Account:
        """Return it with the words of its claims, as far as the book has them."""
        return replace(self, claims=with_words(self.claims, book))


def accounts_of(records: Sequence[Dated], moved: Iterable[Move], until: dt.datetime | None = None) -> list[Account]:
    """Return the accounts of these, whose moves are among `moved`, in one query for all their claims: those that had
    appeared by a moment.
    """
    moved, evidence = list(moved), claims_of(records)
    accounts = []
    for record in records:
        claims = [claim for claim in evidence.get(record, []) if until is None or claim.moment <= until]
        ledger = with_reports([move for move in moved if move.record == record], claims)
        act = governing(ledger, record)
        claims = [claim for claim in claims if _tells_of(record, claim, act)]
        ballots = roll_call(record.ballots.all()) if isinstance(record, Vote) else []
        accounts.append(Account(record, claims_on(record, claims, act), act, ledger, ballots))
    return accounts


def _tells_of(record: Dated, claim: Evidence, act: Move | None) -> bool:
    """Say whether a claim is told with the record: one about the meeting of a vote where that moved the vote."""
    if claim.finding.event_id is None or not isinstance(record, Vote):
        return True
    return act is not None and act.change.source_url == claim.article.url and is_of_the_days(act.after, claim)
