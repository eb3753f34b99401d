"""What is kept in Valkey: found again in each encoding, lost without harm, made by one at a time."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.test import RequestFactory
from redis import Redis

from stories.public import kept, store
from stories.public.store import Page
from votes import valkey

PLAIN = Page(b"words", {"Content-Type": "text/html"}, 1.5)
LAST = store.mark("/en/", "0", "k")


@pytest.fixture(autouse=True)
def emptied() -> Iterator["Redis[bytes]"]:
    valkey._away_until = 0.0
    with Redis.from_url(project.REDIS_URL) as redis:
        redis.flushdb()
        yield redis
    valkey._away_until = 0.0


def test_a_page_is_found_in_its_encoding_or_as_it_is() -> None:
    assert store.found("k", "br") is None
    store.keep("k", LAST, PLAIN)
    assert store.found("k", "br") == PLAIN
    squeezed = Page(b"\x00\n\xff", PLAIN.headers, 1.5, "br")
    store.keep("k", LAST, squeezed)
    assert store.found("k", "br") == squeezed
    assert store.found("k", "") == PLAIN


def test_all_that_is_kept_goes_by_itself_one_day(emptied: "Redis[bytes]") -> None:
    store.keep("k", LAST, PLAIN)
    store.found("k", "", store.mark("/en/", "1", "k"))
    with store.making("k"):
        assert {name: 0 < emptied.ttl(name) <= store.KEPT_SECONDS for name in emptied.scan_iter()} == {
            b"page:k:plain": True, b"page:last:/en/": True, b"page:making:k": True,
        }  # fmt: skip


def test_what_is_very_large_is_not_kept() -> None:
    store.keep("k", LAST, Page(b"x" * (store.LARGEST + 1), {}, 1.5))
    assert store.found("k", "") is None


def test_spoiled_memory_is_as_none(emptied: "Redis[bytes]") -> None:
    for spoiled in (b"\xff no page", b"[]\n", b'{"a": 1}\n', b"", b"1"):
        emptied.set("page:k:plain", spoiled)
        assert store.found("k", "") is None
    emptied.set("page:last:/en/", b"\xff \xff")
    emptied.set("page:removed", b"\xff")
    assert kept.as_it_was(RequestFactory().get("/en/")) is None


def test_one_at_a_time_makes_a_page() -> None:
    with store.making("k") as first, store.making("k") as second, store.making("other") as third:
        assert (first, second, third) == (True, False, True)
    with store.making("k") as first:
        assert first


def test_who_waits_waits_no_longer_than_the_maker_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAKING_SECONDS", 1)
    with store.making("k"):
        began = time.monotonic()
        assert store.awaited("k", "") is None
        assert time.monotonic() - began < 5


def test_valkey_away_is_asked_once_and_then_left_alone(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    store.keep("k", LAST, PLAIN)
    assert valkey.is_away()
    assert store.found("k", "") is None
    assert store.last_at("/en/", "") is None
    with store.making("k") as ours:
        assert not ours
    assert caplog.text.count("Valkey is away") == 1
