"""Looking at a known story again: a changed text is a new version, a vanished page is marked."""

import logging
from datetime import datetime

from stories.ingestion import intervals
from stories.ingestion.errors import Gone, IngestionError, NotFound
from stories.ingestion.our_faults import told_plainly
from stories.ingestion.pages.errors import PageError
from stories.ingestion.read import Reading, reading_again
from stories.ingestion.refusals import mark_vanished
from stories.ingestion.save import keep
from stories.ingestion.shingles import is_copy, shingle_hashes
from stories.ingestion.story import Stored, Story
from stories.matching.near_votes import article_is_near
from stories.models import Article

log = logging.getLogger(__name__)


def reread(article: Article, now: datetime) -> Stored | None:
    """Fetch and read the story; what was stored, None where nothing could be."""
    stored = None
    try:
        with told_plainly():
            stored = _keep_again(article, reading_again(article), now)
    except (Gone, NotFound):
        mark_vanished([article], now)
    except (IngestionError, PageError) as error:
        log.info("Article %s could not be read again: %s", article.pk, error)
    article.rereads += 1
    near = article_is_near(article, now)
    article.next_reread_at = intervals.next_reread(article.first_read_at, article.rereads, now, near_vote=near)
    article.claimed_until = None
    article.save(update_fields=["rereads", "next_reread_at", "claimed_until"])
    return stored


def _keep_again(article: Article, reading: Reading, now: datetime) -> Stored | None:
    """As a version of the story asked for. Led elsewhere, it is that story only where its words say so: many
    sites lead from a story they took down to their front page.
    """
    if reading.url != article.url and not is_copy(article.fingerprint, shingle_hashes(reading.page.text)):
        mark_vanished([article], now)
        return None
    return keep([Story(reading.page, article.url, reading.raw, article.outlet)], now)[0]
