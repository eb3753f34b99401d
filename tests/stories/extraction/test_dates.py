"""Date phrases of civic news, their windows derived by hand from the conventions (docs/extraction.md, Dates)."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction.dates import resolve
from stories.extraction.findings import Window

PUBLISHED = datetime.fromisoformat("2026-03-11T09:30:00-05:00")  # a Wednesday

FUTURE = """
tomorrow | 2026-03-12 | 2026-03-12 | day
tonight | 2026-03-11 | 2026-03-11 | day
tomorrow night | 2026-03-12 | 2026-03-12 | day
tonight at 7 | 2026-03-11 | 2026-03-11 | day
this evening | 2026-03-11 | 2026-03-11 | day
the day after tomorrow | 2026-03-13 | 2026-03-13 | day
Thursday | 2026-03-12 | 2026-03-12 | day
on Friday | 2026-03-13 | 2026-03-13 | day
Wednesday | 2026-03-11 | 2026-03-11 | day
Tuesday night | 2026-03-17 | 2026-03-17 | day
Monday evening | 2026-03-16 | 2026-03-16 | day
at 6 p.m. Monday | 2026-03-16 | 2026-03-16 | day
Monday at 6:30 p.m. | 2026-03-16 | 2026-03-16 | day
this Friday | 2026-03-13 | 2026-03-13 | day
next Tuesday | 2026-03-17 | 2026-03-17 | day
this coming Monday | 2026-03-16 | 2026-03-16 | day
a week from Tuesday | 2026-03-24 | 2026-03-24 | day
a week from Thursday | 2026-03-19 | 2026-03-19 | day
two weeks from Monday | 2026-03-30 | 2026-03-30 | day
a week from today | 2026-03-18 | 2026-03-18 | day
two weeks from tomorrow | 2026-03-26 | 2026-03-26 | day
Tuesday of next week | 2026-03-17 | 2026-03-17 | day
March 24 | 2026-03-24 | 2026-03-24 | day
on March 24 | 2026-03-24 | 2026-03-24 | day
March 3 | 2027-03-03 | 2027-03-03 | day
Apr. 7 | 2026-04-07 | 2026-04-07 | day
April 7th | 2026-04-07 | 2026-04-07 | day
Nov. 4, 2026 | 2026-11-04 | 2026-11-04 | day
Tuesday, March 24 | 2026-03-24 | 2026-03-24 | day
on Tues., Mar. 24 | 2026-03-24 | 2026-03-24 | day
at 6 p.m. Monday, May 12, 2026 | 2026-05-12 | 2026-05-12 | day
March 24 at 7 p.m. | 2026-03-24 | 2026-03-24 | day
24 March | 2026-03-24 | 2026-03-24 | day
the 24th of March | 2026-03-24 | 2026-03-24 | day
the 24th | 2026-03-24 | 2026-03-24 | day
on the 5th | 2026-04-05 | 2026-04-05 | day
4/14 | 2026-04-14 | 2026-04-14 | day
4/14/2026 | 2026-04-14 | 2026-04-14 | day
2026-04-14 | 2026-04-14 | 2026-04-14 | day
Jan. 5 | 2027-01-05 | 2027-01-05 | day
Feb. 29 | 2028-02-29 | 2028-02-29 | day
at its March 24 meeting | 2026-03-24 | 2026-03-24 | day
at the board's April 13 meeting | 2026-04-13 | 2026-04-13 | day
during its April 13 work session | 2026-04-13 | 2026-04-13 | day
at a special meeting Thursday | 2026-03-12 | 2026-03-12 | day
at its regular meeting on April 13 | 2026-04-13 | 2026-04-13 | day
the second Tuesday in April | 2026-04-14 | 2026-04-14 | day
the second Tuesday of April | 2026-04-14 | 2026-04-14 | day
the first Monday in May | 2026-05-04 | 2026-05-04 | day
the last Thursday of the month | 2026-03-26 | 2026-03-26 | day
the third Wednesday of next month | 2026-04-15 | 2026-04-15 | day
the first Tuesday after Easter | 2026-04-07 | 2026-04-07 | day
the Tuesday after Easter | 2026-04-07 | 2026-04-07 | day
the day after Memorial Day | 2026-05-26 | 2026-05-26 | day
the day before Thanksgiving | 2026-11-25 | 2026-11-25 | day
the Monday before Thanksgiving | 2026-11-23 | 2026-11-23 | day
Easter Monday | 2026-04-06 | 2026-04-06 | day
Good Friday | 2026-04-03 | 2026-04-03 | day
on Election Day | 2026-11-03 | 2026-11-03 | day
Labor Day | 2026-09-07 | 2026-09-07 | day
Juneteenth | 2026-06-19 | 2026-06-19 | day
the Fourth of July | 2026-07-04 | 2026-07-04 | day
Christmas Eve | 2026-12-24 | 2026-12-24 | day
New Year's Day | 2027-01-01 | 2027-01-01 | day
Martin Luther King Jr. Day | 2027-01-18 | 2027-01-18 | day
Presidents Day | 2027-02-15 | 2027-02-15 | day
in three days | 2026-03-14 | 2026-03-14 | day
in 10 days | 2026-03-21 | 2026-03-21 | day
three days from now | 2026-03-14 | 2026-03-14 | day
two days after Christmas | 2026-12-27 | 2026-12-27 | day
as soon as Thursday | 2026-03-12 | 2026-03-12 | day
as early as March 24 | 2026-03-24 | 2026-03-24 | day
this week | 2026-03-09 | 2026-03-15 | week
next week | 2026-03-16 | 2026-03-22 | week
as soon as next week | 2026-03-16 | 2026-03-22 | week
sometime next week | 2026-03-16 | 2026-03-22 | week
later this week | 2026-03-12 | 2026-03-15 | week
the week after next | 2026-03-23 | 2026-03-29 | week
in two weeks | 2026-03-23 | 2026-03-29 | week
in a couple of weeks | 2026-03-23 | 2026-03-29 | week
two weeks from now | 2026-03-23 | 2026-03-29 | week
in a week | 2026-03-16 | 2026-03-22 | week
in six weeks | 2026-04-20 | 2026-04-26 | week
in a fortnight | 2026-03-23 | 2026-03-29 | week
the week of April 6 | 2026-04-06 | 2026-04-12 | week
the week of April 8 | 2026-04-06 | 2026-04-12 | week
the week of the 23rd | 2026-03-23 | 2026-03-29 | week
the week after Easter | 2026-04-06 | 2026-04-12 | week
the week before Thanksgiving | 2026-11-16 | 2026-11-22 | week
the first week of November | 2026-11-01 | 2026-11-07 | week
first week in April | 2026-04-01 | 2026-04-07 | week
the second week of May | 2026-05-08 | 2026-05-14 | week
the third week of June | 2026-06-15 | 2026-06-21 | week
the last week of March | 2026-03-25 | 2026-03-31 | week
the first week of next month | 2026-04-01 | 2026-04-07 | week
the final week of April | 2026-04-24 | 2026-04-30 | week
this weekend | 2026-03-14 | 2026-03-15 | week
next weekend | 2026-03-21 | 2026-03-22 | week
Memorial Day weekend | 2026-05-23 | 2026-05-25 | week
early next week | 2026-03-16 | 2026-03-18 | week
late next week | 2026-03-19 | 2026-03-22 | week
this month | 2026-03-01 | 2026-03-31 | month
later this month | 2026-03-12 | 2026-03-31 | month
next month | 2026-04-01 | 2026-04-30 | month
early next month | 2026-04-01 | 2026-04-10 | month
in the middle of next month | 2026-04-10 | 2026-04-20 | month
late next month | 2026-04-21 | 2026-04-30 | month
late this month | 2026-03-21 | 2026-03-31 | month
at the end of the month | 2026-03-21 | 2026-03-31 | month
early April | 2026-04-01 | 2026-04-10 | month
in early April | 2026-04-01 | 2026-04-10 | month
at the beginning of May | 2026-05-01 | 2026-05-10 | month
mid-April | 2026-04-10 | 2026-04-20 | month
in mid-April | 2026-04-10 | 2026-04-20 | month
late May | 2026-05-21 | 2026-05-31 | month
late in May | 2026-05-21 | 2026-05-31 | month
the end of May | 2026-05-21 | 2026-05-31 | month
in April | 2026-04-01 | 2026-04-30 | month
sometime in May | 2026-05-01 | 2026-05-31 | month
in March | 2026-03-01 | 2026-03-31 | month
in February | 2027-02-01 | 2027-02-28 | month
this May | 2026-05-01 | 2026-05-31 | month
next January | 2027-01-01 | 2027-01-31 | month
in January 2027 | 2027-01-01 | 2027-01-31 | month
in November of next year | 2027-11-01 | 2027-11-30 | month
in mid-November of next year | 2027-11-10 | 2027-11-20 | month
in two months | 2026-05-01 | 2026-05-31 | month
in the first half of April | 2026-04-01 | 2026-04-15 | month
the first two weeks of April | 2026-04-01 | 2026-04-14 | month
this spring | 2026-03-11 | 2026-05-31 | season
this summer | 2026-06-01 | 2026-08-31 | season
in the fall | 2026-09-01 | 2026-11-30 | season
this fall | 2026-09-01 | 2026-11-30 | season
in the spring of 2027 | 2027-03-01 | 2027-05-31 | season
fall 2026 | 2026-09-01 | 2026-11-30 | season
next spring | 2027-03-01 | 2027-05-31 | season
this winter | 2026-12-01 | 2027-02-28 | season
early this fall | 2026-09-01 | 2026-09-30 | month
late summer | 2026-08-01 | 2026-08-31 | month
in the second quarter | 2026-04-01 | 2026-06-30 | season
the third quarter of 2026 | 2026-07-01 | 2026-09-30 | season
next quarter | 2026-04-01 | 2026-06-30 | season
this year | 2026-01-01 | 2026-12-31 | year
later this year | 2026-03-12 | 2026-12-31 | year
next year | 2027-01-01 | 2027-12-31 | year
in 2027 | 2027-01-01 | 2027-12-31 | year
in the second half of the year | 2026-07-01 | 2026-12-31 | year
by Friday | 2026-03-11 | 2026-03-13 | week
by March 31 | 2026-03-11 | 2026-03-31 | month
by June 1 | 2026-03-11 | 2026-06-01 | season
no later than June 1 | 2026-03-11 | 2026-06-01 | season
on or before March 31 | 2026-03-11 | 2026-03-31 | month
by the end of the month | 2026-03-11 | 2026-03-31 | month
by the end of April | 2026-03-11 | 2026-04-30 | season
before the end of June | 2026-03-11 | 2026-06-30 | year
by the end of next week | 2026-03-11 | 2026-03-22 | month
by next week | 2026-03-11 | 2026-03-22 | month
by mid-April | 2026-03-11 | 2026-04-20 | season
by year's end | 2026-03-11 | 2026-12-31 | year
by the end of the year | 2026-03-11 | 2026-12-31 | year
by summer | 2026-03-11 | 2026-08-31 | year
before Thanksgiving | 2026-03-11 | 2026-11-25 | year
before April | 2026-03-11 | 2026-03-31 | month
before Friday | 2026-03-11 | 2026-03-12 | week
within 30 days | 2026-03-11 | 2026-04-10 | month
within two weeks | 2026-03-11 | 2026-03-25 | month
in the next two weeks | 2026-03-12 | 2026-03-25 | month
over the next three days | 2026-03-12 | 2026-03-14 | week
Dec. 2-4 | 2026-12-02 | 2026-12-04 | week
March 24 and 25 | 2026-03-24 | 2026-03-25 | week
March 30-April 2 | 2026-03-30 | 2026-04-02 | week
between April 6 and April 10 | 2026-04-06 | 2026-04-10 | week
between now and April 1 | 2026-03-11 | 2026-04-01 | month
from Monday to Thursday | 2026-03-16 | 2026-03-19 | week
Tuesday or Wednesday | 2026-03-17 | 2026-03-18 | week
April or May | 2026-04-01 | 2026-05-31 | season
late March or early April | 2026-03-21 | 2026-04-10 | month
"""

PAST = """
yesterday | 2026-03-10 | 2026-03-10 | day
last night | 2026-03-10 | 2026-03-10 | day
today | 2026-03-11 | 2026-03-11 | day
Tuesday | 2026-03-10 | 2026-03-10 | day
on Tuesday night | 2026-03-10 | 2026-03-10 | day
Wednesday | 2026-03-11 | 2026-03-11 | day
last Wednesday | 2026-03-04 | 2026-03-04 | day
last Thursday | 2026-03-05 | 2026-03-05 | day
this past Monday | 2026-03-09 | 2026-03-09 | day
on Feb. 24 | 2026-02-24 | 2026-02-24 | day
Nov. 18 | 2025-11-18 | 2025-11-18 | day
three days ago | 2026-03-08 | 2026-03-08 | day
at its March 3 meeting | 2026-03-03 | 2026-03-03 | day
last week | 2026-03-02 | 2026-03-08 | week
two weeks ago | 2026-02-23 | 2026-03-01 | week
a week ago | 2026-03-02 | 2026-03-08 | week
earlier this week | 2026-03-09 | 2026-03-10 | week
over the weekend | 2026-03-07 | 2026-03-08 | week
last month | 2026-02-01 | 2026-02-28 | month
in February | 2026-02-01 | 2026-02-28 | month
in late February | 2026-02-21 | 2026-02-28 | month
in May 2022 | 2022-05-01 | 2022-05-31 | month
last May | 2025-05-01 | 2025-05-31 | month
three months ago | 2025-12-01 | 2025-12-31 | month
earlier this month | 2026-03-01 | 2026-03-10 | month
last fall | 2025-09-01 | 2025-11-30 | season
last winter | 2025-12-01 | 2026-02-28 | season
last year | 2025-01-01 | 2025-12-31 | year
in 2019 | 2019-01-01 | 2019-12-31 | year
two years ago | 2024-01-01 | 2024-12-31 | year
"""

UNDATED = ["at its next regular meeting", "at their next meeting", "indefinitely", "no date set", "at a later date"]
NOT_READ = [
    "", " ", "soon", "in the coming weeks", "someday", "after the holidays", "two weeks", "the meeting", "Feb. 30",
    "Nov. 31", "13/45", "99/99/9999", "Jan. 1, 0000", "the 40th", "sixth Monday of May", "in 99999 years",
    "at a time to be announced", "from X to Y", "Tuesday Tuesday Tuesday", "!!!", "x" * 5000,
]  # fmt: skip


def rows(table: str) -> list[tuple[str, Window]]:
    found = []
    for line in table.strip().splitlines():
        phrase, first, last, precision = (cell.strip() for cell in line.split("|"))
        found.append((phrase, Window(date.fromisoformat(first), date.fromisoformat(last), precision)))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(("phrase", "window"), rows(FUTURE))
def test_a_phrase_about_what_is_to_come_means_the_window_of_the_conventions(phrase: str, window: Window) -> None:
    assert resolve(phrase, PUBLISHED, "future") == window


@pytest.mark.parametrize(("phrase", "window"), rows(PAST))
def test_a_phrase_about_what_is_done_means_the_window_of_the_conventions(phrase: str, window: Window) -> None:
    assert resolve(phrase, PUBLISHED, "past") == window


@pytest.mark.parametrize("phrase", UNDATED)
def test_a_phrase_that_names_no_day_gives_a_window_without_dates(phrase: str) -> None:
    assert resolve(phrase, PUBLISHED, "future") == Window(None, None, "none")


@pytest.mark.parametrize("phrase", NOT_READ)
def test_nothing_is_guessed_that_the_words_do_not_say(phrase: str) -> None:
    assert resolve(phrase, PUBLISHED) is None


def test_today_is_the_day_in_the_storys_own_offset() -> None:
    late = datetime.fromisoformat("2026-03-11T23:30:00-08:00")  # already March 12 in UTC
    assert resolve("tonight", late) == Window(date(2026, 3, 11), date(2026, 3, 11), "day")


def test_without_a_tense_a_weekday_is_still_to_come() -> None:
    assert resolve("Tuesday", PUBLISHED) == resolve("Tuesday", PUBLISHED, "future")


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize(
    "phrase", ["last year", "next year", "in two months", "Feb. 29", "last week", "by Friday", "next decade"]
)
def test_the_ends_of_the_calendar_raise_nothing(year: int, phrase: str) -> None:
    found = resolve(phrase, datetime(year, 1, 1), "past" if year == 1 else "future")
    assert found is None or found.earliest is None or found.earliest <= (found.latest or found.earliest)


WORDS = (
    "in,by,before,the,first,last,next,of,week,month,May,Nov.,31,2026,to,-,and,between,Tuesday,end,early,fall,a,0,99,at"
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split(",")), max_size=12).map(" ".join),
    st.datetimes(),
    st.sampled_from(["past", "future", None]),
)
def test_any_jumble_of_date_words_is_read_or_left_alone(phrase: str, published: datetime, tense: object) -> None:
    found = resolve(phrase, published, tense)  # type: ignore[arg-type]
    assert found is None or (found.earliest is None) == (found.precision == "none")
    if found and found.earliest and found.latest:
        assert found.earliest <= found.latest
