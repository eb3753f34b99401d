"""The meeting that a body's own calendar tells of, and the votes on its agenda: what is accepted of the one holds for
the other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from stories.findings.kinds import MEETING_CLAIM
from stories.models import Finding
from votes import events
from votes.citation import Citation
from votes.models import Event, Vote


def meeting_told_beside(finding: Finding) -> Finding | None:
    """Return the pending claim of the meeting at which the vote that the claim is about is on the agenda."""
    beside = Finding.objects.pending().filter(article=finding.article_id, issue=finding.issue, redacted_at=None)
    return beside.filter(kind=MEETING_CLAIM).order_by("-pk").first()


def event_of(finding: Finding) -> Event | None:
    """Return the event that is known of the calendar's row which the claim rests on."""
    if not finding.article.is_record:
        return None
    told = Finding.objects.accepted().filter(article=finding.article_id, event__withdrawn_at=None)
    told = told.exclude(event=None).exclude(pk=finding.pk).select_related("event").order_by("-pk")
    newest = told.first()
    return newest.event if newest else None


def vote_of(finding: Finding) -> Vote | None:
    """Return the vote that an earlier state of the calendar's row told of, by the same item."""
    if not finding.article.is_record:
        return None
    told = _votes_told(finding).filter(payload__matter=finding.payload["matter"])
    newest = told.select_related("vote").order_by("-pk").first()
    return newest.vote if newest else None


def votes_of(finding: Finding) -> list[Vote]:
    """Return the votes not taken yet that are known from the agenda of the calendar's row."""
    if not finding.article.is_record:
        return []
    votes = Vote.objects.standing().undecided().filter(findings__in=_votes_told(finding).filter(governs=True))
    return list(votes.filter(issue=finding.issue).distinct())


def take_along(event: Event, votes: Iterable[Vote], citation: Citation, now: datetime) -> None:
    """Have these votes be taken at the event as well."""
    taken = {vote.pk: vote for vote in (*event.votes.standing().undecided(), *votes)}
    events.take_at(event, taken.values(), citation, now)


def _votes_told(finding: Finding) -> QuerySet[Finding]:
    told = Finding.objects.accepted().filter(article=finding.article_id, vote__withdrawn_at=None)
    return told.exclude(vote=None).exclude(pk=finding.pk)
