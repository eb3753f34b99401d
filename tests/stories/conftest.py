"""A web site that the polite fetcher may ask, for what polls, reads and keeps."""

from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from stories.ingestion import fetcher
from tests.stories.ingestion.web import Site, serve


@pytest.fixture
def local_site(settings: Any) -> Iterator[Site]:
    """Empty, asked without spacing, and by a fetcher that remembers nothing of another test."""
    with serve() as running:
        settings.FETCH_LOOPBACK_PORTS = [running.port]
        settings.FETCH_HOST_SPACING_SECONDS = 0
        Redis.from_url(settings.REDIS_URL).flushdb()
        fetcher.polite_fetcher.cache_clear()
        yield running
    fetcher.polite_fetcher.cache_clear()
