"""JSON Feed: what an item gives wrongly is left out, the others stand."""

import json
from datetime import datetime

import pytest

from stories.ingestion.feeds.errors import HostileFeed
from stories.ingestion.feeds.read import read
from tests.patience import working_at_most


def _json_feed(*items: object) -> bytes:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Beacon", "items": items, "authors": 7}
    return json.dumps(document).encode()


@pytest.mark.parametrize("bad", [None, "x", 3, [], {}])
def test_an_item_that_is_none_costs_a_json_feed_no_other(bad: object) -> None:
    story = {"id": 7, "url": "https://l.example/7", "title": "Pier", "date_published": "2026-03-03T18:20:00-06:00"}
    (entry,) = read(_json_feed(story, bad)).entries
    assert (entry.id, entry.url, entry.title) == ("7", "https://l.example/7", "Pier")
    assert entry.published_at == datetime.fromisoformat("2026-03-03T18:20:00-06:00")


@pytest.mark.parametrize("when", [1_795_342_800, "yesterday", "4", None, [], "2026-13-45"])
def test_a_json_feed_date_that_tells_no_instant_is_none(when: object) -> None:
    document = {"id": "1", "title": "Pier", "date_published": when, "authors": [None, "x", {"name": "Mara Quist"}]}
    (entry,) = read(_json_feed(document)).entries
    assert (entry.title, entry.published_at, entry.authors) == ("Pier", None, ("Mara Quist",))


def test_json_of_millions_of_values_is_refused() -> None:
    with working_at_most(5), pytest.raises(HostileFeed, match="more values"):
        read(_json_feed().replace(b"[]", b"[" + b"{}," * 2_000_000 + b"{}]"))
