"""The URLs that are fetched at all: what is refused as written, before a name is looked up or a byte sent."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urljoin, urlsplit

import idna
from urllib3.util import parse_url

from stories.ingestion.errors import UnsafeURL

LONGEST_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}
# A label of a host name; the underscore is no letter of host names but found in the wild.
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")  # with one of these, urllib3 would encode all the others again
# WHATWG URL: a host whose last label is a number is read as an IPv4 address by many clients.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
PORT = re.compile(r"[0-9]{1,5}")
BRACKETED = re.compile(r"\[([^\[\]]*)\](:.*)?")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL in one unambiguous spelling; `host` without brackets, the port always known."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Return the host as in the URL, with the port where it is not the scheme's own: the unit of politeness."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme and authority."""
        return f"{self.scheme}://{self.authority}"


@lru_cache(maxsize=64)
def check_url(url: str, ports: frozenset[int] = frozenset({80, 443})) -> Target:
    """Return the target that `url` names; raises UnsafeURL, saying why, for whatever is not plainly a web address."""
    refuse_tricks(url)
    parts = _split(url)
    host = _check_host(url, parts)
    port = _check_port(url, parts, ports)
    target = Target("", parts.scheme, host, port)
    rest = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    # urllib3's own spelling, so that the URL we speak of is the one it sends.
    spelt = parse_url(target.origin + STRAY_PERCENT.sub("%25", rest)).url
    return Target(spelt, parts.scheme, host, port)


def resolve_location(base: Target, location: str, ports: frozenset[int]) -> Target:
    """Return where a redirect leads; raises UnsafeURL like `check_url`."""
    refuse_tricks(location)
    if location.startswith("//"):
        location = f"{base.scheme}:{location}"
    if SCHEME.match(location):  # as it stands: joining would mend "http:///x" into a path
        return check_url(location, ports)
    try:
        joined = urljoin(base.url, location)
    except ValueError as error:
        raise UnsafeURL(location, "it is not a URL") from error
    return check_url(joined, ports)


def refuse_tricks(url: str) -> None:
    """Refuse characters that parsers drop or disagree on; must come before any parsing (which drops some)."""
    if len(url) > LONGEST_URL:
        raise UnsafeURL(url, f"it is longer than {LONGEST_URL} characters")
    if url != url.strip():
        raise UnsafeURL(url, "it begins or ends with a space")
    if "\\" in url:
        raise UnsafeURL(url, "it has a backslash")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in url):
        raise UnsafeURL(url, "it has control characters, such as a tab or line break")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnsafeURL(url, "it is not a URL") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise UnsafeURL(url, "it does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise UnsafeURL(url, "it has a user name or @ before the host")
    return parts


def _check_port(url: str, parts: SplitResult, ports: frozenset[int]) -> int:
    # Not `parts.port`: int() reads digits of other scripts, signs and underscores as numbers.
    text = parts.netloc.rpartition("]")[2].partition(":")[2]
    if text and not PORT.fullmatch(text):
        raise UnsafeURL(url, "its port is not a number")
    port = int(text) if text else DEFAULT_PORTS[parts.scheme]
    if port not in ports:
        raise UnsafeURL(url, f"port {port} is not one that is fetched from")
    return port


def _check_host(url: str, parts: SplitResult) -> str:
    bracketed = BRACKETED.fullmatch(parts.netloc)
    if bracketed:
        return _check_ipv6(url, bracketed[1])
    host = parts.netloc.partition(":")[0].lower().removesuffix(".")
    if not host:
        raise UnsafeURL(url, "it names no host")
    if not host.isascii():
        host = _to_ascii(url, host)
    if NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(IPv4Address(host))  # refuses short forms, hex, octal and leading zeros
        except AddressValueError as error:
            raise UnsafeURL(url, "its host is a number that hides an address") from error
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in host.split(".")):
        raise UnsafeURL(url, "its host is not a valid name")
    return host


def _check_ipv6(url: str, text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError as error:
        raise UnsafeURL(url, "its host is not a valid IPv6 address") from error
    if address.scope_id is not None:
        raise UnsafeURL(url, "its host is an address of one network interface only")
    return str(address)


def _to_ascii(url: str, host: str) -> str:
    """Return the host by IDNA 2008, without UTS 46's map of lookalikes, where ⓛ is l and the fullwidth dot a dot."""
    try:
        return idna.encode(unicodedata.normalize("NFC", host), strict=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise UnsafeURL(url, "its host has characters that host names cannot have") from error
