"""The days of claims as counted from when their story was printed: left out where that is not known well enough, and
noted beside an accepted finding where more is known since. Nothing public moves by it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from stories.findings.kinds import Payload
from stories.models import Article, Finding

WINDOW = ("earliest", "latest", "precision")
NO_WINDOW = {"earliest": None, "latest": None, "precision": "none"}
# With this ends the reason of a claim whose window was left out.
SO_UNDATED = "So it has no date."
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What a claim says besides its days.
SAME = ("phrase", "status", "matter")


def counted_from(article: Article) -> tuple[date | None, str]:
    """Return the day from which a story's dates are counted, and why they are not, where so."""
    return article.printed_on, article.undated_because


def counted_for_nothing(article: Article, payload: Payload) -> str:
    """Say why the window of a claim can't be relied on; "" where it can, as where its words name the year."""
    if not payload.get("earliest") or YEAR.search(payload.get("phrase") or ""):
        return ""
    return f"{article.undated_because} {SO_UNDATED}" if article.undated_because else ""


def recount(article: Article, proposals: Iterable[Finding]) -> list[str]:
    """Note with each accepted finding of the story that was counted from another day what it would say now.

    Returns the fingerprints of the proposals that say no more than that. One that dates what had no date is not among
    them: whoever accepts it dates the record.
    """
    accepted = Finding.objects.accepted().filter(article=article, redacted_at=None).select_related("position")
    dated = [row for row in proposals if row.payload.get("earliest")]
    repeated = {row.fingerprint for row in dated}
    said = []
    for finding in accepted.exclude(printed_on=None).exclude(printed_on=article.printed_on):
        proposal = _same(finding, [row for row in dated if row.fingerprint not in said])
        if finding.fingerprint in repeated:
            continue
        if proposal:
            said.append(proposal.fingerprint)
            _note(finding, {name: proposal.payload[name] for name in WINDOW})
        elif finding.position and finding.position.since == finding.printed_on and article.printed_on:
            _note(finding, {"since": article.printed_on.isoformat()})
    accepted.filter(printed_on=article.printed_on).exclude(recounted={}).update(recounted={})
    return said


def _same(finding: Finding, rows: Sequence[Finding]) -> Finding | None:
    """Return the proposal that says the same in the same words, but for the days."""
    if not finding.payload.get("earliest"):
        return None
    alike = [
        row
        for row in rows
        if row.kind == finding.kind
        and row.spans[0]["text"] == finding.spans[0]["text"]
        and all(row.payload.get(name) == finding.payload.get(name) for name in SAME)
    ]
    return next(iter(alike), None)


def _note(finding: Finding, recounted: dict[str, Any]) -> None:
    """Write it, unless it stands there and a curator has seen it."""
    if not recounted.items() <= finding.recounted.items():
        finding.recounted = recounted
        finding.save(update_fields=["recounted"])
