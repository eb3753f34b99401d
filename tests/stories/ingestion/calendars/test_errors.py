"""What is said of a calendar that can't be read."""

from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge, SlowCalendar
from stories.ingestion.errors import IngestionError, Outcome


def test_a_calendar_that_cannot_be_read_is_asked_again_less_often() -> None:
    for kind in (CalendarError, CalendarTooLarge, SlowCalendar):
        assert issubclass(kind, IngestionError)
        assert kind("Why.").outcome == Outcome.BACK_OFF
