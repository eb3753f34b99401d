"""One page by hand: fetch or read it, store it, extract, propose. `manage.py ingest` is its command."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from stories.findings.propose import propose_all
from stories.ingestion.clipping import Stored
from stories.ingestion.errors import IngestionError
from stories.ingestion.pages.stamps import ReadFrom, Stamp, best
from stories.ingestion.read import read_file, read_url
from stories.ingestion.save import keep, outlet_at
from stories.matching.match import propose_issue
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

    `published` serves where the page names no date. All or nothing: an IngestError leaves no trace in the database.
    """
    try:
        clipping = (
            read_url(target, outlet_at(target), by_hand=True, now=now)
            if "://" in target
            else read_file(_contents(Path(target)))
        )
    except IngestionError as error:
        raise IngestError(str(error)) from error
    told = [clipping.page.published] if clipping.page.published else []
    given = [Stamp(published, ReadFrom.HAND)] if published else []
    dated = best([*told, *given])
    if dated is None:
        raise IngestError("The page names no publication date; give it with --published YYYY-MM-DD.")
    clipping = replace(clipping, page=replace(clipping.page, published=dated))
    with transaction.atomic():
        (stored,) = keep([clipping], now)
        new_issue = _put_under(issue, stored) if issue else None
        version = stored.version or stored.article.versions.unread().order_by("-number").first()
        proposed = propose_all([version], now) if version else 0
    return Ingested(stored, proposed, new_issue)


def _contents(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > settings.FETCH_MAX_BYTES:
            raise IngestError(f"The file has {size:,} bytes; at most {settings.FETCH_MAX_BYTES:,} are read.")
        if size == 0:
            raise IngestError("The file is empty.")
        return path.read_bytes()
    except OSError as error:
        raise IngestError(f"The file can't be read: {error.strerror}.") from error


def _put_under(slug: str, stored: Stored) -> Issue | None:
    """Propose the issue for the story, and return the issue if it is new.

    It then starts from its slug alone, and its first vote gives it a body. No reader sees it before a curator saves it
    or accepts a claim about it.
    """
    title = slug.replace("-", " ").capitalize()
    issue, created = Issue.objects.get_or_create(slug=slug, defaults={"title": title})
    propose_issue(stored.article, issue, "named by whoever took it in")
    return issue if created else None
