"""Rules for parts of a stretch: its beginning, first week, second half, what is left of it."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.dates import spans
from stories.extraction.dates.grammar import Reading, number, rule
from stories.extraction.dates.spans import ends, thirds, window
from stories.extraction.findings import Window

HALF = "(?:(?P<h>[12]th|last) half|h(?P<hd>[12]))"


@rule(f"(?:the )?{HALF} ?(?:of |in )?(?P<whole>.+)", "(?P<whole>{YEAR})[ -]*h(?P<hd>[12])(?P<h>)")
def half(match: re.Match[str], at: Reading) -> Window:
    """Half of a month (to the 15th) or of a year (to June)."""
    inside = at.need(match["whole"])
    first, last = ends(inside)
    later = match["hd"] == "2" or match["h"] in ("2th", "last")
    if inside.precision == "year":
        return spans.months(first.year, 7 if later else 1, 6)
    if inside.precision == "month":
        return window(first.replace(day=16), last) if later else window(first, first.replace(day=15))
    raise ValueError("halves are of months and years")


PART = "(?P<part>early|mid|late|end|latter)(?:[ -](?:on|part|in|of|half))*"
LED = "(?:sometime |the |very |in |at |to |toward |towards )*"


@rule(
    f"{LED}{PART}[ -]*(?:the )?(?P<whole>.+)",
    "(?:the )?(?P<whole>week|month|quarter|season|year) (?P<part>end)",
)
def slice_of(match: re.Match[str], at: Reading) -> Window:
    """ "Early next month", "mid-November", "late in the year", "the end of the month"."""
    part = {"end": "late", "latter": "late"}.get(match["part"], match["part"])
    text = match["whole"]
    if re.search(r" (?:or|to|and|through) | - ", text):
        raise ValueError("two stretches, not a part of one")
    inside = at.read(text) or at.read(f"this {text}")
    if inside is None:
        raise ValueError("nothing to take a part of")
    first, last = ends(inside)
    if inside.precision == "season" and first.day != 1:  # under way: its months still count from its start
        inside = Window(last_start(last), last, "season")
    return thirds(inside, part)


def last_start(last: date) -> date:
    return last.replace(day=1) - relativedelta(months=2)


@rule(
    "(?P<way>later|earlier|rest|remainder|remaining)(?: on)?(?: of| in)? (?P<unit>(?:this|the) "
    "(?:week|month|quarter|year)|(?:this|the) {SEASON}|today)"
)
def rest_of(match: re.Match[str], at: Reading) -> Window:
    """ "Later this month": from tomorrow to its end; "earlier this month": from its start to yesterday."""
    if match["unit"] == "today":
        return spans.day(at.today)
    inside = at.need(match["unit"])
    first, last = ends(inside)
    if match["way"] == "earlier":
        return Window(first, max(first, at.today - timedelta(days=1)), inside.precision)
    return Window(min(last, max(first, at.today + timedelta(days=1))), last, inside.precision)


NTH = "(?P<nth>[1-9]th|[1-4]\\dth|5[0-3]th|last|final)"


@rule(f"(?:the )?{NTH}(?: full)? week(?: of| in)?(?: the month of)? (?P<whole>.+)")
def nth_week(match: re.Match[str], at: Reading) -> Window:
    """Of a month: days 1-7, 8-14, ..., the last seven; of a year: its weeks by ISO 8601."""
    inside = at.need(match["whole"])
    first, last = ends(inside)
    final = match["nth"] in ("last", "final")
    if inside.precision == "year":
        return iso_week(first.year, None if final else number(match["nth"]))
    if inside.precision not in ("month", "season"):
        raise ValueError("weeks are of months and years")
    start = last - timedelta(days=6) if final else first + timedelta(weeks=number(match["nth"]) - 1)
    if start > last:
        raise ValueError("no such week")
    return Window(start, min(last, start + timedelta(days=6)), "week")


def iso_week(year: int, nth: int | None) -> Window:
    """A week of a year by ISO 8601 (the first holds January 4), or its last (None)."""
    first = ends(spans.week(date(year, 1, 4)))[0]
    if nth is None:
        return spans.week(date(year, 12, 28))
    return spans.week(first, nth - 1)


@rule("(?:the )?week (?P<n>\\d{1,2})(?: of (?P<year>.+))?")
def numbered_week(match: re.Match[str], at: Reading) -> Window:
    year = ends(at.need(match["year"]))[0].year if match["year"] else at.today.year
    return iso_week(year, int(match["n"]))


@rule("(?:the )?(?P<nth>[1-9]th|1[0-2]th) month of (?P<year>.+)")
def nth_month(match: re.Match[str], at: Reading) -> Window:
    return spans.month(ends(at.need(match["year"]))[0].year, number(match["nth"]))


@rule("(?:the )?(?P<side>1th|last|final) (?P<n>\\d+) (?P<unit>days|weeks|months) (?:of|in) (?P<whole>.+)")
def edge(match: re.Match[str], at: Reading) -> Window:
    """ "The first two weeks of May", "the last ten days of the year"."""
    inside = at.need(match["whole"])
    first, last = ends(inside)
    if inside.precision == "year" and match["unit"] == "weeks":
        edge_week = ends(iso_week(first.year, 1 if match["side"] == "1th" else None))
        first, last = edge_week[0], max(last, edge_week[1])
    length = relativedelta(**{match["unit"]: int(match["n"])})  # type: ignore[arg-type]
    if match["side"] == "1th":
        return window(first, min(last, first + length - timedelta(days=1)))
    return window(max(first, last + timedelta(days=1) - length), last)
