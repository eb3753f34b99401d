"""The checks a feed passes before any parser sees it: size, kind, entities, number of entries."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from stories.ingestion.feeds.entities import refuse_entities
from stories.ingestion.feeds.errors import EmptyFeedBody, FeedTooLarge, HostileFeed, NotAFeed
from stories.ingestion.feeds.newest import without_oldest
from stories.ingestion.pages import document, walls
from stories.ingestion.pages.charset import decode
from stories.ingestion.pages.errors import PageError

MAX_BYTES = 16_000_000
MAX_ENTRIES = 1_000
_HEAD = 4_000
# Fewer bytes than this are parsed sooner than their entries are counted.
_MANY = 1_000_000
# Possessive throughout: a page of empty comments would otherwise be matched in exponentially many ways.
_HTML = re.compile(r"(?:\s|<\?[^>]*+>|(?><!--.*?-->))*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_FEED = re.compile(r"(?:\s|<\?[^>]*+>|(?><!--.*?-->)|<!doctype[^>]*+>)*+<(?:rss|feed|rdf:rdf)\b", re.I | re.S)
_KNOWN = re.compile(rb"[{\[]|<[?!]|<(?:\w+:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|opml)\b", re.I)
_BEGINS = re.compile(rb"<\?xml\s|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_CHANNEL = re.compile(rb"<channel\b", re.I)
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_CLOSING = {b"rss": b"</channel></rss>", b"feed": b"</feed>", b"rdf:RDF": b"</rdf:RDF>"}
_FIRST_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)\b")
_DATE = re.compile(rb"<(?:\w+:)?(?:pubdate|date|published|updated|issued|modified|created)\b|\"date_", re.I)
_OWN = (b"title", b"link", b"description")
_ATOM_03 = b"http://purl.org/atom/ns#"
# A thousand entries of five hundred tags, or ten to each place of a full site map; each costs a tenth of a kilobyte.
_MOST_TAGS = 500_000
_YEAR_ZERO = re.compile(rb"(\d [A-Z][a-z]{2}) 0000 ")
_DECLARATION = 200
# A charset that is not what it says shows early; a stray byte later on is for the parsers to mend.
_SAMPLED = 32_768
_XML_ENCODING = re.compile(r"^(\s*<\?xml[^>]{0,400}?)\s{1,20}encoding\s{0,20}=\s{0,20}[\"']([^\"']*)[\"']", re.I)


def admitted(data: bytes, content_type: str = "") -> bytes:
    """Return the feed in clean UTF-8; raises the `FeedError` that says why these bytes are not parsed."""
    if len(data) > MAX_BYTES:
        raise FeedTooLarge(f"The feed is larger than {MAX_BYTES // 1_000_000} MB.")
    if not data or (not data[:_HEAD].strip() and not data.strip()):
        raise EmptyFeedBody("The server answered with nothing.")
    clean = data
    if not _is_plain_utf8(data):
        text = decode(data, content_type).replace("\x00", "")
        clean = _XML_ENCODING.sub(r'\1 encoding="utf-8"', text, count=1).encode("utf-8", "ignore")
    head = clean[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if _HTML.match(head) and not _FEED.match(head):
        raise NotAFeed(_what_page(clean))
    clean = clean if clean[:1] in b"<{" else clean.lstrip(b"\xef\xbb\xbf \t\r\n")
    # Before the feed a server may have put a notice of its own, in words or in HTML.
    if not _KNOWN.match(clean) and not _is_file(data) and (begins := _BEGINS.search(clean, 0, _HEAD)):
        clean = clean[begins.start() :]
    if not clean.startswith((b"<", b"{")):
        raise NotAFeed(_what_file(data))
    refuse_entities(clean)
    return clean


def _is_plain_utf8(data: bytes) -> bool:
    """Say whether the bytes are what they claim: most feeds are, and need no second copy."""
    declared = _XML_ENCODING.search(data[:_DECLARATION].decode("latin-1"))
    if b"\x00" in data or (declared and declared.group(2).lower() not in {"utf-8", "utf8"}):
        return False
    try:
        codecs.utf_8_decode(data[:_SAMPLED], "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _is_file(data: bytes) -> bool:
    """Say whether it is another program's file, which may hold XML as well, as a PDF does."""
    try:
        document.refuse_files(data)
    except PageError:
        return True
    return False


def bounded(clean: bytes, uncounted: int = _MANY) -> tuple[bytes, bool]:
    """Return the feed with a thousand entries at most, and whether any was cut off.

    The first are kept or, where those are older, the last; a feed of fewer than `uncounted` bytes is let through.
    """
    closing = b"entry>" if b"<feed" in clean[:_HEAD] else b"item>"
    if len(clean) < uncounted or clean.count(closing) <= 2 * MAX_ENTRIES:
        return clean, False
    ends = [end.end() for end in _ENTRY_END.finditer(clean)]
    if len(ends) < MAX_ENTRIES:
        return clean, False
    if newer := without_oldest(clean, ends, MAX_ENTRIES):
        return newer, True
    root = next((name for name in _CLOSING if b"<" + name in clean[:_HEAD]), b"rss")
    return clean[: ends[MAX_ENTRIES - 1]] + _CLOSING[root], True


def is_dated(clean: bytes) -> bool:
    """Say whether any entry has a date at all; where none has, the quick parser reads dates into GUIDs."""
    start = first_entry(clean)
    likely = b"<updated" if b"<feed" in clean[:_HEAD] else b"<pubDate"
    return clean.find(likely, start) >= 0 or bool(_DATE.search(clean, start))


def first_entry(clean: bytes) -> int:
    """Return where the first entry begins; what stands before it are the feed's own dates."""
    plain = clean.find(b"<entry" if b"<feed" in clean[:_HEAD] else b"<item")
    if plain >= 0:
        return plain
    first = _FIRST_ENTRY.search(clean)
    return first.start() if first else 0


def has_year_zero(clean: bytes) -> bool:
    """Say whether the feed has dates in the year 0, which parsers read as 2000."""
    return b" 0000 " in clean and bool(_YEAR_ZERO.search(clean))


def without_year_zero(clean: bytes) -> bytes:
    """Return the feed with its dates in the year 0 made unreadable."""
    return _YEAR_ZERO.sub(rb"\1 none ", clean)


def refuse_tags(clean: bytes) -> None:
    """Refuse what is nothing but tags: their tree would take many times the memory of the document."""
    if len(clean) > _MANY and clean.count(b"<") > _MOST_TAGS:
        raise HostileFeed("The document is made of more tags than any feed or sitemap has; it was not parsed.")


def refuse_depth(clean: bytes) -> None:
    """Refuse what is nested deeper than libxml2's 256 levels; the patient parser would follow it down for minutes."""
    try:
        etree.fromstring(clean, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise HostileFeed("The feed is nested hundreds of levels deep; it was not parsed.") from None


def is_channel(clean: bytes) -> bool:
    """Say whether the feed begins as CDF does, the oldest kind of all."""
    return bool(_CHANNEL.search(clean[:_HEAD]))


def is_plain(clean: bytes) -> bool:
    """Say whether the quick parser knows all that the feed is made of; by its head and its first entry.

    It defines no entities and is not Atom 0.3 with its encodings, and no other vocabulary's title (`media:title`)
    stands before the entry's own, which the quick parser would take for it.
    """
    start, head = first_entry(clean), clean[:_HEAD]
    entry = clean[start : start + _HEAD]
    orders = ((entry.find(b":" + name + b">"), entry.find(b"<" + name)) for name in _OWN)
    return not (has_entities(clean) or _ATOM_03 in head or any(0 <= alien < own for alien, own in orders))


def has_entities(clean: bytes) -> bool:
    """Say whether the feed defines entities (harmless ones, as it was admitted); lxml would drop them."""
    return b"<!ENTITY" in clean[:_HEAD]


def _what_page(clean: bytes) -> str:
    try:
        wall = walls.wall(document.parse(clean[: document.MAX_BYTES]))
    except PageError:
        wall = None
    kind = {"CookieWall": "a request to accept cookies", "LoginWall": "a login", "BotWall": "a check for robots"}
    return f"The server answered with {kind.get(type(wall).__name__, 'a web page')} instead of a feed."


def _what_file(data: bytes) -> str:
    try:
        document.parse(data[: document.MAX_BYTES])
    except PageError as error:
        return f"The server answered with something that is no feed. {error}".replace("not an HTML page", "not a feed")
    return "The server answered with something that is no feed."
