"""The demo's invented stories can be told on any day."""

from datetime import date

import pytest

from civictrack.demo.content import NOTICE, city, load
from civictrack.demo.curator import LEFT_PENDING


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 7, 31), date(2026, 11, 29)], ids=str)
def test_every_story_has_its_days_filled_in_and_none_is_from_tomorrow(today: date) -> None:
    stories = load(today)
    assert len(stories) > 10
    assert not [story.slug for story in stories if "{" in story.text or story.published.date() > today]


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 7, 31), date(2026, 11, 29)], ids=str)
def test_the_newest_three_stories_are_those_left_for_whoever_tries_the_desk(today: date) -> None:
    newest = sorted(load(today), key=lambda story: story.published)[-3:]
    assert [story.slug for story in newest] == list(LEFT_PENDING)


def test_a_corrected_story_says_that_it_was_corrected() -> None:
    (corrected,) = (story for story in load(date(2026, 11, 29)) if story.corrected)
    assert corrected.corrected is not None
    assert corrected.corrected.endswith(NOTICE)
    assert corrected.text != corrected.corrected


def test_the_citys_file_says_when_somebody_looked_how_to_take_part() -> None:
    text = city("https://news.example", date(2026, 11, 29))
    assert 'address_checked_on = "2026-11-20"' in text
    assert "https://news.example/wharf/" in text
    assert "{" not in "".join(line for line in text.splitlines() if "checked_on" in line)
