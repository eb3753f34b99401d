"""What a further claim about a vote moves, and what it leaves alone."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.models import Article
from tests.factories import (
    NOW,
    make_article,
)
from tests.stories.curation import pier
from votes.models import Announcement, Issue, Vote

pytestmark = pytest.mark.django_db


def test_a_younger_claim_moves_the_vote(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = pier.vote(later, issue, earliest="2026-03-31", latest="2026-03-31", status="postponed", phrase="March 31")
    curation.accept(moved.pk, by, NOW)
    made = Vote.objects.get()
    assert (made.earliest, made.status, made.version) == (date(2026, 3, 31), "postponed", 1)
    assert made.changes.count() == 2


def test_an_older_claim_supports_the_vote_without_moving_it(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    older = make_article(pier.TEXT, published_at=datetime(2026, 3, 1, tzinfo=UTC), outlet=article.outlet)
    claim = pier.vote(older, issue, earliest="2026-03-10", latest="2026-03-10")
    curation.accept(claim.pk, by, NOW)
    claim.refresh_from_db()
    assert Vote.objects.get().earliest == date(2026, 3, 17)
    assert not claim.governs


def test_a_vaguer_story_moves_nothing_and_tells_nobody(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    window = {
        "earliest": "2026-03-16",
        "latest": "2026-03-22",
        "precision": "week",
        "phrase": "next week",
        "time": None,
    }
    claim = pier.vote(later, issue, status="expected", **window)
    curation.accept(claim.pk, by, NOW)
    claim.refresh_from_db()
    made = Vote.objects.get()
    assert (made.earliest, made.version, claim.governs, claim.vote) == (date(2026, 3, 17), 0, False, made)
    assert Announcement.objects.count() == 1


def test_a_story_that_repeats_the_day_without_the_hour_keeps_the_hour(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue, place="Town Hall").pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    curation.accept(pier.vote(later, issue, time=None).pk, by, NOW)
    made = Vote.objects.get()
    assert (str(made.time), made.location, made.version) == ("18:30:00", "Town Hall", 0)


def test_a_report_of_another_day_that_names_no_place_leaves_neither_the_old_place_nor_the_hour(
    article: Article, issue: Issue, by: User, client: Client
) -> None:
    curation.accept(pier.vote(article, issue, place="Town Hall").pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = {"earliest": "2026-03-31", "latest": "2026-03-31", "status": "postponed", "time": None}
    curation.accept(pier.vote(later, issue, **moved).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.time, made.location) == (None, "")
    for address in (made.get_absolute_url(), f"{issue.get_absolute_url()}votes.ics"):
        shown = client.get(address).content.decode()
        assert "At Town Hall" not in shown, address
        assert "LOCATION" not in shown, address
        assert '@type": "Place' not in shown, address


def test_a_day_within_the_known_days_leaves_the_place(article: Article, issue: Issue, by: User) -> None:
    week = {"earliest": "2026-03-16", "latest": "2026-03-22", "precision": "week", "time": None}
    curation.accept(pier.vote(article, issue, place="Town Hall", **week).pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    curation.accept(pier.vote(later, issue).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.earliest, made.location) == (date(2026, 3, 17), "Town Hall")


def test_a_vote_put_off_without_a_new_date_has_none(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    later = make_article(pier.TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    off = {"earliest": None, "latest": None, "precision": "none", "status": "postponed", "time": None, "phrase": None}
    curation.accept(pier.vote(later, issue, **off).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.status, made.earliest, made.precision) == ("postponed", None, "none")
