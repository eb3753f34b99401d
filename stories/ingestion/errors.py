"""Everything that can go wrong on the way of a story, each error with what becomes of its source.

`str(error)` is one plain sentence or two for the operator, safe to store and to log (control and
bidi characters are taken out, length is bounded); templates escape it like any other text.
"""

from datetime import timedelta
from enum import StrEnum

LONGEST_MESSAGE = 400
LONGEST_DETAIL = 160


class Outcome(StrEnum):
    """The fate of the source (or, for a single page, of the request) after an error."""

    RETRY = "retry"  # a passing fault: try again at the next turn, no longer pause
    BACK_OFF = "back_off"  # pause longer after each failure in a row
    WAIT = "wait"  # the site (or our own pacing) named a pause: `retry_after`
    STOP = "stop"  # never again by itself; a person must look


def printable(text: object, limit: int = LONGEST_DETAIL) -> str:
    """Return what a stranger wrote, made safe to show in a message: one line, no control or bidi characters."""
    cleaned = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(text)[: limit + 1])
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


class IngestionError(Exception):
    """Base of all; `outcome` says what becomes of the source, `retry_after` how long it asked us to wait."""

    outcome: Outcome = Outcome.BACK_OFF

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(printable(message, LONGEST_MESSAGE))
        self.retry_after = retry_after


# Addresses and redirects


class UnsafeURL(IngestionError):
    """A URL refused as written, before any name was looked up or byte sent."""

    outcome = Outcome.STOP

    def __init__(self, url: object, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The address “{printable(url)}” is not fetched: {reason}. Correct the address.")


class UnsafeAddress(IngestionError):
    """A well-formed URL whose host leads to an address that is not on the public internet.

    Backs off rather than stops: a broken resolver can cause it, and then for every source at once.
    """

    def __init__(self, host: str, address: str, reason: str) -> None:
        super().__init__(
            f"{printable(host)} was not contacted: it leads to {printable(address)}, {reason}. "
            "Only addresses on the public internet are fetched."
        )


class BadRedirect(IngestionError):
    """A redirect that is not followed: downgrade to http, nowhere, or to an unsafe address."""

    def __init__(self, url: str, target: object, reason: str) -> None:
        super().__init__(f"{printable(url)} redirects to “{printable(target)}”, which is not followed: {reason}.")


class TooManyRedirects(IngestionError):
    """More hops than allowed, or a circle."""

    def __init__(self, url: str, hops: int, *, circle: bool = False) -> None:
        how = "in a circle" if circle else f"more than {hops} times"
        super().__init__(f"{printable(url)} redirects {how}; many sites do so when they insist on cookies.")


# Connection and transfer


class HostNotFound(IngestionError):
    """A host for which DNS has no address."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"The host {printable(host)} was not found. Is the name spelt right, and is the site still there?"
        )


class ConnectFailed(IngestionError):
    """A host of which no address takes a connection."""

    def __init__(self, host: str, reason: object) -> None:
        super().__init__(f"No connection to {printable(host)}: {printable(reason)}.")


class TlsFailed(IngestionError):
    """A certificate that is not valid for the host, or a handshake that failed."""

    def __init__(self, host: str, reason: object) -> None:
        super().__init__(f"No secure connection to {printable(host)}: {printable(reason)}.")


class TimedOut(IngestionError):
    """Silence for longer than the timeout, or slower in all than the wall-clock deadline."""

    def __init__(self, host: str, what: str) -> None:
        super().__init__(f"{printable(host)} was too slow: {what}.")


class BrokenAnswer(IngestionError):
    """An answer that breaks off, or is not HTTP."""

    outcome = Outcome.RETRY

    def __init__(self, host: str, reason: object) -> None:
        super().__init__(f"{printable(host)} sent a broken answer: {printable(reason)}.")


class TooLarge(IngestionError):
    """An answer of more bytes than allowed, on the wire or after decompression."""

    def __init__(self, host: str, limit: int, where: str) -> None:
        super().__init__(f"The answer of {printable(host)} is larger than {limit:,} bytes {where}; reading stopped.")


class BadEncoding(IngestionError):
    """An answer compressed in a way that was not offered, more than once, or wrongly."""

    def __init__(self, host: str, reason: object) -> None:
        super().__init__(f"The answer of {printable(host)} cannot be unpacked: {printable(reason)}.")


class EmptyAnswer(IngestionError):
    """A success without a single byte."""

    outcome = Outcome.RETRY

    def __init__(self, host: str) -> None:
        super().__init__(f"{printable(host)} answered with an empty page.")


# What the server said


class StatusError(IngestionError):
    """An HTTP status that is neither a page, a redirect nor "not modified"."""

    meaning = "an unexpected answer"
    advice = "It will be tried again, less often."

    def __init__(self, url: str, status: int, *, retry_after: timedelta | None = None) -> None:
        self.url = url
        self.status = status
        text = f"{printable(url)} answered {status}: {self.meaning}. {self.advice}"
        super().__init__(text, retry_after=retry_after)


class Gone(StatusError):
    """A 410: the page was taken away for good."""

    outcome = Outcome.STOP
    meaning = "it was removed for good"
    advice = "It is not asked again; look for a new address."


class NotFound(StatusError):
    """A 404: the page moved, or the site made a slip."""

    meaning = "nothing is at this address"
    advice = "It will be tried again, less often; look for a new address if this goes on."


class AccessDenied(StatusError):
    """A 401, 402, 403, 407 or 451: the page is not for us."""

    meaning = "the site does not let us read this"
    advice = "It will be tried again, less often; ask the publisher if this goes on."


class RateLimited(StatusError):
    """A 429, or a 503 with a Retry-After: we are asked to come back later."""

    outcome = Outcome.WAIT
    meaning = "too many requests, or closed for the moment"
    advice = "It is asked again when the pause it named is over."


class ServerFault(StatusError):
    """A 5xx: the site's own fault."""

    meaning = "the site has a fault of its own"


# Our own manners


class RobotsForbidden(IngestionError):
    """A robots.txt that asks not to fetch this, or could not be read, which forbids everything (RFC 9309)."""

    def __init__(self, url: str, *, unreadable_because: str = "") -> None:
        self.unreadable = bool(unreadable_because)
        if unreadable_because:
            why = f"cannot be read at the moment, which forbids everything ({printable(unreadable_because)})"
        else:
            why = "asks us not to"
        super().__init__(f"{printable(url)} was not fetched: the site's robots.txt {why}.")


class HostBusy(IngestionError):
    """A host at our own limit of requests; nothing is wrong with the source."""

    outcome = Outcome.WAIT

    def __init__(self, host: str, seconds: float) -> None:
        wait = timedelta(seconds=seconds)
        super().__init__(
            f"{printable(host)} has its turn later: our own requests are spaced out.",
            retry_after=wait,
        )


class HostResting(IngestionError):
    """A host that asked several times to be left alone, or was too slow; all its sources wait."""

    outcome = Outcome.WAIT

    def __init__(self, host: str, seconds: float) -> None:
        wait = timedelta(seconds=seconds)
        super().__init__(
            f"{printable(host)} asked for a pause or was too slow; all its sources wait.",
            retry_after=wait,
        )


class OurFault(IngestionError):
    """An error in this program, shown without its own words, which may hold anything of the page."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"A fault of this program ({type(error).__name__}); its log says more. It will be tried again."
        )
