"""Manners kept on the way of a fetch: the rules of each host, and the pace that it asks for."""

import time

import pytest
import redis

from stories.ingestion import errors
from stories.ingestion.fetch.pace import PaceSettings
from tests.stories.ingestion.fetch.polite_sites import RULES, asked_for, polite, with_robots
from tests.stories.ingestion.fetch.test_pace import about
from tests.stories.ingestion.web import page, redirect, serve


def test_the_crawl_delay_is_kept(store: redis.Redis, naps: list[float]) -> None:
    with serve() as site:
        with_robots(site, page(RULES.replace(b"0.002", b"2000")))
        fetcher = polite(site, store, PaceSettings(longest_spacing=5000.0, spacing=0.001, patience=10_000.0))
        began = time.monotonic()
        for planned in (0.0, 2000.0, 4000.0):
            fetcher.fetch(site.url("/a"))
            assert about(sum(naps[-1:]), planned, began)


def test_a_crawl_delay_out_of_bounds_does_not_stop_a_source(store: redis.Redis, naps: list[float]) -> None:
    with serve() as site:
        with_robots(site, page(b"User-agent: *\nCrawl-delay: 86400"))
        fetcher = polite(site, store, PaceSettings(spacing=0.001, longest_spacing=1000.0, patience=10_000.0))
        began = time.monotonic()
        for planned in (0.0, 1000.0, 2000.0):
            fetcher.fetch(site.url("/a"))
            assert about(sum(naps[-1:]), planned, began)


def test_the_sitemaps_that_robots_txt_names_are_told(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(
            site, page(b"Sitemap: https://ledger.example/news.xml\nUser-agent: *\nDisallow: /\nSitemap: /x.xml")
        )
        assert polite(site, store).sitemaps(site.url("/any")) == ["https://ledger.example/news.xml", "/x.xml"]
        assert asked_for(site, "/any") == 0


def test_a_site_without_robots_txt_names_no_sitemap(store: redis.Redis) -> None:
    with serve() as site:
        assert polite(site, store).sitemaps(site.url("/any")) == []


def test_the_rules_of_each_host_on_the_way_of_a_redirect_hold(store: redis.Redis) -> None:
    with serve() as first, serve() as second:
        with_robots(second, page(b"User-agent: *\nDisallow: /a"))
        first.pages["/"] = redirect(second.url("/a"))
        fetcher = polite(first, store, loopback_ports=frozenset({first.port, second.port}))
        with pytest.raises(errors.RobotsForbidden):
            fetcher.fetch(first.url("/"))
        assert asked_for(second, "/a") == 0


def test_a_site_that_refuses_twice_is_left_alone_with_all_its_sources(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(b"", 404))
        site.pages["/feed"] = page(b"", 429, Retry_After="300")
        fetcher = polite(site, store)
        for _ in range(2):
            with pytest.raises(errors.RateLimited):
                fetcher.fetch(site.url("/feed"))
        with pytest.raises(errors.HostResting):
            fetcher.fetch(site.url("/a"))
        assert asked_for(site, "/a") == 0
