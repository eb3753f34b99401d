"""urllib3's exceptions in our words."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from urllib3 import exceptions

from stories.ingestion.errors import BadEncoding, BrokenAnswer, ConnectFailed, IngestionError, TimedOut, TlsFailed
from stories.ingestion.fetch.meter import Meter


@contextmanager
def in_our_words(meter: Meter) -> Iterator[None]:
    """Raise the IngestionError that fits whatever the HTTP library raises inside."""
    try:
        yield
    except (exceptions.HTTPError, OSError, ValueError) as error:  # ValueError: http.client on a negative chunk size
        raise _translated(error, meter) from error


def _translated(error: Exception, meter: Meter) -> IngestionError:
    host = meter.host
    if isinstance(error, exceptions.TimeoutError):
        late = time.monotonic() >= meter.ends
        return TimedOut(host, "it did not finish in the time allowed" if late else "it fell silent")
    if isinstance(error, exceptions.SSLError):
        return TlsFailed(host, _tls_reason(error))
    if isinstance(error, exceptions.DecodeError):
        return BadEncoding(host, "it is not compressed the way it says")
    if isinstance(error, exceptions.ProxyError):
        return ConnectFailed(host, "the proxy did not connect")
    if isinstance(error, exceptions.IncompleteRead | exceptions.ProtocolError):
        return BrokenAnswer(host, "the connection broke off before the end")
    return BrokenAnswer(host, "it is not proper HTTP")


def _tls_reason(error: exceptions.SSLError) -> str:
    cause = error.args[0] if error.args else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message})"
    return getattr(cause, "reason", None) or "the handshake failed"
