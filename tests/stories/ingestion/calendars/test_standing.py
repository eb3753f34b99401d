"""How it stands with a meeting, by a clerk's words."""

from collections import Counter
from datetime import date, time

import pytest

from stories.ingestion.calendars.row import Standing
from stories.ingestion.calendars.standing import Fate, calendar_day, clock, fate
from tests.stories.ingestion.calendars.fixtures import loaded, needs_fixtures


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        ("CANCELLED - Planning Board", Standing.CANCELLED),
        ("Planning Board (canceled)", Standing.CANCELLED),
        ("Planning Board meeting is cancelled", Standing.CANCELLED),
        ("Cancellation of the Planning Board meeting", Standing.CANCELLED),
        ("Hearing on the cancellation of the pier lease", Standing.SCHEDULED),
        ("Cancellation of the pier lease", Standing.SCHEDULED),
        ("Planning Board: POSTPONED", Standing.POSTPONED),
        ("Deferred maintenance workshop", Standing.SCHEDULED),
        ("Deferred: Planning Board", Standing.POSTPONED),
        ("Recess committee", Standing.SCHEDULED),
        ("Planning Board", Standing.SCHEDULED),
    ],
)
def test_a_title_says_that_a_meeting_is_off_only_where_it_speaks_of_the_meeting(title: str, standing: str) -> None:
    assert fate(title=title).standing == standing


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("CANCELLATION of Meeting", Fate(Standing.CANCELLED)),
        ("Recessed to Wednesday 7/19/2017 at 9:40 a.m.", Fate(Standing.RECESSED, date(2017, 7, 19), time(9, 40))),
        ("Meeting recessed to the call of the chair", Fate(Standing.RECESSED)),
        ("RECONVENED from 7/18/2017", Fate(Standing.SCHEDULED)),
        ("Original meeting scheduled for September 27, 2023", Fate(Standing.SCHEDULED)),
        ("Deferred", Fate(Standing.POSTPONED)),
        ("", Fate(Standing.SCHEDULED)),
    ],
)
def test_a_note_says_how_it_stands_and_when_a_recessed_meeting_goes_on(note: str, told: Fate) -> None:
    assert fate(note=note) == told


def test_hours_and_days_are_read_as_clerks_write_them() -> None:
    assert clock("10:00 AM") == time(10)
    assert clock("12:30 p.m.") == time(12, 30)
    assert clock("at noon") == time(12)
    assert clock("12 AM") == time(0)
    assert clock("25:00 PM") is None
    assert calendar_day("1/23/2019") == date(2019, 1, 23)
    assert calendar_day("on Sept. 14, 2023 at ten") == date(2023, 9, 14)
    assert calendar_day("13/45/2019") is None
    assert calendar_day("soon") is None


@needs_fixtures
def test_of_a_citys_own_meetings_twelve_are_cancelled_and_two_recessed() -> None:
    meetings = loaded("chi_citycouncil.json")["data"]
    fates = [fate(note=f"{meeting['status'] or ''} {meeting['comment'] or ''}") for meeting in meetings]
    assert Counter(one.standing for one in fates) == {
        Standing.SCHEDULED: 85, Standing.CANCELLED: 12, Standing.RECESSED: 2,
    }  # fmt: skip
    recessed = [(one.day, one.time) for one in fates if one.standing == Standing.RECESSED]
    assert recessed == [(date(2023, 9, 14), time(10)), (date(2023, 5, 24), time(10))]
    # Rescheduled ones stand at their new time.
    rescheduled = [one for one, meeting in zip(fates, meetings, strict=True) if meeting["status"] == "Rescheduled"]
    assert rescheduled == [Fate(Standing.SCHEDULED)] * 3
