"""What a claim about a vote or an event adds to what is known: whether it governs, and what it leaves alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from stories.findings.identity import likeness
from stories.findings.kinds import KINDS
from stories.models import Finding
from votes.models import Event, Vote
from votes.models.status import Status

# Claims of these say when a vote will be; the others say that something happened to it.
FORWARD = (Status.EXPECTED, Status.SCHEDULED)


def schedule_of(finding: Finding) -> dict[str, Any]:
    """Return the claim in the record's own fields. Raises ValueError where a day or hour of it can't be read."""
    return KINDS[finding.kind].claimed(finding.payload)


def governs(finding: Finding, known: Vote | Event) -> bool:
    """Say whether the claim's date is to be the known one's: no younger story governs it, the claim says more than that
    it will be within some longer stretch, which a vaguer story of the same day does, and it doesn't tell otherwise
    what became of the matter: between reports that differ, a curator chooses.
    """
    newest = _governing(finding, known).order_by("-article__published_at").first()
    published = finding.article.published_at
    told = newest.article.published_at if newest else None
    is_newest = told is None or (published is not None and published >= told)
    claim = schedule_of(finding)
    same_story = newest is not None and newest.article_id == finding.article_id
    differs = isinstance(known, Vote) and not same_story and tells_another_fate(claim, known)
    return is_newest and not differs and not _is_vaguer(claim, known)


def _governing(finding: Finding, known: Vote | Event) -> Any:
    """Return the accepted claims that govern the record; a vote that was put off, those of the vote that did it."""
    name = KINDS[finding.kind].record
    about = Q(**{name: known})
    if isinstance(known, Vote):
        about |= Q(vote__disposes_of=known)
    return Finding.objects.accepted().filter(about, governs=True).exclude(pk=finding.pk).select_related("article")


def tells_another_fate(claim: Mapping[str, Any], vote: Vote) -> bool:
    """Say whether the claim contradicts what became of the vote, as known, rather than telling what came later."""
    if vote.is_open or claim["status"] in FORWARD:
        return False
    day = day_of_fate(vote)
    if day is not None and claim["earliest"] is not None and claim["earliest"] > day:
        return False  # what came later is news
    if vote.status == Status.HELD == claim["status"]:
        known, said = (vote.yes, vote.no), (claim["yes"], claim["no"])
        other_outcome = bool(claim["outcome"] and vote.outcome and claim["outcome"] != vote.outcome)
        return other_outcome or (None not in (*known, *said) and known != said)
    return bool(claim["status"] != vote.status)


def day_of_fate(vote: Vote) -> date | None:
    """Return the last day on which what became of the vote may have happened: its own, or that of the vote that put it
    off; None where nobody says.
    """
    if vote.latest is not None:
        return vote.latest
    disposal = vote.disposals.standing().order_by("-latest").first()
    return disposal.latest if disposal else None


def _is_vaguer(claim: dict[str, Any], known: Vote | Event) -> bool:
    """Say whether the claim is less exact than what is known: "next week" of a vote known to be on Tuesday moves
    nothing; nor does "soon", which brings no matter back that was shelved.
    """
    if claim["status"] not in FORWARD:
        return False
    if isinstance(known, Vote) and known.status == Status.SHELVED:
        return claim["earliest"] is None
    if not known.is_open or known.earliest is None or known.latest is None:
        return False
    if claim["earliest"] is None:
        return True
    wider = claim["earliest"] <= known.earliest and known.latest <= claim["latest"]
    return bool(wider and (claim["earliest"], claim["latest"]) != (known.earliest, known.latest))


def news(claim: dict[str, Any], known: Vote | Event) -> dict[str, Any]:
    """Return the claim without what it leaves unsaid: its silence about the place changes no place, and none about the
    hour while the day stays; a new day's hour is not known until somebody says so. A postponed vote that is told
    again for its new day is no less postponed.
    """
    said = dict(claim)
    same_day = (claim["earliest"], claim["latest"]) == (known.earliest, known.latest)
    if not said["location"]:
        del said["location"]
    if said["time"] is None and same_day:
        del said["time"]
    if same_day and known.status == Status.POSTPONED and said["status"] in FORWARD:
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
