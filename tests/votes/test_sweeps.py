"""A row that fails is put off and harms no other."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import OperationalError

from officials.models import Place
from tests.factories import NOW, make_place
from votes.models import Setback
from votes.sweeps import Sweep

pytestmark = pytest.mark.django_db


def write_and_fail() -> int:
    make_place()
    raise ValueError("a bad\0 row")


def test_what_a_row_wrote_before_it_failed_is_not_kept() -> None:
    assert Sweep("test", NOW).do(1, write_and_fail) == 0
    assert not Place.objects.exists()
    assert Setback.objects.get().problem == "ValueError: a bad row"


def test_a_row_is_tried_again_less_and_less_often_up_to_once_an_hour() -> None:
    tried, now = [], NOW
    while len(tried) < 10:
        sweep = Sweep("test", now)
        tried += [] if sweep.put_off else [now]
        sweep.do(1, write_and_fail)
        now += timedelta(minutes=1)
    pauses = [(later - earlier).total_seconds() // 60 for earlier, later in pairwise(tried)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_row_that_works_again_is_forgotten() -> None:
    Sweep("test", NOW).do(1, write_and_fail)
    assert Sweep("test", NOW + timedelta(minutes=1)).do(1, lambda: 3) == 3
    assert not Setback.objects.exists()


def test_a_database_that_is_away_is_no_rows_fault() -> None:
    def away() -> int:
        raise OperationalError("the connection is closed")

    with pytest.raises(OperationalError):
        Sweep("test", NOW).do(1, away)
    assert not Setback.objects.exists()
