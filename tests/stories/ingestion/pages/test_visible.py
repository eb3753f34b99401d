"""A date beside the title is the story's stamp; one anywhere else is not."""

from datetime import datetime

import pytest
from lxml.html import document_fromstring

from stories.ingestion.pages.visible import dates, stamps

DAY = datetime(2026, 3, 3)
EVENING = datetime(2026, 3, 3, 21, 30)
STORY = (
    "<p>The Quarry Bend council will vote on the ferry lease after a year of delay, the town clerk said in a long "
    "letter to everyone.</p>"
)


def shown(html: str) -> list[datetime]:
    published, _ = stamps(document_fromstring(f"<html><body>{html}</body></html>"), "Ferry lease", day_first=False)
    return published


@pytest.mark.parametrize(("line", "moment"), [
    ("Posted: 3/3/2026", DAY),
    ("PUBLISHED: March 3, 2026 at 9:30 PM", EVENING),
    ("Published 9:30 p.m. Tuesday, March 3, 2026", EVENING),
    ("By Ida Moss | March 3, 2026", DAY),
    ("By Ida Moss, Quarry Bend Beacon, Mar. 3, 2026", DAY),
    ("March 3, 2026 | 9:30 PM", EVENING),
    ("3 March 2026", DAY),
])  # fmt: skip
def test_a_line_of_nothing_but_a_stamp_is_read(line: str, moment: datetime) -> None:
    assert [told.moment for told in dates(line, day_first=False)] == [moment]


@pytest.mark.parametrize("line", [
    "The vote is March 3, 2026, at 6 p.m.", "Vote: March 3, 2026 at 6 p.m.", "Hearing set March 3, 2026",
    "Meeting date: 3/3/2026", "Updated: The vote is now March 3, 2026", "Deadline March 3, 2026", "March 2026",
    "x" * 500,
])  # fmt: skip
def test_a_line_that_says_anything_else_is_none(line: str) -> None:
    assert not dates(line, day_first=False)


def test_what_says_that_it_was_updated_is_the_change() -> None:
    first, second = dates("Published March 3, 2026 9:30 PM | Updated March 4, 2026 8:00 AM")
    assert (first.changed, second.changed, second.moment) == (False, True, datetime(2026, 3, 4, 8))


@pytest.mark.parametrize("stamp", [
    '<div class="posted-on">March 3, 2026</div>', '<time datetime="2026-03-03">Tuesday</time>',
    "<p>Posted: 3/3/2026</p>", "<div><span>By Ida Moss</span> <span>March 3, 2026</span></div>",
])  # fmt: skip
def test_a_stamp_beside_the_title_is_the_storys(stamp: str) -> None:
    assert shown(f"<main><h1>Ferry lease</h1>{stamp}{STORY}</main>")[0] == DAY
    assert shown(f"<main><header>{stamp}<h1>Ferry lease</h1></header>{STORY}</main>")[0] == DAY


@pytest.mark.parametrize("html", [
    '<div class="trending"><time datetime="2020-01-01">Jan 1</time></div><main><h1>Ferry lease</h1>{story}</main>',
    '<main><h1>Ferry lease</h1><aside><time datetime="2020-01-01">Jan 1</time></aside>{story}</main>',
    "<main><h1>Ferry lease</h1>{story}<p>Posted: 1/1/2020</p></main>",
    "<main><h1>Ferry lease</h1><dl><dt>When</dt><dd>March 24, 2026</dd></dl>{story}</main>",
    "<main><h1>Ferry lease</h1><p>March 24, 2026</p>{story}</main>",
    '<main><h1>Ferry lease</h1><p>It decides on <time datetime="2026-03-24">March 24</time>.</p>{story}</main>',
    '<main><h1>Ferry lease</h1><ul><li>When: <time datetime="2026-03-24">March 24</time></li></ul>{story}</main>',
    '<main><h1>Ferry lease</h1><p>The Quarry Bend council is to decide on <time datetime="2026-03-24">March 24'
    "</time> after months of talk in town, the clerk said in her letter.</p><p>Posted: 3/1/2026</p>{story}</main>",
    '<main><h1>Ferry lease</h1><p><time datetime="2026-03-24">March 24</time> is its day.</p>{story}</main>',
    '<main><h1>Ferry lease</h1><p class="date">March 24, 2026 at 6 p.m.</p>{story}</main>',
    '<main><h1>Ferry lease</h1><div class="meta"><span>Tuesday, March 24, 2026, 6 p.m.</span></div>{story}</main>',
    '<main><h1>Ferry lease</h1><div><time datetime="2026-03-24T18:00">March 24 at 6 p.m.</time></div>{story}</main>',
    "<table><tr><td>Meeting date/time:</td><td>3/10/2026 6:00 PM</td></tr></table>",
])  # fmt: skip
def test_a_date_of_another_story_or_of_a_meeting_is_no_stamp(html: str) -> None:
    assert not shown(html.format(story=STORY))


@pytest.mark.parametrize("line", [
    '<p class="date">March 3, 2026 at 9:30 p.m.</p>', "<p>Posted March 3, 2026 at 6 p.m.</p>",
    "<p>By Ida Moss, March 3, 2026, 6 p.m.</p>", '<p>By Ida Moss | <time datetime="2026-03-03">6 p.m.</time></p>',
    '<div>Published <time datetime="2026-03-03T18:00">March 3, 6 p.m.</time></div>',
])  # fmt: skip
def test_an_hour_is_a_stamps_with_minutes_or_beside_a_label_or_who_wrote_the_story(line: str) -> None:
    assert [moment.date() for moment in shown(f"<main><h1>Ferry lease</h1>{line}{STORY}</main>")] == [DAY.date()]


@pytest.mark.parametrize("line", [
    '<p>By Ida Moss | Published <time datetime="2026-03-03">Tuesday</time></p>',
    '<ul><li>Posted: <time datetime="2026-03-03">Tuesday</time> 6:05 p.m.</li></ul>',
    '<p>By Ida Moss of the Quarry Bend Beacon, who writes of rivers<br><time datetime="2026-03-03">Tuesday</time> '
    "and last updated by the desk at noon of the same day | 4 min read</p>",
])  # fmt: skip
def test_a_time_for_machines_is_a_stamp_after_labels_and_who_wrote_the_story(line: str) -> None:
    assert shown(f"<main><h1>Ferry lease</h1>{line}{STORY}</main>") == [DAY]
