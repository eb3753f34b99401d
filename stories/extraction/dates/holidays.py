"""Rules for the holidays and civic days that news in the United States names without a date."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, SU, TH, relativedelta, weekday

from stories.extraction.dates.grammar import Reading, rule
from stories.extraction.dates.periods import weekend_beside
from stories.extraction.dates.spans import day, ends
from stories.extraction.findings import Window

DayOf = Callable[[int], date]


def fixed(month: int, number: int) -> DayOf:
    return lambda year: date(year, month, number)


def floating(month: int, nth: weekday, start: int = 1) -> DayOf:
    """The nth weekday from a day of a month on (dateutil's `MO(+3)`; `MO(-1)` counts back from it)."""
    return lambda year: date(year, month, start) + relativedelta(weekday=nth)


def after(other: DayOf, days: int) -> DayOf:
    return lambda year: other(year) + timedelta(days=days)


THANKSGIVING = floating(11, TH(4))
HOLIDAYS: dict[str, DayOf] = {
    "new year(?:'?s)?(?: day)?": fixed(1, 1),
    "new year(?:'?s)? eve": fixed(12, 31),
    "(?:mlk|martin luther king)(?: jr)?(?:'s)? (?:day|holiday)": floating(1, MO(3)),
    "groundhog day": fixed(2, 2),
    "valentine'?s'? day": fixed(2, 14),
    "president'?s?'? day": floating(2, MO(3)),
    "(?:saint|st) patrick(?:'s)?(?: day)?": fixed(3, 17),
    "ash wed": after(easter, -46),
    "palm sun": after(easter, -7),
    "good fri": after(easter, -2),
    "easter(?: sun)?": easter,
    "easter mon": after(easter, 1),
    "tax day": fixed(4, 15),
    "earth day": fixed(4, 22),
    "international workers'? day|may day": fixed(5, 1),
    "mother'?s'? day": floating(5, SU(2)),
    "memorial day": floating(5, MO(-1), 31),
    "father'?s'? day": floating(6, SU(3)),
    "juneteenth(?: day)?|freedom day|jubilee day": fixed(6, 19),
    "independence day": fixed(7, 4),
    "labor day": floating(9, MO(1)),
    "(?:columbus|indigenous peoples?'?s?'?) day": floating(10, MO(2)),
    "halloween": fixed(10, 31),
    "election day": after(floating(11, MO(1)), 1),
    "veteran'?s?'? day": fixed(11, 11),
    "thanksgiving(?: day)?": THANKSGIVING,
    "black fri": after(THANKSGIVING, 1),
    "cyber mon": after(THANKSGIVING, 4),
    "christmas eve": fixed(12, 24),
    "(?:christmas|xmas)(?: day)?": fixed(12, 25),
}
NAMES = "|".join(HOLIDAYS)
PATTERNS = [(re.compile(name), found) for name, found in HOLIDAYS.items()]
YEAR = "(?: (?:of |in )?(?P<year>{YEAR}|this year|next year|last year))?"


def the_day(name: str) -> DayOf:
    return next(found for pattern, found in PATTERNS if pattern.fullmatch(name))


@rule(f"(?:the )?(?:(?P<which>this|next|last|coming) )?(?P<name>{NAMES}){YEAR}(?: holiday)?")
def holiday(match: re.Match[str], at: Reading) -> Window:
    """A holiday; without a year the nearest in the tense's direction, today included."""
    of, which = the_day(match["name"]), match["which"] or ""
    if match["year"]:
        return day(of(ends(at.need(match["year"]))[0].year))
    known = [of(at.today.year + n) for n in (-1, 0, 1)]
    if which == "last" or (at.past and not which):
        return day([one for one in known if one < at.today or (one == at.today and not which)][-1])
    return day(next(one for one in known if one >= at.today and (one > at.today or which != "next")))


@rule(f"(?:the )?(?P<name>(?:{NAMES}){YEAR}) (?:long )?weekend{YEAR.replace('year>', 'later>')}")
def holiday_weekend(match: re.Match[str], at: Reading) -> Window:
    """Saturday and Sunday beside a holiday, and the holiday itself where it touches them."""
    named = match["name"] + (f" {match['later']}" if match["later"] else "")
    return weekend_beside(ends(at.need(named))[0])
