"""The request that a fetch makes and the answer that it brings back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message

from stories.ingestion.fetch.statuses import NOT_MODIFIED

# Of the answer's headers, those that someone further on reads.
KEPT_HEADERS = (
    "age",
    "cache-control",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "retry-after",
    "x-robots-tag",
)
LONGEST_HEADER = 4096


@dataclass(frozen=True, slots=True)
class Wish:
    """A request beside its URL: what to ask for, and how. `credentials` are headers for the first host alone."""

    etag: str | None = None
    last_modified: str | None = None
    accept: str = "*/*"
    credentials: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int | None = None  # None: as the settings say
    truncate: bool = False  # cut off what is too long instead of refusing it
    may_be_empty: bool = False  # an empty robots.txt is a good answer, an empty page is none
    refuse_type: Callable[[str], None] | None = None  # raises for a Content-Type that is not worth the transfer

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the body only if it changed."""
        validators = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in validators.items() if value and sendable(value)}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of 200 (or 203) with its unpacked body, or of 304 with none."""

    requested_url: str
    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # lower-case names, KEPT_HEADERS only
    body: bytes
    moved_to: str | None = None  # where permanent redirects (301, 308) from the first hop on lead
    hops: tuple[str, ...] = ()  # every URL asked, in order

    @property
    def not_modified(self) -> bool:
        """Say whether the server answered that nothing changed."""
        return self.status == NOT_MODIFIED

    @property
    def etag(self) -> str | None:
        """Return the ETag, for the next wish."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """Return Last-Modified word for word, for the next wish."""
        return self.headers.get("last-modified")

    @property
    def charset(self) -> str | None:
        """Return the charset that the Content-Type header claims, which may be a lie."""
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


def sendable(value: str) -> bool:
    """Say whether a stored header value, once given by a stranger, may go into a header of ours."""
    return value.isprintable() and all(ord(c) < 256 for c in value) and len(value) <= LONGEST_HEADER


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers worth keeping, without any that hold control characters or are overlong."""
    values = {name: headers.get(name) for name in KEPT_HEADERS}
    return {name: value for name, value in values.items() if value is not None and sendable(value)}
