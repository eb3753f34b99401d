"""Which words are no term of an issue: those that every story has, or nearly every one, and tell none apart."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection

from officials.models import Place
from stories.matching.match import naming
from stories.matching.rematch import newest_at_home
from stories.models import Article

# Of the newest stories of a place, the share from which a term that stands in so many tells none apart; fewer stories
# than these say nothing about that.
MOST_SHARE, FEWEST = 0.5, 20
# Whether nothing is left of a phrase once the words are gone that every English text has.
STOP_WORDS = """
    SELECT phrase FROM unnest(%s::text[]) AS phrases (phrase) WHERE numnode(phraseto_tsquery('english', phrase)) = 0
"""


def refusals(terms: Collection[str], place: Place | None, known: Iterable[str] = ()) -> list[str]:
    """Return, for each term that brings everything in, a sentence that says why it is refused.

    Terms that the issue has already, `known`, are not counted anew: a matter may come to fill the news.
    """
    common = {*_of_stop_words(terms)}
    sentences = []
    for term in terms:
        letters = [char for char in term if char.isalnum()]
        if not letters:
            sentences.append(f"“{term}” has no word in it.")
        elif len(letters) == 1:
            sentences.append(f"“{term}” is a single letter: it would bring every story in.")
        elif term in common:
            sentences.append(f"“{term}” is a word that every story has: it would bring every story in.")
    counted = [term for term in terms if term not in {*known} and term not in common]
    return [*sentences, *_too_frequent(counted, place)]


def _of_stop_words(terms: Collection[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(STOP_WORDS, [list(terms)])
        return [term for (term,) in cursor.fetchall()]


def _too_frequent(terms: Collection[str], place: Place | None) -> list[str]:
    """Return what is to be said of terms that stand in most of the newest stories of the place."""
    versions = list(newest_at_home(place.pk if place else None, Article.objects.all())) if terms else []
    if len(versions) < FEWEST:
        return []
    stories = Counter(term for _, term in naming(versions, terms))
    return [
        f"“{term}” stands in {count} of the newest {len(versions)} stories here: it tells none apart."
        for term, count in stories.items()
        if count > MOST_SHARE * len(versions)
    ]
