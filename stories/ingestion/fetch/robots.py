"""The rules of a site's robots.txt (RFC 9309), kept in Redis so that it is read once a day."""

import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Literal

from protego import Protego
from redis import Redis, RedisError

from stories.ingestion import errors
from stories.ingestion.fetch import Fetcher, Gate, Target, Wish

log = logging.getLogger(__name__)

DAY = 24 * 3600
FRESH = DAY  # a copy is used no longer without a look (RFC 9309, 2.4)
LOOK_AGAIN = 600  # after a fault
GIVEN_UP = 30 * DAY  # a site unreadable for so long has no rules (RFC 9309, 2.3.1.4)
LATELY = 60  # for which a worker goes by its own memory, of so many sites at most
MOST_SITES = 32
LARGEST = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are read, the rest may be left
WISH = Wish(accept="text/plain, */*;q=0.5", max_bytes=LARGEST, truncate=True, may_be_empty=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """The knowledge of one site's robots.txt; times are Unix seconds."""

    state: Literal["read", "free", "shut"]  # shut: unreadable, so everything is forbidden
    text: str = ""
    looked: float = 0.0  # when `state` and `text` were found
    fresh_until: float = 0.0
    reason: str = ""  # why it is shut


class Robots:
    """The rules of all sites, each read by way of `fetcher` before a URL of the site is fetched."""

    def __init__(self, redis: Redis, fetcher: Fetcher, gate: Gate) -> None:
        self._redis = redis
        self._fetcher = fetcher
        self._gate = gate
        self._agent = product_token(fetcher.settings.user_agent)
        self._lately: dict[str, tuple[float, Rules]] = {}

    def check(self, target: Target) -> float:
        """Return the Crawl-delay in seconds (0 for none); raises RobotsForbidden where the URL may not be fetched."""
        rules = self._rules(target.origin)
        if rules.state == "free":
            return 0.0
        if rules.state == "shut":
            raise errors.RobotsForbidden(target.url, unreadable_because=rules.reason)
        parsed = _parse(rules.text)
        if not parsed.can_fetch(target.url, self._agent):
            raise errors.RobotsForbidden(target.url)
        return float(parsed.crawl_delay(self._agent) or 0.0)

    def sitemaps(self, target: Target) -> list[str]:
        """Return the sitemaps that the site's robots.txt names, as written there."""
        rules = self._rules(target.origin)
        return list(_parse(rules.text).sitemaps) if rules.state == "read" else []

    def _rules(self, origin: str) -> Rules:
        now = time.time()
        remembered_at, rules = self._lately.get(origin, (0.0, None))
        if rules is not None and now < min(remembered_at + LATELY, rules.fresh_until):
            return rules
        if len(self._lately) >= MOST_SITES:
            self._lately.clear()
        self._lately[origin] = now, self._shared_rules(origin, now)
        return self._lately[origin][1]

    def _shared_rules(self, origin: str, now: float) -> Rules:
        """Return the rules that all workers know, or read them now and keep them for all."""
        known = self._recall(origin)
        if known is not None and now < known.fresh_until:
            return known
        rules = self._look(origin, known, now)
        try:
            self._redis.set(f"robots:{origin}", json.dumps(asdict(rules)), ex=GIVEN_UP + DAY)
        except RedisError as error:
            log.warning("What robots.txt of %s says cannot be kept: %s", origin, error)
        return rules

    def _look(self, origin: str, known: Rules | None, now: float) -> Rules:
        """Return the rules that robots.txt gives now; HostBusy and HostResting pass through, as nothing was learnt."""
        try:
            text = self._fetcher.fetch(f"{origin}/robots.txt", WISH, gate=self._gate).body
        except (errors.HostBusy, errors.HostResting):
            raise
        except errors.IngestionError as error:
            if _means_none(error):
                return Rules("free", looked=now, fresh_until=now + FRESH)
            return _after_fault(known, str(error), now)
        return Rules("read", text.decode("utf-8-sig", "replace"), now, now + FRESH)

    def _recall(self, origin: str) -> Rules | None:
        try:
            stored = self._redis.get(f"robots:{origin}")
            return Rules(**json.loads(stored)) if stored else None
        except (RedisError, ValueError, TypeError) as error:  # the latter two: written by another release
            log.warning("What robots.txt of %s says is not remembered: %s", origin, error)
            return None


def product_token(user_agent: str) -> str:
    """Return the name that groups in robots.txt go by: "Civictrack" of "Civictrack/0.1 (+https://…)"."""
    return user_agent.split("/")[0].split()[0]


def _means_none(error: errors.IngestionError) -> bool:
    """Say whether the site has no robots.txt: a 4xx other than 429, or redirects that lead nowhere."""
    if isinstance(error, errors.StatusError):
        return error.status < 500 and error.status != 429
    return isinstance(error, errors.TooManyRedirects | errors.BadRedirect)


def _after_fault(known: Rules | None, reason: str, now: float) -> Rules:
    """Return the old copy, which still holds; without one all is forbidden, until a month has passed unreadable."""
    if known is None or known.state == "free":
        return Rules("shut", looked=now, fresh_until=now + LOOK_AGAIN, reason=reason)
    if now - known.looked > GIVEN_UP:
        return Rules("free", looked=now, fresh_until=now + FRESH)
    return replace(known, fresh_until=now + LOOK_AGAIN)


@lru_cache(maxsize=16)
def _parse(text: str) -> Protego:
    return Protego.parse(text)
