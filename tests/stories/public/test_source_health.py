"""What readers are told of how outlets are read."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from stories.models import Outlet, Source
from stories.public.source_health import STATES, OutletHealth, health_of, unread_places, with_sources
from tests.factories import NOW, make_article, make_body, make_finding, make_issue, make_outlet, make_place, make_source

pytestmark = pytest.mark.django_db

OLD = NOW - timedelta(days=90)
READ = {"last_ok_at": NOW - timedelta(hours=1), "told_at": NOW - timedelta(days=3)}


def tell(outlet: Outlet, at: datetime, state: str = "accepted") -> None:
    story = make_article("Firth said no.", outlet=outlet, published_at=at)
    make_finding(story, "Firth said no.", state=state)


def outlet_with(*sources: dict[str, Any], name: str = "The Reed") -> Outlet:
    outlet = make_outlet(name)
    for fields in sources:
        told_at = fields.get("told_at")
        if told_at:
            tell(outlet, told_at)
        source = make_source(outlet, **{name: value for name, value in fields.items() if name != "told_at"})
        Source.objects.filter(pk=source.pk).update(created_at=OLD)
    return outlet


def health(*sources: dict[str, Any]) -> OutletHealth:
    outlet_with(*sources)
    [known] = health_of(Outlet.objects.prefetch_related(with_sources()), NOW)
    return known


@pytest.mark.parametrize(
    ("sources", "state"),
    [
        ([], "by_hand"),
        ([READ], "well"),
        ([READ | {"paused": True}], "paused"),
        ([{}], "never"),
        ([READ | {"failures": 5}], "unread"),
        ([READ | {"last_ok_at": NOW - timedelta(days=4)}], "unread"),
        ([READ | {"gone_at": NOW}], "stopped"),
        ([READ, READ | {"failures": 5}], "partly"),
        ([READ, {"failures": 9, "paused": True}], "well"),
        ([READ | {"told_at": OLD}], "silent"),
        ([READ | {"told_at": None}], "nothing_yet"),
        ([READ | {"kind": "ical", "rank": "record", "told_at": None}], "well"),
    ],
)
def test_an_outlet_is_told_of_as_its_sources_are(sources: list[dict[str, Any]], state: str) -> None:
    assert health(*sources).state == state


def test_what_an_outlet_last_told_is_of_the_day_of_its_story_and_not_of_the_day_it_was_read_or_of_what_waits() -> None:
    outlet = outlet_with(READ | {"told_at": OLD, "last_yield_at": NOW})
    tell(outlet, NOW, state="pending")
    [known] = health_of(Outlet.objects.prefetch_related(with_sources()), NOW)
    assert (known.last_finding, known.state) == (OLD, "silent")


def test_a_new_outlet_is_not_called_silent() -> None:
    make_source(make_outlet(), last_ok_at=NOW)
    Source.objects.update(created_at=NOW - timedelta(days=3))
    [known] = health_of(Outlet.objects.prefetch_related(with_sources()), NOW)
    assert known.state == "well"


def test_the_blind_spots_stand_first() -> None:
    outlet_with(READ, name="Well")
    outlet_with(READ | {"failures": 9}, name="Away")
    shown = health_of(Outlet.objects.prefetch_related(with_sources()), NOW)
    assert [(known.outlet.name, known.is_blind_spot) for known in shown] == [("Away", True), ("Well", False)]
    assert shown[0].in_words == "1 source, not read"
    assert shown[0].kinds == ["1 feed"]


def test_a_state_that_has_a_day_names_it() -> None:
    assert health(READ | {"failures": 9}).since == READ["last_ok_at"]
    assert all(words.endswith((".", "since")) for _, words in STATES.values())


def test_a_place_of_which_no_outlet_is_read_is_named() -> None:
    read, unread = make_place("Reedham"), make_place("Pellow")
    for place in (read, unread):
        make_issue(body=make_body(place=place))
    make_source(make_outlet("The Reed", place=read), last_ok_at=NOW)
    make_source(make_outlet("The Post", place=unread), last_ok_at=NOW, failures=9)
    assert unread_places(health_of(Outlet.objects.prefetch_related(with_sources()), NOW)) == [unread]


def test_nothing_of_an_operators_is_told(client: Client) -> None:
    outlet = outlet_with({
        "url": "https://feeds.example/private?token=s3cr3t", "failures": 9, "problem": "401 with key s3cr3t",
        "request_headers": {"X-Key": "s3cr3t"}, "selector": "s3cr3t",
    })  # fmt: skip
    for address in ("/en/outlets/", outlet.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "The Reed" in page
        assert "s3cr3t" not in page
        assert "feeds.example" not in page
        assert "It could not be read so far." in page
