"""Votes and events as a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from stories.models import Installation
from tests.factories import NOW, make_body, make_event, make_issue, make_place, make_vote
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
    assert event["description"] == "The first week of May (May 1–7, 2099). Harbor lease. Expected."
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


DEC_1 = {"earliest": date(2099, 12, 1), "latest": date(2099, 12, 1), "precision": "day", "phrase": ""}
DEC_8 = {"earliest": date(2099, 12, 8), "latest": date(2099, 12, 8), "precision": "day", "phrase": ""}
NO_DAY = {"earliest": None, "latest": None, "precision": "none", "phrase": ""}
SAID = Citation("The vote was put off.", "The Reed", "https://reed.example/0")


def test_a_vote_postponed_to_a_firm_day_is_confirmed_for_it(client: Client, city: City) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, {**DEC_8, "status": "postponed"}, SAID, NOW)
    [event] = events(client, city).values()
    assert (event["dtstart"].dt, event["status"], event["sequence"]) == (date(2099, 12, 8), "CONFIRMED", 2)
    assert event["description"] == "Tuesday, Dec 8, 2099, moved from Dec 1, 2099. Harbor lease."


def test_a_vote_postponed_to_some_week_is_tentative(client: Client, city: City) -> None:
    week = {"earliest": date(2099, 12, 1), "latest": date(2099, 12, 7), "precision": "week"}
    schedule.change(city.vote, {**week, "status": "postponed"}, SAID, NOW)
    [event] = events(client, city).values()
    assert event["status"] == "TENTATIVE"


@pytest.mark.parametrize("when", [NO_DAY, {}])
def test_a_vote_postponed_without_a_new_day_is_cancelled_on_the_old_one(
    client: Client, city: City, when: dict[str, Any]
) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, {**when, "status": "postponed"}, SAID, NOW)
    [event] = events(client, city).values()
    assert (event["dtstart"].dt, event["status"]) == (date(2099, 12, 1), "CANCELLED")
    assert event["description"] == ("No new date. It had been set for Tuesday, Dec 1, 2099. Harbor lease. Postponed.")


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


def test_a_shelved_vote_leaves_as_cancelled_on_its_old_days_and_says_so(client: Client, city: City) -> None:
    schedule.change(city.vote, {"status": "shelved"}, SAID, NOW)
    [event] = events(client, city).values()
    assert (event["dtstart"].dt, event["status"], event["sequence"]) == (date(2099, 5, 1), "CANCELLED", 1)
    assert event["summary"] == "Shelved: Lease the harbor (Reedham Council)"


def test_the_vote_by_which_another_was_put_off_is_in_no_calendar(client: Client, city: City) -> None:
    make_vote(city.issue, classification="table", disposes_of=city.vote, status="held", earliest=date(2026, 1, 1))
    assert list(events(client, city)) == [f"vote-{city.vote.pk}"]


def test_meetings_are_entries_of_an_hour_and_deadlines_are_moments(client: Client, city: City) -> None:
    day = {"earliest": date(2099, 5, 4), "time": time(17)}
    meeting = make_event(city.issue, title="The lease", location="Old Hall", **day)
    deadline = make_event(city.issue, title="Sign up", kind="deadline", **day)
    all_day = make_event(city.issue, kind="deadline", earliest=date(2099, 5, 5), status="expected")
    entries = events(client, city)
    entry = entries[f"event-{meeting.pk}"]
    assert (entry["summary"], entry["location"]) == ("Meeting: The lease (Reedham Council)", "Old Hall")
    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(hours=1)
    moment = entries[f"event-{deadline.pk}"]
    assert moment["dtstart"].dt == datetime(2099, 5, 4, 22, tzinfo=UTC)
    assert "dtend" not in moment
    assert moment["description"] == "By Monday, May 4, 2099, 5 p.m. Harbor lease. Scheduled."
    whole = entries[f"event-{all_day.pk}"]
    assert (whole["dtstart"].dt, whole["dtend"].dt, whole["status"]) == (
        date(2099, 5, 5),
        date(2099, 5, 6),
        "TENTATIVE",
    )


def test_an_event_called_off_or_withdrawn_is_cancelled_and_one_told_as_a_vote_is_left_out(
    client: Client, city: City
) -> None:
    off = make_event(city.issue, earliest=date(2099, 5, 4), status="cancelled", version=3)
    ours = make_event(city.issue, earliest=date(2099, 5, 4), withdrawn_at=NOW)
    folded = make_event(city.issue, earliest=date(2099, 5, 1))
    Vote.objects.update(meeting=folded)
    entries = events(client, city)
    assert [entries[f"event-{event.pk}"]["status"] for event in (off, ours)] == ["CANCELLED", "CANCELLED"]
    assert entries[f"event-{off.pk}"]["sequence"] == 3
    assert f"event-{folded.pk}" not in entries


def test_one_event_has_a_calendar_of_its_own(client: Client, city: City) -> None:
    meeting = make_event(city.issue, earliest=date(2099, 5, 4))
    answer = client.get(reverse("event_calendar", args=[meeting.pk]))
    [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(entry["uid"]).startswith(f"event-{meeting.pk}@")


def test_an_entry_is_known_by_the_installation_wherever_it_is_served(client: Client, city: City, settings: Any) -> None:
    uids = []
    for address in ("http://127.0.0.1:8000", "https://news.example"):
        settings.SITE_URL = address
        answer = client.get(reverse("vote_calendar", args=[city.vote.pk]))
        uids += [str(event["uid"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert uids == [f"vote-{city.vote.pk}@{Installation.own_name()}"] * 2


def test_without_news_a_calendar_is_the_same_to_the_last_byte(client: Client, city: City) -> None:
    address = reverse("issue_calendar", args=[city.issue.slug])
    before = client.get(address).content
    assert client.get(address).content == before
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW + timedelta(days=3))
    [event] = events(client, city).values()
    assert event["dtstamp"].dt == NOW + timedelta(days=3)


def test_what_is_off_says_so_in_its_title(client: Client, city: City) -> None:
    schedule.change(city.vote, {**DEC_1, "status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, {**NO_DAY, "status": "postponed"}, SAID, NOW)
    make_vote(city.issue, earliest=date(2099, 1, 1), status="cancelled")
    make_vote(city.issue, earliest=date(2099, 1, 1), withdrawn_at=NOW)
    assert {str(event["summary"]).partition(":")[0] for event in events(client, city).values()} == {
        "Vote without a date now", "Vote called off", "Vote listed by our mistake",
    }  # fmt: skip


def test_every_scope_has_a_calendar(client: Client, city: City) -> None:
    body = city.issue.body
    assert body
    for address in (
        reverse("person_calendar", args=[city.ada.slug]), reverse("body_calendar", args=[body.slug]),
        reverse("place_calendar", args=[body.place.slug]), reverse("all_calendar"),
    ):  # fmt: skip
        [entry] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
        assert str(entry["uid"]).startswith(f"vote-{city.vote.pk}@"), address


def test_what_is_long_over_is_left_out(client: Client, city: City) -> None:
    today = datetime.now(UTC).date()
    make_vote(city.issue, earliest=today - timedelta(days=500), status="held")
    lately = make_vote(city.issue, earliest=today - timedelta(days=100), status="held")
    assert set(events(client, city)) == {f"vote-{city.vote.pk}", f"vote-{lately.pk}"}


def test_a_calendar_with_no_date_yet_has_its_time_zone_so_that_it_is_a_valid_one(client: Client, city: City) -> None:
    place = make_place("Pellow", time_zone="America/Chicago")
    answer = client.get(reverse("issue_calendar", args=[make_issue("The pier", make_body(place=place)).slug]))
    [zone] = Calendar.from_ical(answer.content).subcomponents
    assert zone.name == "VTIMEZONE"


def test_a_held_vote_says_how_it_went(client: Client, city: City) -> None:
    held = {**DEC_1, "status": "held", "outcome": "passed", "yes": 5, "no": 2}
    schedule.change(city.vote, held, SAID, NOW)
    [event] = events(client, city).values()
    assert str(event["description"]).endswith("Passed, 5–2.")
