"""Puts what was read into the database, once: the only database in ingestion. The same page again changes nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify
from isal import isal_zlib

from stories.ingestion.copies import shingle_hashes
from stories.ingestion.pages.page import Access, Page
from stories.models import Article, ArticleVersion, Outlet, Snapshot

QUICK = 1
"""zlib's format at ISA-L's pace: a fifth larger than zlib's usual level 6, in a tenth of the time, for every story."""

# One statement for all, where the ORM would need four for each. Takes over what the newest reading says, but a first
# publication date stays: pages that lose theirs keep ours.
COLUMNS = (
    "url", "outlet_id", "title", "byline", "agency", "language", "image_url", "published_at", "utc_offset",
    "modified_at", "partial", "correction", "fingerprint", "first_read_at", "last_read_at", "rereads",
    "next_reread_at",
)  # fmt: skip
ARTICLES = """
    INSERT INTO stories_article AS known ({columns}) VALUES {rows} ON CONFLICT (url) DO UPDATE SET
        title = excluded.title, byline = excluded.byline, agency = excluded.agency, language = excluded.language,
        image_url = excluded.image_url, partial = excluded.partial, correction = excluded.correction,
        modified_at = coalesce(excluded.modified_at, known.modified_at),
        utc_offset = CASE WHEN known.published_at IS NULL THEN excluded.utc_offset ELSE known.utc_offset END,
        published_at = coalesce(known.published_at, excluded.published_at),
        last_read_at = excluded.last_read_at, vanished_at = NULL
    RETURNING *
"""


@dataclass(frozen=True)
class Raw:
    """The page as it was served."""

    url: str
    body: bytes
    content_type: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Story:
    """What was read, and the address it goes by. `next_reread_at` is for an article not known yet."""

    page: Page
    url: str
    raw: Raw
    outlet: Outlet
    next_reread_at: datetime | None = None

    @property
    def digest(self) -> str:
        return text_digest(self.page.title, self.page.text)


@dataclass(frozen=True, slots=True)
class Stored:
    """The article, and its new version; `version` is None when the text is what we had."""

    article: Article
    version: ArticleVersion | None
    created: bool


def newest_versions(urls: Iterable[str]) -> dict[str, ArticleVersion]:
    """By URL, the newest version of each story that is known."""
    versions = ArticleVersion.objects.filter(article__url__in=list(urls)).select_related("article__outlet")
    newest = versions.order_by("article_id", "-number").distinct("article_id")
    return {version.article.url: version for version in newest}


@transaction.atomic(savepoint=False)
def store(stories: Sequence[Story], known: Mapping[str, ArticleVersion], now: datetime) -> list[Stored]:
    """Write the article of each URL, which none may share, a version if its words are new, and the page itself.

    `known` are the newest versions as they stand, read under the lock that `keep` takes.
    """
    if not stories:
        return []
    articles = _write_articles(stories, now)
    fresh = [story for story in stories if _is_new(story, known.get(story.url))]
    keep_snapshots([story.raw for story in fresh], now)
    versions = {story.url: _version(story, articles[story.url], known.get(story.url), now) for story in fresh}
    ArticleVersion.objects.bulk_create(versions.values())
    return [Stored(article, versions.get(url), created=url not in known) for url, article in articles.items()]


def text_digest(title: str, text: str) -> str:
    """What makes two readings the same version: title and text."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def outlet_for(url: str, site: str) -> Outlet:
    """The outlet that publishes at the URL's host, made on first sight and named as the page names itself."""
    host = (urlsplit(url).hostname or "unknown").removeprefix("www.")
    slug = slugify(_ascii(host).replace(".", "-"))[:100]
    outlet, _ = Outlet.objects.get_or_create(
        slug=slug, defaults={"name": (site or host)[:200], "url": f"https://{host}/"}
    )
    return outlet


def _ascii(host: str) -> str:
    """As DNS knows it: a slug has no other letters, and two hosts may differ in nothing else."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def keep_snapshots(raws: Iterable[Raw], now: datetime) -> list[Snapshot]:
    """The pages under the hash of their bytes, compressed. A body dropped by the retention is kept anew."""
    snapshots = [
        Snapshot(
            sha256=raw.sha256,
            url=raw.url[:2000],
            content_type=raw.content_type[:200],
            body=isal_zlib.compress(raw.body, QUICK),
            fetched_at=now,
        )
        for raw in {raw.sha256: raw for raw in raws}.values()
    ]
    return Snapshot.objects.bulk_create(
        snapshots, update_conflicts=True, unique_fields=["sha256"], update_fields=["body", "fetched_at"]
    )


def _write_articles(stories: Sequence[Story], now: datetime) -> dict[str, Article]:
    """The articles as they stand now, by URL in the order of the stories."""
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    query = ARTICLES.format(columns=", ".join(COLUMNS), rows=", ".join([row] * len(stories)))
    written = Article.objects.raw(query, [value for story in stories for value in _values(story, now)])
    articles = {article.url: article for article in written}
    for story in stories:
        article = articles[story.url]
        if article.outlet_id == story.outlet.pk:
            article.outlet = story.outlet
    return {story.url: articles[story.url] for story in stories}


def _values(story: Story, now: datetime) -> tuple[Any, ...]:
    """As COLUMNS has them."""
    page = story.page
    return (
        story.url, story.outlet.pk, page.title[:1000], [name[:200] for name in page.byline], page.agency[:100],
        page.language[:20], page.image_url[:2000], page.published_at, offset_minutes(page.published_at),
        page.modified_at, page.access != Access.FULL, page.correction, shingle_hashes(page.text), now, now, 0,
        story.next_reread_at,
    )  # fmt: skip


def _is_new(story: Story, latest: ArticleVersion | None) -> bool:
    return latest is None or latest.sha256 != story.digest


def _version(story: Story, article: Article, before: ArticleVersion | None, now: datetime) -> ArticleVersion:
    """The article's next version, and the article marked with its words."""
    if before:
        article.fingerprint = shingle_hashes(story.page.text)
        article.save(update_fields=["fingerprint"])
    return ArticleVersion(
        article=article,
        number=before.number + 1 if before else 1,
        title=story.page.title[:1000],
        text=story.page.text,
        headings=[list(span) for span in story.page.headings],
        sha256=story.digest,
        snapshot_id=story.raw.sha256,
        read_at=now,
    )


def offset_minutes(moment: datetime | None) -> int | None:
    offset = moment.utcoffset() if moment else None
    return None if offset is None else round(offset.total_seconds() / 60)
