"""Groups a story with those that tell it in the same words, under the earliest original."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from stories.ingestion.shingles import FEWEST_OF_SAMPLE, boilerplate, is_copy
from stories.models import Article, Outlet

WITHIN = timedelta(days=60)
"""Copies follow their original soon; looking further back finds reprints of notices and boilerplate."""
OF_ONE_OUTLET = 50


@transaction.atomic(savepoint=False)
def group_copies(articles: Sequence[Article]) -> None:
    """Set each article's `original` by its fingerprint, which stands in the database.

    One at a time, under the lock that `keep` takes: two workers with two copies would not see each other's.
    """
    alike = most_alike([article.pk for article in articles], WITHIN)
    for article in articles:
        _group(article, _same_story(article, alike.get(article.pk, [])))


def _group(article: Article, others: list[Article]) -> None:
    root = _earliest([*others, article])
    if root == article:
        _adopt(article, others)
        return
    article.original = root
    article.save(update_fields=["original"])
    article.copies.update(original=root)  # all stand directly under the original


def _same_story(article: Article, alike: Sequence[int]) -> list[Article]:
    """Stories with the same words, each by the original it stands for."""
    if not alike:
        return []
    common = _boilerplate(article.outlet)
    found = Article.objects.filter(pk__in=alike).select_related("original", "outlet")
    return [other.original or other for other in found if is_copy(article.fingerprint, other.fingerprint, common)]


def _boilerplate(outlet: Outlet) -> frozenset[int]:
    """What the outlet prints under many of its stories."""
    recent = outlet.articles.filter(original=None).order_by("-id").values_list("fingerprint", flat=True)
    return boilerplate(recent[:OF_ONE_OUTLET])


def _earliest(articles: Iterable[Article]) -> Article:
    """An agency's story credited by its copies is theirs; among equals the earliest published."""
    group = list({article.pk: article for article in articles}.values())
    credited = {credit for article in group for credit in (article.agency, *article.byline)}
    return min(group, key=lambda one: (not _is_credited(one, credited), _published(one), one.pk))


def _is_credited(article: Article, credited: set[str]) -> bool:
    """Whether another story of the group names this one's outlet as where it comes from."""
    return any(article.outlet.name.casefold() in credit.casefold() for credit in credited if credit)


def _adopt(article: Article, others: Iterable[Article]) -> None:
    """The article is the earliest: what was taken for the original, and its copies, now stand under it."""
    if article.original_id is not None:
        article.original = None
        article.save(update_fields=["original"])
    taken = [other.pk for other in others if other.pk != article.pk]
    if taken:
        below = Article.objects.filter(Q(pk__in=taken) | Q(original__in=taken)).exclude(pk=article.pk)
        below.update(original=article)


def _published(article: Article) -> datetime:
    return article.published_at or article.first_read_at


MOST = 60

# Those that share the most hashes first: a footer alone would bring all of an outlet's stories.
QUERY = """
    SELECT own.id, alike.id
    FROM stories_article own CROSS JOIN LATERAL (
        SELECT article.id, shared.hashes
        FROM stories_article article CROSS JOIN LATERAL (
            SELECT count(*) AS hashes
            FROM (SELECT unnest(article.fingerprint) INTERSECT SELECT unnest(own.fingerprint)) AS both_have
        ) AS shared
        WHERE article.fingerprint && own.fingerprint AND article.id <> own.id
          AND shared.hashes >= %(fewest)s
          AND coalesce(article.published_at, article.first_read_at)
              BETWEEN coalesce(own.published_at, own.first_read_at) - %(within)s
                  AND coalesce(own.published_at, own.first_read_at) + %(within)s
        ORDER BY shared.hashes DESC, article.id LIMIT %(most)s
    ) AS alike
    WHERE own.id = ANY(%(ids)s) ORDER BY own.id, alike.hashes DESC, alike.id
"""


@transaction.atomic(savepoint=False)
def most_alike(ids: Sequence[int], within: timedelta) -> dict[int, list[int]]:
    """For each article that has such, the ids of those out within that time of it that share hashes with it, at most
    MOST.
    """
    values: dict[str, Any] = {"ids": list(ids), "within": within, "fewest": FEWEST_OF_SAMPLE, "most": MOST}
    found: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        # Postgres takes the comparison of two arrays for cheap, and would make it with every row of the table.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(QUERY, values)
        for own, alike in cursor.fetchall():
            found[own].append(alike)
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found
