"""This process's one polite fetcher, as the environment sets it up, and what a source adds to its requests."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from django.conf import settings
from redis import Redis

from stories.ingestion.errors import IngestionError
from stories.ingestion.fetch import Fetched, Fetcher, FetchSettings, Wish
from stories.ingestion.fetch.pace import PaceSettings
from stories.ingestion.fetch.polite import PLAIN_WISH, PoliteFetcher
from stories.ingestion.request_headers import sent
from stories.models import Source
from votes.alerts.webhooks import NotTaken

# Seconds a worker stands before a busy host; after that other hosts have their turn.
SHORT_WAIT = 3.0


def fetch_settings() -> FetchSettings:
    """Return what the environment allows the fetcher."""
    return FetchSettings(
        user_agent=settings.USER_AGENT,
        extra_ports=frozenset(settings.FETCH_EXTRA_PORTS),
        loopback_ports=frozenset(settings.FETCH_LOOPBACK_PORTS),
        max_bytes=settings.FETCH_MAX_BYTES,
        deadline=settings.FETCH_DEADLINE_SECONDS,
        proxy=settings.FETCH_PROXY or None,
    )


@cache
def polite_fetcher() -> PoliteFetcher:
    """Return the process's one fetcher; the pool inside is made anew after a fork."""
    spacing = settings.FETCH_HOST_SPACING_SECONDS
    # A slot must outlast the fetch that holds it.
    lease = settings.FETCH_DEADLINE_SECONDS + 30.0
    pace = PaceSettings(spacing=spacing, patience=max(SHORT_WAIT, 2 * spacing), lease=lease)
    return PoliteFetcher(Fetcher(fetch_settings()), Redis.from_url(settings.REDIS_URL), pace)


@cache
def _sender() -> Fetcher:
    """Return the process's one client for what is sent, not read: at nobody's pace but the webhooks' own."""
    return Fetcher(fetch_settings())


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body to an address on the public internet; return the answer's status, or raise NotTaken."""
    try:
        return _sender().post(url, body, headers)
    except IngestionError as error:
        raise NotTaken(str(error)) from error


def fetch_for(source: Source | None, url: str, wish: Wish = PLAIN_WISH) -> Fetched:
    """Return the page at `url`, asked for with the headers of its source, if any, where they may go there."""
    own = sent(source.request_headers, source.url, url) if source else {}
    accept = next((own.pop(name) for name in list(own) if name.lower() == "accept"), wish.accept)
    return polite_fetcher().fetch(url, replace(wish, credentials=own, accept=accept))
