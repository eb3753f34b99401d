"""Puts what was read into the database, once: the only database in ingestion. The same page again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from isal import isal_zlib

from stories.ingestion.duplicates import group_copies
from stories.ingestion.pages.page import Access
from stories.ingestion.refusals import Refusal, mark_vanished, refused
from stories.ingestion.shingles import shingle_hashes
from stories.ingestion.story import Raw, Stored, Story
from stories.matching.match import match_issues
from stories.models import Article, ArticleVersion, Snapshot

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


LOCK = 0x636F7069  # "copi": any number that nothing else here locks


@transaction.atomic(savepoint=False)
def keep(stories: Sequence[Story], now: datetime) -> list[Stored]:
    """Stories of different URLs, in their order; a statement for ten of them costs little more than for one. Of a
    reading that `admitting` refuses nothing is kept: its story is returned as it stands.

    One worker writes at a time: it takes milliseconds where reading takes tens of them. The lock comes before
    the stories' rows, or two workers that each regroup the other's copies would wait for one another for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = newest_versions(story.url for story in stories)
    out = refused(stories, known)
    mark_vanished([article for refusal, article in out.values() if refusal is Refusal.SOMETHING_ELSE], now)
    kept = store([story for story in stories if story.url not in out], known, now)
    if versions := [one.version for one in kept if one.version]:
        group_copies([version.article for version in versions])
        match_issues(versions)
    as_it_stands = [Stored(article, None, created=False) for _, article in out.values()]
    by_url = {one.article.url: one for one in (*kept, *as_it_stands)}
    return [by_url[story.url] for story in stories]
