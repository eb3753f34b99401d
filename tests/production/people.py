"""Readers and a curator of the running site: what they do with a browser, over HTTP as the proxy passes it on."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx2
from bs4 import BeautifulSoup

from tests.production.stack import HOST


@dataclass
class Answers:
    """What the site has answered so far: by status, and of each status from 500 the address; `none` of those to whom
    nobody answered.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[tuple[int, str]] = field(default_factory=list)
    none: int = 0
    _lock: Lock = field(default_factory=Lock)

    def note(self, status: int, path: str) -> None:
        with self._lock:
            self.statuses[status] += 1
            if status >= 500:
                self.failed.append((status, path))

    def clear(self) -> None:
        with self._lock:
            self.statuses.clear()
            self.failed.clear()
            self.none = 0

    def note_none(self) -> None:
        with self._lock:
            self.none += 1


class Visitor:
    """Somebody with a browser. `ask` gives None where the site does not answer at all."""

    def __init__(self, port: int, answers: Answers, address: str) -> None:
        # The proxy has taken TLS off: the cookies are meant for it.
        jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": address,
            "Referer": f"https://{HOST}/",
        }
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, cookies=jar, timeout=30)
        self.answers = answers

    def ask(self, method: str, path: str, **sent: Any) -> httpx2.Response | None:
        # A connection that was kept may have been closed meanwhile: browsers ask a second time where that does no harm.
        for _ in range(2 if method == "GET" else 1):
            with suppress(httpx2.TransportError):
                answer = self.client.request(method, path, **sent)
                self.answers.note(answer.status_code, f"{method} {path}")
                return answer
        self.answers.note_none()
        return None

    def get(self, path: str) -> httpx2.Response | None:
        return self.ask("GET", path)

    def send(self, form: "Form", changes: Mapping[str, Any]) -> httpx2.Response | None:
        return self.ask("POST", form.action, data={**form.fields, **changes})


@dataclass
class Form:
    """A form of a page as it stands there: where it goes, and what its fields hold."""

    action: str
    fields: dict[str, Any]
    buttons: list[str]


def form_in(answer: httpx2.Response | None, selector: str = "main form[method=post]") -> Form | None:
    """Return the first form of a page, as a browser would send it; None where there is none."""
    page = BeautifulSoup(answer.content, "lxml") if answer else None
    form = page.select_one(selector) if page else None
    if not (answer and form):
        return None
    fields: dict[str, Any] = {}
    for one in form.select("input[name]"):
        kind = str(one.get("type", "text"))
        if kind in ("checkbox", "radio") and not one.has_attr("checked"):
            continue
        fields.setdefault(str(one["name"]), []).append(str(one.get("value", "")))
    for one in form.select("textarea[name]"):
        fields[str(one["name"])] = [one.get_text()]
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        fields[str(one["name"])] = [str(chosen["value"])] if chosen else []
    buttons = [str(button["value"]) for button in form.select("button[name=act]")]
    return Form(str(form.get("action") or answer.request.url.raw_path.decode()), fields, buttons)


class Reader(Visitor):
    """Goes from page to page by their links, as a reader, a feed reader and a calendar do."""

    def __init__(self, port: int, answers: Answers, number: int) -> None:
        super().__init__(port, answers, f"203.0.{number >> 8}.{number & 255}")
        self.chance = random.Random(number)
        self.known = ["/en/", "/en/issues/", "/en/search/?q=harbor", "/en/search/?q=harbr+leese"]

    def read(self) -> None:
        """Open a page and see where it leads."""
        path = self.chance.choice(self.known)
        answer = self.get(path)
        if answer and answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            self.known = [*dict.fromkeys([*self.known[:4], *links_of(answer.text), *self.known[4:]])][:60]

    def follow(self, slug: str, email: str) -> bool:
        """Ask for alerts of an issue; say whether the site has taken the wish."""
        form = form_in(self.get(f"/en/subscribe/issue/{slug}/"))
        wish = {"email": email, "kinds": ["date", "reminder"], "leads": ["3"], "cadence": "at_once"}
        answer = form and self.send(form, wish)
        return bool(answer and answer.status_code == 302)

    def confirm(self, link: str) -> bool:
        """Follow the link of the mail and press the button; say whether the site has taken it."""
        answer = self.get(urlsplit(link).path)
        if answer and answer.status_code == 302:
            answer = self.get(answer.headers["Location"])
        form = form_in(answer)
        answer = form and self.send(form, {})
        return bool(answer and answer.status_code == 302)


def links_of(text: str) -> Sequence[str]:
    """Return the public pages, feeds and calendars that a page leads to."""
    found = re.findall(r'href="(/(?:en|static)/[^"#]*)"', text)
    return [link.replace("&amp;", "&") for link in found if "/subscribe/" not in link]


class Curator(Visitor):
    """Signs in and decides what waits."""

    PASSWORD = "a long password of hers"

    def __init__(self, port: int, answers: Answers, name: str) -> None:
        super().__init__(port, answers, "203.0.113.77")
        self.name = name

    def sign_in(self) -> bool:
        form = form_in(self.get("/desk/login/"))
        answer = form and self.send(form, {"username": self.name, "password": self.PASSWORD})
        return bool(answer and answer.status_code == 302)

    def is_signed_in(self) -> bool:
        answer = self.get("/desk/")
        return bool(answer and answer.status_code == 200)

    def decide(self, turn: int, not_in: str) -> frozenset[int]:
        """Reject what is at hand in a story of the queue, but not in this one, for one reason or another. Return the
        findings of the line, one of which at least is rejected, once the site has said that it is so.
        """
        queue = self.get("/desk/")
        stories = re.findall(r'href="(/desk/stories/\d+/)', queue.text) if queue and queue.status_code == 200 else []
        stories = [story for story in stories if story != not_in]
        if not stories:
            return frozenset()
        form = form_in(self.get(stories[turn % len(stories)]), "form#decide")
        if form is None:
            return frozenset()
        reasons = [button for button in form.buttons if button.startswith("reject")]
        answer = self.send(form, {"act": reasons[turn % len(reasons)]})
        # Whoever is not signed in any more is sent elsewhere.
        if answer and answer.status_code == 302 and "/desk/stories/" in answer.headers["Location"].partition("?")[0]:
            return frozenset(map(int, form.fields["part"]))
        return frozenset()
