"""A finding in one line."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stories.models import Finding
from votes.models.decisions import Status
from votes.models.issues import Basis
from votes.words import range_in_words, side_in_words

Payload = dict[str, Any]
VERY_LIKELY = 0.9


def summary_of(finding: Finding) -> str:
    """Who and what, as the finding proposes it; the words themselves stand beside it."""
    return "(removed)" if finding.redacted_at else SUMMARIES[finding.kind](finding.payload)


def sureness_in_words(confidence: float) -> str:
    """Three steps are what a curator can act on; the number stands in the tooltip."""
    if confidence >= VERY_LIKELY:
        return "very likely right"
    return "likely right" if confidence >= 0.7 else "look closely"


def _listed(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


def _official(payload: Payload) -> str:
    return _listed(payload["name"], payload["title"], payload["body"])


def _speaker(payload: Payload) -> str:
    return _listed(payload["name"], payload["role"], payload["organization"])


def _quote(payload: Payload) -> str:
    said = {"direct": "word for word", "indirect": "in the story's words", "mixed": "partly word for word"}
    speaker = payload["speaker"] or payload.get("label") or "Someone unnamed"
    return f"{speaker}, {said[payload['type']]}"


def _position(payload: Payload) -> str:
    basis = Basis(payload["basis"]).label
    if payload["basis"] in ("declined", "no_response"):
        return _listed(f"{payload['actor']} {basis}", payload["matter"])
    condition = "only on a condition" if payload["conditional"] else ""
    return _listed(f"{payload['actor']} {side_in_words(payload['stance'], payload['matter'])}", basis, condition)


def _days(earliest: str | None, latest: str | None) -> str:
    """The window as the calendar has it: the words of the story stand beside it."""
    try:
        first, last = date.fromisoformat(earliest or ""), date.fromisoformat(latest or "")
    except ValueError:
        return "no date"
    # Always with the year: whoever decides on an old story must see it.
    return range_in_words(first, last, date.min)


def _vote(payload: Payload) -> str:
    when = _days(payload["earliest"], payload["latest"])
    tally = f"{payload['yes']}-{payload['no']}" if payload["yes"] is not None else ""
    words = f"“{payload['phrase']}”" if payload["phrase"] else ""
    status = Status(payload["status"]).label.lower()
    return _listed(f"{payload['body']}: {payload['matter']}", status, words, when, payload["outcome"], tally)


SUMMARIES: dict[str, Callable[[Payload], str]] = {
    Finding.Kind.OFFICIAL: _official,
    Finding.Kind.SPEAKER: _speaker,
    Finding.Kind.QUOTE: _quote,
    Finding.Kind.POSITION: _position,
    Finding.Kind.VOTE: _vote,
}
