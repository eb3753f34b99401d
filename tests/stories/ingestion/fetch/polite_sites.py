"""Sites with a robots.txt, and polite fetchers that visit them."""

import redis

from stories.ingestion.fetch import Fetcher
from stories.ingestion.fetch.pace import PaceSettings
from stories.ingestion.fetch.polite import PoliteFetcher
from tests.patience import PATIENCE
from tests.stories.ingestion.web import Page, Site, page

PACE = PaceSettings(at_once=4, spacing=0.001, patience=PATIENCE, lease=2 * PATIENCE)
RULES = b"""
User-agent: *
Disallow: /private
Allow: /private/agenda

User-agent: civictrack-test
Disallow: /drafts
Crawl-delay: 0.002

User-agent: OtherBot
Disallow: /
"""


def polite(site: Site, store: redis.Redis, pace: PaceSettings = PACE, **changes: object) -> PoliteFetcher:
    return PoliteFetcher(Fetcher(site.settings(**changes)), store, pace)


def asked_for(site: Site, path: str) -> int:
    return sum(request.path == path for request in site.requests)


def with_robots(site: Site, answer: Page) -> None:
    site.pages |= {"/robots.txt": answer, "/a": page(b"agenda"), "/drafts/1": page(b"draft"), "/private": page(b"x")}
