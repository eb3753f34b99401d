"""Fetching with manners: robots.txt asked and the pace kept before every request, redirects included."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from redis import Redis

from stories.ingestion.errors import UnsafeURL
from stories.ingestion.fetch import Fetched, Fetcher, Target, Wish, check_url
from stories.ingestion.fetch.pace import PaceSettings, Politeness
from stories.ingestion.fetch.robots import Robots

PLAIN_WISH = Wish()


class PoliteFetcher:
    """The client of polling; raises what `Fetcher` raises, and RobotsForbidden, HostBusy, HostResting."""

    def __init__(self, fetcher: Fetcher, redis: Redis, pace: PaceSettings) -> None:
        self.politeness = Politeness(redis, pace)
        self._fetcher = fetcher
        self._robots = Robots(redis, fetcher, lambda target: self.politeness.slot(target.authority))

    def fetch(self, url: str, wish: Wish = PLAIN_WISH) -> Fetched:
        """Return the page like `Fetcher.fetch`; may wait for its turn."""
        return self._fetcher.fetch(url, wish, gate=self._allowed_and_paced)

    def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that robots.txt of the URL's site names; raises UnsafeURL, and what reading it raises."""
        return self._robots.sitemaps(check_url(url, self._fetcher.settings.ports()))

    def ready_in(self, urls: Sequence[str]) -> list[float]:
        """Return the seconds until each URL's host may be asked; 0 for what can't be asked, as a fetch will say."""
        hosts = []
        for url in urls:
            try:
                hosts.append(check_url(url, self._fetcher.settings.ports()).authority)
            except UnsafeURL:
                hosts.append("")
        return self.politeness.ready_in(hosts)

    @contextmanager
    def _allowed_and_paced(self, target: Target) -> Iterator[None]:
        delay = self._robots.check(target)
        with self.politeness.slot(target.authority, spacing=delay):
            yield
