"""Every time on a page is told by one clock: that of its place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from stories import curation
from stories.models import ArticleIssue, Finding
from stories.public.clock import site_zone, zone_of, zone_of_person
from tests.factories import (
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
)
from tests.stories.public.test_pages import get, words

pytestmark = pytest.mark.django_db
# The evening of March 7 in Chicago, and March 8 in UTC.
EVENING = datetime(2026, 3, 8, 2, 0, tzinfo=UTC)
TEXT = "Member Ada Reed opposes the lease. The council will vote on April 14."


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


def evening_report(editor: User, **fields: Any) -> Finding:
    """A report of a vote and of a stand, published and learnt in one evening; the vote's finding."""
    body = make_body("Reedham Council", make_place("Reedham"))
    ada, issue = make_official("Ada Reed", body), make_issue("Harbor lease", body)
    article = make_article(TEXT, published_at=EVENING, outlet=make_outlet(place=body.place), **fields)
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    stand = {"actor": ada.name, "stance": "oppose", "basis": "statement", "conditional": False, "matter": "the lease"}
    vote = {"earliest": "2026-04-14", "latest": "2026-04-14", "precision": "day", "phrase": "April 14",
            "matter": "the lease", "status": "scheduled", "body": body.name}  # fmt: skip
    stands = make_finding(article, "Member Ada Reed opposes the lease.", "position", "evidence", issue=issue,
                          payload=stand)  # fmt: skip
    votes = make_finding(article, "The council will vote on April 14.", "vote", "evidence", issue=issue, payload=vote)
    curation.accept(stands.pk, editor, EVENING + timedelta(hours=1), curation.Choice(person=ada))
    curation.accept(votes.pk, editor, EVENING + timedelta(hours=1))
    votes.refresh_from_db()
    return votes


@pytest.mark.parametrize("offset", [None, 0, -360])
def test_what_was_reported_and_learnt_in_an_evening_has_that_days_date_on_every_page(
    client: Client, editor: User, offset: int | None
) -> None:
    finding = evening_report(editor, utc_offset=offset)
    vote, article = finding.vote, finding.article
    assert vote
    person = vote.issue.positions.get().person
    assert vote.issue.positions.get().since == date(2026, 3, 7)
    for page in (vote.issue, vote, article, person):
        text = words(get(client, page.get_absolute_url()))
        assert "Mar 7" in text, page
        assert "Mar 8" not in text, page
    assert "Mar 7" in words(get(client, "/en/"))
    assert "Mar 8" not in words(get(client, "/en/"))
    assert "Reported and learnt Mar 7, 2026" in words(get(client, vote.get_absolute_url()))
    assert "published Mar 7, 2026, 8:00 p.m. CST" in words(get(client, article.get_absolute_url()))


def test_reported_is_the_storys_day_and_learnt_is_ours(client: Client, editor: User) -> None:
    finding = evening_report(editor)
    text = "The vote moves to April 21."
    article = make_article(text, published_at=EVENING + timedelta(days=1))
    payload = {**finding.payload, "earliest": "2026-04-21", "latest": "2026-04-21"}
    later = make_finding(article, text, "vote", "evidence", issue=finding.issue, payload=payload)
    curation.accept(later.pk, editor, EVENING + timedelta(days=3))
    assert "Reported Mar 8, 2026, learnt Mar 10, 2026" in words(get(client, f"/en/votes/{finding.vote_id}/"))


def test_pages_of_no_place_are_told_by_the_clock_that_all_places_share() -> None:
    assert site_zone() == timezone.get_default_timezone()
    place = make_place(time_zone="America/Denver")
    make_place(time_zone="America/Denver")
    assert site_zone() == zone_of(None) == place.zone
    make_place(time_zone="America/Chicago")
    assert site_zone() == timezone.get_default_timezone()


def test_an_officials_page_is_told_by_the_clock_of_where_they_sit() -> None:
    place = make_place(time_zone="America/Denver")
    make_place(time_zone="America/Chicago")
    official = make_official(body=make_body(place=place), since=date(2026, 1, 1))
    assert zone_of_person(official, date(2026, 3, 1)) == place.zone
    assert zone_of_person(make_person(), date(2026, 3, 1)) == timezone.get_default_timezone()
