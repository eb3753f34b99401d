"""What a body's own calendar says of a vote or an event, side by side with what was last reported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stories.public.claims import Claim
from votes.models import Vote
from votes.models.changes import ByWhat
from votes.moves import Move
from votes.snapshots import Dated


@dataclass(frozen=True)
class Beside:
    """The newest `report`; what the calendar `says`, as an unsaved record or the known one, under which `item` of the
    agenda as it is now, "" where it names none; and `whose` calendar it is: "the council’s calendar".
    """

    report: Claim
    says: Dated
    item: str
    whose: str


def beside(record: Dated, claims: Iterable[Claim], act: Move | None) -> Beside | None:
    """Return the two side by side as long as it is to come; None without either. `act` brought it to its date."""
    claims = sorted(claims, key=lambda claim: (claim.evidence.moment, claim.says.is_dated), reverse=True)
    of_calendar = [claim for claim in claims if claim.evidence.article.is_record]
    # By what vote it was put off is no date beside a date.
    reports = (claim for claim in claims if claim not in of_calendar and not _is_disposal(claim.says))
    report = next(reports, None)
    rests_on_it = act is not None and act.change.by_what == ByWhat.RECORD
    if not record.is_open or report is None or not (of_calendar or rests_on_it):
        return None
    # A vote that moved with its meeting stands where the calendar has the meeting.
    says = record if rests_on_it or not of_calendar else of_calendar[0].says
    items = (number for claim in of_calendar if (number := _item_now(claim)))
    return Beside(report, says, next(items, ""), _whose(record))


def _item_now(claim: Claim) -> str:
    """Return the number under which the calendar lists the claim's item now; "" where it lists it no more, or numbers
    nothing.
    """
    finding = claim.evidence.finding
    if not finding.payload.get("item") or not finding.spans:
        return ""
    item = re.compile(rf"^Item (\S{{1,20}}) of .{{1,1500}}?: {re.escape(finding.spans[0]['text'])}$", re.M)
    found = item.search(getattr(finding, "listed", ""))
    return found[1] if found else ""


def _is_disposal(says: Dated) -> bool:
    return isinstance(says, Vote) and says.disposes_of is not None


def _whose(record: Dated) -> str:
    body = record.body if isinstance(record, Vote) else record.bodies.first()
    return f"the {body.get_kind_display().lower()}’s calendar" if body else "the body’s own calendar"
