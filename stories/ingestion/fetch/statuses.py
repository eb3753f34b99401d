"""Typed errors for HTTP statuses, and the pause that Retry-After names."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from stories.ingestion import errors

OK = frozenset({200, 203})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
NOT_MODIFIED = 304
ACCESS = frozenset({401, 402, 403, 407, 451})

LONGEST_PAUSE = timedelta(days=7)
UNNAMED_PAUSE = timedelta(minutes=15)  # for a 429 that names none


def status_error(url: str, status: int, retry_after: str | None, now: datetime) -> errors.StatusError:
    """Return the error for a status that brings no page."""
    pause = parse_retry_after(retry_after, now)
    if status == 429 or (status == 503 and pause is not None):
        return errors.RateLimited(url, status, retry_after=pause or UNNAMED_PAUSE)
    if status >= 500:
        return errors.ServerFault(url, status)
    if status in ACCESS:
        return errors.AccessDenied(url, status)
    kinds: dict[int, type[errors.StatusError]] = {404: errors.NotFound, 410: errors.Gone}
    return kinds.get(status, errors.StatusError)(url, status)


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return the pause that seconds or a date name (RFC 9110, 10.2.3), from 0 to a week; None for what is neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        seconds = int(text[:9])
        return min(timedelta(seconds=seconds), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if until.tzinfo is None:  # "-0000": UTC, from an unknown place
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_PAUSE)
