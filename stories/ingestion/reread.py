"""Looking at a known story again: a changed text is a new version, a vanished page is marked."""

import logging
from dataclasses import replace
from datetime import datetime

from stories.ingestion import intervals
from stories.ingestion.clipping import Stored
from stories.ingestion.errors import Gone, IngestionError, NotFound
from stories.ingestion.our_faults import as_our_fault
from stories.ingestion.pages.errors import MissingPage
from stories.ingestion.read import read_again
from stories.ingestion.refusals import mark_vanished
from stories.ingestion.save import keep
from stories.ingestion.shingles import is_copy, shingle_hashes
from stories.matching.near_votes import article_is_near
from stories.models import Article

log = logging.getLogger(__name__)


def reread(article: Article, now: datetime) -> Stored | None:
    """Fetch and read the story, and plan the next look; returns what was stored, None where nothing could be."""
    stored = None
    try:
        with as_our_fault():
            clipping = read_again(article, now)
            # Led elsewhere, it is that story only where its words say so: many sites lead from a story they took
            # down to their front page.
            if clipping.url != article.url and not is_copy(article.fingerprint, shingle_hashes(clipping.page.text)):
                mark_vanished([article], now)
            else:
                stored = keep([replace(clipping, url=article.url)], now)[0]
    except (Gone, NotFound, MissingPage):
        mark_vanished([article], now)
    except IngestionError as error:
        log.info("Article %s could not be read again: %s", article.pk, error)
    article.rereads += 1
    near = article_is_near(article, now)
    article.next_reread_at = intervals.next_reread(article.first_read_at, article.rereads, now, near_vote=near)
    article.claimed_until = None
    article.save(update_fields=["rereads", "next_reread_at", "claimed_until"])
    return stored
