"""What the reports say of a vote, beside what is known of it, and which report or editor's act that rests on."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stories.evidence.book import Evidence
from stories.public.timing import has_date
from stories.public.vote_history import Move, at_the_time
from votes.models import Vote
from votes.models.status import Status


class Bearing(StrEnum):
    """How a claim stands to what is known."""

    GOVERNS = "governs"
    AGREES = "agrees"
    DIFFERS = "differs"
    # It differs because the date moved, or more became known, since.
    EARLIER = "earlier"


@dataclass(frozen=True)
class VoteClaim:
    """What one report says of a vote; `says` is an unsaved vote with its date and what came of it."""

    evidence: Evidence
    says: Vote
    bearing: Bearing


def governing(moved: Sequence[Move], vote: Vote) -> Move | None:
    """Return the newest act that brought the vote to its present date and status; None without a ledger.

    `moved` are the vote's moves, newest first. What takes back an act of curation brings the act before it to force
    again: it names the sentence that no longer holds.
    """
    dated = [move for move in moved if move.is_first or move.moves_date or move.moves_status]
    acts = (move for move in dated if move.by_hand or not move.is_mistake)
    present = (vote.earliest, vote.latest, vote.status)
    reached = (act for act in acts if (act.after.earliest, act.after.latest, act.after.status) == present)
    return next(reached, dated[0] if dated else None)


def vote_claims(vote: Vote, evidence: Sequence[Evidence], act: Move | None = None) -> list[VoteClaim]:
    """Return what each report says of the vote: those that govern it first, then the newest.

    `evidence` has the earliest report first. `act` is the `governing` one; made by hand, no report governs.
    """
    by_hand = act is not None and act.by_hand
    governs = (report.moment for report in evidence if report.finding.governs)
    settled = act.change.learnt_at if act and by_hand else max(governs, default=None)
    claims = [_claim(vote, report, settled, by_hand) for report in reversed(evidence)]
    source = act.change.source_url if act else ""
    return sorted(claims, key=lambda c: (c.bearing != Bearing.GOVERNS, c.evidence.article.url != source))


def with_words(claims: Iterable[VoteClaim], read: Iterable[Evidence]) -> list[VoteClaim]:
    """Return the claims with the evidence that was read of them, as far as it was."""
    known = {evidence.finding.pk: evidence for evidence in read}
    return [replace(claim, evidence=known.get(claim.evidence.finding.pk, claim.evidence)) for claim in claims]


def with_reports(moved: Iterable[Move], evidence: Iterable[Evidence]) -> list[Move]:
    """Return the moves with the moment at which the story that told each appeared."""
    moments = {report.article.url: report.moment for report in evidence}
    return [replace(move, reported=moments.get(move.change.source_url)) for move in moved]


def _claim(vote: Vote, report: Evidence, settled: dt.datetime | None, by_hand: bool) -> VoteClaim:
    """Return the claim; `settled` is when what is known appeared: one that governed is not called wrong for it."""
    says = at_the_time(vote, report.payload)
    if _says_the_same(vote, says):
        bearing = Bearing.GOVERNS if report.finding.governs and not by_hand else Bearing.AGREES
    else:
        superseded = report.finding.governs or (settled is not None and report.moment < settled)
        bearing = Bearing.EARLIER if superseded else Bearing.DIFFERS
    return VoteClaim(report, says, bearing)


def _says_the_same(vote: Vote, says: Vote) -> bool:
    """Say whether a claim names the vote's date and what came of it; where a vote is off, its date doesn't matter."""
    same_days = (says.earliest, says.latest) == (vote.earliest, vote.latest)
    if Status.CANCELLED in (vote.status, says.status):
        return vote.status == says.status
    if Status.HELD in (vote.status, says.status):
        same_outcome = says.outcome in ("", vote.outcome)
        return vote.status == says.status and same_outcome and (same_days or not says.is_dated)
    if vote.status == Status.POSTPONED and not has_date(vote):
        return says.status == Status.POSTPONED and (same_days or not says.is_dated)
    return same_days
