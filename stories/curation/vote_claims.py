"""What a claim about a vote adds to what is known: whether it governs the date, and what it leaves alone."""

from datetime import date, time
from typing import Any

from stories.findings.identity import likeness
from stories.models import Finding
from votes.models import Vote
from votes.models.decisions import Status

# Claims of these say when a vote will be; the others say that something happened to it.
FORWARD = (Status.EXPECTED, Status.SCHEDULED)


def schedule_of(finding: Finding) -> dict[str, Any]:
    """Return the claim in the vote's own fields. Raises ValueError where a day or hour of it can't be read."""
    payload = finding.payload
    earliest, latest, clock = (payload.get(name) for name in ("earliest", "latest", "time"))
    return {
        "earliest": date.fromisoformat(earliest) if earliest else None,
        "latest": date.fromisoformat(latest) if latest else None,
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
    """Say whether the claim's date is to be the vote's: no younger story governs it, and the claim says more than that
    the vote will be within some longer stretch, which a vaguer story of the same day does.
    """
    governing = Finding.objects.accepted().filter(vote=vote, governs=True).exclude(pk=finding.pk)
    newest = governing.order_by("-article__published_at").values_list("article__published_at", flat=True).first()
    published = finding.article.published_at
    is_newest = newest is None or (published is not None and published >= newest)
    return is_newest and not _is_vaguer(schedule_of(finding), vote)


def _is_vaguer(claim: dict[str, Any], vote: Vote) -> bool:
    """Say whether the claim is less exact than what is known: "next week" of a vote known to be on Tuesday moves
    nothing; nor does "soon".
    """
    if claim["status"] not in FORWARD or not vote.is_open or vote.earliest is None or vote.latest is None:
        return False
    if claim["earliest"] is None:
        return True
    wider = claim["earliest"] <= vote.earliest and vote.latest <= claim["latest"]
    return bool(wider and (claim["earliest"], claim["latest"]) != (vote.earliest, vote.latest))


def news(claim: dict[str, Any], vote: Vote) -> dict[str, Any]:
    """Return the claim without what it leaves unsaid: its silence about the place changes no place, and none about the
    hour while the day stays; a new day's hour is not known until somebody says so. A postponed vote that is told
    again for its new day is no less postponed.
    """
    said = dict(claim)
    same_day = (claim["earliest"], claim["latest"]) == (vote.earliest, vote.latest)
    if not said["location"]:
        del said["location"]
    if said["time"] is None and same_day:
        del said["time"]
    if same_day and vote.status == Status.POSTPONED and said["status"] in FORWARD:
        del said["status"]
    return said


def told_beside(finding: Finding) -> set[int]:
    """Return the votes that accepted claims of the very same sentence, body, status and day speak of: two decisions
    told in one breath are two.
    """
    beside = Finding.objects.accepted().filter(article=finding.article_id, kind=finding.kind, vote__isnull=False)
    mine = likeness(finding.kind, finding.payload, finding.spans)
    return {
        other.vote_id
        for other in beside.exclude(pk=finding.pk)
        if other.vote_id and likeness(other.kind, other.payload, other.spans) == mine
    }
