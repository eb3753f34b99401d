"""The stamps of what readers see: many a subject, folded into one of the same weight."""

import pytest
from django.conf import settings
from redis import Redis

from stories.models import Stamp
from stories.public.freshness import removed_by_now
from stories.tasks import settle_stamps
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def weights() -> dict[str, int]:
    """The sum of each subject."""
    sums: dict[str, int] = {}
    for stamp in Stamp.objects.all():
        sums[stamp.subject] = sums.get(stamp.subject, 0) + stamp.weight
    return sums


def test_folded_stamps_are_one_a_subject_and_weigh_the_same() -> None:
    for _ in range(3):
        make_place()
    before = weights()
    assert {"all", "base"} <= set(before)
    Stamp.objects.fold()
    assert weights() == before
    assert Stamp.objects.count() == len(before)


def test_the_schedule_folds_them_and_notes_what_was_removed() -> None:
    make_place().delete()
    settle_stamps()
    assert Stamp.objects.count() == len(weights())
    noted = Redis.from_url(settings.REDIS_URL).get("page:removed")
    assert noted == removed_by_now().encode() != b"0"
