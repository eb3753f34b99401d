"""All that issue 3 lists as hostile or broken, as sources of one site: bombs, dribbles, lies, mazes and traps."""

import gzip
from collections.abc import Iterator

from tests.stories.ingestion.beacon import story
from tests.stories.ingestion.fetch.answers import OK, brotli_bomb, chunked, endless, gzip_bomb
from tests.stories.ingestion.fetch.test_addresses import NOT_PUBLIC
from tests.stories.ingestion.fetch.test_urls import CONFUSING, OBFUSCATED, OTHER_SCHEMES
from tests.stories.ingestion.web import Page, Site, page, raw, redirect

MEBIBYTE = 1024 * 1024
SCRIPT = "<script>alert(1)</script>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "laughs": f'<!ENTITY l0 "lol">{LAUGHS}',
    "quadratic": f'<!ENTITY a "{"A" * 50_000}">',
    "file": '<!ENTITY x SYSTEM "file:///etc/passwd">',
    "http": '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
}
DATES = ("Mon, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1200", "Tue, 10 Mar 2026 09:00:00", "yesterday")
INSIDE = [f"http://[{text}]/" if ":" in text else f"http://{text}/" for text in NOT_PUBLIC if "%" not in text]


def furnish(site: Site, crowd: Site) -> list[str]:
    """Puts everything on the site; the paths of its feeds. What one feed lists without end would be on `crowd`."""
    bodies = dict(_feeds(site, crowd))
    site.pages |= {path: _as_feed(body) if isinstance(body, bytes) else body for path, body in bodies.items()}
    stories = dict(_stories())
    site.pages |= stories | {"/loop": redirect("/loop2"), "/loop2": redirect("/loop")}
    site.pages["/feed-of-bad-pages"] = _as_feed(_rss(_item(site.url(path)) for path in [*stories, "/loop"]))
    return [*bodies, "/feed-of-bad-pages"]


def _as_feed(body: bytes) -> Page:
    return page(body, Content_Type="application/rss+xml")


def _item(link: str, title: str = "Pier", more: str = "", guid: str = "") -> str:
    told = link.replace("&", "&amp;").replace("<", "&lt;")
    return f"<item><title>{title}</title><guid>{guid or told}</guid><link>{told}</link>{more}</item>"


def _rss(items: Iterator[str] | list[str], doctype: str = "") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    )
    return text.encode("utf-8", "surrogatepass")


def _feeds(site: Site, crowd: Site) -> Iterator[tuple[str, bytes | Page]]:
    """Feeds that are bombs, that never end, that are none, and honest ones whose items are not."""
    yield from ((f"/answer/{name}", answer) for name, answer in _answers().items())
    yield from (
        (f"/entities/{name}", _rss([_item("/x", "&x;&a;&l9;")], f"<!DOCTYPE rss [{text}]>"))
        for name, text in DOCTYPES.items()
    )
    yield "/inside", _rss(map(_item, [*INSIDE, *OBFUSCATED, *CONFUSING, *OTHER_SCHEMES]))
    yield "/many", _rss([_item(crowd.url(f"/{number}")) for number in range(100_000)])
    yield "/nested", b"<rss>" * 200_000
    yield "/title", _rss([_item(site.url("/long-title"), "A" * 9 * MEBIBYTE)])
    yield (
        "/dates",
        _rss([_item(site.url(f"/dated/{n}"), more=f"<pubDate>{date}</pubDate>") for n, date in enumerate(DATES)]),
    )
    yield "/signs", _rss([_item(site.url("/signs-story"), f"\x00 \ud800 \u202e{SCRIPT}")])
    yield (
        "/utf-7",
        b'<?xml version="1.0" encoding="utf-7"?><rss version="2.0"><channel>+ADw-script+AD4-</channel></rss>',
    )
    yield (
        "/liar",
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>Caf\xe9</channel></rss>'.encode("latin-1"),
    )
    yield "/empty", b""
    for name, words in (("page", "Hello"), ("login", "<input type=password>"), ("cookies", "Accept all cookies")):
        yield f"/wall/{name}", page(f"<html><body>{words}</body></html>".encode(), Content_Type="text/html")
    yield from ((f"/moved/{number}", redirect(url.encode().decode("latin-1"))) for number, url in enumerate(INSIDE))
    yield "/circle", redirect("/circle")


def _answers() -> dict[str, Page]:
    """Answers that are no page at all, whatever was asked for."""
    gzipped, brotlied = gzip_bomb(256 * MEBIBYTE), brotli_bomb(256 * MEBIBYTE)
    return {
        "gzip": page(gzipped, Content_Encoding="gzip"),
        "brotli": page(brotlied, Content_Encoding="br"),
        "gzip-chunked": chunked(gzipped, Content_Encoding="gzip"),
        "brotli-chunked": chunked(brotlied, Content_Encoding="br"),
        "members": page(gzip.compress(b"") * 200_000, Content_Encoding="gzip"),
        "dribble": endless(OK + b"Content-Length: 1000000\r\n\r\n", b"x", 0.2),
        "endless": endless(OK + b"\r\n", bytes(65536)),
        "headers": endless(OK + b"X: ", b"a" * 1000),
        "longer": raw(OK, b"Content-Length: 1000\r\n\r\nshort"),
        "twice": raw(OK, b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nshort"),
        "huge": raw(OK, b"Content-Length: 99999999999\r\n\r\nx"),
        "nothing": raw(b""),
        "ssh": raw(b"SSH-2.0-OpenSSH\r\n"),
    }


def _html(body: bytes) -> Page:
    return page(body, Content_Type="text/html")


def _stories() -> Iterator[tuple[str, Page]]:
    """Pages as bad as the feeds, and some that are stories all the same."""
    yield from ((f"/page/{path}", answer) for path, answer in _answers().items())
    yield "/page/nested", _html(b"<html><body>" + b"<div>" * 200_000 + b"words")
    yield (
        "/page/json",
        _html(story(1).replace(b"<head>", b"<head><script type='application/ld+json'>" + b"[" * 100_000)),
    )
    yield "/page/passwd", redirect("file:///etc/passwd")
    yield from ((f"/page/inside/{number}", redirect(url)) for number, url in enumerate(INSIDE))
    yield "/long-title", _html(story(2).replace(b"Story 2 of the pier", b"A" * 4 * MEBIBYTE))
    yield "/signs-story", _html(story(3).replace(b"Story 3", "\x00 \ud800 \u202e".encode("utf-8", "surrogatepass")))
    yield from ((f"/dated/{number}", _html(_dated(number))) for number in range(len(DATES)))


def _dated(number: int) -> bytes:
    return story(number).replace(b"2026-03-09T1", b"9999-03-09T1").replace(b"Story", f"Dated {number}".encode())
