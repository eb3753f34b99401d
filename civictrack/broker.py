"""What Celery does with a message that is none: it is logged and dropped, and the worker goes on.

Celery lets any fault in taking a message apart end the worker, or brings the message back for ever. But whatever can
write to the queue can put anything into it, and PostgreSQL knows what is due: no message is worth a worker.
"""

import logging
from collections.abc import Callable
from queue import Empty
from typing import Any

from celery.worker.consumer import Consumer
from kombu import Message
from kombu.transport import redis

log = logging.getLogger(__name__)
# What the headers of a message hold as Celery writes it for us: no task of ours is put off, bounded or part of a chain.
# What Celery finds wrong later, once it has given the task a working process, costs it that process.
NOTHING = type(None)
TEXT = (str, NOTHING)
HEADERS: dict[str, type | tuple[type, ...]] = {
    "task": str, "id": str, "root_id": TEXT, "parent_id": TEXT, "shadow": TEXT, "expires": TEXT, "eta": NOTHING,
    "group": NOTHING, "retries": (int, NOTHING), "timelimit": (list, NOTHING), "argsrepr": TEXT, "kwargsrepr": TEXT,
    "origin": TEXT, "ignore_result": (bool, NOTHING),
}  # fmt: skip


class Transport(redis.Transport):
    """Reads messages from Redis; what has not the form of one is gone from the queue when it turns out so."""

    def on_readable(self, fileno: int) -> Any:  # type: ignore[override]  # the stubs have other arguments
        """Take the message apart that has arrived; a lost connection is for the worker, which makes a new one."""
        try:
            return super().on_readable(fileno)
        except Exception as error:
            if isinstance(error, Empty) or is_lost(self, error):
                raise
            log.exception("What came from the queue is no message; it is dropped.")
            return None


class CarefulConsumer(Consumer):
    """Hands tasks to the working processes."""

    def create_task_handler(self, *args: Any, **kwargs: Any) -> Callable[[Message], Any]:
        """Return what is called for each message: one that is no task of ours is logged, acknowledged and dropped."""
        handle = super().create_task_handler(*args, **kwargs)

        def on_task_received(message: Message) -> Any:
            try:
                if is_whole(message):
                    return handle(message)
                log.error("What came from the queue is no task of ours; it is dropped: %.500r", message.headers)
                return message.ack()
            except Exception as error:
                if is_lost(self, error):
                    raise
                return self.on_decode_error(message, error)

        return on_task_received


def is_lost(reader: Any, error: Exception) -> bool:
    """Say whether the connection failed. Kombu counts KeyError as that, too: here a message lacks something."""
    return isinstance(error, (*reader.connection_errors, *reader.channel_errors)) and not isinstance(error, KeyError)


def is_whole(message: Message) -> bool:
    """Say whether a message has the form of a task: its headers, and a body of arguments. Raises where it has none."""
    headers: dict[str, Any] = message.headers
    body = message.decode()
    well_formed = all(isinstance(headers.get(name), kind) for name, kind in HEADERS.items())
    if not well_formed or headers.get("timelimit") not in (None, [None, None]):
        return False
    arguments, named, embedded = body
    return isinstance(arguments, list) and isinstance(named, dict) and not any(embedded.values())
