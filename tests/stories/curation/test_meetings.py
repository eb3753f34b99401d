"""A vote on a calendar's agenda and its meeting are one act, and the record governs."""

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation.meetings import event_of, meeting_told_beside, vote_of, votes_of
from stories.models import ArticleIssue, Finding, LoggedAction, Source
from tests.factories import NOW, make_article, make_finding, make_outlet
from tests.stories.council import COUNCIL, look, make_calendar, pier, shows, vevent
from tests.stories.ingestion.web import Site
from votes.models import Event, Vote, VoteChange

pytestmark = pytest.mark.django_db
WEEK = {"earliest": "2026-03-16", "latest": "2026-03-22", "precision": "week", "phrase": "next week"}


@pytest.fixture
def calendar(local_site: Site) -> Source:
    return make_calendar(local_site)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def reported(days: float = 0, **payload: object) -> Finding:
    """A claim about the pier's vote in a story that appeared some days from now."""
    told = {
        "body": COUNCIL, "matter": "The renewal of the pier lease", "classification": "", "time": None, "place": "",
        "outcome": "", "yes": None, "no": None, "indefinite": False, "status": "expected", **WEEK, **payload,
    }  # fmt: skip
    at = NOW + timedelta(days=days)
    article = make_article("The council takes up the pier.", published_at=at, outlet=make_outlet(place=pier().place))
    return make_finding(article, "The council", "vote", "evidence", issue=pier(), payload=told)


def accepted_calendar(calendar: Source, local_site: Site, by: User, **lines: str) -> Vote:
    shows(local_site, vevent(**lines))
    at = look(calendar)
    curation.accept(Finding.objects.pending().get(kind="vote", article__rank="record").pk, by, at)
    return Vote.objects.get()


def test_accepting_an_item_accepts_its_meeting_as_the_same_act_and_undoing_takes_both_back(
    calendar: Source, local_site: Site, by: User
) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    event = Event.objects.get()
    assert vote.meeting == event
    assert list(event.bodies.all()) == [vote.body]
    assert not Finding.objects.pending().exists()
    outer = LoggedAction.objects.get(how="one_by_one")
    assert outer.after["implied"] == [LoggedAction.objects.get(how="implied").pk]
    assert not ArticleIssue.objects.exists()
    curation.undo(outer.pk, by, NOW, "no")
    assert not Vote.objects.standing().exists()
    assert not Event.objects.standing().exists()
    assert Finding.objects.pending().count() == 2


def test_a_meeting_that_is_accepted_first_has_the_vote_taken_at_it_later(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    curation.accept(Finding.objects.get(kind="event").pk, by, at)
    curation.accept(Finding.objects.get(kind="vote").pk, by, at)
    assert Vote.objects.get().meeting == Event.objects.get()


def test_the_record_governs_what_reports_left_open(calendar: Source, local_site: Site, by: User) -> None:
    curation.accept(reported().pk, by, NOW)
    vote = accepted_calendar(calendar, local_site, by)
    assert (vote.earliest, vote.time, vote.status) == (date(2026, 3, 17), time(18), "scheduled")
    assert VoteChange.objects.latest("version").by_what == "record"
    assert Finding.objects.accepted().get(kind="vote", article__rank="record").governs


def test_a_later_report_stands_beside_the_record_until_a_curator_says_otherwise(
    calendar: Source, local_site: Site, by: User
) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    other = {"earliest": "2026-03-24", "latest": "2026-03-24", "precision": "day", "phrase": "March 24"}
    beside = reported(1, **other)
    curation.accept(beside.pk, by, NOW + timedelta(days=1))
    vote.refresh_from_db()
    assert vote.earliest == date(2026, 3, 17)
    chosen = reported(2, **other)
    curation.accept(chosen.pk, by, NOW + timedelta(days=2), curation.Choice(governs=True))
    vote.refresh_from_db()
    assert vote.earliest == date(2026, 3, 24)


def test_how_a_vote_went_the_reports_say(calendar: Source, local_site: Site, by: User) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    day = {"earliest": "2026-03-17", "latest": "2026-03-17", "precision": "day", "phrase": "Tuesday"}
    told = reported(8, status="held", outcome="passed", yes=5, no=2, **day)
    curation.accept(told.pk, by, NOW + timedelta(days=8))
    vote.refresh_from_db()
    assert (vote.status, vote.outcome) == ("held", "passed")


def test_after_the_meetings_day_a_report_that_it_moved_is_news(calendar: Source, local_site: Site, by: User) -> None:
    vote = accepted_calendar(calendar, local_site, by)
    other = {"earliest": "2026-03-31", "latest": "2026-03-31", "precision": "day", "phrase": "March 31"}
    curation.accept(reported(9, status="postponed", **other).pk, by, NOW + timedelta(days=9))
    vote.refresh_from_db()
    assert vote.earliest == date(2026, 3, 31)


def test_what_is_known_of_a_row_is_found_by_its_claims_and_a_storys_by_none(
    calendar: Source, local_site: Site, by: User
) -> None:
    shows(local_site, vevent())
    at = look(calendar)
    vote_claim, meeting = Finding.objects.get(kind="vote"), Finding.objects.get(kind="event")
    assert meeting_told_beside(vote_claim) == meeting
    assert (event_of(vote_claim), vote_of(vote_claim), votes_of(meeting)) == (None, None, [])
    curation.accept(vote_claim.pk, by, at)
    meeting.refresh_from_db()
    assert votes_of(meeting) == [Vote.objects.get()]
    vote_claim.refresh_from_db()
    assert event_of(vote_claim) == Event.objects.get()
    story = reported()
    assert (event_of(story), vote_of(story), votes_of(story)) == (None, None, [])
