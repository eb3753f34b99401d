"""Whatever is put into a queue, the worker that takes it goes on, and its log says what it dropped."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from civictrack.celery import app
from civictrack.workers import QUEUES
from tests.patience import wait_until
from tests.stories.test_crash_safety import nobody_else_is_in
from tests.stories.workers import Worker, empty_queue, environment

HEADERS = {
    "lang": "py", "task": "votes.tasks.send_due_mail", "id": "1", "root_id": "1", "parent_id": None, "shadow": None,
    "expires": None, "eta": None, "group": None, "retries": 0, "timelimit": [None, None], "argsrepr": "()",
    "kwargsrepr": "{}", "origin": "gen1@here", "ignore_result": True,
}  # fmt: skip


def message(body: Any = None, **changed: Any) -> bytes:
    """A message as Celery writes one, with what is changed; a part that is None is left out."""
    properties = {
        "body_encoding": "base64", "delivery_tag": "1", "delivery_mode": 2, "priority": 0,
        "delivery_info": {"exchange": "", "routing_key": "mail"},
    }  # fmt: skip
    encoded = base64.b64encode(json.dumps([[], {}, {}] if body is None else body).encode()).decode()
    parts = {
        "body": encoded, "content-encoding": "utf-8", "content-type": "application/json", "headers": HEADERS,
        "properties": properties,
    }  # fmt: skip
    whole = {name: part for name, part in {**parts, **changed}.items() if part is not None}
    return json.dumps(whole).encode()


def headed(**changed: Any) -> bytes:
    return message(headers=HEADERS | changed)


GARBAGE = {
    "no JSON": b"garbage",
    "no UTF-8": b"\xff\xfe\x00",
    "nothing": b"",
    "a number": b"42",
    "a list": b"[1, 2]",
    "null": b"null",
    "an empty object": b"{}",
    "deeply nested": b"[" * 100_000,
    "no properties": message(properties=None),
    "properties that are none": message(properties="x"),
    "no delivery tag": message(properties={"body_encoding": "base64"}),
    "a body that is no base64": message() .replace(b'"body": "', b'"body": "\\u00e9!'),
    "a body that is no JSON": message(**{"content-type": "application/json", "body": "Z2FyYmFnZQ=="}),
    "a body of another kind": message(**{"content-type": "application/x-python-serialize"}),
    "a body that is no UTF-8": message(body="//79"),
    "a body that is a number": message(body=7),
    "a chain that is none": message(body=[[], {}, {"chain": "x", "callbacks": 7}]),
    "a body of two parts": message(body=[[], {}]),
    "an encoding that is none": message(**{"content-encoding": "klingon"}),
    "no headers": message(headers=None),
    "headers that are a list": message(headers=[1]),
    "a task that is a list": headed(task=["x"]),
    "an unknown task": headed(task="votes.tasks.no_such_task"),
    "no id": headed(id=None),
    "an id that is a list": headed(id=[1], expires="2020-01-01T00:00:00"),
    "an end that is no time": headed(expires="tomorrow"),
    "a start that is no time": headed(eta={"x": 1}),
    "a start in the year 9999": headed(eta="9999-12-31T23:59:59.999999-12:00"),
    "a time limit that is none": headed(timelimit="x"),
    "a time limit of one": headed(timelimit=[None]),
    "arguments too many": message(body=[[1, 2, 3], {}, {}]),
    "arguments that are none": message(body=["x", "y", "z"]),
    "compressed by something unknown": headed(compression="x"),
}  # fmt: skip


@pytest.fixture
def queue(settings: Any, transactional_db: None) -> Iterator[Redis]:
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


@pytest.mark.parametrize("name", QUEUES)
def test_a_worker_survives_garbage_of_every_kind(queue: Redis, name: str, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    worker = Worker({**environment(), "LOG_LEVEL": "INFO"}, "--queues", name, "--loglevel", "INFO", log=log)
    try:
        for kind, garbage in GARBAGE.items():
            queue.lpush(name, garbage)
            for channel in queue.pubsub_channels():  # where workers are given orders
                queue.publish(channel, garbage)
            wait_until(lambda: queue.llen(name) == 0 or worker.process.poll() is not None, f"the worker takes “{kind}”")
        app.send_task("stories.tasks.drop_old_snapshots", queue=name)

        def goes_on() -> bool:
            assert worker.process.poll() is None, log.read_text()[-3000:]
            return "drop_old_snapshots" in log.read_text() and "succeeded" in log.read_text()

        wait_until(goes_on, "the worker does the next task")
        assert "is no message; it is dropped" in log.read_text()
        assert "is no task of ours; it is dropped" in log.read_text()
        assert "votes.tasks.no_such_task" in log.read_text()
        wait_until(lambda: queue.hlen("unacked") == 0, "none is kept to be given out again")
    finally:
        worker.kill()
        wait_until(nobody_else_is_in, "nothing of the killed worker is left in the database")
