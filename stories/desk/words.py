"""A finding in one line, and how sure it is; and how it stands with a vote or an event."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from stories.findings.agreement import BOTH, MODEL
from stories.findings.confidence import confidence_of, record_of
from stories.findings.kinds import KINDS
from stories.findings.reworded import CURATOR
from stories.models import Finding, PublishedFrom
from votes.models import Event, Vote
from votes.models.status import Status
from votes.words import claimed_in_words, range_in_words, window_in_words


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of sureness, from a confidence on."""

    value: str
    words: str
    at_least: float


# What a curator can act on, the surest first.
SURENESS = (
    Step("very-likely", "very likely right", 0.9),
    Step("likely", "likely right", 0.7),
    Step("look-closely", "look closely", 0.0),
)


# Who found it, where that is not the rules alone.
FOUND_BY = {MODEL: "language model", BOTH: "rules and language model agree"}


def found_by_in_words(finding: Finding) -> str:
    """Return who found it; "" for the rules alone, and for what stands elsewhere, as a calendar."""
    return FOUND_BY.get(finding.extractor, "")


def summary_of(finding: Finding) -> str:
    """Return who and what, as the finding proposes it; the words themselves stand beside it."""
    return "(removed)" if finding.redacted_at else KINDS[finding.kind].summary(finding.payload)


def redated_in_words(finding: Finding) -> str:
    """Say that a finding was counted from another day than its story is now known to be of; "" where it was not."""
    article, recounted = finding.article, finding.recounted
    if not recounted or not finding.printed_on or not article.printed_on:
        return ""
    was, now = _day(finding.printed_on), _day(article.printed_on)
    read_from = PublishedFrom(article.published_from).label
    moved = f"The date this was counted from has changed: from {was} to {now}, by {read_from}."
    if not recounted.get("earliest"):
        return moved
    first, last = (date.fromisoformat(recounted[name]) for name in ("earliest", "latest"))
    return f"{moved} Counted from that it would be {range_in_words(first, last, date.min)}."


def _day(day: date) -> str:
    return range_in_words(day, day, date.min)


def sureness_of(finding: Finding) -> Step:
    """Return one of the three steps."""
    confidence = confidence_of(finding)
    return next(step for step in SURENESS if confidence >= step.at_least)


def sureness_in_words(finding: Finding) -> str:
    """Return the step and what its rule was worth: "likely right · rule right 47 of 50 times", "… · new rule"."""
    if finding.extractor == CURATOR:
        return "added by hand"
    record = record_of(finding)
    worth = f"rule right {record.right} of {record.seen} times" if record.is_told else "new rule"
    return f"{sureness_of(finding).words} · {worth}"


def sentence(words: str) -> str:
    """Return the words with a full stop, which "6 p.m." has already."""
    return f"{words.removesuffix('.')}."


def stands_in_words(record: Vote | Event) -> str:
    """Say how it stands with it: "Tuesday, March 17, scheduled", "no new date", "passed, 5–2, Tuesday, March 17"."""
    when = window_in_words(record, timezone.localdate())
    if record.status in (Status.EXPECTED, Status.SCHEDULED):
        return f"{when}, {record.get_status_display().lower()}"
    return when if record.is_open and record.is_dated else claimed_in_words(record, timezone.localdate())
