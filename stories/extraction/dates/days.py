"""Rules for single days: "Nov. 4", "a week from Tuesday", "the second Monday of March"."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.dates.grammar import Reading, number, rule
from stories.extraction.dates.spans import day, ends, week
from stories.extraction.dates.words import DAY_NUMBER, MONTH_NUMBER
from stories.extraction.findings import Window

UNKNOWN = Window(None, None, "none")
NAMED = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1, "current date": 0, "date": 0}


@rule("(?P<word>today|tomorrow|yesterday|now|current date|date)")
def named(match: re.Match[str], at: Reading) -> Window:
    return day(at.today + timedelta(days=NAMED[match["word"]]))


@rule("the day (?P<way>after|before) (?P<word>tomorrow|yesterday)")
def beside_named(match: re.Match[str], at: Reading) -> Window:
    return day(at.today + timedelta(days=2 if match["word"] == "tomorrow" else -2))


@rule(
    "(?:(?:this |next |last )?{WD}[ -]+)?(?:the )?(?P<mon>{MON}) ?[/ -]? ?(?:the )?(?P<day>{DAY}"
    ")(?:[ /-](?:of |in )?(?P<year>{YEAR}))?",
    "(?:{WD}[ -]+)?(?:the )?(?P<day>{DAY})(?: day)?[ /-]?(?:of )?(?P<mon>{MON})(?:[ /-](?:of |in )?(?P<year>{YEAR}))?",
    "(?P<year>{YEAR})[ /-](?P<mon>{MON})[ /-](?P<day>{DAY})",
)
def month_day(match: re.Match[str], at: Reading) -> Window:
    """A month and day; without a year, one that contradicts its weekday is a phrase without a day."""
    month, number_ = MONTH_NUMBER[match["mon"]], number(match["day"])
    told = on(month, number_, match["year"], at)
    weekday_ = re.match(r"(?:(?:this|next|last) )?(mon|tue|wed|thu|fri|sat|sun)\b", match[0])
    if match["year"] or weekday_ is None or ends(told)[0].weekday() == DAY_NUMBER[weekday_[1]]:
        return told
    other = on(month, number_, match["year"], Reading(at.today, "future" if at.past else "past"))
    return other if ends(other)[0].weekday() == DAY_NUMBER[weekday_[1]] else UNKNOWN


@rule(
    r"(?:(?:this |next |last )?{WD} )?(?P<m>1[0-2]|0?[1-9])[/.-](?P<d>{DAY})(?:[/.-](?P<year>{YEAR}|\d\d))?",
    r"(?:{WD} )?(?P<d>1[3-9]|2\d|3[01])[/.](?P<m>1[0-2]|0?[1-9])(?:[/.](?P<year>{YEAR}|\d\d))?",
    r"(?:{WD} )?(?P<year>{YEAR})[/.-](?P<m>1[0-2]|0?[1-9])[/.-](?P<d>{DAY})",
)
def numeric(match: re.Match[str], at: Reading) -> Window:
    year = match["year"]
    if year and len(year) == 2:
        year = str(closest_century(int(year), at.today))
    return on(int(match["m"]), number(match["d"]), year, at)


def closest_century(year: int, today: date) -> int:
    """A year of two digits: the one at most fifty years off."""
    full = today.year - today.year % 100 + year
    return full - 100 if full > today.year + 50 else full


def on(month: int, number_: int, year: str | None, at: Reading) -> Window:
    """A month and day; without a year the nearest in the tense's direction, today included."""
    if year:
        return day(date(int(year), month, number_))
    step = -1 if at.past else 1
    for guess in range(at.today.year, at.today.year + 9 * step, step):
        try:
            found = date(guess, month, number_)
        except ValueError:
            continue
        if (found <= at.today) if at.past else (found >= at.today):
            return day(found)
    raise ValueError(f"no such day: {month}/{number_}")


@rule("(?:the )?(?P<day>(?:3[01]|[12]\\d|[1-9])th)(?: (?:day )?(?:of )?(?P<month>(?:the|this|next|last) month))?")
def day_of_month(match: re.Match[str], at: Reading) -> Window:
    """ "The 23rd": in the month named, or else the nearest one that the tense allows."""
    wanted = number(match["day"])
    if match["month"]:
        return day(ends(at.need(match["month"]))[0].replace(day=wanted))
    for months in range(4):
        first = at.today.replace(day=1) + relativedelta(months=-months if at.past else months)
        if (first + relativedelta(day=31)).day < wanted:
            continue
        if (found := first.replace(day=wanted)) >= at.today or (at.past and found <= at.today):
            return day(found)
    raise ValueError("no month has that day")


@rule(
    "(?:the )?(?:(?P<which>this coming|this last|this|next|last|coming) )?(?P<wd>{WD})",
    "(?P<wd>{WD}) (?P<which>next|last)",
)
def weekday(match: re.Match[str], at: Reading) -> Window:
    """A weekday: the nearest in the tense's direction, "next" in the week after this one, "last" before today."""
    which, wanted = (match["which"] or "").split(" ")[-1], DAY_NUMBER[match["wd"]]
    ahead = (wanted - at.today.weekday()) % 7
    if which == "next":
        return day(ends(week(at.today, 1))[0] + timedelta(days=wanted))
    if which == "last":
        return day(at.today - timedelta(days=7 - ahead))
    if which == "coming":
        return day(at.today + timedelta(days=ahead or 7))
    if at.past and which != "this":
        return day(at.today - timedelta(days=(7 - ahead) % 7))
    return day(at.today + timedelta(days=ahead))


@rule("(?P<wd>{WD})[ -]*(?:the (?P<day>{DAY})|(?P<nth>\\d{1,2}th))")
def weekday_number(match: re.Match[str], at: Reading) -> Window:
    """ "Tuesday the 11th": the nearest such day that the tense allows, within two months."""
    step = timedelta(days=-1 if at.past else 1)
    wanted, found = (DAY_NUMBER[match["wd"]], number(match["day"] or match["nth"])), at.today
    for _ in range(62):
        if (found.weekday(), found.day) == wanted:
            return day(found)
        found += step
    raise ValueError("no such day near")


@rule(
    "(?P<wd>{WD})(?: of| in)? (?P<week>.*week.*)",
    "(?P<week>.*week.*?)[ -]+(?:on )?(?P<wd>{WD})",
)
def weekday_of_week(match: re.Match[str], at: Reading) -> Window:
    """ "Tuesday of next week"."""
    first, last = ends(at.need(match["week"]))
    found = first + timedelta(days=(DAY_NUMBER[match["wd"]] - first.weekday()) % 7)
    return day(found) if found <= last else week_error()


def week_error() -> Window:
    raise ValueError("no such weekday in that week")


@rule("(?:the )?(?P<nth>[1-5]th|last|final) (?P<wd>{WD})(?: of| in)?(?: the month of)? (?P<month>.+)")
def nth_weekday(match: re.Match[str], at: Reading) -> Window:
    """ "The second Tuesday in March", "the last Friday of the month"."""
    inside = at.need(match["month"])
    first, last = ends(inside)
    wanted = DAY_NUMBER[match["wd"]]
    if inside.precision not in ("month", "season", "year"):
        raise ValueError("only months and more have an nth weekday")
    if match["nth"] in ("last", "final"):
        return day(last - timedelta(days=(last.weekday() - wanted) % 7))
    found = first + timedelta(days=(wanted - first.weekday()) % 7, weeks=number(match["nth"]) - 1)
    return day(found) if found <= last else week_error()


@rule("(?:the )?(?P<which>next|last) (?P<rest>{MON} {DAY}|{DAY} (?:of )?{MON})")
def next_date(match: re.Match[str], at: Reading) -> Window:
    return at.need_in("future" if match["which"] == "next" else "past", match["rest"])


@rule("(?P<n>{N}) days? ago", "(?P<n>{N}) days? (?:earlier|before)")
def days_ago(match: re.Match[str], at: Reading) -> Window:
    return day(at.today - timedelta(days=number(match["n"])))


@rule("(?:in )?(?P<n>{N}) days?(?: from (?:now|today)| later| hence|(?<=s) time)?(?! ago)", "(?P<n>{N}) days? away")
def days_ahead(match: re.Match[str], at: Reading) -> Window | None:
    if match[0].startswith("in ") or " " in match[0].removeprefix(match["n"] + " "):
        return day(at.today + timedelta(days=number(match["n"])))
    return None


@rule("(?P<n>{N}) (?P<unit>day|week|month|year|fortnight)s? (?P<way>from|after|before) (?P<anchor>(?!now$).+)")
def counted_from(match: re.Match[str], at: Reading) -> Window:
    """ "A week from Tuesday", "two days after Thanksgiving": an exact day when the anchor is one."""
    first, last = ends(at.need(match["anchor"]))
    if first != last:
        raise ValueError("counting needs a day to count from")
    count = number(match["n"]) * (-1 if match["way"] == "before" else 1)
    unit, count = ("week", 2 * count) if match["unit"] == "fortnight" else (match["unit"], count)
    return day(first + relativedelta(**{f"{unit}s": count}))  # type: ignore[arg-type]


@rule("(?:the )?(?:1th |very next )?(?P<wd>day|{WD}|week|month|weekend)(?: just)? (?P<way>after|before) (?P<anchor>.+)")
def beside(match: re.Match[str], at: Reading) -> Window:
    """ "The day before Christmas", "the Monday after Thanksgiving", "the week after Labor Day"."""
    first, last = ends(at.need(match["anchor"]))
    after, unit = match["way"] == "after", match["wd"]
    if unit == "day":
        return day(last + timedelta(days=1) if after else first - timedelta(days=1))
    if unit == "week":
        return week(last if after else first, 1 if after else -1)
    if unit not in DAY_NUMBER:
        raise ValueError("not counted so")
    gap = (DAY_NUMBER[unit] - last.weekday() - 1) % 7 + 1 if after else (first.weekday() - DAY_NUMBER[unit] - 1) % 7 + 1
    return day(last + timedelta(days=gap) if after else first - timedelta(days=gap))
