"""Calendar arithmetic: days, weeks, months, seasons and years as windows."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.findings import Precision, Window

SEASONS = {"spring": 3, "summer": 6, "fall": 9, "winter": 12}
# A printed year outside of these is a slip or no year at all; what counts days from it would come to grief.
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST: tuple[tuple[int, Precision], ...] = ((1, "day"), (7, "week"), (31, "month"), (92, "season"))


def unit_of(first: date, last: date) -> Precision:
    """The unit a stretch of days fills: 1 day, up to 7 a week, 31 a month, 92 a season, more a year."""
    length = (last - first).days + 1
    return next((unit for days, unit in LONGEST if length <= days), "year")


def is_plausible(found: Window) -> bool:
    """Say whether a window lies in years that news speaks of; one without dates does."""
    return all(when is None or FIRST_YEAR <= when.year <= LAST_YEAR for when in (found.earliest, found.latest))


def window(first: date, last: date, precision: Precision | None = None) -> Window:
    """From first to last, both included; ValueError when they are the wrong way round."""
    if last < first:
        raise ValueError(f"{first} is after {last}")
    return Window(first, last, precision or unit_of(first, last))


def ends(found: Window) -> tuple[date, date]:
    """Both days of a window; ValueError for one without dates."""
    if found.earliest is None or found.latest is None:
        raise ValueError("a window without dates has no ends")
    return found.earliest, found.latest


def day(when: date) -> Window:
    return Window(when, when, "day")


def week(when: date, offset: int = 0) -> Window:
    """The Monday to Sunday that holds `when`, or one some weeks before or after it."""
    monday = when + timedelta(weeks=offset, days=-when.weekday())
    return Window(monday, monday + timedelta(days=6), "week")


def month(year: int, number: int) -> Window:
    first = date(year, number, 1)
    return Window(first, last_of_month(first), "month")


def last_of_month(when: date) -> date:
    return when + relativedelta(day=31)


def months(year: int, number: int, count: int) -> Window:
    """Some whole months from the given one on (a quarter has three)."""
    first = date(year, number, 1)
    return window(first, last_of_month(first + relativedelta(months=count - 1)))


def year(number: int, count: int = 1) -> Window:
    return Window(date(number, 1, 1), date(number + count - 1, 12, 31), "year")


def quarter(year_: int, number: int) -> Window:
    return months(year_, 3 * number - 2, 3)


def season(name: str, year_: int) -> Window:
    """A meteorological season; winter is named by the year it starts in."""
    found = months(year_, SEASONS[name], 3)
    return Window(found.earliest, found.latest, "season")


def thirds(found: Window, part: str) -> Window:
    """The beginning, middle or end of a stretch, by the conventions of news.

    Months have days 1-10, 10-20 and 21 to the end; weeks Monday-Wednesday, Tuesday-Thursday and
    Thursday-Sunday; seasons one month each; years four months each.
    """
    first, last = ends(found)
    if found.precision == "month":
        start, stop = {"early": (1, 10), "mid": (10, 20), "late": (21, 31)}[part]
        return Window(first + relativedelta(day=start), first + relativedelta(day=stop), "month")
    if found.precision == "week":
        start, stop = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}[part]
        return window(first + timedelta(days=start), min(last, first + timedelta(days=stop)), "week")
    size = {"season": 1, "year": 4}.get(found.precision)
    if size is None:
        raise ValueError(f"a {found.precision} has no {part} part")
    start = {"early": 0, "mid": 1, "late": 2}[part] * size
    begin = first.replace(day=1) + relativedelta(months=start)
    return months(begin.year, begin.month, size)
