"""A web site that the polite fetcher may ask, for what polls, reads and keeps; and the Beacon's, with its source."""

from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from stories.ingestion import fetcher
from stories.models import Source
from tests.factories import make_source
from tests.stories.ingestion.beacon import rss, story
from tests.stories.ingestion.web import Site, page, serve


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


@pytest.fixture
def site(local_site: Site) -> Site:
    """Three stories, two of them in the feed."""
    local_site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    for number in range(1, 4):
        local_site.pages[f"/{number}.html"] = page(story(number), Content_Type="text/html")
    local_site.pages["/feed"] = page(rss(local_site, 1, 2), Content_Type="application/rss+xml", ETag='"one"')
    return local_site


@pytest.fixture
def source(site: Site) -> Source:
    return make_source(url=site.url("/feed"))
