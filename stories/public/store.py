"""Pages as they were sent, kept in Valkey for a while. Losing it loses nothing: pages are made anew."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from redis import Redis

from votes import valkey

# How long a page is kept, also for the time when the database is away.
KEPT_SECONDS = 24 * 3600
# Larger pages are not kept.
LARGEST = 2_000_000
# Of one whole in one state no more parts are kept.
MOST_PARTS = 200
# Whoever makes a page has so long before another one tries, and the others look so often whether it is there.
MAKING_SECONDS = 20
LOOK_EVERY = 0.03


@dataclass(frozen=True)
class Page:
    """A page's `body` in one encoding, "" for none, with its headers; `made` is when, in seconds since 1970."""

    body: bytes
    headers: dict[str, str]
    made: float
    encoding: str = field(default="")

    def packed(self) -> bytes:
        about = asdict(self)
        body: bytes = about.pop("body")
        return json.dumps(about).encode() + b"\n" + body

    @classmethod
    def unpacked(cls, kept: bytes) -> "Page | None":
        """Return the page; None where this is none, whoever wrote it."""
        about, _, body = kept.partition(b"\n")
        with suppress(ValueError, TypeError):
            return cls(body=body, **json.loads(about))
        return None


def found(key: str, encoding: str, last: str = "") -> Page | None:
    """Return the page of this key in this encoding, else as it is; None where neither is kept. It is noted as the one
    that `last`, see `mark`, names.
    """
    address, _, mark = last.partition(" ")
    names = [_name(key, encoding), _name(key, ""), f"page:last:{address}"]
    encoded, plain, noted = valkey.ask(lambda redis: redis.mget(names)) or (None, None, None)
    page = encoded or plain
    if not page:
        return None
    if mark and noted != mark.encode():
        valkey.ask(lambda redis: redis.set(names[2], mark, ex=KEPT_SECONDS))
    return Page.unpacked(page)


def mark(address: str, removed: str, key: str) -> str:
    """Return what names the last page at an address: its key, and what had been removed by then."""
    return f"{address} {removed} {key}"


def keep(key: str, last: str, *pages: Page) -> None:
    """Keep the page of this key in these encodings, as the last one at its address; see `mark`."""
    if any(len(page.body) > LARGEST for page in pages):
        return

    address, _, mark = last.partition(" ")

    def store(redis: Redis) -> None:
        with redis.pipeline(transaction=False) as together:
            for page in pages:
                together.set(_name(key, page.encoding), page.packed(), ex=KEPT_SECONDS)
            together.set(f"page:last:{address}", mark, ex=KEPT_SECONDS)
            together.execute()

    valkey.ask(store)


def last_at(address: str, encoding: str) -> Page | None:
    """Return the last page kept at an address; None if something was removed since that may not be shown again."""

    last, removed = valkey.ask(lambda redis: redis.mget(f"page:last:{address}", "page:removed")) or (None, None)
    then, _, key = (last or b"").partition(b" ")
    return found(key.decode(errors="replace"), encoding) if key and then == removed else None


def parts(whole: str, *names: str) -> list[bytes | None]:
    """Return the parts that are kept under these names of one whole, in their order."""
    return valkey.ask(lambda redis: redis.hmget(whole, names)) or [None] * len(names)


def keep_parts(whole: str, made: Mapping[str, bytes]) -> None:
    """Keep the parts under their names, as long as there are not too many of the whole: anybody may ask for more."""

    fields: dict[Any, Any] = {**made}

    def keep(redis: Redis) -> None:
        if redis.hlen(whole) < MOST_PARTS:
            with redis.pipeline(transaction=False) as together:
                together.hset(whole, mapping=fields)
                together.expire(whole, KEPT_SECONDS)
                together.execute()

    if not any(len(part) > LARGEST for part in made.values()):
        valkey.ask(keep)


def note_removed(removed: str) -> None:
    """Note what is known to have been removed, without which no last page is shown."""
    valkey.ask(lambda redis: redis.set("page:removed", removed))


@contextmanager
def making(key: str) -> Iterator[bool]:
    """Say whether it is ours to make the page of this key; if so, nobody else does for the length of the block."""
    ours = valkey.ask(lambda redis: redis.set(f"page:making:{key}", b"1", nx=True, ex=MAKING_SECONDS)) is not None
    try:
        yield ours
    finally:
        if ours:
            valkey.ask(lambda redis: redis.delete(f"page:making:{key}"))


def awaited(key: str, encoding: str) -> Page | None:
    """Wait while another one makes the page, and return it; None if none came of it."""
    ends = time.monotonic() + MAKING_SECONDS
    while time.monotonic() < ends and valkey.ask(lambda redis: redis.exists(f"page:making:{key}")):
        time.sleep(LOOK_EVERY)
    return found(key, encoding)


def _name(key: str, encoding: str) -> str:
    return f"page:{key}:{encoding or 'plain'}"
