"""Puts what was read into the database, once: the only ORM in ingestion. The same page again changes nothing."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from stories.ingestion.pages.page import Access, Page
from stories.models import Article, ArticleVersion, Outlet, Snapshot

QUICK = 1
"""zlib's level: a fifth larger than the usual 6, in a third of the time, which is spent on every story."""


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
def store(page: Page, url: str, raw: Raw, outlet: Outlet, now: datetime) -> Stored:
    """Write the article at `url`, a version if its words are new, and the page itself.

    The insert meets the unique URL, and the row is then locked: of two workers with the same story one waits,
    and finds the version already there.
    """
    Article.objects.bulk_create([_new_article(page, url, outlet, now)], ignore_conflicts=True)
    article = Article.objects.select_related("outlet").select_for_update(of=("self",)).get(url=url)
    latest = article.versions.order_by("-number").first()
    digest = text_digest(page.title, page.text)
    version = None
    if latest is None or latest.sha256 != digest:
        number = latest.number + 1 if latest else 1
        version = _add_version(article, number, page, digest, keep_snapshot(raw, now), now)
    _refresh(article, page, now)
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
    Snapshot.objects.bulk_create(
        [snapshot], update_conflicts=True, unique_fields=["sha256"], update_fields=["body", "fetched_at"]
    )
    return snapshot


def _new_article(page: Page, url: str, outlet: Outlet, now: datetime) -> Article:
    return Article(url=url, outlet=outlet, title=page.title[:1000], first_read_at=now, last_read_at=now)


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


def _refresh(article: Article, page: Page, now: datetime) -> None:
    """Take over what the newest reading says. A first publication date stays: pages that lose theirs keep ours."""
    article.title = page.title[:1000]
    article.byline = [name[:200] for name in page.byline]
    article.agency, article.language = page.agency[:100], page.language[:20]
    article.image_url, article.correction = page.image_url[:2000], page.correction
    article.partial = page.access != Access.FULL
    article.modified_at = page.modified_at or article.modified_at
    if article.published_at is None and page.published_at is not None:
        article.published_at = page.published_at
        article.utc_offset = offset_minutes(page.published_at)
    article.last_read_at, article.vanished_at = now, None
    article.save()


def offset_minutes(moment: datetime) -> int | None:
    offset = moment.utcoffset()
    return None if offset is None else round(offset.total_seconds() / 60)
