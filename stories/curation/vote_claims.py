"""What a claim about a vote adds to what is known: whether it governs the date, and what it leaves alone."""

from datetime import date, time
from typing import Any

from stories.models import Finding
from votes.models import Vote
from votes.models.decisions import Status

FORWARD = (Status.EXPECTED, Status.SCHEDULED)
"""Claims of these kinds say when a vote will be; the others say that something happened to it."""


def schedule_of(finding: Finding) -> dict[str, Any]:
    """The claim in the vote's own fields."""
    payload = finding.payload
    clock = payload.get("time")
    return {
        "earliest": _day(payload.get("earliest")),
        "latest": _day(payload.get("latest")),
        "precision": payload.get("precision") or "none",
        "phrase": (payload.get("phrase") or "")[:300],
        "time": time.fromisoformat(clock) if clock else None,
        "location": (payload.get("place") or "").rstrip(" .,;")[:300],
        "status": payload["status"],
        "outcome": (payload.get("outcome") or "") if payload["status"] == Status.HELD else "",
        "yes": payload.get("yes"),
        "no": payload.get("no"),
    }


def governs(finding: Finding, vote: Vote) -> bool:
    """Whether the claim's date is to be the vote's: no younger story governs it, and the claim says more than that
    the vote will be within some longer stretch, which a vaguer story of the same day does.
    """
    return _is_newest(finding, vote) and not _is_vaguer(schedule_of(finding), vote)


def _is_newest(finding: Finding, vote: Vote) -> bool:
    governing = Finding.objects.accepted().filter(vote=vote, governs=True).exclude(pk=finding.pk)
    newest = governing.order_by("-article__published_at").values_list("article__published_at", flat=True).first()
    published = finding.article.published_at
    return newest is None or (published is not None and published >= newest)


def _is_vaguer(claim: dict[str, Any], vote: Vote) -> bool:
    """ "Next week" of a vote known to be on Tuesday moves nothing; nor does "soon"."""
    if claim["status"] not in FORWARD or not vote.is_open or vote.earliest is None or vote.latest is None:
        return False
    if claim["earliest"] is None:
        return True
    wider = claim["earliest"] <= vote.earliest and vote.latest <= claim["latest"]
    return bool(wider and (claim["earliest"], claim["latest"]) != (vote.earliest, vote.latest))


def news(claim: dict[str, Any], vote: Vote) -> dict[str, Any]:
    """The claim without what it leaves unsaid: its silence about the place changes no place, and none about the
    hour while the day stays; a new day's hour is not known until somebody says so. A postponed vote that is told
    again for its new day is no less postponed.
    """
    told = dict(claim)
    same_day = (claim["earliest"], claim["latest"]) == (vote.earliest, vote.latest)
    if not told["location"]:
        del told["location"]
    if told["time"] is None and same_day:
        del told["time"]
    if same_day and vote.status == Status.POSTPONED and told["status"] in FORWARD:
        del told["status"]
    return told


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
