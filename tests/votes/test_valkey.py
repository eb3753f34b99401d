"""Valkey answers at once or is left alone."""

import time
from typing import Any

import pytest
from django.conf import settings as project

from tests.stories.workers import empty_queue
from votes import valkey


def test_one_that_is_away_is_not_asked_again_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    assert valkey.ask(lambda redis: redis.ping())
    with monkeypatch.context() as away:
        away.setattr(project, "REDIS_URL", "redis://127.0.0.1:1/0")
        assert valkey.ask(lambda redis: redis.ping()) is None
        began = time.monotonic()
        assert valkey.is_away()
        assert valkey.ask(lambda redis: redis.ping()) is None
        assert time.monotonic() - began < 0.1
    monkeypatch.setattr(valkey, "_away_until", 0.0)


def test_one_that_refuses_goes_on_telling_what_it_has(settings: Any) -> None:
    """As one does that is full, for as long as it is."""
    with empty_queue(settings.REDIS_URL) as redis:
        redis.set("kept", "this")
        assert valkey.ask(lambda redis: redis.incr("kept")) is None
        assert not valkey.is_away()
        assert valkey.ask(lambda redis: redis.get("kept")) == b"this"
