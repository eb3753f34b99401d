"""A local news site of many outlets for the bench, as a process of its own: `python -m tests.bench.news_site …`.

Each outlet has a port, which is a host to the fetcher. Pages weigh what the median page of ../shared/bench/pages does
(250 KB, 1,100 elements, a third of it scripts); all words are made of syllables, so no text is anyone's.
"""

import argparse
import gzip
import json
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SYLLABLES = "ba be bi bo da de do du fa fe fi ga go ka ke ko la le li lo ma me mi mo na ne no pa pe ra re ri ro".split()
PARAGRAPHS = 22
COPIED = 10  # one story in so many is another outlet's


@cache
def words() -> list[str]:
    chance = random.Random(3)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(6000)]


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(words(), k=chance.randint(8, 24))).capitalize() + "."


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(1, 4)))


@cache
def furniture() -> tuple[str, str]:
    """What stands on every page before and after the story: menus, scripts, teasers."""
    chance = random.Random(4)
    script = ";".join(f"window.{w}={{{w}:'{w * 6}'}}" for w in chance.choices(words(), k=1600))
    links = "".join(
        f'<li class="menu-item menu-{w} menu-item-type-custom" data-track="{w * 4}"><a href="/{w}/" class="nav-{w}">'
        f"<span>{w}</span></a></li>"
        for w in chance.choices(words(), k=140)
    )
    teasers = "".join(
        f'<div class="card card-{w} layout-{w * 3}" style="--a:{w * 20};--b:{w * 25}" data-props="{w * 60}">'
        f'<a href="/{w}/{w}.html"><img src="/i/{w}.jpg" srcset="{w * 30} 1x, {w * 30} 2x" alt="{w}">'
        f"<h3>{w} {w[::-1]} {w}</h3></a><p>{sentence(chance)}</p></div>"
        for w in chance.choices(words(), k=90)
    )
    head = f"<script>{script}</script></head><body><nav><ul>{links}</ul></nav><main>"
    return head, f"<aside>{teasers}</aside></main><footer><ul>{links}</ul></footer></body></html>"


def page(outlet: int, number: int, url: str) -> bytes:
    """Story `number` of an outlet."""
    of = (0, number) if number % COPIED == 0 else (outlet, number)
    chance = random.Random(of[0] * 1_000_003 + of[1])
    title = " ".join(chance.choices(words(), k=9)).capitalize()
    text = "".join(f"<p>{paragraph(chance)}</p>" for _ in range(PARAGRAPHS))
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "url": url,
            "datePublished": f"2026-03-0{1 + number % 9}T09:{outlet % 60:02}:00-06:00",
            "author": {"@type": "Person", "name": f"{chance.choice(words()).title()} Quill"}}  # fmt: skip
    head, tail = furniture()
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{url}"><script type="application/ld+json">{json.dumps(told)}</script>{head}'
        f"<article><h1>{title}</h1>{text}</article>{tail}"
    ).encode()


def feed(base: str, number: int, stories: int) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><guid>{base}/{n}.html</guid><link>{base}/{n}.html</link>"
        f"<pubDate>Sun, 0{1 + n % 8} Mar 2026 09:00:00 -0600</pubDate></item>"
        for n in range(number * stories + 1, (number + 1) * stories + 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{number}</title>{items}</channel></rss>'.encode()


@dataclass
class Outlet:
    """One port and what was asked of it: path, whether conditionally, when, and how many at once."""

    number: int
    stories: int
    asked: list[tuple[str, bool, float]] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, path: str, conditional: bool) -> None:
        with self.lock:
            self.asked.append((path, conditional, time.monotonic()))
            self.open += 1
            self.most_open = max(self.most_open, self.open)

    def leave(self) -> None:
        with self.lock:
            self.open -= 1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a page waits 40 ms for the acknowledgement of its headers
    outlet: Outlet

    def do_GET(self) -> None:
        if self.path == "/-/asked":
            with self.outlet.lock:
                return self._send(json.dumps([self.outlet.most_open, self.outlet.asked]).encode(), "application/json")
        conditional = "If-None-Match" in self.headers
        if "Civictrack" not in self.headers["User-Agent"]:  # those who read alone, and are not counted
            return self._answer()
        self.outlet.enter(self.path, conditional)
        try:
            return self._send(b"", "", 304) if conditional else self._answer()
        finally:
            self.outlet.leave()

    def _answer(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        name = self.path.strip("/").partition(".")[0]
        if name == "robots":
            return self._send(b"User-agent: *\nAllow: /\n", "text/plain")
        if name.startswith("feed-"):
            return self._send(feed(base, int(name[5:]), self.outlet.stories), "application/rss+xml")
        return self._send(page(self.outlet.number, int(name), base + self.path), "text/html; charset=utf-8")

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        body = gzip.compress(body, 1) if kind.startswith("text/html") else body
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "ETag": '"1"'}
        if kind.startswith("text/html"):
            headers["Content-Encoding"] = "gzip"
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    """Serve until standard input ends; the ports are the first line printed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--outlets", type=int, required=True)
    parser.add_argument("--stories", type=int, required=True, help="in one feed")
    options = parser.parse_args()
    furniture()
    servers = []
    for number in range(options.outlets):
        handler = type("OutletHandler", (Handler,), {"outlet": Outlet(number, options.stories)})
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
    print(*(server.server_address[1] for server in servers), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
