"""Whatever is asked, at every address of the program and in every field of its forms, breaks nothing."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.factories import make_account, make_article, make_finding, make_source
from tests.stories.public.city import City, make_city
from tests.votes.alerts.readers import make_reader
from votes.alerts import tokens
from votes.alerts.subscribe import subscribe
from votes.alerts.tokens import Purpose

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
# As they stand in an address or a form, percent-encoded.
HOSTILE = {
    "NUL": "%00",
    "NUL within": "a%00b",
    "a number of 5,000 digits": "9" * 5000,
    "a number of 30 digits": "9" * 30,
    "one more than the column holds": str(2**63),
    "a negative number": "-1",
    "another script's digits": quote("٣²𝟘"),
    "no UTF-8": "%ff%fe%80",
    "half a character": "%ed%a0%80",
    "turned text": quote("\u202e\ufeff"),
    "a path": "..%2f..%2fetc",
    "markup": quote("<script>alert(1)</script>{{ 7 }}'\"--"),
    "nothing": "",
    "the first day there is": "0001-01-01",
    "the last day there is": "9999-12-31",
}
# What is sent in the place of a form that was written by hand or by a mail server, with how it names itself.
A_FILE = '--b\r\nContent-Disposition: form-data; name="file"; filename="a%s"\r\n\r\nx\r\n'
BODIES = [
    ("multipart/form-data", "x"),
    ("multipart/form-data; boundary=", "x"),
    ("multipart/form-data; boundary=b", "--b\r\n"),
    ("multipart/form-data; boundary=b", A_FILE % "\0" + "--b--\r\n"),
    ("multipart/form-data; boundary=b", A_FILE % "" * 101 + "--b--\r\n"),
    (FORM, "a=1&" * 1001),
    (FORM, "%" * 100),
    ("application/json", "[" * 100_000),
    ("", "\0"),
]
HEADERS = [
    {"If-Modified-Since": "Thu, 99 Jan 99999 00:00:00 GMT"}, {"If-None-Match": '"' * 5000}, {"Origin": "http://["},
    {"Accept-Encoding": "gzip;q=1e999, br;q=nan, *;q=x"}, {"Referer": "http://["}, {"Authorization": "Bearer \xff"},
    {"HX-Current-URL": "http://testserver:99999/x", "HX-Request": "true"}, {"X-Forwarded-For": "1.2.3.4, ["},
    {"Cookie": "sessionid=\xff; csrftoken=\xff; messages=x; reader-manage=x"}, {"Correlation-ID": "x" * 5000},
]  # fmt: skip
# What must be among the forms that are tried.
FORMS = {
    "subscribe", "confirm", "manage", "leave_all", "open_leave", "never", "change_address", "erase", "search", "login",
    "desk-decide", "desk-issue", "desk-vote", "desk-person", "desk-mark", "desk-compare", "desk-redact",
    "desk-reply", "desk-tend", "desk-choose-issue",
}  # fmt: skip
# `make test-hostile` tries every value everywhere; the suite tries each value somewhere and everywhere something.
IS_WHOLE = bool(os.environ.get("TESTS_WHOLE"))
A_MILLION = "x" * 1_000_000


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the program as its pattern has it: `en/votes/<int:pk>/`. The plumbing's are tried by a
    superuser, in tests/civictrack/test_plumbing.py.
    """
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here
        elif here != "plumbing/":
            yield from addresses(pattern, here)


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, what its fields hold, and which button is pressed."""

    path: str
    method: str
    fields: dict[str, str] = field(hash=False)
    name: str = ""

    def filled(self, names: Sequence[str], value: str) -> str:
        """The form with this value, encoded already, in some fields."""
        return "&".join(
            f"{quote(name)}={value if name in names else quote(kept)}" for name, kept in self.fields.items()
        )


@pytest.fixture
def city() -> City:
    """Something at every address: a finding that waits, a reader, a source, a second person of the name."""
    city = make_city()
    article = make_article("“No,” Ada Reed said.", outlet=city.articles[0].outlet)
    make_finding(article, "No,", payload={"speaker": "Ada Reed", "label": "", "type": "direct"}, issue=city.issue)
    make_source()
    return city


@pytest.fixture
def una(client: Client) -> User:
    """An editor, logged in; a fault is answered as in earnest."""
    client.raise_request_exception = False
    una = make_account("una")
    client.force_login(una)
    return una


def starts(city: City) -> list[str]:
    reader = make_reader(city.issue)
    asked = subscribe("new@mail.example", city.issue, ["date"], [7], "at_once", reader.confirmed_at)
    return [
        "/en/", "/en/search/?q=harbor", "/desk/", "/desk/people/", "/desk/issues/", "/desk/issues/new/", "/desk/log/",
        "/desk/sources/", f"/desk/people/{city.ada.pk}/and/{city.bo.pk}/", f"/desk/people/{city.bo.pk}/remove/",
        f"/desk/quotes/{city.quotes[0].pk}/reply/", *(
            f"/en/{page}/{tokens.make(purpose, who)}/"
            for page, purpose, who in (
                ("confirm", Purpose.CONFIRM, asked.subscriber), ("alerts", Purpose.MANAGE, reader),
                ("leave", Purpose.LEAVE, reader), ("never", Purpose.NEVER, reader),
            )
        ),
        "/en/confirm/", "/en/alerts/", "/en/never/", f"/en/subscribe/issue/{city.issue.slug}/", "/desk/login/",
        f"/desk/votes/{city.vote.pk}/", f"/desk/people/{city.private.pk}/",
    ]  # fmt: skip


def crawled(client: Client, first: Sequence[str]) -> dict[str, str]:
    """One page of each name, with its address: what the links of the pages lead to."""
    waiting, pages = list(first), {}
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(address.partition("?")[0]).url_name or ""
        except Resolver404:
            continue
        if name in pages:
            continue
        pages[name] = address
        for link in re.findall(r'(?:href|action)="(/[^"#]*)', client.get(address).getvalue().decode()):
            waiting.append(link.replace("&amp;", "&"))
    return pages


def forms_of(client: Client, address: str) -> Iterator[Form]:
    """Each form of a page, once for each of its buttons."""
    answer = client.get(address)
    if not answer.headers["Content-Type"].startswith("text/html"):
        return
    for element in BeautifulSoup(answer.content, "lxml").select("form"):
        path = str(element.get("action", "")).partition("#")[0] or address
        fields = {
            str(entry["name"]): str(entry.get("value") or "")
            for entry in element.select("input[name], select[name], textarea[name]")
            if entry["name"] != "csrfmiddlewaretoken"
        }
        buttons = {str(button["name"]): str(button.get("value", "")) for button in element.select("button[name]")}
        for act in [{key: value} for key, value in buttons.items()] or [{}]:
            yield Form(path, str(element.get("method", "get")), fields | act, f"{address} {act}")


def send(client: Client, form: Form, body: str) -> int:
    if form.method == "get":
        return client.get(f"{form.path.partition('?')[0]}?{body}").status_code
    return client.post(form.path, body, content_type=FORM).status_code


@contextmanager
def taken_back(client: Client) -> Iterator[None]:
    """What the block does to the city and to the login is undone: the forms that were found fit it again."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


@pytest.mark.parametrize("kind", [*HOSTILE, "a million characters"])
def test_no_address_breaks(client: Client, una: User, kind: str) -> None:
    value, failed = HOSTILE.get(kind, A_MILLION), []
    for address in addresses():
        path = "/" + re.sub(r"<[^>]*>", lambda _: value, address)
        for method in (client.get, client.post):
            if "logout" not in path and (status := method(path).status_code) >= 500:
                failed.append((method.__name__, address, status))
    assert failed == []


def test_no_question_breaks(client: Client, una: User, city: City) -> None:
    """Every second value of every page, the other half of the next one."""
    failed = []
    pages = crawled(client, starts(city)).values()
    for number, (kind, value) in enumerate((HOSTILE | {"a million characters": A_MILLION}).items()):
        query = "&".join(f"{name}={value}" for name in ("q", "page", "issue", "show", "saved", "next", value[:100]))
        for address in pages if IS_WHOLE else list(pages)[number % 2 :: 2]:
            if (status := client.get(f"{address.partition('?')[0]}?{query}").status_code) >= 500:
                failed.append((kind, address, status))
    assert failed == []


def test_no_form_breaks(client: Client, una: User, city: City) -> None:
    """All fields at once, and each alone: what is checked first must not hide what is checked later. A field is tried
    alone with some of the kinds, another with others, on one form of each sort; a form as a whole with every second.
    """
    at_once_every, alone_every = (1, 1) if IS_WHOLE else (2, 5)
    failed, forms = [], set()
    for address in crawled(client, starts(city)).values():
        forms |= {form for form in forms_of(client, address) if "logout" not in form.path}
    named = {form: resolve(form.path.partition("?")[0]).url_name or "" for form in forms}
    assert set(named.values()) >= FORMS
    in_order = sorted(forms, key=lambda form: (form.path, form.name))
    of_a_sort = {(named[form], name): form for form in in_order for name in form.fields}
    for number, (kind, value) in enumerate((HOSTILE | {"a million characters": A_MILLION}).items()):
        alone = [(form, [name]) for (_, name), form in list(of_a_sort.items())[number % alone_every :: alone_every]]
        whole = in_order[number % at_once_every :: at_once_every] if value != A_MILLION else []
        at_once = [(form, list(form.fields)) for form in whole]
        with taken_back(client):
            for form, names in [*at_once, *alone]:
                if (status := send(client, form, form.filled(names, value))) >= 500:
                    failed.append((kind, form.path, form.name, names, status))
    assert failed == []


def test_no_body_and_no_header_breaks(client: Client, una: User) -> None:
    """Of each sort of page one; what reads them stands before the pages."""
    failed = []
    for path in ("/en/", "/en/search/", "/en/leave/x/", "/en/alerts/", "/desk/", "/desk/roster/", "/desk/login/"):
        for kind, body in BODIES:
            if (status := client.generic("POST", path, body, content_type=kind).status_code) >= 500:
                failed.append((path, kind, body[:40], status))
        for headers in HEADERS:
            for ask in (client.get, client.post, client.delete, client.options):
                if (status := ask(path, headers=headers).status_code) >= 500:
                    failed.append((path, ask.__name__, headers, status))
    assert failed == []


@pytest.mark.parametrize("path", ["/en/confirm/%00/", "/en/leave/%00/", "/en/alerts/a%00b/", "/en/votes/%00/"])
def test_no_page_has_nul_in_its_address(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nul_in_a_question_or_a_form_is_refused_in_words(client: Client) -> None:
    for answer in (client.get("/en/search/?q=a%00b"), client.post("/desk/login/", "username=%00", content_type=FORM)):
        assert answer.status_code == 400
        assert "This request can’t be read" in answer.content.decode()


def test_nul_in_a_cookie_is_refused_too(client: Client) -> None:
    """A cookie in quotation marks may spell any character as three digits."""
    client.raise_request_exception = False
    answer = client.get("/desk/", HTTP_COOKIE=r'sessionid="abcdefgh\000ijklmnop"')
    assert answer.status_code == 400
