"""What the reports say of a vote or an event, beside what is known of it, and which report or editor's act that rests
on.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from officials.models import Body
from stories.evidence.book import Book, Evidence
from stories.findings.claims import event_claimed, is_disposal, is_for_good, motion_claimed, vote_claimed
from votes.models import Vote
from votes.models.changes import ByWhat
from votes.models.decisions import Outcome
from votes.models.status import Status
from votes.moves import Move, at_the_time
from votes.snapshots import Dated
from votes.timing import has_date


class Bearing(StrEnum):
    """How a claim stands to what is known."""

    GOVERNS = "governs"
    AGREES = "agrees"
    DIFFERS = "differs"
    # It differs because the date moved, or more became known, since.
    EARLIER = "earlier"


@dataclass(frozen=True)
class Claim:
    """What one report says; `says` is an unsaved vote or event with its date and what came of it.

    Of a vote that put another off, `says.disposes_of` is what it made of that one. `decided_by` names who decided, as
    the report has it, where that is worth saying: another body than the vote's own is named.
    """

    evidence: Evidence
    says: Dated
    bearing: Bearing
    decided_by: str = ""


def governing(moved: Sequence[Move], record: Dated) -> Move | None:
    """Return the newest act that brought it to its present date and status; None without a ledger.

    `moved` are its moves, newest first. What takes back an act of curation brings the act before it to force again: it
    names the sentence that no longer holds.
    """
    dated = [move for move in moved if move.is_first or move.moves_date or move.moves_status]
    acts = (move for move in dated if move.by_hand or not move.is_mistake)
    present = (record.earliest, record.latest, record.status)
    reached = (act for act in acts if (act.after.earliest, act.after.latest, act.after.status) == present)
    return next(reached, dated[0] if dated else None)


def claims_on(record: Dated, evidence: Sequence[Evidence], act: Move | None = None) -> list[Claim]:
    """Return what each report says: those that govern first, then the newest.

    `evidence` has the earliest report first. `act` is the `governing` one; made by hand, no report governs.
    """
    by_hand = act is not None and act.by_hand
    governs = (report.moment for report in evidence if report.finding.governs)
    settled = act.change.learnt_at if act and by_hand else max(governs, default=None)
    claims = [_claim(record, report, settled, act) for report in reversed(evidence)]
    source = act.change.source_url if act else ""
    return sorted(claims, key=lambda c: (c.bearing != Bearing.GOVERNS, c.evidence.article.url != source))


def is_of_the_days(record: Dated, report: Evidence) -> bool:
    """Say whether the report names the record's days."""
    says = _said(record, report)
    return (says.earliest, says.latest) == (record.earliest, record.latest)


def with_words(claims: Iterable[Claim], book: Book) -> list[Claim]:
    """Return the claims with the evidence that was read of them, as far as it was."""
    return [replace(claim, evidence=book.with_words(claim.evidence)) for claim in claims]


def with_reports(moved: Iterable[Move], evidence: Iterable[Evidence]) -> list[Move]:
    """Return the moves with the moment at which the story that told each appeared."""
    moments: defaultdict[str, list[dt.datetime]] = defaultdict(list)
    for report in evidence:
        moments[report.article.url].append(report.moment)
    return [replace(move, reported=_reported(moments[move.change.source_url], move)) for move in moved]


def _reported(moments: Iterable[dt.datetime], move: Move) -> dt.datetime | None:
    """Return the last of the moments before the move was learnt: a calendar's row tells of a meeting time and again."""
    moments = sorted(moments)
    before = [moment for moment in moments if moment <= move.change.learnt_at]
    return before[-1] if before else moments[0] if moments else None


def _claim(record: Dated, report: Evidence, settled: dt.datetime | None, act: Move | None) -> Claim:
    """Return the claim; `settled` is when what is known appeared: one that governed is not called wrong for it, unless
    it tells otherwise what came of the same day.
    """
    says, elsewhere = _said(record, report), _rests_elsewhere(report, act)
    if _says_the_same(record, says, report, act):
        bearing = Bearing.GOVERNS if report.finding.governs and not elsewhere else Bearing.AGREES
    else:
        superseded = report.finding.governs or (settled is not None and report.moment < settled)
        bearing = Bearing.EARLIER if superseded and not _tells_of_the_same_day(record, says, act) else Bearing.DIFFERS
    return Claim(report, says, bearing, _decided_by(record, says, report, act))


def _rests_elsewhere(report: Evidence, act: Move | None) -> bool:
    """Say whether what stands rests on no report: an editor made it so, or the body's own record, which this is not."""
    if act is None:
        return False
    return act.by_hand or (act.change.by_what == ByWhat.RECORD and not report.article.is_record)


def _said(record: Dated, report: Evidence) -> Dated:
    """Return what the report says in the record's own fields."""
    payload = {"status": Status.EXPECTED, **report.payload}
    if not isinstance(record, Vote):
        return at_the_time(record, event_claimed(payload))
    says = at_the_time(record, vote_claimed(payload))
    assert isinstance(says, Vote)
    if is_disposal(payload) or record.disposes_of_id:
        says.classification = motion_claimed(payload)
    if is_disposal(payload):
        says.disposes_of = Vote(status=Status.SHELVED if is_for_good(payload) else Status.POSTPONED)
    return says


def _says_the_same(record: Dated, says: Dated, report: Evidence, act: Move | None) -> bool:
    """Say whether a claim names the record's date and what came of it; where it is off, its date doesn't matter."""
    if isinstance(record, Vote) and isinstance(says, Vote):
        if record.disposes_of_id:
            return _is_what_it_made_of_the_other(record, says)
        if says.disposes_of:
            return _is_how_it_was_put_off(record, says, report, act)
    same_days = (says.earliest, says.latest) == (record.earliest, record.latest)
    if {Status.CANCELLED, Status.SHELVED} & {record.status, says.status}:
        return record.status == says.status
    if Status.HELD in (record.status, says.status):
        same_outcome = _outcome(says) in ("", _outcome(record))
        return record.status == says.status and same_outcome and (same_days or not says.is_dated)
    if record.status == Status.POSTPONED and not has_date(record):
        return says.status == Status.POSTPONED and (same_days or not says.is_dated)
    return same_days


def _is_how_it_was_put_off(record: Vote, says: Vote, report: Evidence, act: Move | None) -> bool:
    """Say whether a claim of a vote that put this one off tells what stands: by that very vote, and for good or not."""
    if says.outcome == Outcome.FAILED or says.disposes_of is None:
        return False
    if act and act.change.by_what == ByWhat.RECORD:
        return False
    is_of_another = report.finding.vote_id != record.pk and act and act.moved_by
    if is_of_another and act and act.moved_by and act.moved_by.pk != report.finding.vote_id:
        return False
    return (says.disposes_of.status == Status.SHELVED) == (record.status == Status.SHELVED)


def _is_what_it_made_of_the_other(disposal: Vote, says: Vote) -> bool:
    """Say whether a claim about a vote that put off another tells the same of that one: that it is off for good, for a
    while, or not at all. By what motion, by whom and on what day stands in the claim's own words.
    """
    if says.disposes_of is None or Outcome.FAILED in (says.outcome, disposal.outcome):
        return says.outcome == disposal.outcome and says.status == disposal.status
    made = disposal.made_changes.filter(vote=disposal.disposes_of_id).last()
    if made is None:
        return True
    return bool((says.disposes_of.status == Status.SHELVED) == (made.new.get("status") == Status.SHELVED))


def _outcome(record: Dated) -> str:
    return record.outcome if isinstance(record, Vote) else ""


def _tells_of_the_same_day(record: Dated, says: Dated, act: Move | None) -> bool:
    """Say whether a claim tells what came of a decision on the very day on which it is known to have been made."""
    if says.is_open or says.earliest is None or says.latest is None:
        return False
    decided = record if record.is_dated and not record.is_open else None
    known = decided or (act.moved_by if act else None)
    if known is None or known.earliest is None or known.latest is None:
        return False
    return says.earliest <= known.latest and known.earliest <= says.latest


def _decided_by(record: Dated, says: Dated, report: Evidence, act: Move | None) -> str:
    """Return the body that decided, by the report, where it or the known one is not the vote's own."""
    named = str(report.payload.get("body") or "").strip()
    if not isinstance(record, Vote) or says.is_open or not named:
        return ""
    known = act.moved_by.body if act and act.moved_by and not record.is_open else record.body
    return "" if known == record.body and _is_called(known, named) else named


def _is_called(body: Body, name: str) -> bool:
    return name.casefold() in {other.casefold() for other in (body.name, *body.aliases)}
