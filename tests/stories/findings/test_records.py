"""What calendars propose on followed issues, and what they don't."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.findings.records import LOOK_CLOSELY
from stories.models import Finding, Source
from tests.factories import make_body, make_issue, make_vote
from tests.stories.council import COUNCIL, look, make_calendar, pier, shows, vevent
from tests.stories.ingestion.web import Site

pytestmark = pytest.mark.django_db
PIER = "Renewal of the pier lease"


@pytest.fixture
def calendar(local_site: Site) -> Source:
    return make_calendar(local_site)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def waiting() -> list[tuple[str, str, str, str | None]]:
    rows = Finding.objects.pending().order_by("kind", "pk")
    return [(row.kind, row.payload["matter"], row.payload["status"], row.payload["earliest"]) for row in rows]


def test_an_item_on_a_followed_issue_is_a_vote_that_is_scheduled_at_a_meeting(
    calendar: Source, local_site: Site
) -> None:
    shows(local_site, vevent(URL="https://cove.example/agenda"))
    look(calendar)
    assert waiting() == [("event", PIER, "scheduled", "2026-03-17"), ("vote", PIER, "scheduled", "2026-03-17")]
    event, vote = Finding.objects.order_by("kind")
    assert vote.payload | {"phrase": ""} == {
        "body": COUNCIL, "matter": PIER, "classification": "", "phrase": "", "earliest": "2026-03-17",
        "latest": "2026-03-17", "precision": "day", "time": "18:00", "place": "Town Hall", "status": "scheduled",
        "outcome": None, "yes": None, "no": None, "indefinite": False, "item": "12",
        "link": "https://cove.example/agenda",
    }  # fmt: skip
    assert (vote.spans[0]["text"], vote.extractor, vote.rule) == (PIER, "calendar", "agenda item")
    assert vote.because == "On the agenda, item 12 names “pier lease”."
    assert (event.payload["kind"], event.rule, event.issue) == ("meeting", "meeting", pier())


def test_a_meeting_with_nothing_on_a_followed_issue_proposes_nothing(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(DESCRIPTION="1. Budget\\n2. Parks"), vevent("b@cove.example", LOCATION="Pier lease hall"))
    look(calendar)
    assert [row.payload["place"] for row in Finding.objects.filter(kind="event")] == ["Pier lease hall"]
    Finding.objects.all().delete()
    shows(local_site, vevent(DESCRIPTION="1. Budget\\n2. Parks", LOCATION="Pier lease hall"))
    look(calendar, 1)
    assert waiting() == []


def test_a_public_hearing_is_an_event_and_no_vote(calendar: Source, local_site: Site) -> None:
    shows(
        local_site,
        vevent("a@cove.example", DESCRIPTION="3. Public hearing on the pier lease"),
        vevent("b@cove.example", "20260319T180000", SUMMARY="Public hearing: pier lease", DESCRIPTION=""),
    )
    look(calendar)
    hearings = Finding.objects.order_by("pk")
    assert [(row.kind, row.payload["kind"]) for row in hearings] == [("event", "hearing")] * 2
    shows(local_site, vevent("c@cove.example", DESCRIPTION="3. Public hearing and vote on the pier lease"))
    look(calendar, 1)
    assert Finding.objects.filter(kind="vote").count() == 1


def test_a_meeting_whose_topic_is_the_issue_is_a_meeting_and_no_vote(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(DESCRIPTION="We speak of the pier lease."))
    look(calendar)
    assert [row.kind for row in Finding.objects.all()] == ["event"]


def test_of_a_meeting_that_was_not_known_only_what_is_ahead_and_on_is_proposed(
    calendar: Source, local_site: Site
) -> None:
    shows(
        local_site,
        vevent("a@cove.example", "20260309T180000"),
        vevent("b@cove.example", STATUS="CANCELLED"),
        vevent("c@cove.example", SUMMARY="City Council (postponed)"),
    )
    look(calendar)
    assert waiting() == []


def test_that_a_meeting_is_off_is_proposed_where_a_report_has_a_vote_on_that_day(
    calendar: Source, local_site: Site
) -> None:
    make_vote(pier(), earliest=date(2026, 3, 15), latest=date(2026, 3, 20), precision="week", status="expected")
    shows(local_site, vevent(STATUS="CANCELLED"))
    look(calendar)
    assert waiting() == [("vote", PIER, "cancelled", "2026-03-17")]


def test_a_move_that_comes_before_anybody_decided_replaces_what_waits(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent())
    look(calendar)
    shows(local_site, vevent(begins="20260324T180000"))
    look(calendar, 1)
    assert {row[3] for row in waiting()} == {"2026-03-24"}
    assert Finding.objects.filter(state="stale").count() == 2


def test_a_meeting_that_is_off_before_anybody_decided_leaves_nothing_waiting(
    calendar: Source, local_site: Site
) -> None:
    shows(local_site, vevent())
    look(calendar)
    shows(local_site, vevent(STATUS="CANCELLED"))
    look(calendar, 1)
    assert waiting() == []


def test_what_a_person_turned_away_is_never_proposed_again_however_it_moves(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    for finding in Finding.objects.pending():
        curation.reject(finding.pk, by, at)
    shows(local_site, vevent(begins="20260324T180000"))
    look(calendar, 1)
    assert waiting() == []


def test_an_item_taken_from_the_agenda_waits_no_more_and_is_asked_about_where_it_is_public(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    shows(local_site, vevent(DESCRIPTION="1. Call to order"))
    look(calendar, 1)
    assert waiting() == []
    assert [finding.kind for finding in curation.changed.changed_since()] == ["vote"]


def test_an_item_that_comes_later_joins_the_meeting_that_is_known(calendar: Source, local_site: Site, by: User) -> None:
    other = make_issue("Parking", pier().body, terms=["parking"])
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    shows(local_site, vevent(DESCRIPTION="12. Renewal of the pier lease\\n14. Parking meters"))
    at = look(calendar, 1)
    assert [(row.kind, row.issue) for row in Finding.objects.pending().order_by("kind")] == [
        ("event", other), ("vote", other),
    ]  # fmt: skip
    curation.accept(Finding.objects.pending().get(kind="vote").pk, by, at)
    (event,) = other.events.all()
    assert set(event.issues.all()) == {pier(), other}
    assert {vote.issue for vote in event.votes.all()} == {pier(), other}


def test_a_recessed_meeting_goes_on_when_that_is_said(calendar: Source, local_site: Site, by: User) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    title = "City Council: RECESSED to March 19\\, 2026 at 5 p.m."
    shows(local_site, vevent(SUMMARY=title, SEQUENCE="1"))
    look(calendar, 8)
    assert waiting() == [("event", PIER, "scheduled", "2026-03-19")]
    shows(local_site, vevent(SUMMARY="City Council: recessed", SEQUENCE="2"))
    look(calendar, 9)
    assert waiting() == [("event", PIER, "postponed", None)]


def test_whose_meeting_it_is_is_read_from_its_title_but_not_from_a_committees(
    calendar: Source, local_site: Site
) -> None:
    make_body("Planning Board", pier().place, aliases=["The Planners"])
    titles = ["The planners meet", f"{COUNCIL} budget committee", "Something else"]
    shows(local_site, *(vevent(f"{n}@cove.example", SUMMARY=title) for n, title in enumerate(titles)))
    look(calendar)
    told = Finding.objects.filter(kind="event").values_list("article__rows__uid", "payload__body")
    # Where no title says, it is the body whose the calendar is.
    assert sorted(told) == [
        ("0@cove.example", "Planning Board"), ("1@cove.example", COUNCIL), ("2@cove.example", COUNCIL),
    ]  # fmt: skip


def test_an_item_that_stands_twice_on_an_agenda_is_proposed_once(calendar: Source, local_site: Site) -> None:
    shows(local_site, vevent(DESCRIPTION="3. The pier lease\\n4. The pier lease"))
    look(calendar)
    assert Finding.objects.filter(kind="vote").count() == 1


def test_what_was_taken_back_is_not_proposed_anew_of_the_same_state(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    vote = Finding.objects.get(kind="vote")
    curation.accept(vote.pk, by, at)
    curation.take_back(vote.pk, by, at, "no")
    look(calendar, 1)
    assert calendar.problem == ""
    assert Finding.objects.filter(kind="vote").count() == 1


def test_that_a_known_meeting_names_no_hour_of_its_day_any_more_is_no_move(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    timed, all_day = "DTSTART;TZID=America/Chicago:20260317T180000", "DTSTART;VALUE=DATE:20260317"
    shows(local_site, vevent(SEQUENCE="1").replace(timed, all_day))
    look(calendar, 1)
    assert waiting() == []
    shows(local_site, vevent(SEQUENCE="2"))
    look(calendar, 2)
    assert waiting() == []


def test_a_tentative_meeting_is_expected_and_moves_to_scheduled_when_it_is_fixed(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent(STATUS="TENTATIVE"))
    at = look(calendar)
    assert {row[2] for row in waiting()} == {"expected"}
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    shows(local_site, vevent(SEQUENCE="1"))
    look(calendar, 1)
    assert waiting() == [("event", PIER, "scheduled", "2026-03-17")]


def test_words_by_which_a_known_meeting_may_be_off_are_asked_about_once(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    shows(local_site, vevent(SUMMARY="City Council: RESCHEDULED", SEQUENCE="1"))
    at = look(calendar, 1)
    asked = Finding.objects.pending().get()
    assert (asked.payload["status"], asked.because) == ("scheduled", LOOK_CLOSELY)
    curation.reject(asked.pk, by, at)
    look(calendar, 2)
    shows(local_site, vevent(SEQUENCE="2"))
    look(calendar, 3)
    assert waiting() == []
