"""Valkey answers at once or is left alone."""

import time

import pytest
from django.conf import settings as project

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
