"""One address per story: tracking, fragments, AMP and print marks taken off; nothing that is not the web let in."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import extract_domain, normalize_url

_TRACKING = re.compile(
    r"utm_|hsa_|mc_[ce]id|mkt_|pk_|piwik_|matomo_|mtm_|vero_|oly_|at_medium|at_campaign|__s$|_hs|ns_|wt_|fb_|"
    r"(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mibextid|epik|"
    r"ref|ref_src|ref_url|referrer|cmp|cmpid|ito|smid|smtyp|sr_share|spm|xtor|traffic_source|trk|rss|feedtype|"
    r"guccounter|ftag|ocid|icid|ncid|intcmp|__source|_ga|_gl|s_kwcid|ss_source|ceid|emci|emdi|sfmc_id|taid)$",
    re.I,
)
# In a feed's own address these say which feed it is.
_OF_FEEDS = frozenset({"rss", "feedtype"})
_VIEW_PARAMETERS = frozenset({"amp", "print", "printable", "output", "outputtype", "view", "mode", "page_view"})
_VIEW_VALUES = frozenset({"", "1", "true", "amp", "print", "amphtml", "yes"})
_VIEW_PATH = re.compile(r"(?<=[^/])/(?:amp|print)/?$|\.amp(?=\.html$|$)", re.I)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[^\W_](?:[\w.-]*[^\W_])?", re.I)
_NUMERIC = re.compile(r"[\d:]$")
# What nine addresses in ten look like, checked without taking them apart.
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*+(?<![.-])[/?#][!-\[\]-~]*+")
_MAX_PLAIN = 2_000
_CONTROL = re.compile(r"[\x00-\x20\x7f\\\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def is_plain_url(url: str) -> bool:
    """Say whether `url` is a web address in its commonest form, not overlong: the quick half of `is_web_url`."""
    return len(url) <= _MAX_PLAIN and bool(_PLAIN.fullmatch(url))


def is_web_url(url: str) -> bool:
    """Say whether `url` is plainly http(s) with a host: no credentials, backslashes, spaces or control characters."""
    if is_plain_url(url):
        return True
    if _CONTROL.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "@" not in parts.netloc and bool(_HOST.fullmatch(host) or ":" in host)


@lru_cache(maxsize=4096)
def clean(url: str) -> str:
    """Return `url` without what tells only where the reader came from (tracking) or how to lay it out (AMP, print)."""
    try:
        parts = urlsplit(normalize_url(url, trailing_slash=True))
        query = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.match(name) and not (name.lower() in _VIEW_PARAMETERS and value.lower() in _VIEW_VALUES)
        ]
    except (ValueError, TypeError):
        return url
    path = _VIEW_PATH.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def listing_key(url: str) -> str:
    """Return what all addresses of one feed or page have in common: neither scheme, `www.`, tracking nor last slash."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name.lower() in _OF_FEEDS or not _TRACKING.match(name)]
    return f"{host_of(url)}{port}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}"


def without_feed_scheme(url: str) -> str:
    """Return the web address that `feed://host/path` or `feed:https://host/path` stands for; any other as it is."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() != "feed":
        return url
    return f"http:{rest}" if rest.startswith("//") else rest


def site_of(url: str) -> str:
    """Return the registered domain of `url` (`news.harrow.example` and `harrow.example` are one site), or ""."""
    if not url:
        return ""
    host = host_of(url)
    # courlan knows the registered suffixes; a host under none of them (a test network's) counts by its last two labels.
    return extract_domain(url) or (host if _NUMERIC.search(host) else ".".join(host.split(".")[-2:]))


def is_same_site(url: str, other: str) -> bool:
    """Say whether two addresses are of one site: its registered domain, at the same port."""
    try:
        return site_of(url) == site_of(other) and urlsplit(url).port == urlsplit(other).port
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Return the host without `www.`, in lower case; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
