"""Every list of the site as a table."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import brotli
import pytest
from django.test import Client

from officials.models import Place
from stories.models import Quote
from stories.public.lists import AT_ONCE, LISTS
from tests.factories import (
    make_article,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_position,
)
from tests.stories.public.city import City, hold, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    make_event(city.issue, earliest=date(2099, 5, 1))
    hold(city)
    return city


def ask(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def addresses(city: City) -> list[str]:
    body = city.issue.body
    assert body
    of = {
        "all": "/en", "issue": f"/en/issues/{city.issue.slug}", "person": f"/en/people/{city.ada.slug}",
        "body": f"/en/bodies/{body.slug}", "place": f"/en/places/{body.place.slug}",
    }  # fmt: skip
    return [f"{of[kind]}/{name}" for name, sheet in LISTS.items() for kind in sheet.kinds]


def test_every_list_is_there_in_both_forms_and_says_the_same(client: Client, city: City) -> None:
    for address in addresses(city):
        rows = json.loads(ask(client, f"{address}.json"))
        table = list(csv.DictReader(io.StringIO(ask(client, f"{address}.csv"), newline="")))
        assert len(rows) == len(table), address
        assert [list(row) for row in rows] == [list(row) for row in table]
        assert rows or "quotes" in address, address


def test_a_stand_comes_with_its_report(client: Client, city: City) -> None:
    rows = json.loads(ask(client, f"/en/issues/{city.issue.slug}/positions.json"))
    [ada] = [row for row in rows if row["person"] == "Ada Reed"]
    told = {"stance": "oppose", "basis": "vote_intent", "since": "2026-03-01", "outlet": "The Reed 0",
            "source_url": "https://reed.example/0", "sentence": "Member Ada Reed said she would vote no."}  # fmt: skip
    assert told.items() <= ada.items()
    assert [row["stance"] for row in rows if row["person"] == "Bo Lund"] == [""]  # a deed


def test_no_list_names_a_private_person(client: Client, city: City) -> None:
    make_position(city.private, city.issue)
    for address in addresses(city):
        for form in ("csv", "json"):
            assert "Oda Private" not in ask(client, f"{address}.{form}"), address


def test_an_issue_that_is_not_public_is_in_none(client: Client, city: City) -> None:
    make_position(city.ada, make_issue("Hidden matter", city.issue.body, published_at=None))
    for address in addresses(city):
        assert "Hidden matter" not in ask(client, f"{address}.json"), address


def test_a_list_may_be_read_from_any_site_and_sets_no_cookie(client: Client, city: City) -> None:
    answer = client.get("/en/votes.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"].startswith("application/json")
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", ["/en/none.csv", "/en/votes.xlsx", "/en/places/none/votes.csv"])
def test_what_is_no_list_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_long_list_is_whole_and_reads_its_evidence_some_rows_at_once(
    client: Client, city: City, django_assert_max_num_queries: Any
) -> None:
    Quote.objects.bulk_create(
        Quote(text=f"Word {n}", type="direct", person=city.ada, issue=city.issue) for n in range(2 * AT_ONCE)
    )
    make_person()
    with django_assert_max_num_queries(40):
        rows: list[dict[str, Any]] = json.loads(ask(client, "/en/quotes.json"))
    assert len(rows) == 2 * AT_ONCE


def test_a_report_is_of_the_day_it_was_by_the_clock_of_the_place(client: Client, city: City) -> None:
    late = datetime(2026, 9, 8, 1, 5, tzinfo=UTC)
    stand = make_position(make_official("Lu Marsh"), city.issue, since=date(2026, 9, 7))
    make_finding(
        make_article("Marsh is for it.", published_at=late), "Marsh is for it.", position=stand, state="accepted"
    )
    Place.objects.update(time_zone="America/New_York")
    rows = json.loads(ask(client, f"/en/issues/{city.issue.slug}/positions.json"))
    assert [row["reported_on"] for row in rows if row["person"] == "Lu Marsh"] == ["2026-09-07"]


def test_a_stand_that_a_later_one_superseded_is_marked_and_a_deed_or_silence_supersedes_none(
    client: Client, city: City
) -> None:
    lu, now = make_official("Lu Marsh"), {}
    for day, basis in enumerate(("action", "statement", "statement", "action", "declined"), 1):
        stance = "no_position" if basis == "declined" else "support"
        stand = make_position(lu, city.issue, basis=basis, stance=stance, since=date(2026, 3, day))
        now[stand.pk] = day == 3
    rows = json.loads(ask(client, f"/en/issues/{city.issue.slug}/positions.json"))
    assert {row["id"]: row["current"] for row in rows if row["person"] == "Lu Marsh"} == now


def test_a_quote_ends_as_its_page_has_it(client: Client, city: City) -> None:
    said = Quote.objects.create(text="It is a question, ", type="direct", person=city.ada, issue=city.issue)
    make_finding(
        make_article("“It is a question,”"), "It is a question,", quote=said, person=city.ada, state="accepted",
        payload={"speaker": "Ada Reed", "type": "direct"},
    )  # fmt: skip
    words = [row["words"] for row in json.loads(ask(client, f"/en/issues/{city.issue.slug}/quotes.json"))]
    assert "It is a question" in words


@pytest.mark.parametrize("address", ["/en/votes.csv", "/en/positions.json", "{}positions.csv", "{}stories.json"])
@pytest.mark.parametrize(("encoding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_list_is_compressed_and_known_to_its_reader_until_it_changes(
    client: Client, city: City, django_assert_num_queries: Any, address: str, encoding: str,
    read: Callable[[bytes], bytes],
) -> None:  # fmt: skip
    address = address.format(city.issue.get_absolute_url())
    plain = ask(client, address)
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    assert answer["Content-Encoding"] == encoding
    assert read(b"".join(answer.streaming_content)).decode() == plain  # type: ignore[attr-defined]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    city.vote.motion = "Lease half of it"
    city.vote.save()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200
