"""This process's one polite fetcher, as the environment sets it up."""

from functools import cache

from django.conf import settings
from redis import Redis

from stories.ingestion.fetch import Fetcher, FetchSettings
from stories.ingestion.fetch.pace import PaceSettings
from stories.ingestion.fetch.polite import PoliteFetcher

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
