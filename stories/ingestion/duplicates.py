"""Groups a story with those that tell it in the same words, found by shared hashes, under the earliest original."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from stories.ingestion.shingles import FEWEST_OF_SAMPLE, boilerplate, is_copy
from stories.models import Article

# Copies follow their original soon; looking further back finds reprints of notices and boilerplate.
WITHIN = timedelta(days=60)
# Stories of an outlet looked through for what it prints under many.
OF_ONE_OUTLET = 50
# Stories compared word by word with one, at most.
MOST = 60
# Those that share the most hashes first: a footer alone would bring all of an outlet's stories.
QUERY = """
    SELECT own.id, alike.id
    FROM ({own}) AS own (id, fingerprint, told_at) CROSS JOIN LATERAL (
        SELECT article.id, shared.hashes
        FROM stories_article article CROSS JOIN LATERAL (
            SELECT count(*) AS hashes
            FROM (SELECT unnest(article.fingerprint) INTERSECT SELECT unnest(own.fingerprint)) AS both_have
        ) AS shared
        WHERE article.fingerprint && own.fingerprint AND article.id <> own.id
          AND shared.hashes >= %(fewest)s
          -- Of two months there may be many stories: no index of days is to take the fingerprints' place.
          AND coalesce(article.published_at, article.first_read_at) + interval '0'
              BETWEEN own.told_at - %(within)s AND own.told_at + %(within)s
        ORDER BY shared.hashes DESC, article.id LIMIT %(most)s
    ) AS alike
    ORDER BY own.id, alike.hashes DESC, alike.id
"""
STORED = "SELECT id, fingerprint, coalesce(published_at, first_read_at) FROM stories_article WHERE id = ANY(%(ids)s)"
READ = "SELECT %(number{0})s::bigint, %(hashes{0})s::int[], %(told_at{0})s::timestamptz"


@transaction.atomic(savepoint=False)
def group_copies(articles: Sequence[Article]) -> None:
    """Set each article's `original` by its fingerprint, which stands in the database.

    One at a time, in the turn that `keep` takes: two workers with two copies would not see each other's.
    """
    alike = most_alike([article.pk for article in articles], WITHIN)
    for article in articles:
        others = _same_story(article, alike.get(article.pk, []))
        root = _earliest([*others, article])
        if root == article:
            _adopt(article, others)
        else:
            article.original = root
            article.save(update_fields=["original"])
            article.copies.update(original=root)  # all stand directly under the original


def most_alike(ids: Sequence[int], within: timedelta) -> dict[int, list[int]]:
    """Return, for each article that has such, the ids of those that share hashes with it, the most alike first.

    They came out within that time of it, and are at most MOST.
    """
    return _alike(STORED, {"ids": list(ids)}, within)


def alike_to_read(texts: Sequence[tuple[Sequence[int], datetime]], within: timedelta) -> dict[int, list[int]]:
    """Return the same for stories that are read and not stored, by their place in `texts`: each a fingerprint and when
    it was told.
    """
    values: dict[str, Any] = {}
    for number, (hashes, told_at) in enumerate(texts):
        # Below zero, where no article's id is.
        values |= {f"number{number}": -1 - number, f"hashes{number}": list(hashes), f"told_at{number}": told_at}
    rows = " UNION ALL ".join(READ.format(number) for number in range(len(texts)))
    by_number = _alike(rows, values, within) if texts else {}
    return {-1 - number: ids for number, ids in by_number.items()}


@transaction.atomic(savepoint=False)
def _alike(own_rows: str, values: dict[str, Any], within: timedelta) -> dict[int, list[int]]:
    values |= {"within": within, "fewest": FEWEST_OF_SAMPLE, "most": MOST}
    alike_of: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        # Postgres takes the comparison of two arrays for cheap, and would make it with every row of the table.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(QUERY.format(own=own_rows), values)
        for own, alike in cursor.fetchall():
            alike_of[own].append(alike)
        cursor.execute("SET LOCAL enable_seqscan = on")
    return alike_of


def _same_story(article: Article, alike: Sequence[int]) -> list[Article]:
    """Return the stories with the same words, each by the original it stands for."""
    if not alike:
        return []
    recent = article.outlet.articles.filter(original=None).order_by("-id").values_list("fingerprint", flat=True)
    common = boilerplate(recent[:OF_ONE_OUTLET])
    others = Article.objects.filter(pk__in=alike).select_related("original", "outlet")
    return [other.original or other for other in others if is_copy(article.fingerprint, other.fingerprint, common)]


def _earliest(articles: Iterable[Article]) -> Article:
    """Return the original: the story of an outlet that others credit, an agency's say, else the earliest published."""
    group = list({article.pk: article for article in articles}.values())
    credits_given = {credit.casefold() for article in group for credit in (article.agency, *article.byline)}

    def rank(article: Article) -> tuple[bool, datetime, int]:
        credited = any(article.outlet.name.casefold() in credit for credit in credits_given if credit)
        return not credited, article.published_at or article.first_read_at, article.pk

    return min(group, key=rank)


def _adopt(article: Article, others: Iterable[Article]) -> None:
    """Put what was taken for the original, and its copies, under the article, which is the earliest."""
    if article.original_id is not None:
        article.original = None
        article.save(update_fields=["original"])
    taken = [other.pk for other in others if other.pk != article.pk]
    if taken:
        below = Article.objects.filter(Q(pk__in=taken) | Q(original__in=taken)).exclude(pk=article.pk)
        below.update(original=article)
