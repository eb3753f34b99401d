"""Fetching with manners: robots.txt asked and the pace kept before every request, redirects included."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from redis import Redis

from stories.ingestion.errors import UnsafeURL
from stories.ingestion.fetch import Fetched, Fetcher, Target, Wish, check_url
from stories.ingestion.fetch.pace import PaceSettings, Politeness
from stories.ingestion.fetch.robots import Robots

PLAIN_WISH = Wish()


class PoliteFetcher:
    """What polling fetches through; raises what `Fetcher` raises, and RobotsForbidden, HostBusy, HostResting."""

    def __init__(self, fetcher: Fetcher, redis: Redis, pace: PaceSettings) -> None:
        self.politeness = Politeness(redis, pace)
        self._fetcher = fetcher
        self._robots = Robots(redis, fetcher, self._paced)

    def fetch(self, url: str, wish: Wish = PLAIN_WISH) -> Fetched:
        """Like `Fetcher.fetch`; may wait for its turn."""
        return self._fetcher.fetch(url, wish, gate=self._allowed_and_paced)

    def ready_in(self, urls: Sequence[str]) -> list[float]:
        """Seconds until the host of each may be asked; none for what can't be asked at all, as a fetch will say."""
        return self.politeness.ready_in([self._host(url) for url in urls])

    def _host(self, url: str) -> str:
        try:
            return check_url(url, self._fetcher.settings.ports()).authority
        except UnsafeURL:
            return ""

    def _paced(self, target: Target) -> AbstractContextManager[None]:
        return self.politeness.slot(target.authority)

    @contextmanager
    def _allowed_and_paced(self, target: Target) -> Iterator[None]:
        delay = self._robots.check(target)
        with self.politeness.slot(target.authority, spacing=delay):
            yield
