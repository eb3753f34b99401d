"""What waits for a curator: stories with pending findings in the order in which they are to be looked at, and who has
one open; proposed matches; votes of which nobody has said what came of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stories.desk.filters import NONE, Filters
from stories.desk.words import SURENESS
from stories.findings.confidence import GOLD_WEIGHS
from stories.findings.kinds import CLAIMS
from stories.models import Article, ArticleIssue, Finding, LoggedAction, OpenStory
from votes.models import Vote
from votes.models.status import OPEN_STATUSES

AT_ONCE = 30
# Matches looked at in one go for those that are no copies.
LOOKED_THROUGH = 100
# Pages further down than this hold nothing that anybody gets to; the filters do.
MOST_PAGES = 200
# What waits is read from an index that holds all these columns (`finding_waiting`): 100,000 findings take some tenths
# of a second at most, and no table has to be kept in step.
WAITING = """
    WITH waiting AS (
        SELECT finding.article_id, count(*) AS findings, max(finding.created_at) AS newest
        FROM stories_finding finding {joins} WHERE {conditions} GROUP BY finding.article_id
    ), ahead AS (
        SELECT id, issue_id, CASE WHEN earliest < %(today)s THEN latest ELSE earliest END AS vote_on
        FROM votes_vote WHERE status = ANY(%(open)s) AND latest >= %(today)s AND withdrawn_at IS NULL
    ), soon AS (
        SELECT DISTINCT ON (article_id) article_id, vote_id, vote_on FROM (
            -- Asked of each vote's issue, by its index, which OFFSET keeps the planner to.
            SELECT belongs.article_id, ahead.id AS vote_id, ahead.vote_on FROM ahead CROSS JOIN LATERAL (
                SELECT article_id FROM stories_articleissue
                WHERE issue_id = ahead.issue_id AND state <> 'rejected' OFFSET 0
            ) belongs
            -- What stands in a calendar belongs to an issue by its claims alone.
            UNION ALL SELECT finding.article_id, ahead.id, ahead.vote_on FROM ahead JOIN stories_finding finding
                ON finding.issue_id = ahead.issue_id AND finding.state = 'pending' AND finding.extractor = 'calendar'
        ) of_votes ORDER BY article_id, vote_on, vote_id
    ), doubted AS (
        SELECT article_id FROM stories_finding WHERE state = 'stale' UNION SELECT unnest(%(changed)s::bigint[])
    )
"""
LISTED = "FROM waiting LEFT JOIN soon USING (article_id) LEFT JOIN doubted USING (article_id)"
ORDER = "ORDER BY vote_on NULLS LAST, doubted.article_id IS NULL, newest DESC, waiting.article_id DESC"
PAGE = """
    {waiting}
    SELECT article_id, findings, vote_id, doubted.article_id IS NOT NULL, count(*) OVER (), sum(findings) OVER ()
    {listed} {order} LIMIT %(limit)s
    OFFSET least(%(offset)s, greatest((SELECT count(*) FROM waiting) - 1, 0) / %(limit)s * %(limit)s)
"""
# The one below, else the first.
NEXT = """
    {waiting}, queue AS (SELECT article_id, row_number() OVER ({order}) AS place {listed})
    SELECT article_id FROM queue WHERE article_id <> ALL(%(passed)s)
    ORDER BY place < coalesce((SELECT place FROM queue WHERE article_id = %(here)s), 0), place LIMIT 1
"""
RECORDS = """
    LEFT JOIN (
        SELECT kind, rule, extractor, sum(as_proposed) AS was_right, sum(as_proposed + corrected + rejected) AS seen
        FROM stories_rulerecord GROUP BY kind, rule, extractor
    ) record USING (kind, rule, extractor)
"""
CONFIDENCE = f"""
    (coalesce(record.was_right, 0) + {GOLD_WEIGHS} * finding.confidence) / (coalesce(record.seen, 0) + {GOLD_WEIGHS})
"""
OF_OUTLET = "finding.article_id IN (SELECT id FROM stories_article WHERE outlet_id = %(outlet)s)"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story of the queue: how many of its findings wait, the next vote on one of its issues, and whether one of its
    claims is in doubt since the story changed. The article has `on`, its issues' titles, and `open_with`, who else has
    it open.
    """

    article: Article
    findings: int
    vote: Vote | None
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue; `stories` and `findings` count what waits in all."""

    rows: list[Waiting]
    number: int
    stories: int
    findings: int

    @property
    def last(self) -> int:
        return min(MOST_PAGES, max(1, -(-self.stories // AT_ONCE)))


def queue_page(
    filters: Filters, number: int, by: User, now: datetime, changed: Sequence[int] = ()
) -> Page:  # fmt: skip
    """Return the stories that wait: those with the soonest vote ahead first, then those whose claims are in doubt (the
    `changed` ones, and those with stale findings), then the newest. A vote whose window has begun counts by its end.
    A page that is not there is the last one.
    """
    values = {**_values(filters, now, changed), "limit": AT_ONCE, "offset": AT_ONCE * (number - 1)}
    rows = _rows(PAGE, filters, values)
    articles = _listed(by, now).in_bulk([row[0] for row in rows])
    votes = Vote.objects.select_related("body__place").in_bulk([row[2] for row in rows if row[2]])
    waiting = [Waiting(articles[pk], count, votes.get(vote), is_doubted) for pk, count, vote, is_doubted, *_ in rows]
    stories, findings = rows[0][4:] if rows else (0, 0)
    page = Page(waiting, number, stories, int(findings))
    return replace(page, number=min(number, page.last))


def next_story(
    article: Article, by: User, now: datetime, filters: Filters = NONE, changed: Sequence[int] = ()
) -> Article | None:  # fmt: skip
    """Return where to go on from a story: the one below it in the queue, after the last one the first; passing by what
    somebody else has open. None where nothing else waits.
    """
    passed = [article.pk, *open_with_others(by, now).values_list("article_id", flat=True)]
    values = {**_values(filters, now, changed), "here": article.pk, "passed": passed}
    rows = _rows(NEXT, filters, values)
    return Article.objects.get(pk=rows[0][0]) if rows else None


def _values(filters: Filters, now: datetime, changed: Sequence[int]) -> dict[str, Any]:
    since, until = filters.between(now)
    steps = [step.value for step in SURENESS]
    at = steps.index(filters.sure) if filters.sure else 0
    return {
        "open": [*OPEN_STATUSES], "today": timezone.localdate(now), "changed": [*changed],
        "issue": filters.issue_of and filters.issue_of.pk, "outlet": filters.outlet_of and filters.outlet_of.pk,
        "kind": filters.kind, "rule": filters.rule, "since": since, "until": until,
        "at_least": SURENESS[at].at_least, "below": SURENESS[at - 1].at_least if at else 2,
    }  # fmt: skip


def _rows(query: str, filters: Filters, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the query's rows, of those findings that the filters leave."""
    conditions = {
        "finding.state = 'pending'": True,
        "finding.issue_id = %(issue)s": filters.issue,
        "finding.kind = %(kind)s": filters.kind,
        "finding.rule = %(rule)s": filters.rule,
        "finding.created_at > %(since)s": values["since"],
        "finding.created_at <= %(until)s": values["until"],
        f"{CONFIDENCE} >= %(at_least)s AND {CONFIDENCE} < %(below)s": filters.sure,
        OF_OUTLET: filters.outlet,
    }
    wanted = " AND ".join(condition for condition, is_set in conditions.items() if is_set)
    waiting = WAITING.format(joins=RECORDS if filters.sure else "", conditions=wanted)
    with connection.cursor() as cursor:
        cursor.execute(query.format(waiting=waiting, listed=LISTED, order=ORDER), values)
        return list(cursor.fetchall())


def _listed(by: User, now: datetime) -> QuerySet[Article]:
    """Return stories as the queue lists them."""
    belongs = ArticleIssue.objects.filter(article=OuterRef("pk")).exclude(state=ArticleIssue.State.REJECTED)
    return Article.objects.select_related("outlet").annotate(
        on=ArraySubquery(belongs.order_by("issue__title").values("issue__title")),
        open_with=ArraySubquery(open_with_others(by, now).filter(article=OuterRef("pk")).values("by__username")),
    )


def open_with_others(by: User, now: datetime) -> QuerySet[OpenStory]:
    """Return what others than this curator have open."""
    return OpenStory.objects.now(now).exclude(by=by).order_by("by__username")


def proposed_matches(most: int) -> list[ArticleIssue]:
    """Return the first matches of stories that may belong to an issue, the likeliest first; not of those that wait with
    a claim about it, whose acceptance says so.
    """
    claims = Finding.objects.pending().filter(kind__in=CLAIMS, article=OuterRef("article"), issue=OuterRef("issue"))
    proposed = ArticleIssue.objects.filter(state=ArticleIssue.State.PROPOSED).exclude(Exists(claims))
    numbers = proposed.order_by("-score", "-article_id").values_list("pk", flat=True)
    found: list[ArticleIssue] = []
    # In two steps, so that an index gives the order; the second one leaves out copies of what was looked at.
    for first in count(0, LOOKED_THROUGH):
        pks = list(numbers[first : first + LOOKED_THROUGH])
        waiting = ArticleIssue.objects.waiting().filter(pk__in=pks).select_related("article__outlet", "issue")
        found += waiting.order_by("-score", "-article_id")[: most - len(found)]
        if len(found) == most or len(pks) < LOOKED_THROUGH:
            break
    return found


def overdue_votes(today: date) -> QuerySet[Vote]:
    """Return votes whose window is over without word of what came of them."""
    return Vote.objects.overdue(today).select_related("issue", "body")


def logged_actions() -> QuerySet[LoggedAction]:
    """Return the log, newest first, with what undoing needs to know."""
    return LoggedAction.objects.select_related("by", "finding__article", "undone_by", "undoes")
