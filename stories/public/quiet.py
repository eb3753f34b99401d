"""What readers who want to know are told of sources: how many are read for a topic, and which have fallen silent."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from stories.models import ArticleIssue, Outlet, Source
from stories.public.source_health import health_of, with_sources
from votes.alerts.quiet import Silence
from votes.models import Issue
from votes.subjects import key_of, make_key, read_key

# What has a day since when.
SILENT = ("unread", "stopped", "silent")
# By which of an issue's columns a topic of this kind finds the issues that it is about.
ISSUES = {
    "issue": "pk", "body": "body", "place": "place", "vote": "votes", "event": "events", "person": "positions__person",
}  # fmt: skip


def sources_for(topic: str) -> tuple[int, datetime | None]:
    """Return how many running sources are read for a topic, and the oldest of their last good polls."""
    kind, pk = read_key(topic)
    issues = Issue.objects.public().filter(**{ISSUES[kind]: pk})
    running = Source.objects.filter(_of(issues), gone_at=None, paused=False).distinct()
    looked = running.aggregate(since=Min("last_ok_at"))["since"]
    return running.count(), looked


def silences(now: datetime) -> list[Silence]:
    """Return the outlets that can't be read or say nothing, of those from which stories on open issues come."""
    issues = Issue.objects.public().filter(closed_at=None)
    outlets = Outlet.objects.filter(sources__in=Source.objects.filter(_of(issues))).distinct()
    silent = [one for one in health_of(outlets.prefetch_related(with_sources()), now) if one.state in SILENT]
    return [
        Silence(
            one.outlet.pk,
            str(one.outlet),
            one.words,
            one.since,
            reverse("outlet", args=[one.outlet.slug]),
            _topics(one.outlet),
        )
        for one in silent
        if one.since
    ]


def _of(issues: QuerySet[Issue]) -> Q:
    """Return the condition on sources that stories on these issues come from, or that were set to watch them."""
    accepted = ArticleIssue.objects.filter(issue__in=issues, state=ArticleIssue.State.ACCEPTED)
    return Q(outlet__in=accepted.values("article__outlet")) | Q(issues__in=issues)


def _topics(outlet: Outlet) -> list[str]:
    """Return the keys of the open issues that an outlet reports on, and of their bodies and places."""
    accepted = ArticleIssue.objects.filter(article__outlet=outlet, state=ArticleIssue.State.ACCEPTED)
    watched = Q(pk__in=accepted.values("issue")) | Q(sources__outlet=outlet)
    issues = Issue.objects.public().filter(watched, closed_at=None).distinct().order_by("pk")
    keys = dict.fromkeys(key_of(issue) for issue in issues)
    keys |= dict.fromkeys(make_key("body", issue.body_id) for issue in issues if issue.body_id)
    return [*(keys | dict.fromkeys(make_key("place", issue.place_id) for issue in issues if issue.place_id))]
