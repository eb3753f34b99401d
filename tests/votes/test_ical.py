"""Votes and events as entries of the calendars that mails carry."""

from datetime import date, time

import pytest
from icalendar import Calendar

from stories.models import Installation
from tests.factories import NOW
from tests.votes.alerts.readers import DAY, EVIDENCE, make_announced, make_scheduled, move
from votes import schedule
from votes.ical import for_mail
from votes.snapshots import Dated

pytestmark = pytest.mark.django_db


def entries(*records: Dated) -> dict[str, list[Calendar]]:
    files = for_mail(records, "alerts@civictrack.example")
    calendars = {method: Calendar.from_ical(file) for method, file in files.items()}
    assert all(calendar["method"] == method for method, calendar in calendars.items())
    return {method: calendar.walk("VEVENT") for method, calendar in calendars.items()}


def test_what_comes_is_published_as_the_calendars_have_it() -> None:
    vote = make_scheduled(**DAY, time=time(18), status="scheduled")
    [entry] = entries(vote)["PUBLISH"]
    assert entry["uid"] == f"vote-{vote.pk}@{Installation.own_name()}"
    assert (entry["sequence"], entry["status"]) == (0, "CONFIRMED")
    assert entry["organizer"] == "mailto:alerts@civictrack.example"


def test_what_is_off_and_what_has_no_day_any_more_is_cancelled_at_the_day_it_had() -> None:
    vote, hearing = make_scheduled(**DAY), make_announced(**DAY, status="cancelled")
    move(vote, {"status": "shelved"}, NOW)
    files = entries(vote, hearing)
    assert list(files) == ["CANCEL"]
    assert [(entry["dtstart"].dt, entry["sequence"]) for entry in files["CANCEL"]] == [
        (date(2026, 5, 5), 1), (date(2026, 5, 5), 0),
    ]  # fmt: skip


def test_what_moves_has_a_higher_sequence_and_what_never_had_a_day_is_left_out() -> None:
    vote = make_scheduled(**DAY)
    move(vote, {"time": "18:00"}, NOW)
    undated = schedule.create(vote.issue, vote.body, "Some day", EVIDENCE, NOW)
    [entry] = entries(vote, undated)["PUBLISH"]
    assert (entry["sequence"], entry["status"]) == (1, "TENTATIVE")
