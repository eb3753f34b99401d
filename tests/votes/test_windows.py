"""A date as certain as its source: what the database refuses of one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import make_vote
from votes.models import Vote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "window",
    [
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 1), "precision": "week"},
        {"earliest": date(2026, 4, 7), "latest": None, "precision": "day"},
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "none"},
        {"earliest": None, "latest": None, "precision": "day"},
        {"earliest": date(2026, 12, 1), "latest": date(2026, 12, 10), "precision": "day"},
        {"earliest": date(2026, 12, 1), "latest": date(2026, 12, 10), "precision": "week"},
        {"earliest": date(2026, 10, 1), "latest": date(2026, 12, 31), "precision": "month"},
        {"earliest": date(1, 1, 1), "latest": date(1, 1, 1), "precision": "day"},
        {"earliest": date(9999, 12, 31), "latest": date(9999, 12, 31), "precision": "day"},
        {"earliest": date(2026, 1, 1), "latest": date(9999, 12, 31), "precision": "year"},
    ],
)
def test_a_window_that_contradicts_itself_is_refused_by_the_database_and_by_every_form(
    window: dict[str, object],
) -> None:
    with pytest.raises(IntegrityError, match="vote_window"), transaction.atomic():
        make_vote(**window)
    with pytest.raises(ValidationError):
        Vote(**window).clean()


@pytest.mark.parametrize(
    ("earliest", "latest", "precision"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "day"),
        (date(2026, 11, 1), date(2026, 11, 7), "week"),
        (date(2026, 12, 31), date(2026, 12, 31), "week"),  # "by the end of the week", told on the day before
        (date(2026, 12, 1), date(2026, 12, 31), "month"),
        (date(2026, 10, 2), date(2026, 12, 31), "season"),
        (date(2026, 10, 1), date(2027, 12, 31), "year"),
    ],
)
def test_a_window_as_long_as_its_phrase_says_is_kept(earliest: date, latest: date, precision: str) -> None:
    vote = make_vote(earliest=earliest, latest=latest, precision=precision)
    vote.clean()
    assert vote.is_dated


def test_who_gives_ten_days_as_one_is_told_what_to_do() -> None:
    vote = Vote(earliest=date(2026, 12, 1), latest=date(2026, 12, 10), precision="day")
    with pytest.raises(ValidationError, match="10 days; a day has 1 at most"):
        vote.clean()
