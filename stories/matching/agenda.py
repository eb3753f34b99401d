"""Which issues the words of a calendar are about: their terms, in each item by itself."""

from collections.abc import Sequence

from django.db import connection

# As in `match.RANKS`: stemmed, but for a phrase that stemming robs of a word. The words are told apart once.
NAMED = """
    WITH said AS MATERIALIZED (
        SELECT number, to_tsvector('english', words) AS stems, to_tsvector('simple', words) AS words
        FROM unnest(%s::text[]) WITH ORDINALITY AS said (words, number)
    ), asked AS MATERIALIZED (
        SELECT issue.id, term, phraseto_tsquery('english', term) AS stems, phraseto_tsquery('simple', term) AS words
        FROM votes_issue issue, unnest(issue.terms) AS term
        WHERE closed_at IS NULL AND coalesce(issue.place_id = %s, true)
    )
    SELECT number - 1, id, min(term) FROM said JOIN asked
        ON CASE WHEN numnode(asked.stems) = numnode(asked.words) THEN said.stems @@ asked.stems
           ELSE said.words @@ asked.words END
    GROUP BY number, id ORDER BY number, id
"""


def issues_named(texts: Sequence[str], place_id: int | None) -> list[tuple[int, int, str]]:
    """Return which of the texts, by its place in the list, names which open issue of the place, and one term of it."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [list(texts), place_id])
        return list(cursor.fetchall())
