"""Which stories share the most words with a given one: looked up by index, whatever their number."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from stories.ingestion.copies import FEWEST_OF_SAMPLE
from stories.models import Article

MOST = 60

# Those that share the most hashes first: a footer alone would bring all of an outlet's stories.
QUERY = """
    SELECT article.id
    FROM stories_article article CROSS JOIN LATERAL (
        SELECT count(*) AS hashes
        FROM (SELECT unnest(article.fingerprint) INTERSECT SELECT unnest(%(hashes)s::int[])) AS both_have
    ) AS shared
    WHERE article.fingerprint && %(hashes)s::int[] AND article.id <> %(own)s
      AND shared.hashes >= %(fewest)s
      AND coalesce(article.published_at, article.first_read_at) BETWEEN %(since)s AND %(until)s
    ORDER BY shared.hashes DESC, article.id LIMIT %(most)s
"""


@transaction.atomic(savepoint=False)
def most_alike(article: Article, since: datetime, until: datetime) -> list[int]:
    """Ids of the stories out between the two moments that have hashes in common with `article`, at most MOST."""
    if not article.fingerprint:
        return []
    values: dict[str, Any] = {
        "hashes": article.fingerprint,
        "own": article.pk,
        "since": since,
        "until": until,
        "fewest": FEWEST_OF_SAMPLE,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        # Postgres takes the comparison of two arrays for cheap, and would make it with every row of the table.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(QUERY, values)
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return ids
