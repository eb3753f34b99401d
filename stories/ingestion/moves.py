"""Stories that moved: at a new address the words of a known story, whose old address leads there for good.

A newsroom that corrects a headline often corrects the slug with it, and the GUID. It is one story in a new version.
"""

from collections.abc import Sequence
from datetime import datetime

from stories.ingestion.clipping import Clipping
from stories.ingestion.duplicates import WITHIN, alike_to_read
from stories.ingestion.errors import IngestionError, Outcome
from stories.ingestion.fetcher import fetch_for
from stories.ingestion.shingles import containment, is_copy
from stories.ingestion.urls import clean, is_same_site
from stories.models import Article, Source

# Old addresses asked where they lead, for each story at a new one.
ASKED = 2
# Containment from which a story that gives another time of publication may be the same.
SAME_FROM = 0.9


def alike_at_home(clippings: Sequence[Clipping], now: datetime) -> dict[str, list[Article]]:
    """Return, by the address of each clipping that is not known, its outlet's stories with much the same words."""
    known = set(Article.objects.filter(url__in=[new.url for new in clippings]).values_list("url", flat=True))
    unknown = [new for new in clippings if new.url not in known]
    alike = alike_to_read([(new.fingerprint, new.page.published_at or now) for new in unknown], WITHIN)
    articles = Article.objects.in_bulk({pk for pks in alike.values() for pk in pks})
    at_home: dict[str, list[Article]] = {}
    for number, pks in alike.items():
        new = unknown[number]
        of_site = [articles[pk] for pk in pks if pk in articles and is_same_site(articles[pk].url, new.url)]
        same = [article for article in of_site if _may_be(article, new)]
        at_home[new.url] = same[:ASKED]
    return at_home


def _may_be(article: Article, new: Clipping) -> bool:
    """Say whether it may be the same story: one that gives another time must have nearly all words in common, as what
    a site prints again and again has much of them.
    """
    printed = article.published_at, new.page.published_at
    if printed[0] == printed[1] or None in printed:
        return is_copy(article.fingerprint, new.fingerprint)
    return containment(article.fingerprint, new.fingerprint) >= SAME_FROM


def moved_here(clipping: Clipping, alike: Sequence[Article], source: Source) -> Article | None:
    """Return the one of the stories whose address leads to the clipping's for good; None where none does.

    `source` lists it: what another outlet published stays that outlet's. Raises an IngestionError where that can be
    asked only later.
    """
    here = {clipping.url, clean(clipping.served.url)}
    for article in (known for known in alike if known.outlet_id == source.outlet_id):
        try:
            led_to = fetch_for(source, article.url).moved_to
        except IngestionError as error:
            if error.outcome == Outcome.WAIT:
                raise
            continue
        if led_to and clean(led_to) in here:
            return article
    return None
