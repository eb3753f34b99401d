"""Everything hostile that earlier tests throw at one part, thrown at the whole: each has its outcome, none a fault."""

import socket
from itertools import cycle
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from stories.models import Article, ArticleVersion, Entry, Extraction, Source
from tests.civictrack.test_hostile_requests import A_MILLION, HOSTILE, addresses
from tests.factories import make_source
from tests.patience import wait_until
from tests.production.people import Visitor, form_in
from tests.production.stack import HOST
from tests.production.town import SOON, Town, afresh
from tests.soak.hostile import furnish
from tests.soak.town import MOST_BYTES, forget, were_walked_into
from tests.stories.extraction.test_hostile_stories import ENGLISH
from tests.stories.extraction.test_hostile_stories import HOSTILE as STORIES
from tests.stories.ingestion.beacon import rss
from tests.stories.ingestion.web import page

pytestmark = pytest.mark.production
FORMS = ("/desk/login/", "/en/subscribe/issue/{issue}/", "/en/alerts/")
# What says by 503 how it is with the mail is no page.
WATCHED = "/healthz/alerts"
HEAD = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\n"
# What no browser sends, and how it may be answered: with nothing at all, or with one of these.
RAW: dict[str, tuple[bytes, set[int]]] = {
    "no request": (b"\x00\xff" * 100 + b"\r\n\r\n", {400}),
    "another site's name": (b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: https\r\n\r\n", {400}),
    "a name passed on": (f"GET /en/ HTTP/1.1\r\n{HEAD}X-Forwarded-Host: evil.example\r\n\r\n".encode(), {200}),
    "two lengths": (
        f"POST /en/alerts/ HTTP/1.1\r\n{HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx".encode(), {400},
    ),
    "a length and pieces": (
        f"POST /en/alerts/ HTTP/1.1\r\n{HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(),
        {400, 403},
    ),
    "a length that is none": (f"POST /en/alerts/ HTTP/1.1\r\n{HEAD}Content-Length: -1\r\n\r\n".encode(), {400}),
    "a body without an end": (
        f"POST /en/alerts/ HTTP/1.1\r\n{HEAD}Content-Length: 99999999999\r\n\r\nemail=".encode(), {400, 403, 413},
    ),
    "a header of a megabyte": (f"GET /en/ HTTP/1.1\r\n{HEAD}X-Long: {A_MILLION}\r\n\r\n".encode(), {400, 431}),
    "a thousand headers": (
        f"GET /en/ HTTP/1.1\r\n{HEAD}{''.join(f'X-{n}: {n}{chr(13)}{chr(10)}' for n in range(1000))}\r\n".encode(),
        {400, 431},
    ),
    "an address of a megabyte": (f"GET /en/{A_MILLION} HTTP/1.1\r\n{HEAD}\r\n".encode(), {400, 414}),
    "a cookie with a NUL": (f'GET /desk/ HTTP/1.1\r\n{HEAD}Cookie: __Host-sessionid="a\\000b"\r\n\r\n'.encode(), {400}),
    "a method of its own": (f"HACK /en/ HTTP/1.1\r\n{HEAD}\r\n".encode(), {400, 403, 405}),
    "a file of the machine": (f"GET /static/../../../../etc/passwd HTTP/1.1\r\n{HEAD}\r\n".encode(), {400, 404}),
}  # fmt: skip


def told(port: int, request: bytes) -> int:
    """The status that these bytes are answered with; 0 where the connection is closed without a word."""
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        try:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            line = client.makefile("rb").readline(200)
        except ConnectionError:
            return 0
    return int(line.split()[1]) if line.startswith(b"HTTP/") else 0


def test_requests_that_no_browser_sends_are_refused_and_harm_nobody(town: Town) -> None:
    port = town.stack.web_port
    wrong = {name: status for name, (sent, may) in RAW.items() if (status := told(port, sent)) not in {0, *may}}
    assert wrong == {}
    assert town.is_served()


@pytest.mark.parametrize("who", ["a reader", "a curator"])
def test_no_address_of_the_running_site_breaks_whatever_stands_in_it(town: Town, who: str) -> None:
    """Each address with one kind of what is hostile; every pair of them is tried in tests/civictrack."""
    visitor: Visitor = town.readers[1]
    if who == "a curator":
        visitor = town.new_curator()
        assert visitor.sign_in()  # type: ignore[attr-defined]
    town.answers.clear()
    kinds = cycle([*HOSTILE.values(), A_MILLION[:3000]])
    for address in addresses():
        if "logout" in address:
            continue
        path = "/" + "".join(next(kinds) if n % 2 else part for n, part in enumerate(_pieces(address)))
        for method in ("GET", "POST"):
            visitor.ask(method, f"{path}?page={next(kinds)}&q={next(kinds)}")
    assert [path for _, path in town.answers.failed if WATCHED not in path] == []
    assert sum(town.answers.statuses.values()) > 200
    assert town.is_served()


def _pieces(address: str) -> list[str]:
    """An address in turns of what is fixed and what is open."""
    return [piece for part in address.split("<") for piece in part.split(">")]


def test_no_form_of_the_running_site_breaks_whatever_is_filled_in(town: Town) -> None:
    town.answers.clear()
    reader = town.readers[2]
    for path in (form.format(issue=town.issue.slug) for form in FORMS):
        form = form_in(reader.get(path))
        assert form, path
        for value in (*HOSTILE.values(), A_MILLION):
            token = form.fields["csrfmiddlewaretoken"][0]
            sent = "&".join([f"csrfmiddlewaretoken={token}", *(f"{n}={value}" for n in form.fields if "csrf" not in n)])
            reader.ask("POST", path, content=sent, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert town.answers.failed == []
    assert town.is_served()


def test_a_site_that_means_harm_is_walked_into_and_everybody_elses_stories_come(town: Town) -> None:
    before, stories = town.stack.log_sizes(), Article.objects.count()
    traps = [make_source(url=town.trap.url(path)) for path in furnish(town.trap, town.crowd)]
    town.publish()

    def walked() -> Any:
        forget("pace:*:rest", town.stack.environment["REDIS_URL"])
        Entry.objects.filter(source__in=traps, state="due", claimed_until=None).update(next_try_at=timezone.now())
        return were_walked_into(traps)

    wait_until(lambda: afresh(walked), "every hostile source was asked", 1.0, SOON * 5)
    wait_until(town.all_taken_in, "the papers' stories are taken in", 1.0, SOON * 2)
    assert Source.objects.filter(pk__in=[trap.pk for trap in traps]).exclude(problem="").count() > 50
    assert not ArticleVersion.objects.filter(text__contains="root:").exists()
    served = Q(pk=town.first_story)
    for site in town.all_sites:
        served |= Q(url__startswith=site.url("/"))
    assert not Article.objects.exclude(served).exists(), "a story from where nobody may look"
    assert Article.objects.count() > stories
    largest = max(one.memory_info().rss for one in town.stack.services.all["worker@fetch"].processes())
    assert largest < MOST_BYTES, f"{largest / 1e6:.0f} MB"
    assert town.stack.errors_since(before) == []
    Source.objects.filter(pk__in=[trap.pk for trap in traps]).update(paused=True)


def test_stories_made_to_be_slow_are_read_to_their_end_while_mail_goes_out(town: Town) -> None:
    """One in five of them: tests/stories/extraction reads all."""
    before = town.stack.log_sizes()
    site, texts = town.crowd, list(STORIES.values())[::5]
    for number, text in enumerate(texts, start=1):
        body = "".join(f"<p>{part}</p>" for part in (ENGLISH + text).split("\n\n"))
        html = f"<html lang=en><head><title>Slow {number}</title></head><body><article><h1>Slow {number}</h1>{body}"
        site.pages[f"/{number}.html"] = page(html.encode(), Content_Type="text/html")
    site.pages["/slow"] = page(rss(site, *range(1, len(texts) + 1)), Content_Type="application/rss+xml")
    source = make_source(url=site.url("/slow"))

    def taken_in() -> bool:
        forget("pace:*:rest", town.stack.environment["REDIS_URL"])
        due = source.entries.filter(state="due")
        due.filter(claimed_until=None, problem="").update(next_try_at=timezone.now())
        return source.entries.count() == len(texts) and not due.filter(problem="").exists()

    wait_until(lambda: afresh(taken_in), "each was taken in or refused", 1.0, SOON * 3)
    town.works()
    slow = Article.objects.filter(url__startswith=site.url("/"))
    assert slow.count() > len(texts) / 2

    def read() -> bool:
        return Extraction.objects.filter(version__article__in=slow).count() >= slow.count()

    wait_until(lambda: afresh(read), "each was read to its end", 1.0, SOON * 5)
    assert town.stack.errors_since(before) == []
    source.paused = True
    source.save(update_fields=["paused"])
