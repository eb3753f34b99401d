"""Puts what was read into the database, once, the outlet, the page as served, copies and issues with it.

The same page again changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify
from isal import isal_zlib

from stories.ingestion import intervals
from stories.ingestion.clipping import Clipping, Served, Stored
from stories.ingestion.clock import settled
from stories.ingestion.duplicates import group_copies
from stories.ingestion.pages.page import Access
from stories.ingestion.pages.stamps import ReadFrom
from stories.ingestion.refusals import Refusal, mark_vanished, refused
from stories.jobs.turns import take_turn
from stories.matching.match import match_issues
from stories.models import Article, ArticleVersion, Outlet, PublishedFrom, Snapshot

# zlib's format at ISA-L's pace: a fifth larger than zlib's usual level 6, in a tenth of the time, for every story.
QUICK = 1
# One statement for all, where the ORM would need four for each. Takes over what the newest reading says, but of the
# dates of publication the surest, and the first of those as sure: pages that lose theirs keep ours.
COLUMNS = (
    "url", "outlet_id", "title", "byline", "agency", "language", "image_url", "published_at", "utc_offset",
    "published_from", "modified_at", "partial", "correction", "fingerprint", "first_read_at", "last_read_at", "rereads",
    "next_reread_at",
)  # fmt: skip
# Whether a new date comes from a better place than the known one.
SURER = (
    "excluded.published_at IS NOT NULL AND (known.published_at IS NULL OR array_position({ranks}, "
    "excluded.published_from::text) < array_position({ranks}, known.published_from::text))"
).format(ranks="ARRAY['" + "', '".join(ReadFrom) + "']")
ARTICLES = """
    INSERT INTO stories_article AS known ({columns}) VALUES {rows} ON CONFLICT (url) DO UPDATE SET
        title = excluded.title, byline = excluded.byline, agency = excluded.agency, language = excluded.language,
        image_url = excluded.image_url, partial = excluded.partial, correction = excluded.correction,
        modified_at = coalesce(excluded.modified_at, known.modified_at),
        published_at = CASE WHEN {surer} THEN excluded.published_at ELSE known.published_at END,
        utc_offset = CASE WHEN {surer} THEN excluded.utc_offset ELSE known.utc_offset END,
        published_from = CASE WHEN {surer} THEN excluded.published_from ELSE known.published_from END,
        last_read_at = excluded.last_read_at, vanished_at = NULL
    RETURNING *
"""
NOTHING_MOVED: Mapping[str, Article] = MappingProxyType({})


@transaction.atomic(savepoint=False)
def keep(clippings: Sequence[Clipping], now: datetime, moved: Mapping[str, Article] = NOTHING_MOVED) -> list[Stored]:
    """Keep stories of different URLs and return what became of each, in their order.

    `moved` are the known stories that go by one of these URLs from now on.

    A statement for ten of them costs little more than for one. Of a clipping that `refusals` refuses nothing is kept:
    its story is returned as it stands.

    One worker writes at a time: it takes milliseconds where reading takes tens of them.
    """
    take_turn()
    for url, article in moved.items():
        _rename(article, url)
    known = newest_versions(clipping.url for clipping in clippings)
    not_kept = refused(clippings, known)
    mark_vanished([article for refusal, article in not_kept.values() if refusal is Refusal.SOMETHING_ELSE], now)
    kept = _store([clipping for clipping in clippings if clipping.url not in not_kept], known, now)
    if versions := [stored.version for stored in kept if stored.version]:
        group_copies([version.article for version in versions])
        match_issues(versions)
    as_it_stands = [Stored(article, None, created=False) for _, article in not_kept.values()]
    by_url = {stored.article.url: stored for stored in (*kept, *as_it_stands)}
    return [by_url[clipping.url] for clipping in clippings]


def newest_versions(urls: Iterable[str]) -> dict[str, ArticleVersion]:
    """Return, by URL, the newest version of each story that is known."""
    versions = ArticleVersion.objects.filter(article__url__in=list(urls)).select_related("article__outlet__place")
    newest = versions.order_by("article_id", "-number").distinct("article_id")
    return {version.article.url: version for version in newest}


def keep_snapshots(pages: Iterable[Served], now: datetime) -> list[Snapshot]:
    """Write the pages under the hash of their bytes, compressed. A body dropped by the retention is kept anew."""
    snapshots = [
        Snapshot(
            sha256=served.sha256,
            url=served.url[:2000],
            content_type=served.content_type[:200],
            body=isal_zlib.compress(served.body, QUICK),
            fetched_at=now,
        )
        for served in {served.sha256: served for served in pages}.values()
    ]
    return Snapshot.objects.bulk_create(
        snapshots, update_conflicts=True, unique_fields=["sha256"], update_fields=["body", "fetched_at"]
    )


def outlet_for(url: str, site: str) -> Outlet:
    """Return the outlet that publishes at the URL's host, made on first sight and named as the page names itself."""
    host = _host(url)
    named = {"name": (site or host)[:200], "url": f"https://{host}/"}
    outlet, _ = Outlet.objects.get_or_create(slug=_slug(host), defaults=named)
    return outlet


def outlet_at(url: str) -> Outlet | None:
    """Return the outlet that publishes at the URL's host, if it is known."""
    return Outlet.objects.select_related("place").filter(slug=_slug(_host(url))).first()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "unknown").removeprefix("www.")


def _slug(host: str) -> str:
    try:
        # As DNS knows it: a slug has no other letters, and two hosts may differ in nothing else.
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = host
    return slugify(ascii_host.replace(".", "-"))[:100]


def _rename(article: Article, url: str) -> None:
    """Let the story go by its new address from now on, unless another one has come to go by it meanwhile."""
    if not Article.objects.filter(url=url).exists():
        Article.objects.filter(pk=article.pk).update(url=url)


def _store(clippings: Sequence[Clipping], known: Mapping[str, ArticleVersion], now: datetime) -> list[Stored]:
    """Write the article of each URL, which none may share, a version if its words are new, and the page itself.

    `known` are the newest versions as they stand, read under the lock that `keep` takes.
    """
    if not clippings:
        return []
    articles = _write_articles(clippings, now)
    _count_anew([article for url, article in articles.items() if url in known and _has_other_day(article, known[url])])
    fresh = [new for new in clippings if new.url not in known or known[new.url].sha256 != new.digest]
    keep_snapshots([clipping.served for clipping in fresh], now)
    versions = {new.url: _version(new, articles[new.url], known.get(new.url), now) for new in fresh}
    ArticleVersion.objects.bulk_create(versions.values())
    return [Stored(article, versions.get(url), created=url not in known) for url, article in articles.items()]


def _write_articles(clippings: Sequence[Clipping], now: datetime) -> dict[str, Article]:
    """Write the articles and return them as they stand now, by URL in the order of the clippings."""
    outlets = {new.url: new.outlet or outlet_for(new.url, new.page.site) for new in clippings}
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    query = ARTICLES.format(columns=", ".join(COLUMNS), rows=", ".join([row] * len(clippings)), surer=SURER)
    values = [value for new in clippings for value in _values(new, outlets[new.url], now)]
    articles = {article.url: article for article in Article.objects.raw(query, values)}
    for url, outlet in outlets.items():
        if articles[url].outlet_id == outlet.pk:
            articles[url].outlet = outlet
    return {url: articles[url] for url in outlets}


def _values(clipping: Clipping, outlet: Outlet, now: datetime) -> tuple[Any, ...]:
    """Return what COLUMNS name, in their order. When it is read again counts for a new article that has an address."""
    page, published = clipping.page, clipping.page.published
    published_at, utc_offset = settled(published.moment, outlet) if published else (None, None)
    modified_at = settled(page.modified_at, outlet)[0] if page.modified_at else None
    next_reread_at = intervals.next_reread(now, 0, now) if clipping.served.url else None
    return (
        clipping.url, outlet.pk, page.title[:1000], [name[:200] for name in page.byline], page.agency[:100],
        page.language[:20], page.image_url[:2000], published_at, utc_offset,
        published.read_from if published else PublishedFrom.EARLIER, modified_at,
        page.access != Access.FULL, page.correction, clipping.fingerprint, now, now, 0, next_reread_at,
    )  # fmt: skip


def _has_other_day(article: Article, before: ArticleVersion) -> bool:
    """Say whether "Tuesday" is another day by what is known now of when the story was printed."""
    then = before.article
    return (article.printed_on, article.undated_because) != (then.printed_on, then.undated_because)


def _count_anew(articles: Sequence[Article]) -> None:
    if articles:
        Article.objects.filter(pk__in=[article.pk for article in articles]).count_anew()


def _version(clipping: Clipping, article: Article, before: ArticleVersion | None, now: datetime) -> ArticleVersion:
    """Return the article's next version, unsaved, and mark the article with its words."""
    if before:
        article.fingerprint = clipping.fingerprint
        article.save(update_fields=["fingerprint"])
    return ArticleVersion(
        article=article,
        number=before.number + 1 if before else 1,
        title=clipping.page.title[:1000],
        text=clipping.page.text,
        headings=[list(span) for span in clipping.page.headings],
        sha256=clipping.digest,
        snapshot_id=clipping.served.sha256,
        read_at=now,
    )
