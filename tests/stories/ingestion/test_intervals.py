"""When sources and stories are looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from stories.ingestion import intervals

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TENTH = 1.11


def every(gap: timedelta, count: int = 12, since: timedelta = timedelta(0)) -> list[datetime]:
    return [NOW - since - gap * n for n in range(count)]


def test_a_source_is_looked_at_about_twice_for_each_entry() -> None:
    assert intervals.rhythm(every(timedelta(hours=2)), NOW) == timedelta(hours=1)


def test_a_daily_source_is_not_asked_every_half_hour() -> None:
    assert intervals.rhythm(every(timedelta(days=1)), NOW) == timedelta(hours=12)


def test_a_source_that_fell_silent_is_looked_at_ever_less() -> None:
    silent = intervals.rhythm(every(timedelta(hours=1), since=timedelta(days=20)), NOW)
    assert silent == intervals.LONGEST


def test_one_burst_of_entries_does_not_set_the_rhythm_to_seconds() -> None:
    assert intervals.rhythm(every(timedelta(seconds=5)), NOW) == intervals.SHORTEST


def test_entries_dated_in_the_future_are_left_out() -> None:
    future = [NOW + timedelta(days=900), *every(timedelta(hours=2))]
    assert intervals.rhythm(future, NOW) == timedelta(hours=1)


def test_an_unknown_rhythm_is_the_usual_one() -> None:
    assert intervals.rhythm([], NOW) == intervals.USUAL


def test_before_a_vote_its_sources_are_looked_at_often() -> None:
    pause = intervals.pause(every(timedelta(days=1)), NOW, near_vote=True)
    assert pause <= intervals.NEAR_VOTE * TENTH


def test_the_operators_interval_rules_within_bounds() -> None:
    assert intervals.pause([], NOW, own=timedelta(hours=3)) == pytest.approx(
        timedelta(hours=3), abs=timedelta(minutes=19)
    )
    assert intervals.pause([], NOW, own=timedelta(seconds=1)) >= intervals.SHORTEST * 0.89


def test_what_the_server_asks_us_to_keep_is_kept() -> None:
    assert intervals.pause(every(timedelta(minutes=20)), NOW, kept=timedelta(hours=6)) >= timedelta(hours=5)


def test_pauses_differ_so_that_sources_do_not_march_in_step() -> None:
    assert len({intervals.pause([], NOW) for _ in range(20)}) > 10


@pytest.mark.parametrize(
    ("headers", "ttl", "kept"),
    [
        ({"cache-control": "public, max-age=3600"}, None, timedelta(hours=1)),
        ({"cache-control": "max-age=3600", "expires": "Tue, 10 Mar 2026 20:00:00 GMT"}, None, timedelta(hours=1)),
        ({"expires": "Tue, 10 Mar 2026 14:00:00 GMT"}, None, timedelta(hours=2)),
        ({"expires": "0"}, None, None),
        ({"expires": "Tue, 10 Mar 2020 14:00:00 GMT"}, None, intervals.SHORTEST),
        ({"cache-control": "max-age=99999999999999999999"}, None, intervals.LONGEST),
        ({"cache-control": "max-age=-5"}, None, None),
        ({"cache-control": "no-cache"}, 90, timedelta(minutes=90)),
        ({}, None, None),
    ],
)
def test_cache_headers_are_read_as_the_standard_says(
    headers: dict[str, str], ttl: int | None, kept: timedelta | None
) -> None:
    assert intervals.kept_for(headers, ttl, NOW) == kept


def test_failures_push_the_next_look_back_to_a_day_at_most() -> None:
    pauses = [intervals.back_off(failures) for failures in (1, 3, 50)]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= intervals.LONGEST * TENTH


def test_a_story_is_looked_at_again_five_times_in_a_week() -> None:
    looks, moment = [], NOW
    for count in range(5):
        planned = intervals.next_reread(NOW, count, moment)
        assert planned is not None
        looks.append(planned - NOW)
        moment = planned
    assert looks == list(intervals.REREADS)
    assert intervals.next_reread(NOW, 5, moment) is None


def test_a_worker_that_slept_for_days_does_not_make_up_for_every_look() -> None:
    assert intervals.next_reread(NOW, 1, NOW + timedelta(days=2)) == NOW + timedelta(days=3)


def test_near_a_vote_even_an_old_story_is_looked_at() -> None:
    later = NOW + timedelta(days=30)
    assert intervals.next_reread(NOW, 5, later, near_vote=True) == later + intervals.NEAR_VOTE_REREAD
