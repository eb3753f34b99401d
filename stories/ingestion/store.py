"""Puts what was read into the database, once: the only ORM in ingestion. The same page again changes nothing."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils.text import slugify

from stories.ingestion.copies import shingle_hashes
from stories.ingestion.pages.page import Access, Page
from stories.models import Article, ArticleVersion, Outlet, Snapshot

QUICK = 1
"""zlib's level: a fifth larger than the usual 6, in a third of the time, which is spent on every story."""

# One statement where the ORM needs four, each ten times as dear. Takes over what the newest reading says, but a first
# publication date stays: pages that lose theirs keep ours.
ARTICLE = """
    INSERT INTO stories_article AS known (
        url, outlet_id, title, byline, agency, language, image_url, published_at, utc_offset, modified_at, partial,
        correction, fingerprint, first_read_at, last_read_at, rereads, next_reread_at
    ) VALUES (
        %(url)s, %(outlet)s, %(title)s, %(byline)s, %(agency)s, %(language)s, %(image_url)s, %(published_at)s,
        %(utc_offset)s, %(modified_at)s, %(partial)s, %(correction)s, %(fingerprint)s, %(now)s, %(now)s, 0,
        %(next_reread_at)s
    ) ON CONFLICT (url) DO UPDATE SET
        title = excluded.title, byline = excluded.byline, agency = excluded.agency, language = excluded.language,
        image_url = excluded.image_url, partial = excluded.partial, correction = excluded.correction,
        fingerprint = excluded.fingerprint, modified_at = coalesce(excluded.modified_at, known.modified_at),
        utc_offset = CASE WHEN known.published_at IS NULL THEN excluded.utc_offset ELSE known.utc_offset END,
        published_at = coalesce(known.published_at, excluded.published_at),
        last_read_at = excluded.last_read_at, vanished_at = NULL
    RETURNING *, xmax = 0 AS created
"""
SNAPSHOT = """
    INSERT INTO stories_snapshot (sha256, url, content_type, body, fetched_at)
    VALUES (%(sha256)s, %(url)s, %(content_type)s, %(body)s, %(fetched_at)s)
    ON CONFLICT (sha256) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at
"""


@dataclass(frozen=True, slots=True)
class Raw:
    """The page as it was served."""

    url: str
    body: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """The article, and its new version; `version` is None when the text is what we had."""

    article: Article
    version: ArticleVersion | None
    created: bool


@transaction.atomic(savepoint=False)
def store(
    page: Page, url: str, raw: Raw, outlet: Outlet, now: datetime, next_reread_at: datetime | None = None
) -> Stored:
    """Write the article at `url`, a version if its words are new, and the page itself.

    `next_reread_at` is for an article not known yet. Of two workers with the same story one waits for the other's
    row, and finds the version already there.
    """
    article, created = _write_article(page, url, outlet, now, next_reread_at)
    latest = None if created else article.versions.order_by("-number").first()
    digest = text_digest(page.title, page.text)
    if latest and latest.sha256 == digest:
        return Stored(article, None, created=False)
    number = latest.number + 1 if latest else 1
    version = _add_version(article, number, page, digest, keep_snapshot(raw, now), now)
    return Stored(article, version, created=latest is None)


def text_digest(title: str, text: str) -> str:
    """What makes two readings the same version: title and text."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def outlet_for(url: str, site: str) -> Outlet:
    """The outlet that publishes at the URL's host, made on first sight and named as the page names itself."""
    host = (urlsplit(url).hostname or "unknown").removeprefix("www.")
    slug = slugify(host.replace(".", "-"))[:100]
    outlet, _ = Outlet.objects.get_or_create(
        slug=slug, defaults={"name": (site or host)[:200], "url": f"https://{host}/"}
    )
    return outlet


def keep_snapshot(raw: Raw, now: datetime) -> Snapshot:
    """The page under the hash of its bytes, compressed. A body dropped by the retention is kept anew."""
    snapshot = Snapshot(
        sha256=hashlib.sha256(raw.body).hexdigest(),
        url=raw.url[:2000],
        content_type=raw.content_type[:200],
        body=zlib.compress(raw.body, QUICK),
        fetched_at=now,
    )
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, vars(snapshot))
    return snapshot


def _write_article(
    page: Page, url: str, outlet: Outlet, now: datetime, next_reread_at: datetime | None
) -> tuple[Article, bool]:
    """The article as it stands now, and whether it is new."""
    values = {
        "url": url,
        "outlet": outlet.pk,
        "title": page.title[:1000],
        "byline": [name[:200] for name in page.byline],
        "agency": page.agency[:100],
        "language": page.language[:20],
        "image_url": page.image_url[:2000],
        "published_at": page.published_at,
        "utc_offset": offset_minutes(page.published_at),
        "modified_at": page.modified_at,
        "partial": page.access != Access.FULL,
        "correction": page.correction,
        "fingerprint": shingle_hashes(page.text),
        "now": now,
        "next_reread_at": next_reread_at,
    }
    (article,) = Article.objects.raw(ARTICLE, values)
    if article.outlet_id == outlet.pk:
        article.outlet = outlet
    return article, vars(article).pop("created")


def _add_version(
    article: Article, number: int, page: Page, digest: str, snapshot: Snapshot, now: datetime
) -> ArticleVersion:
    return ArticleVersion.objects.create(
        article=article,
        number=number,
        title=page.title[:1000],
        text=page.text,
        headings=[list(span) for span in page.headings],
        sha256=digest,
        snapshot=snapshot,
        read_at=now,
    )


def offset_minutes(moment: datetime | None) -> int | None:
    offset = moment.utcoffset() if moment else None
    return None if offset is None else round(offset.total_seconds() / 60)
