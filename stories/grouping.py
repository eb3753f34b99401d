"""Sets a story under the one it copies, or the copies under it: the earliest telling is the original."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from stories.ingestion.agencies import agency_of
from stories.ingestion.copies import boilerplate, is_copy, shingle_hashes
from stories.models import Article

WITHIN = timedelta(days=45)  # a story that comes back later than that is told anew
MOST_CANDIDATES = 60
RECENT_OF_OUTLET = 40
BOILERPLATE_FROM = 6  # so many stories of one outlet: more than one story is ever put out anew under other URLs
LOCK = 0x636F7079  # "copy"

# Those that share the most hashes; a footer alone would bring all of an outlet's stories.
CANDIDATES = """
    SELECT article.id
    FROM stories_article article CROSS JOIN LATERAL (
        SELECT count(*) AS hashes
        FROM (SELECT unnest(article.fingerprint) INTERSECT SELECT unnest(%(hashes)s::int[])) AS both_have
    ) AS shared
    WHERE article.fingerprint && %(hashes)s::int[] AND article.id <> %(own)s
      AND coalesce(article.published_at, article.first_read_at) BETWEEN %(since)s AND %(until)s
    ORDER BY shared.hashes DESC, article.id LIMIT %(most)s
"""


@transaction.atomic
def group(article: Article, text: str) -> None:
    """Write the fingerprint and agency of `text`, the article's latest, and find its place among copies.

    One at a time, by a lock: two workers with two copies would each miss the other's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    article.fingerprint = shingle_hashes(text)
    article.agency = article.agency or agency_of(article.byline, text) or ""
    article.save(update_fields=["fingerprint", "agency"])
    same_story = _copies(article)
    if same_story:
        _set_under_earliest(article, same_story)
    article.refresh_from_db(fields=["original"])


def moment(article: Article) -> datetime:
    """When the story was out: as it says itself, or else when it was first read."""
    return article.published_at or article.first_read_at


def _copies(article: Article) -> list[Article]:
    """Articles with the same story; within one outlet, what its stories share anyway does not count."""
    alike = [other for other in _candidates(article) if is_copy(article.fingerprint, other.fingerprint)]
    if not any(other.outlet_id == article.outlet_id for other in alike):
        return alike
    shared = _boilerplate(article)
    return [other for other in alike if is_copy(article.fingerprint, other.fingerprint, shared)]


def _candidates(article: Article) -> list[Article]:
    if not article.fingerprint:
        return []
    at = moment(article)
    values: dict[str, Any] = {"since": at - WITHIN, "until": at + WITHIN, "most": MOST_CANDIDATES}
    with connection.cursor() as cursor:
        # Postgres takes the comparison of two arrays for cheap and would read the whole table.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(CANDIDATES, {"hashes": article.fingerprint, "own": article.pk, **values})
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return list(Article.objects.filter(pk__in=ids).select_related("original"))


def _boilerplate(article: Article) -> frozenset[int]:
    recent = Article.objects.filter(outlet=article.outlet_id).order_by("-id").exclude(pk=article.pk)
    fingerprints = recent.values_list("fingerprint", flat=True)[:RECENT_OF_OUTLET]
    return boilerplate([article.fingerprint, *fingerprints], seen_in=BOILERPLATE_FROM)


def _set_under_earliest(article: Article, same_story: Iterable[Article]) -> None:
    """One original and all others directly under it.

    Where the article joins two originals that are not copies of each other (a roundup of both), it goes
    under the earlier one and they stay apart.
    """
    originals = {other.original or other for other in same_story} - {article}
    earliest = min([article, *originals], key=lambda story: (moment(story), story.pk))
    if earliest == article:
        below = {other.pk for other in same_story}
        Article.objects.filter(Q(pk__in=below) | Q(original__in=below)).exclude(pk=article.pk).update(original=article)
        Article.objects.filter(pk=article.pk).update(original=None)
    else:
        Article.objects.filter(Q(pk=article.pk) | Q(original=article.pk)).update(original=earliest)
