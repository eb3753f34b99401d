"""A date as certain as its source: what the database refuses of one."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories import make_vote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "window",
    [
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 1), "precision": "week"},
        {"earliest": date(2026, 4, 7), "latest": None, "precision": "day"},
        {"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "none"},
        {"earliest": None, "latest": None, "precision": "day"},
    ],
)
def test_a_window_that_contradicts_itself_is_refused(window: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="vote_window"):
        make_vote(**window)
