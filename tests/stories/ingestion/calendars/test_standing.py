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
    "words",
    [
        "Council Meeting Cancelled - Lack of Quorum",
        "Council - Meeting Canceled due to lack of quorum",
        "City Council Meeting has been cancelled",
        "*CANCELLED* City Council",
        "CANCELED City Council",
        "City Council March 17, 2026 CANCELLED",
        "City Council 3/17 - cancelled for lack of a quorum",
        "Notice of Cancellation - City Council",
        "City Council | CALLED OFF",
        "Zoning Board of Appeals-CANCELLED",
        "The Tuesday City Council meeting is cancelled",
        "This meeting is cancelled. No items require Board action at this time.",
    ],
)
def test_a_mark_of_the_meeting_says_that_it_is_off_with_or_without_a_reason(words: str) -> None:
    assert fate(title=words, on=date(2026, 3, 17)) == Fate(Standing.CANCELLED)


@pytest.mark.parametrize(
    "words",
    [
        "HEARING ON THE DEFERRED MAINTENANCE BOND",
        "DEFERRED COMPENSATION COMMITTEE",
        "NOT CANCELLED: Council",
        "Council meeting no longer cancelled",
        "Council: cancellation rescinded",
        "The meeting has not been postponed",
        "City Council: not-cancelled",
    ],
)
def test_what_is_denied_or_the_name_of_something_else_leaves_a_meeting_on(words: str) -> None:
    assert fate(title=words) == fate(note=words) == Fate(Standing.SCHEDULED)


@pytest.mark.parametrize(
    "words",
    [
        "The September 3 meeting was cancelled; its items are taken up here.",
        "Item 7 deferred by sponsor",
        "In lieu of the meeting cancelled on 9/3",
        "Last week's meeting was cancelled",
        "HEARING ON CANCELLED CONTRACTS",
        "Audit of signed, cancelled and lapsed leases",
        "Executive session cancelled",
        "Report on the lease that the council cancelled",
        "Council meeting may be cancelled",
        "Meeting cancelled in person, join by Zoom",
        "RESCHEDULED: City Council",
        "No meeting this month",
        "Council - postponed to April 7",
        "Resolution 12 - deferred",
        "Was the meeting cancelled?",
        "Reception cancelled - City Council",
        "Rescheduled from the meeting cancelled Monday",
    ],
)
def test_a_word_that_may_be_about_something_else_leaves_a_meeting_on_but_in_doubt(words: str) -> None:
    doubtful = Fate(Standing.SCHEDULED, is_doubtful=True)
    on = date(2026, 3, 17)
    assert fate(title=words, on=on) == fate(note=words, on=on) == doubtful


def test_in_a_field_of_its_own_the_word_suffices_unless_it_is_denied() -> None:
    assert fate(status="10:00 AM Cancelled") == Fate(Standing.CANCELLED)
    assert fate(status="Not cancelled") == Fate(Standing.SCHEDULED)
    assert fate(note="Deferred: the pier lease").standing == Standing.SCHEDULED


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
    fates = [fate(status=meeting["status"] or "", note=meeting["comment"] or "") for meeting in meetings]
    assert Counter(one.standing for one in fates) == {
        Standing.SCHEDULED: 85, Standing.CANCELLED: 12, Standing.RECESSED: 2,
    }  # fmt: skip
    recessed = [(one.day, one.time) for one in fates if one.standing == Standing.RECESSED]
    assert recessed == [(date(2023, 9, 14), time(10)), (date(2023, 5, 24), time(10))]
    # Rescheduled ones stand at their new time.
    rescheduled = [one for one, meeting in zip(fates, meetings, strict=True) if meeting["status"] == "Rescheduled"]
    assert rescheduled == [Fate(Standing.SCHEDULED)] * 3
