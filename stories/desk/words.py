"""A finding in one line, and how sure it is; and how it stands with a vote or an event."""

from django.utils import timezone

from stories.findings.kinds import KINDS
from stories.models import Finding
from votes.models import Event, Vote
from votes.models.status import Status
from votes.words import claimed_in_words, window_in_words

# From here on a finding is called very likely right, and from there likely.
VERY_LIKELY, LIKELY = 0.9, 0.7


def summary_of(finding: Finding) -> str:
    """Return who and what, as the finding proposes it; the words themselves stand beside it."""
    return "(removed)" if finding.redacted_at else KINDS[finding.kind].summary(finding.payload)


def sureness_in_words(confidence: float) -> str:
    """Return one of three steps: what a curator can act on."""
    if confidence >= VERY_LIKELY:
        return "very likely right"
    return "likely right" if confidence >= LIKELY else "look closely"


def stands_in_words(record: Vote | Event) -> str:
    """Say how it stands with it: "Tuesday, March 17, scheduled", "no new date", "passed, 5–2, Tuesday, March 17"."""
    when = window_in_words(record, timezone.localdate())
    if record.status in (Status.EXPECTED, Status.SCHEDULED):
        return f"{when}, {record.get_status_display().lower()}"
    return when if record.is_open and record.is_dated else claimed_in_words(record, timezone.localdate())
