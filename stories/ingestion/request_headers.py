"""The headers that a source is asked with beside ours: what a publisher gave us to be let in, a language, a format."""

import re
from collections.abc import Iterable, Mapping

from stories.ingestion.errors import printable
from stories.ingestion.fetch.fetched import sendable
from stories.ingestion.urls import is_same_site, site_of

MOST_HEADERS = 10
LONGEST_VALUE = 1_000
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
# Who we are, how a connection is kept and what an answer may be is not for a source to say.
OURS = frozenset({
    "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
    "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "range", "te",
    "trailer", "transfer-encoding", "upgrade", "user-agent", "via",
})  # fmt: skip


class HeaderError(ValueError):
    """A header that can't be sent; `str()` says why, without its value, which may be a secret."""


def parsed(lines: Iterable[str]) -> dict[str, str]:
    """Return the headers of lines such as "Accept-Language: es", empty ones left out. Raises a HeaderError."""
    pairs = [line.partition(":") for line in lines if line.strip()]
    if bad := next((name for name, colon, _ in pairs if not colon), ""):
        raise HeaderError(f"“{printable(bad, 20)}” is no header: write it as in “Accept-Language: es”.")
    return checked({name.strip(): value.strip() for name, _, value in pairs})


def checked(headers: Mapping[str, object]) -> dict[str, str]:
    """Return the headers as they can be sent. Raises a HeaderError for what can't be."""
    if len(headers) > MOST_HEADERS:
        raise HeaderError(f"A source has at most {MOST_HEADERS} headers.")
    if len({name.lower() for name in headers}) < len(headers):
        raise HeaderError("A header is named twice.")
    for name, value in headers.items():
        if fault := _fault(name, value):
            raise HeaderError(f"The header “{printable(name, 60)}” {fault}.")
    return {name: str(value) for name, value in headers.items()}


def sent(headers: Mapping[str, object], source_url: str, url: str) -> dict[str, str]:
    """Return the headers that go with a request for `url`: to the source's own site alone, as they may be secrets, and
    never in the open where the source itself is asked over a secure connection.
    """
    if not headers or not _is_trusted(source_url, url):
        return {}
    # What another hand wrote into the table is looked at once more.
    return {name: str(value) for name, value in headers.items() if not _fault(name, value)}


def _is_trusted(source_url: str, url: str) -> bool:
    in_the_open = source_url.startswith("https:") and not url.startswith("https:")
    return bool(site_of(url)) and is_same_site(source_url, url) and not in_the_open


def _fault(name: str, value: object) -> str:
    if not NAME.fullmatch(name):
        return "has no name that headers can have"
    if name.lower() in OURS or name.lower().startswith("proxy-"):
        return "is this program's own to send"
    if not isinstance(value, str) or not value.strip() or not sendable(value) or len(value) > LONGEST_VALUE:
        return f"has a value that can't be sent: one line of at most {LONGEST_VALUE} characters"
    return ""
