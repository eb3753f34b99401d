"""Time and bytes one fetch may still spend, counted at the socket so that nothing slips past.

Timeouts of HTTP libraries begin anew with each byte that arrives; here every receive gets no more
patience than the wall clock has left, be it for headers, chunk sizes or the body.
"""

import socket
import ssl
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stories.ingestion.errors import TimedOut, TooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@dataclass(slots=True)
class Meter:
    """The time (until `ends`, in monotonic seconds) and the bytes on the wire left for one request to `host`."""

    host: str
    ends: float
    bytes_left: int
    limit: int
    read_timeout: float

    def seconds(self, at_most: float) -> float:
        """Return how many seconds one blocking call may take; raises TimedOut once the deadline has passed."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimedOut(self.host, "it did not finish within the time allowed for one fetch")
        return min(left, at_most)

    def received(self, count: int) -> None:
        """Count bytes off the wire; raises TooLarge past the limit."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise TooLarge(self.host, self.limit, "as sent")


# The meter of the request under way in this thread; sockets outlive requests (keep-alive), so it cannot be theirs.
running: ContextVar[Meter] = ContextVar("running")


class MeteredSocket(socket.socket):
    """A plain connection whose reads are metered (http.client reads through `recv_into` alone)."""

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        meter = running.get()
        self.settimeout(meter.seconds(meter.read_timeout))
        count = super().recv_into(buffer, nbytes, flags)
        meter.received(count)
        return count


class MeteredTLSSocket(ssl.SSLSocket):
    """A connection over TLS whose reads are metered by what was decrypted."""

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        meter = running.get()
        self.settimeout(meter.seconds(meter.read_timeout))
        count = super().recv_into(buffer, nbytes, flags)
        meter.received(count)
        return count
