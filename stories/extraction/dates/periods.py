"""Rules for weeks, months, quarters, seasons and years, and for slices of them."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.dates import spans
from stories.extraction.dates.grammar import Reading, number, rule
from stories.extraction.dates.spans import ends, window
from stories.extraction.dates.words import MONTH_NUMBER
from stories.extraction.findings import Window

STEPS = {"last": -1, "this": 0, "same": 0, "that": 0, "the": 0, "the same": 0, "next": 1, "the next": 1, "the last": -1}
STEPS |= {"coming": 1, "the coming": 1, "this coming": 1, "this last": -1, "this calendar": 0, "": 0}
SPOKEN = "(?:the )?(?:" + "|".join(sorted((f"{key}" for key in STEPS if key), key=len, reverse=True)) + ")"


def unit_at(unit: str, when: date) -> Window:
    """The whole calendar unit that holds a day."""
    if unit == "week":
        return spans.week(when)
    if unit == "month":
        return spans.month(when.year, when.month)
    if unit == "quarter":
        return spans.quarter(when.year, (when.month + 2) // 3)
    if unit == "year":
        return spans.year(when.year)
    if unit == "decade":
        return spans.year(when.year - when.year % 10, 10)
    raise ValueError(f"no such unit: {unit}")


def shifted(unit: str, when: date, count: int) -> Window:
    """The calendar unit some units before or after the one that holds a day."""
    if unit == "fortnight":
        start = ends(spans.week(when, 2 * count))[0]
        return window(start, start + timedelta(days=13), "month")
    size = {"week": {"weeks": 1}, "month": {"months": 1}, "quarter": {"months": 3}, "decade": {"years": 10}}
    step = size.get(unit, {"years": 1})
    first = ends(unit_at(unit, when))[0]
    return unit_at(unit, first + relativedelta(**{name: n * count for name, n in step.items()}))  # type: ignore[arg-type]


@rule(f"(?:(?P<which>{SPOKEN}) )(?P<unit>{{UNIT}})")
def this_unit(match: re.Match[str], at: Reading) -> Window:
    """ "This week", "next month", "last year"."""
    which = match["which"].removeprefix("the ")
    if match["unit"] == "day":
        return spans.day(at.today + timedelta(days=STEPS.get(which, 0)))
    return shifted(match["unit"], at.today, STEPS.get(which, 0))


@rule("(?:the )?(?P<unit>week|month|year)s? after next")
def after_next(match: re.Match[str], at: Reading) -> Window:
    return shifted(match["unit"], at.today, 2)


@rule(
    "(?:in )?(?P<n>{N}) (?P<unit>week|month|quarter|year|decade|fortnight)s?(?: time|(?P<way> ago| "
    "from now| later| hence| earlier| from today| away))?"
)
def counted(match: re.Match[str], at: Reading) -> Window | None:
    """ "In two weeks", "three months ago": the calendar unit that holds today plus or minus so many."""
    if not (match[0].startswith("in ") or match["way"]):
        return None
    count = number(match["n"]) * (-1 if (match["way"] or "").strip() in ("ago", "earlier") else 1)
    unit = match["unit"]
    return shifted(*(("week", at.today, 2 * count) if unit == "fortnight" else (unit, at.today, count)))


@rule(
    "(?:the )?(?P<which>this|next|last|same|that|coming|this coming|this last)?(?: ?the)? "
    "?(?P<long>long )?weekend(?: of (?P<anchor>.+))?"
)
def weekend(match: re.Match[str], at: Reading) -> Window:
    """Saturday and Sunday of a week; of the week that holds an anchor."""
    if match["anchor"]:
        return weekend_beside(ends(at.need(match["anchor"]))[0])
    which = (match["which"] or "").removeprefix("this ")
    offset = {"next": 1, "last": -1}.get(which, -1 if at.past and not which and at.today.weekday() < 5 else 0)
    sunday = ends(spans.week(at.today, offset))[1]
    return window(sunday - timedelta(days=1), sunday)


def weekend_beside(when: date) -> Window:
    """The Saturday and Sunday nearest to a day, and that day itself where it is a Thursday, Friday or Monday."""
    saturday = when + timedelta(days=5 - when.weekday()) - timedelta(days=7 if when.weekday() < 2 else 0)
    sunday = saturday + timedelta(days=1)
    return window(min(saturday, when), max(sunday, when)) if when.weekday() in (0, 3, 4) else window(saturday, sunday)


@rule(
    "(?:the )?week (?:of|that includes|beginning|early|early on|starting on|starting|commencing|w/c) (?P<anchor>.+)",
    "w/c (?P<anchor>.+)",
)
def week_of(match: re.Match[str], at: Reading) -> Window:
    return spans.week(ends(at.need(match["anchor"]))[0])


@rule(
    "(?:in )?(?P<which>this|next|last|coming|this coming|the)? ?(?P<mon>{MON})(?:[ /-]*(?:of |in "
    ")?(?P<year>{YEAR}|(?<=of )\\d\\d|(?:this|next|last) year))?",
    "(?P<year>{YEAR})[ /-](?P<mon>{MON})(?P<which>)",
)
def named_month(match: re.Match[str], at: Reading) -> Window:
    """A month; without a year the nearest in the tense's direction, the running one included."""
    wanted, which = MONTH_NUMBER[match["mon"]], match["which"] or ""
    if match["year"]:
        full = int(match["year"]) if match["year"].isdigit() else ends(at.need(match["year"]))[0].year
        return spans.month(full if full > 99 else full + (1900 if full > 50 else 2000), wanted)
    ahead = (wanted - at.today.month) % 12
    if which == "this":
        return spans.month(at.today.year, wanted)
    if which == "last" or (at.past and not which.endswith(("next", "coming"))):
        ahead = ahead - 12 if ahead or which == "last" else 0
    elif which == "next" and not ahead:
        ahead = 12
    first = at.today.replace(day=1) + relativedelta(months=ahead)
    return spans.month(first.year, first.month)


@rule("(?P<mon>{MON}|1[0-2]|0?[1-9])[/-](?P<year>{YEAR})", "(?P<year>{YEAR})[/-](?P<mon>1[0-2]|0?[1-9])")
def numeric_month(match: re.Match[str], at: Reading) -> Window:
    return spans.month(int(match["year"]), MONTH_NUMBER.get(match["mon"]) or int(match["mon"]))


@rule("(?:in |the |calendar )*(?:year (?:of )?|cy ?)?(?P<year>{YEAR}|(?<=cy)\\d\\d|(?<=cy )\\d\\d)")
def named_year(match: re.Match[str], at: Reading) -> Window:
    return spans.year(int(match["year"]) + (2000 if len(match["year"]) == 2 else 0))


@rule("(?:the )?(?P<year>{YEAR}) ?'?s")
def decade(match: re.Match[str], at: Reading) -> Window:
    first = int(match["year"])
    return spans.year(first, 10) if first % 10 == 0 else whole_decade_error()


def whole_decade_error() -> Window:
    raise ValueError("a decade starts with a year that ends in 0")


@rule("(?:in )?(?:the )?(?P<n>\\d+)th century")
def century(match: re.Match[str], at: Reading) -> Window:
    return spans.year(100 * (number(match["n"]) - 1), 100)


@rule(
    "(?:(?P<which>this|next|last|the|this coming|coming|this last) )?(?P<season>{SEASON})(?: (?:of "
    ")?(?P<year>{YEAR}|this year|next year|last year))?"
)
def season(match: re.Match[str], at: Reading) -> Window:
    """A season; "this" or "the" starts today when under way, "last" is the latest that is over."""
    name, which = match["season"], match["which"] or ""
    if match["year"]:
        return spans.season(name, ends(at.need(match["year"]))[0].year)
    known = [spans.season(name, at.today.year + n) for n in (-2, -1, 0, 1, 2)]
    dated = [(*ends(one), one) for one in known]
    if which.endswith("last"):
        return [one for _, last, one in dated if last < at.today][-1]
    if which.endswith(("next", "coming")):
        return next(one for first, _, one in dated if first > at.today)
    if at.past:
        first, last, _ = [one for one in dated if one[0] <= at.today][-1]
        return window(first, min(last, at.today), "season")
    first, last, _ = next(one for one in dated if one[1] >= at.today)
    return window(max(first, at.today), last, "season")


QUARTER = "(?:(?P<q>[1-4]th|last|final) quarter|q(?P<d>[1-4]))"


@rule(f"(?:the )?{QUARTER}(?:[ -]*(?:of |in )?(?P<year>.+))?", "(?P<year>{YEAR})[ -]*q(?P<d>[1-4])(?P<q>)")
def quarter(match: re.Match[str], at: Reading) -> Window:
    if (match["q"] or "") == "last" and not match["year"]:
        return shifted("quarter", at.today, -1)
    wanted = int(match["d"] or 0) or (4 if match["q"] in ("last", "final") else number(match["q"]))
    if match["year"]:
        return spans.quarter(whole(at, match["year"], "year").year, wanted)
    running = (at.today.month + 2) // 3
    beyond = -(wanted > running) if at.past else wanted < running
    return spans.quarter(at.today.year + beyond, wanted)


def whole(at: Reading, text: str, unit: str) -> date:
    """The first day of a phrase that must mean a whole calendar unit."""
    found = at.need(text)
    if found.precision != unit:
        raise ValueError(f"no {unit}: {text}")
    return ends(found)[0]
