"""Votes as a calendar."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.factories import NOW, make_vote
from tests.stories.public.city import City, make_city
from votes import schedule
from votes.citation import Citation
from votes.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def events(client: Client, city: City) -> dict[str, Any]:
    answer = client.get(reverse("issue_calendar", args=[city.issue.slug]))
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_window_is_an_all_day_stretch_that_says_it_is_one(client: Client, city: City) -> None:
    [event] = events(client, city).values()
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2099, 5, 1), date(2099, 5, 8))
    assert str(event["summary"]).startswith("Vote some time in these days")
    assert "the first week of May" in event["description"]
    assert event["status"] == "TENTATIVE"


def test_a_day_and_hour_is_an_event_at_that_hour_of_the_bodys_place(client: Client, city: City) -> None:
    day = {
        "earliest": date(2099, 5, 4),
        "latest": date(2099, 5, 4),
        "precision": "day",
        "time": time(18),
        "status": "scheduled",
    }
    schedule.change(city.vote, day, Citation("", "", ""), NOW)
    [event] = events(client, city).values()
    assert event["dtstart"].dt == datetime(2099, 5, 4, 23, tzinfo=UTC)
    assert (event["sequence"], event["status"]) == (1, "CONFIRMED")


def test_a_vote_called_off_or_withdrawn_is_cancelled_and_an_undated_one_is_left_out(client: Client, city: City) -> None:
    off = make_vote(city.issue, earliest=date(2099, 1, 1), status="cancelled")
    ours = make_vote(city.issue, earliest=date(2099, 1, 1), withdrawn_at=NOW)
    make_vote(city.issue)
    found = events(client, city)
    assert len(found) == 3
    assert [found[f"vote-{vote.pk}"]["status"] for vote in (off, ours)] == ["CANCELLED", "CANCELLED"]


def test_one_vote_has_a_calendar_of_its_own(client: Client, city: City) -> None:
    Vote.objects.update(location="Hall; room 2, left")
    answer = client.get(reverse("vote_calendar", args=[city.vote.pk]))
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["location"] == "Hall; room 2, left"
