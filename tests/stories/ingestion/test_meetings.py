"""What a body's calendar lists is kept: each meeting an article, each state of it a version, nothing lost."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.ingestion import poll
from stories.ingestion.calendars import ical
from stories.ingestion.meetings import REPEAT_NOW, WITHOUT_PLACE, asked
from stories.models import Article, ArticleVersion, CalendarRow, Finding, Snapshot, Source
from stories.sources.health import health
from tests.factories import NOW, make_article, make_body, make_issue, make_place, make_source
from tests.stories.council import COUNCIL, look, make_calendar, pier, shows, vevent
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(local_site: Site) -> Source:
    return make_calendar(local_site)


def texts() -> list[str]:
    return [version.text.partition("\n")[0] for version in ArticleVersion.objects.order_by("article", "number")]


def test_a_row_is_kept_as_a_person_would_read_it_under_its_address_and_uid(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(URL="https://cove.example/meetings/3"))
    look(calendar)
    (article,) = Article.objects.all()
    assert article.url == "https://cove.example/meetings/3#pier%40cove.example"
    assert (article.title, article.outlet, article.published_at, article.utc_offset) == (
        f"{COUNCIL}, Tuesday, March 17, 2026, 6 p.m.", calendar.outlet, NOW, -300,
    )  # fmt: skip
    assert texts() == [f"{COUNCIL}, Tuesday, March 17, 2026, 6 p.m., Town Hall: scheduled."]
    (row,) = CalendarRow.objects.all()
    assert (row.uid, row.day, row.gone_at) == ("pier@cove.example", date(2026, 3, 17), None)
    assert Snapshot.objects.count() == 1
    assert calendar.last_new_at == NOW


def test_the_same_answer_changes_nothing_and_another_state_is_a_version(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    look(calendar)
    look(calendar, 1)
    assert len(texts()) == 1
    shows(local_site, vevent(LOCATION="School"))
    look(calendar, 2)
    assert [text.rpartition(", ")[2] for text in texts()] == ["Town Hall: scheduled.", "School: scheduled."]
    assert Article.objects.get().published_at == NOW + timedelta(days=2)


def test_rows_older_than_ninety_days_are_not_taken(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(begins="20251201T180000"), vevent("near@cove.example"))
    look(calendar)
    assert [row.uid for row in CalendarRow.objects.all()] == ["near@cove.example"]


def test_a_row_is_never_read_by_the_rules_nor_grouped_as_a_copy(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(), vevent("two@cove.example"))
    look(calendar)
    assert not ArticleVersion.objects.unread().exists()
    Article.objects.count_anew()
    assert not ArticleVersion.objects.unread().exists()
    assert not Article.objects.exclude(original=None).exists()


def test_a_sequence_that_goes_back_is_a_stale_copy_and_said(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(begins="20260324T180000", SEQUENCE="3"))
    look(calendar)
    shows(local_site, vevent(SEQUENCE="2"))
    look(calendar, 1)
    assert CalendarRow.objects.get().day == date(2026, 3, 24)
    assert "SEQUENCE went back" in calendar.problem
    # Whoever asks afresh takes it as it is.
    Source.objects.filter(pk=calendar.pk).ask_afresh(NOW)
    look(calendar, 2)
    assert (CalendarRow.objects.get().day, calendar.problem) == (date(2026, 3, 17), "")


def test_a_sequence_that_goes_back_with_a_later_change_is_believed(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(begins="20260324T180000", SEQUENCE="3", LAST_MODIFIED="20260301T120000Z"))
    look(calendar)
    shows(local_site, vevent(SEQUENCE="1", LAST_MODIFIED="20260309T120000Z"))
    look(calendar, 1)
    assert CalendarRow.objects.get().day == date(2026, 3, 17)


def test_a_meeting_that_is_listed_no_more_is_noted_and_comes_back(calendar: Source, local_site: Site) -> None:
    first, last = vevent("a@cove.example", "20260311T180000"), vevent("z@cove.example", "20260401T180000")
    shows(local_site, first, vevent(), last)
    look(calendar)
    shows(local_site, first, last)
    at = look(calendar, 0.5)
    row = CalendarRow.objects.get(uid="pier@cove.example")
    assert (row.gone_at, row.article.vanished_at) == (at, at)
    assert list(CalendarRow.objects.missing(NOW.date())) == [row]
    shows(local_site, first, vevent(), last)
    look(calendar, 1)
    row = CalendarRow.objects.get(uid="pier@cove.example")
    assert (row.gone_at, row.article.vanished_at) == (None, None)


def missing(at: datetime) -> list[str]:
    return [row.uid for row in CalendarRow.objects.missing(at.date())]


def test_the_last_meeting_of_a_calendar_withdrawn_is_noticed_and_so_is_an_emptied_calendar(
    calendar: Source, local_site: Site
) -> None:
    first = vevent("a@cove.example", "20260311T180000")
    shows(local_site, first, vevent())
    look(calendar)
    shows(local_site, first)
    assert missing(look(calendar, 0.1)) == ["pier@cove.example"]
    shows(local_site)
    at = look(calendar, 0.2)
    assert missing(at) == ["a@cove.example", "pier@cove.example"]
    (notes,) = (one.notes for one in health(at))
    assert [note for note in notes if "No longer in it" in note] == [
        "No longer in it, though still ahead: Gull Cove City Council, Wednesday, March 11, 2026, 6 p.m.; "
        "Gull Cove City Council, Tuesday, March 17, 2026, 6 p.m."
    ]


@pytest.mark.parametrize("day", ["20260312", "20260324"])
def test_a_meeting_made_anew_under_another_uid_leaves_the_old_one_as_gone(
    calendar: Source, local_site: Site, day: str
) -> None:
    shows(local_site, vevent())
    look(calendar)
    shows(local_site, vevent("new@cove.example", f"{day}T180000"))
    assert missing(look(calendar, 1)) == ["pier@cove.example"]


def test_a_meeting_that_has_begun_may_leave_its_calendar_and_one_that_is_to_begin_may_not(
    calendar: Source, local_site: Site
) -> None:
    """It is ten in the morning there."""
    shows(local_site, vevent("begun@cove.example", "20260310T093000"), vevent("on@cove.example", "20260310T180000"))
    look(calendar)
    shows(local_site)
    assert missing(look(calendar, 0.01)) == ["on@cove.example"]


def test_of_a_list_that_was_not_taken_whole_nothing_is_said_to_be_gone(
    calendar: Source, local_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows(local_site, vevent())
    look(calendar)
    monkeypatch.setattr(ical, "MOST_REPEATING", 1)
    series = [vevent(f"{n}@cove.example", "20260311T180000", RRULE="FREQ=WEEKLY;COUNT=2") for n in range(2)]
    shows(local_site, *series)
    assert missing(look(calendar, 1)) == []


def test_an_agenda_that_cannot_be_asked_for_leaves_its_meeting_as_it_is(local_site: Site) -> None:
    source = make_calendar(local_site)
    Source.objects.filter(pk=source.pk).update(kind="legistar_api", url=local_site.url("/v1/cove/Events?all=1"))
    event = (
        b'[{"EventId": 7, "EventBodyName": "Gull Cove City Council", "EventDate": "2026-03-17T00:00:00",'
        b'"EventTime": "6:00 PM"}]'
    )
    local_site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    local_site.pages["/v1/cove/Events?all=1"] = page(event)
    local_site.pages["/v1/cove/Events/7/EventItems"] = page(b'[{"EventItemTitle": "Pier lease"}]')
    look(source)
    assert "Pier lease" in ArticleVersion.objects.get().text
    local_site.pages["/v1/cove/Events/7/EventItems"] = page(b"oops", 500)
    look(source, 1)
    assert ArticleVersion.objects.count() == 1
    assert "could not be read" in source.problem
    assert CalendarRow.objects.get().gone_at is None


def test_words_that_were_taken_out_stay_out(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    look(calendar)
    ArticleVersion.objects.get().redact(NOW)
    shows(local_site, vevent(LOCATION="School"))
    look(calendar, 1)
    assert ArticleVersion.objects.count() == 1


def test_a_calendar_without_a_place_is_not_read_and_that_is_said(local_site: Site) -> None:
    shows(local_site, vevent())
    source = make_source(url=local_site.url("/council.ics"), kind="ical", rank="record")
    look(source)
    assert source.problem == WITHOUT_PLACE
    assert not Article.objects.exists()


def test_something_else_than_a_calendar_is_a_failure_and_loses_nothing(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    look(calendar)
    local_site.pages["/council.ics"] = page(b"<html>Moved</html>")
    look(calendar, 1)
    assert (calendar.failures, CalendarRow.objects.get().gone_at) == (1, None)
    assert "no iCalendar any more" in calendar.problem


def test_a_calendar_that_is_followed_anew_takes_its_articles_up_again(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    look(calendar)
    place, outlet = calendar.place, calendar.outlet
    calendar.delete()
    again = make_source(outlet, url=local_site.url("/council.ics"), kind="ical", rank="record", place=place)
    shows(local_site, vevent(LOCATION="School"))
    look(again, 1)
    assert (Article.objects.count(), ArticleVersion.objects.latest("id").number) == (1, 2)


def test_a_story_at_a_rows_address_is_left_alone(calendar: Source, local_site: Site) -> None:
    story = make_article("A story.", url="https://cove.example/meetings/3")
    shows(local_site, vevent(URL="https://cove.example/meetings/3"))
    look(calendar)
    story.refresh_from_db()
    assert (story.rank, story.versions.count(), Article.objects.count()) == ("report", 1, 2)


def test_a_legistar_api_is_asked_for_the_days_that_are_taken(local_site: Site) -> None:
    source = make_calendar(local_site)
    source.kind, source.url = "legistar_api", "https://webapi.legistar.example/v1/cove/Events"
    assert "EventDate%20ge%20datetime%272025-12-10%27" in asked(source, NOW)


def test_a_hundred_polls_of_a_calendar_propose_once(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    for turn in range(20):
        look(calendar, turn / 100)
    assert sorted(Finding.objects.values_list("kind", "issue")) == [("event", pier().pk), ("vote", pier().pk)]
    assert poll.poll(calendar, NOW) == 0


def test_two_towns_calendars_on_one_host_have_each_its_own_hours_bodies_and_issues(
    calendar: Source, local_site: Site
) -> None:
    """A vendor's host is one outlet, however many councils' calendars it serves."""
    bay = make_place("Heron Bay", time_zone="America/Los_Angeles")
    council = make_body("City Council", bay, aliases=["Council of the Bay"])
    dock = make_issue("The dock", council, terms=["pier lease"])
    own = vevent("bay@bay.example", SUMMARY="Council of the Bay").replace(
        "DTSTART;TZID=America/Chicago:20260317T180000", "DTSTART:20260318T013000Z"
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{own}END:VCALENDAR\r\n"
    shows(local_site, vevent())
    local_site.pages["/bay.ics"] = page(text.encode(), Content_Type="text/calendar")
    other = make_source(calendar.outlet, url=local_site.url("/bay.ics"), kind="ical", rank="record", place=bay)
    look(calendar)
    look(other)
    votes = Finding.objects.filter(kind="vote").order_by("pk")
    told = [(row.issue, row.payload["body"], row.payload["time"]) for row in votes]
    assert told == [(pier(), COUNCIL, "18:00"), (dock, "City Council", "18:30")]
    article = Article.objects.get(rows__source=other)
    assert (article.home, article.utc_offset) == (bay, -420)


def accepted(source: Source, site: Site, **lines: str) -> None:
    shows(site, vevent(**lines))
    at = look(source)
    by = User.objects.create_user("una")
    while finding := Finding.objects.pending().order_by("-kind", "pk").first():
        curation.accept(finding.pk, by, at)


@pytest.mark.parametrize("begins", ["20260317T190000", "20260318T180000"])
def test_a_series_that_is_edited_as_a_whole_moves_each_of_its_meetings(
    calendar: Source, local_site: Site, begins: str
) -> None:
    accepted(calendar, local_site, RRULE="FREQ=WEEKLY;COUNT=2")
    shows(local_site, vevent(begins=begins, RRULE="FREQ=WEEKLY;COUNT=2", SEQUENCE="1"))
    look(calendar, 1)
    moved = Finding.objects.pending().order_by("payload__earliest")
    day = date(2026, 3, int(begins[6:8]))
    assert [(row.rule, row.payload["earliest"], row.payload["time"]) for row in moved] == [
        ("meeting moved", str(day), f"{begins[9:11]}:00"),
        ("meeting moved", str(day + timedelta(days=7)), f"{begins[9:11]}:00"),
    ]
    assert Article.objects.count() == 2
    look(calendar, 2)
    assert (moved.count(), CalendarRow.objects.filter(gone_at=None).count()) == (2, 2)


def test_a_single_meeting_that_becomes_a_series_proposes_nothing_and_is_said(
    calendar: Source, local_site: Site
) -> None:
    accepted(calendar, local_site)
    shows(local_site, vevent(RRULE="FREQ=MONTHLY;COUNT=3", SEQUENCE="1"))
    look(calendar, 1)
    assert not Finding.objects.pending().exists()
    assert REPEAT_NOW.format(many=1) in calendar.problem
    assert CalendarRow.objects.get(uid="pier@cove.example").gone_at is None


def test_a_uid_that_two_meetings_bear_proposes_nothing_and_is_said(calendar: Source, local_site: Site) -> None:
    accepted(calendar, local_site)
    shows(local_site, vevent(), vevent(begins="20260414T180000"))
    look(calendar, 1)
    assert not Finding.objects.pending().exists()
    assert "nothing is proposed of them" in calendar.problem
    assert CalendarRow.objects.get(uid="pier@cove.example").gone_at is None
    shows(local_site, vevent())
    look(calendar, 2)
    assert not Finding.objects.pending().exists()
