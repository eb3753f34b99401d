"""A body's seats, drawn."""

import math
from itertools import combinations

import pytest

from stories.public.hemicycle import Seat, hemicycle


@pytest.mark.parametrize("count", [1, 2, 5, 7, 9, 15, 35, 60, 101, 200])
def test_every_seat_is_inside_the_drawing_and_none_touches_another(count: int) -> None:
    drawn = hemicycle([("support", False)] * count, None)
    assert drawn
    assert len(drawn.seats) == count
    assert all(0 <= seat.x <= drawn.width - 16 and 0 <= seat.y <= drawn.height - 16 for seat in drawn.seats)
    apart = (math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(drawn.seats, 2))
    assert min(apart, default=20) > 18


def test_the_seats_go_from_left_to_right_and_keep_how_their_holders_stand() -> None:
    drawn = hemicycle([("support", True), ("unknown", False), ("oppose", False)], None)
    assert drawn
    left, middle, right = drawn.seats
    assert left.x < middle.x < right.x
    assert (left.key, left.is_firm, right.key) == ("support", True, "oppose")
    assert isinstance(middle, Seat)


def test_the_mark_stands_behind_the_last_vote_needed() -> None:
    seven = [("unknown", False)] * 7
    drawn = hemicycle(seven, 4)
    assert drawn
    assert drawn.mark
    assert drawn.seats[3].x + 8 < drawn.mark[0] < drawn.seats[4].x + 8
    for needed in (None, 0, 7, 9):
        drawn = hemicycle(seven, needed)
        assert drawn
        assert drawn.mark is None, needed


def test_without_seats_nothing_is_drawn() -> None:
    assert hemicycle([], 4) is None
