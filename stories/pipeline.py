"""One page by hand: fetch or read it, store it, extract, propose. `manage.py ingest` is its command."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from stories.findings.propose import propose_all
from stories.ingestion import intervals
from stories.ingestion.errors import IngestionError
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read
from stories.ingestion.save import keep
from stories.ingestion.story import Raw, Stored, Story, outlet_for
from stories.ingestion.urls import clean, is_web_url
from stories.models import ArticleIssue
from votes.models import Issue


class IngestError(Exception):
    """A page that could not be taken in; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """`new_issue` is the issue made for it, if it was the first story of one."""

    stored: Stored
    proposed: int
    new_issue: Issue | None = None


def ingest(target: str, issue: str | None, published: datetime | None, now: datetime) -> Ingested:
    """Take in a URL or a file as a story of the issue with this slug, which is made if it is new.

    All or nothing: an IngestError leaves no trace in the database.
    """
    try:
        raw = _fetch(target) if "://" in target else _open(Path(target))
        page = read(raw.body, raw.url, raw.content_type)
    except (IngestionError, PageError) as error:
        raise IngestError(str(error)) from error
    page = _dated(page, published)
    url = _address(page, raw)
    again = intervals.next_reread(now, 0, now) if raw.url else None
    with transaction.atomic():
        (stored,) = keep([Story(page, url, raw, outlet_for(url, page.site), again)], now)
        new_issue = _belongs(stored, issue) if issue else None
        proposed = _propose(stored, now)
    return Ingested(stored, proposed, new_issue)


def _fetch(url: str) -> Raw:
    fetched = polite_fetcher().fetch(url)
    return Raw(fetched.url, fetched.body, fetched.headers.get("content-type", ""))


def _open(path: Path) -> Raw:
    try:
        size = path.stat().st_size
        if size > settings.FETCH_MAX_BYTES:
            raise IngestError(f"The file has {size:,} bytes; at most {settings.FETCH_MAX_BYTES:,} are read.")
        if size == 0:
            raise IngestError("The file is empty.")
        return Raw("", path.read_bytes())
    except OSError as error:
        raise IngestError(f"The file can't be read: {error.strerror}.") from error


def _dated(page: Page, published: datetime | None) -> Page:
    """With the date the caller gives, where the page has none of its own."""
    if page.published_at is not None:
        return page
    if published is None:
        raise IngestError("The page names no publication date; give it with --published YYYY-MM-DD.")
    return replace(page, published_at=published)


def _address(page: Page, raw: Raw) -> str:
    url = clean(page.canonical_url or raw.url)
    if not is_web_url(url):
        raise IngestError("The file names no address of its own (<link rel=canonical>); give its URL instead.")
    return url


def _belongs(stored: Stored, slug: str) -> Issue | None:
    """Put the story under the issue; a new one starts from its slug alone, and its first vote gives it a body."""
    title = slug.replace("-", " ").capitalize()
    issue, created = Issue.objects.get_or_create(slug=slug, defaults={"title": title})
    ArticleIssue.objects.update_or_create(
        article=stored.article,
        issue=issue,
        defaults={"score": 1.0, "reason": "chosen by hand", "state": ArticleIssue.State.ACCEPTED},
    )
    return issue if created else None


def _propose(stored: Stored, now: datetime) -> int:
    """Extract now if the newest version has not been read for findings yet."""
    version = stored.version or stored.article.versions.unread().order_by("-number").first()
    return propose_all([version], now) if version else 0
