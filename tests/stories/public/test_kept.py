"""Public pages that are kept: known to the reader, made once, compressed, never older than what they show."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from django.conf import settings as project
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from redis import Redis

from stories.public import kept
from tests.factories import make_account, make_issue, make_place, make_vote
from votes import valkey
from votes.models import Issue

pytestmark = pytest.mark.django_db
ISSUE = "/en/issues/{}/"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    valkey._away_until = 0.0
    Redis.from_url(project.REDIS_URL).flushdb()
    yield
    valkey._away_until = 0.0


def tag(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers=headers)["ETag"]


def test_a_reader_who_has_the_page_is_told_so_in_one_query(client: Client, django_assert_num_queries: Any) -> None:
    issue = make_issue()
    answer = client.get(ISSUE.format(issue.slug))
    with django_assert_num_queries(1):
        again = client.get(ISSUE.format(issue.slug), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_a_kept_page_is_sent_in_one_query(client: Client, django_assert_num_queries: Any) -> None:
    issue = make_issue()
    first = client.get(ISSUE.format(issue.slug))
    with django_assert_num_queries(1):
        assert client.get(ISSUE.format(issue.slug)).content == first.content


def test_a_page_is_another_after_a_change_of_its_issue_and_the_same_after_one_elsewhere(client: Client) -> None:
    issue, other = make_issue(), make_issue()
    before = tag(client, ISSUE.format(issue.slug))
    make_vote(other, motion="Mow the lawn")
    assert tag(client, ISSUE.format(issue.slug)) == before
    make_vote(issue, motion="Pave the pier")
    answer = client.get(ISSUE.format(issue.slug), headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert "Pave the pier" in answer.content.decode()


def test_when_a_page_was_made_is_told_once_no_later_one_can_be_of_that_second(client: Client) -> None:
    issue = make_issue()
    address = ISSUE.format(issue.slug)
    assert not client.get(address).has_header("Last-Modified")
    time.sleep(1.1)
    made = client.get(address)["Last-Modified"]
    assert client.get(address, headers={"If-Modified-Since": made}).status_code == 304
    make_vote(issue)
    assert client.get(address, headers={"If-Modified-Since": made}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("", "", bytes),
        ("br;q=0, *;q=0", "", bytes),
        ("br;q=..", "", bytes),
    ],
)
def test_a_page_comes_as_its_reader_takes_it(
    client: Client, accepted: str, encoding: str, read: Callable[[bytes], bytes]
) -> None:
    address = ISSUE.format(make_issue().slug)
    plain = client.get(address).content
    for _ in range(2):
        answer = client.get(address, headers={"Accept-Encoding": accepted})
        assert answer.get("Content-Encoding", "") == encoding
        assert read(answer.content) == plain
        assert answer["Vary"] == "Accept-Encoding"


def test_what_others_add_to_an_address_makes_no_other_page(client: Client, django_assert_num_queries: Any) -> None:
    address = ISSUE.format(make_issue().slug)
    client.get(address)
    with django_assert_num_queries(1):
        client.get(f"{address}?fbclid=x&utm_source=mail")


def test_pages_that_are_asked_something_are_not_kept_and_known_to_their_reader(client: Client) -> None:
    make_issue()
    address = "/en/votes/"
    kept_before = Redis.from_url(project.REDIS_URL).dbsize()
    answer = client.get(f"{address}?page=2")
    assert Redis.from_url(project.REDIS_URL).dbsize() == kept_before
    assert client.get(f"{address}?page=2", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert tag(client, f"{address}?page=3") != answer["ETag"]


@pytest.mark.parametrize("path", ["/desk/", "/en/subscribe/issue/pier/", "/en/confirm/x/", "/en/alerts/x/"])
def test_the_desk_and_forms_are_never_kept(client: Client, path: str) -> None:
    make_issue(slug="pier")
    client.force_login(make_account())
    for _ in range(2):
        answer = client.get(path, headers={"Accept-Encoding": "br"})
        assert not answer.has_header("ETag")
        assert not answer.has_header("Content-Encoding")
        assert "public" not in answer.get("Cache-Control", "")
    assert not Redis.from_url(project.REDIS_URL).keys("page:*")


def test_no_page_is_known_that_is_not_there(client: Client) -> None:
    issue = make_issue(published_at=None)
    answer = client.get(ISSUE.format(issue.slug), headers={"If-None-Match": "*"})
    assert answer.status_code == 404
    assert not answer.has_header("ETag")


@pytest.mark.parametrize("spoil", ["cookie", "varies", "private", "no_store", "status"])
def test_what_is_somebodys_own_is_not_kept(spoil: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("for you alone", status=403 if spoil == "status" else 200)
        if spoil == "cookie":
            response.set_cookie("who", "you")
        if spoil == "varies":
            response["Vary"] = "Cookie"
        if spoil in ("private", "no_store"):
            response["Cache-Control"] = spoil.replace("_", "-")
        return response

    answer = kept.public(view)(RequestFactory().get("/en/"))
    assert not answer.has_header("ETag")
    assert not Redis.from_url(project.REDIS_URL).keys("page:*")


def test_a_page_is_made_once_however_many_ask_for_it_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(threading.get_ident())
        time.sleep(0.3)
        return HttpResponse("the page")

    monkeypatch.setattr(kept, "key_of", lambda *_: kept.Key("k", "0", "s"))
    page = kept.public(view)
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: page(RequestFactory().get("/en/")), range(16)))
    assert {answer.content for answer in answers} == {b"the page"}
    assert len(made) == 1


def test_who_made_a_page_and_failed_leaves_it_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError("a fault of ours")

    page = kept.public(view)
    with pytest.raises(ValueError, match="a fault"):
        page(RequestFactory().get("/en/"))
    began = time.monotonic()
    with pytest.raises(ValueError, match="a fault"):
        page(RequestFactory().get("/en/"))
    assert time.monotonic() - began < 5


def test_with_valkey_away_pages_are_made_as_ever(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    address = ISSUE.format(make_issue(title="The pier").slug)
    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "The pier" in answer.content.decode()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_valkey_emptied_loses_nothing(client: Client) -> None:
    address = ISSUE.format(make_issue().slug)
    before = client.get(address)
    Redis.from_url(project.REDIS_URL).flushdb()
    after = client.get(address)
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])


def test_a_page_is_shown_as_it_was_and_says_so(client: Client) -> None:
    address = ISSUE.format(make_issue(title="The pier").slug)
    client.get(address, headers={"Accept-Encoding": "br"})
    old = kept.as_it_was(RequestFactory().get(address))
    assert old is not None
    assert "The pier" in old.content.decode()
    assert "This page is as it was on" in old.content.decode()
    assert (old["Warning"], old["Cache-Control"]) == ('111 - "Revalidation failed"', "no-store")
    assert not old.has_header("ETag")
    assert kept.as_it_was(RequestFactory().get("/en/never-asked-for/")) is None
    assert kept.as_it_was(RequestFactory().post(address)) is None


def test_nothing_is_shown_as_it_was_before_something_was_removed(client: Client) -> None:
    place = make_place()
    issue = make_issue()
    address, other = ISSUE.format(issue.slug), ISSUE.format(make_issue().slug)
    client.get(address)
    place.delete()
    client.get(other)
    assert kept.as_it_was(RequestFactory().get(address)) is None
    assert kept.as_it_was(RequestFactory().get(other)) is not None
    client.get(address)
    assert kept.as_it_was(RequestFactory().get(address)) is not None


def test_a_page_kept_stays_the_last_one_though_others_were_removed_since(client: Client) -> None:
    vote = make_vote()
    address = ISSUE.format(make_issue().slug)
    client.get(address)
    vote.delete()  # of another issue
    client.get(address)
    client.get("/en/")
    assert kept.as_it_was(RequestFactory().get(address)) is not None


def test_whoever_writes_by_whatever_way_a_page_says_what_is_so_now(client: Client) -> None:
    issue = make_issue(title="The pier")
    address = ISSUE.format(issue.slug)
    client.get(address)
    Issue.objects.filter(pk=issue.pk).update(title="Another title")
    assert "Another title" in client.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE votes_issue SET title = 'A third title' WHERE id = %s", [issue.pk])
    assert "A third title" in client.get(address).content.decode()
