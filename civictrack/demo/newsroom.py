"""The demo's own corner of the web, on one loopback port: three news sites with feeds, the council's calendar, and a
mailbox page.

The mail that the program sends arrives here by SMTP and is shown as its reader would see it.
"""

import email
import email.policy
import html
import json
from collections.abc import Callable, Mapping
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from civictrack.demo.calendar import COUNCIL, MOVED, PATH, calendar
from civictrack.demo.content import OUTLETS, DemoStory, Outlet

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}
<meta name="viewport" content="width=device-width"><style>body{{font:1.1rem/1.6 Georgia,serif;max-width:40rem;
margin:2rem auto;padding:0 1rem}}nav,footer{{font:.85rem sans-serif}}</style></head><body>{body}</body></html>"""


class Newsroom:
    """Answers for the sites. `corrected` holds the slugs of the stories that now appear in their corrected form, and
    the calendar's mark once its meeting has moved; `known` are the demo's days.
    """

    def __init__(self, stories: list[DemoStory], base: str, mail: Path, known: Mapping[str, date]) -> None:
        self.known = known
        self.stories = {story.path: story for story in stories}
        self.base = base
        self.mail = mail
        self.corrected: set[str] = set()

    def answer(self, path: str) -> tuple[str, str] | None:
        """Return a page's content type and body; None for what is not there."""
        pages: dict[str, Callable[[], tuple[str, str]]] = {
            "/robots.txt": lambda: ("text/plain", "User-agent: *\nDisallow: /mailbox/\n"),
            "/mailbox/": lambda: ("text/html", self._mailbox()),
            "/council/": lambda: ("text/html", self._council()),
            PATH: lambda: ("text/calendar", calendar(self.known, is_moved=MOVED in self.corrected)),
        }
        for outlet in OUTLETS.values():
            pages[f"/{outlet.key}/"] = lambda outlet=outlet: ("text/html", self._front(outlet))  # type: ignore[misc]
            feed = self._atom if outlet.kind == "atom" else self._rss
            pages[f"/{outlet.key}/feed.xml"] = lambda outlet=outlet, feed=feed: feed(outlet)  # type: ignore[misc]
        if path in pages:
            return pages[path]()
        if path.startswith("/mailbox/"):
            return self._message(path.removeprefix("/mailbox/"))
        story = self.stories.get(path)
        return ("text/html", self._story(story)) if story else None

    def _stories_of(self, outlet: Outlet) -> list[DemoStory]:
        """Return an outlet's stories, the newest first."""
        stories = (story for story in self.stories.values() if story.outlet == outlet)
        return sorted(stories, key=lambda story: story.published, reverse=True)

    def _front(self, outlet: Outlet) -> str:
        items = "".join(
            f'<article><h2><a href="{story.path}">{html.escape(story.title)}</a></h2></article>'
            for story in self._stories_of(outlet)
        )
        body = f"<header><nav>{outlet.name}</nav></header><main>{items}</main>"
        return PAGE.format(title=outlet.name, head="", body=body)

    def _rss(self, outlet: Outlet) -> tuple[str, str]:
        items = "".join(
            f"<item><title>{html.escape(story.title)}</title><link>{self.base}{story.path}</link>"
            f"<guid>{self.base}{story.path}</guid><pubDate>{format_datetime(story.published)}</pubDate></item>"
            for story in self._stories_of(outlet)
        )
        channel = f"<title>{outlet.name}</title><link>{self.base}/{outlet.key}/</link>{items}"
        return "application/rss+xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'

    def _atom(self, outlet: Outlet) -> tuple[str, str]:
        entries = "".join(
            f"<entry><title>{html.escape(story.title)}</title><id>{self.base}{story.path}</id>"
            f'<link href="{self.base}{story.path}"/><updated>{story.published.isoformat()}</updated>'
            f"<published>{story.published.isoformat()}</published></entry>"
            for story in self._stories_of(outlet)
        )
        head = f"<title>{outlet.name}</title><id>{self.base}/{outlet.key}/</id>"
        feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'
        return "application/atom+xml", feed

    def _story(self, story: DemoStory) -> str:
        corrected = story.corrected if story.slug in self.corrected else None
        paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in (corrected or story.text).split("\n\n"))
        about = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title,
            "datePublished": story.published.isoformat(), "author": [{"@type": "Person", "name": story.byline}],
            "publisher": {"@type": "Organization", "name": story.outlet.name},
        }  # fmt: skip
        head = (
            f'<link rel="canonical" href="{self.base}{story.path}">'
            f'<meta property="og:site_name" content="{story.outlet.name}">'
            f'<script type="application/ld+json">{json.dumps(about)}</script>'
        )
        body = (
            f'<header><nav><a href="/{story.outlet.key}/">{story.outlet.name}</a></nav></header><main><article>'
            f"<h1>{html.escape(story.title)}</h1><p class=byline>By {html.escape(story.byline)}</p>{paragraphs}"
            f"</article></main><footer>{story.outlet.name} and all it reports are invented.</footer>"
        )
        return PAGE.format(title=html.escape(story.title), head=head, body=body)

    def _council(self) -> str:
        body = f'<h1>{COUNCIL}</h1><p><a href="{PATH}">Our meetings as a calendar</a></p>'
        return PAGE.format(title=COUNCIL, head="", body=body)

    def _mailbox(self) -> str:
        rows = "".join(
            f'<li><a href="/mailbox/{path.name}">{html.escape(str(message["Subject"]))}</a><br>'
            f"<small>to {html.escape(str(message['To']))}, {html.escape(str(message['Date']))}</small></li>"
            for path, message in self._messages()
        )
        body = f"<h1>Mail the demo has sent</h1><ul>{rows or '<li>None yet.</li>'}</ul>"
        return PAGE.format(title="Mailbox", head='<meta http-equiv="refresh" content="5">', body=body)

    def _messages(self) -> list[tuple[Path, EmailMessage]]:
        files = sorted(self.mail.glob("*.eml"), reverse=True)
        return [(path, email.message_from_bytes(path.read_bytes(), policy=email.policy.default)) for path in files]

    def _message(self, name: str) -> tuple[str, str] | None:
        known = {path.name: message for path, message in self._messages()}
        if name not in known:
            return None
        part = known[name].get_body(("html", "plain"))
        text = part.get_content() if part else ""
        return (part.get_content_type() if part else "text/plain"), text

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail as a file; aiosmtpd calls this for each."""
        number = len(list(self.mail.glob("*.eml"))) + 1
        (self.mail / f"{number:04}.eml").write_bytes(envelope.original_content or b"")
        return "250 Kept"


def serve(newsroom: Newsroom, port: int, smtp_port: int) -> None:
    """Serve both until the process ends. POST /corrected/<slug> brings a story's correction out."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(newsroom.answer(self.path))

        def do_POST(self) -> None:
            newsroom.corrected.add(self.path.rpartition("/")[2])
            self._send(("text/plain", "ok"))

        def _send(self, answer: tuple[str, str] | None) -> None:
            kind, text = answer or ("text/plain", "There is nothing here.")
            data = text.encode()
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet: the demo prints its own progress."""

    Controller(newsroom, hostname="127.0.0.1", port=smtp_port).start()
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
