"""Which stories share the most words with given ones: looked up by index, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from stories.ingestion.copies import FEWEST_OF_SAMPLE

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
