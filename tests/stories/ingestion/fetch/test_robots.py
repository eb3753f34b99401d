"""robots.txt: asked before every request, read once a day."""

import time
from datetime import timedelta

import pytest
import redis

from stories.ingestion import errors
from stories.ingestion.fetch import robots
from stories.ingestion.fetch.robots import product_token
from tests.patience import working_at_most
from tests.stories.ingestion.fetch.polite_sites import RULES, asked_for, polite, with_robots
from tests.stories.ingestion.web import Page, page, raw, redirect, serve


def test_what_robots_txt_forbids_is_not_fetched(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        fetcher = polite(site, store)
        assert fetcher.fetch(site.url("/a")).body == b"agenda"
        with pytest.raises(errors.RobotsForbidden, match="asks us not to"):
            fetcher.fetch(site.url("/drafts/1"))
        assert asked_for(site, "/drafts/1") == 0


def test_our_own_group_holds_alone_and_others_do_not_concern_us(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        assert polite(site, store).fetch(site.url("/private")).body == b"x"


def test_robots_txt_is_read_once_for_all_workers(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        for worker in (polite(site, store), polite(site, store)):
            worker.fetch(site.url("/a"))
            worker.fetch(site.url("/a"))
        assert asked_for(site, "/robots.txt") == 1


def test_robots_txt_is_read_again_when_its_day_is_over(store: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "FRESH", 0.1)
    with serve() as site:
        with_robots(site, page(b""))
        polite(site, store).fetch(site.url("/a"))
        with_robots(site, page(b"User-agent: *\nDisallow: /"))
        time.sleep(0.15)
        with pytest.raises(errors.RobotsForbidden):
            polite(site, store).fetch(site.url("/a"))


def test_a_flushed_redis_costs_one_more_look(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        for worker in (polite(site, store), polite(site, store)):
            worker.fetch(site.url("/a"))
            store.flushall()
            worker.fetch(site.url("/a"))  # by the worker's own memory
        assert asked_for(site, "/robots.txt") == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204])
def test_a_site_without_robots_txt_is_free(store: redis.Redis, status: int) -> None:
    with serve() as site:
        with_robots(site, page(b"", status))
        assert polite(site, store).fetch(site.url("/a")).body == b"agenda"
        polite(site, store).fetch(site.url("/a"))
        assert asked_for(site, "/robots.txt") == 1


@pytest.mark.parametrize("answer", [page(b"", 500), page(b"", 503), page(b"", 429), raw(b""), raw(b"nonsense\r\n")])
def test_a_robots_txt_that_cannot_be_read_forbids_everything_for_a_while(store: redis.Redis, answer: Page) -> None:
    with serve() as site:
        with_robots(site, answer)
        for _ in range(3):
            with pytest.raises(errors.RobotsForbidden, match="cannot be read at the moment"):
                polite(site, store).fetch(site.url("/a"))
        assert asked_for(site, "/a") == 0
        assert asked_for(site, "/robots.txt") == 1


def test_the_ban_ends_when_robots_txt_can_be_read_again(store: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "LOOK_AGAIN", 0.1)
    with serve() as site:
        with_robots(site, page(b"", 500))
        with pytest.raises(errors.RobotsForbidden):
            polite(site, store).fetch(site.url("/a"))
        time.sleep(0.15)
        with_robots(site, page(RULES))
        assert polite(site, store).fetch(site.url("/a")).body == b"agenda"


def test_an_old_copy_holds_while_robots_txt_cannot_be_read(store: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "FRESH", 0.05)
    with serve() as site:
        with_robots(site, page(RULES))
        fetcher = polite(site, store)
        fetcher.fetch(site.url("/a"))
        time.sleep(0.1)
        with_robots(site, page(b"", 500))
        assert fetcher.fetch(site.url("/a")).body == b"agenda"
        with pytest.raises(errors.RobotsForbidden, match="asks us not to"):
            fetcher.fetch(site.url("/drafts/1"))


def test_a_site_unreadable_for_a_month_is_taken_to_have_no_rules(
    store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(robots, "GIVEN_UP", 0)
    with serve() as site:
        with_robots(site, page(b"", 500))
        with pytest.raises(errors.RobotsForbidden):
            polite(site, store).fetch(site.url("/a"))
        time.sleep(0.1)
        assert polite(site, store).fetch(site.url("/a")).body == b"agenda"


def test_robots_txt_may_redirect(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, redirect("/rules.txt"))
        site.pages["/rules.txt"] = page(RULES)
        with pytest.raises(errors.RobotsForbidden):
            polite(site, store).fetch(site.url("/drafts/1"))


def test_an_endless_robots_txt_is_read_as_far_as_the_standard_asks(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(b"User-agent: *\nDisallow: /a\n" + b"# padding\n" * 200_000))
        with pytest.raises(errors.RobotsForbidden, match="asks us not to"):
            polite(site, store).fetch(site.url("/a"))


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\0\0" * 100, b"<html>not found</html>", b"User-agent: *\nCrawl-delay: nan\nDisallow:", b"\xef\xbb\xbf"],
)
def test_a_robots_txt_of_nonsense_forbids_nothing(store: redis.Redis, body: bytes) -> None:
    with serve() as site:
        with_robots(site, page(body))
        assert polite(site, store).fetch(site.url("/a")).body == b"agenda"


def test_rules_with_many_wildcards_are_matched_quickly(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"b\n"))
        path = "/" + "a" * 3000
        site.pages[path] = page(b"agenda")
        with working_at_most(10):
            assert polite(site, store).fetch(site.url(path)).body == b"agenda"


def test_a_busy_host_is_not_taken_for_one_without_rules(store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        fetcher = polite(site, store)
        fetcher.politeness.penalise(f"127.0.0.1:{site.port}", timedelta(hours=1))
        with pytest.raises(errors.HostResting):
            fetcher.fetch(site.url("/a"))
        assert site.requests == []
        assert store.keys("robots:*") == []


def test_without_redis_robots_txt_is_still_asked(lost_store: redis.Redis) -> None:
    with serve() as site:
        with_robots(site, page(RULES))
        fetcher = polite(site, lost_store)
        with pytest.raises(errors.RobotsForbidden):
            fetcher.fetch(site.url("/drafts/1"))


def test_groups_in_robots_txt_go_by_the_product_name() -> None:
    assert product_token("Civictrack/0.1 (+https://robots.example/)") == "Civictrack"
    assert product_token("Civictrack (+https://robots.example/)") == "Civictrack"
