"""Rules for stretches with a bound: "by Friday", "before X", "between X and Y", "in the next ten days"."""

import re
from dataclasses import replace
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from stories.extraction.dates.grammar import Reading, number, rule
from stories.extraction.dates.spans import ends, window
from stories.extraction.findings import Window

UNDATED = Window(None, None, "none")
LEAD = (
    "on|in|at|during|for|sometime|some time|around|about|probably|possibly|likely|perhaps|over|within"
    "|as of|effective|this coming"
)
MEETING = (
    "(?:city council|council|board|commission|committee|county|school board|planning|special|regular"
    "|monthly|weekly|next|work|business|study|voting|called|joint|regularly scheduled|scheduled)"
)
ASSEMBLY = "(?:meeting|session|hearing|workshop|agenda|gathering|vote)s?"


@rule(
    "indefinitely|(?:with )?no (?:new |firm |set )?date(?: (?:yet|set|(?:has been|was|is) set))*",
    f"(?:at |during )?(?:its|their|the|a|an)? ?(?:next|future|later|upcoming|coming|subsequent)(?: "
    f"{MEETING})*(?: {ASSEMBLY})",
    "(?:at )?(?:a|some) later date",
)
def undated(match: re.Match[str], at: Reading) -> Window:
    return UNDATED


@rule("(?:as soon as|as early as|no earlier than|possibly as soon as|possibly as early as) (?P<rest>.+)")
def as_soon_as(match: re.Match[str], at: Reading) -> Window | None:
    return at.read(match["rest"])


@rule(
    "(?:by|no later than|not later than|on or before|at or before|before or on) (?:the (?:time|date) of )?(?P<rest>.+)"
)
def by(match: re.Match[str], at: Reading) -> Window:
    """From today to the last day of X."""
    return window(at.today, ends(at.need(match["rest"]))[1])


@rule("(?:before|prior to|ahead of|last to) (?P<rest>.+)")
def before(match: re.Match[str], at: Reading) -> Window:
    """From today to the day before X; the end of a stretch belongs to it."""
    if re.match("(?:the )?end of |(?:the )?(?:year|month|week) end", match["rest"]):
        return window(at.today, ends(at.need(match["rest"]))[1])
    return window(at.today, ends(at.need(match["rest"]))[0] - timedelta(days=1))


@rule(
    "(?:sometime )?(?:within|inside|in) (?:the )?(?:next |coming |space of )*(?P<n>{N}) "
    "(?P<unit>day|week|month|year)s?(?: or so)?"
)
def within(match: re.Match[str], at: Reading) -> Window | None:
    """ "Within 30 days": from today to that day. ("In 30 days" is a point, and has its own rule.)"""
    if match[0].startswith("in ") and "next" not in match[0] and "coming" not in match[0]:
        return None
    last = at.today + relativedelta(**{f"{match['unit']}s": number(match["n"])})  # type: ignore[arg-type]
    first = at.today + timedelta(days="next" in match[0] or "coming" in match[0])
    return window(first, last)


@rule(
    "(?:in |over |for )?(?:the )?(?P<way>next|coming|last) (?P<n>\\d{1,3}) (?P<unit>day|week|month"
    "|year|quarter|decade)s?",
    "(?:in |over |for )?(?:the )?(?P<n>\\d{1,3}) (?P<way>next|coming|last) (?P<unit>day|week|month"
    "|year|quarter|decade)s?",
)
def next_some(match: re.Match[str], at: Reading) -> Window:
    """ "The next three days" start tomorrow; "the last two weeks" end yesterday."""
    count, unit = int(match["n"]), match["unit"]
    if unit in ("quarter", "decade"):
        pair = [at.need(f"{match['way']} {unit}"), shift(match["way"], unit, count, at)]
        return window(min(ends(one)[0] for one in pair), max(ends(one)[1] for one in pair), "year")
    length = relativedelta(**{f"{unit}s": count})  # type: ignore[arg-type]
    if match["way"] == "last":
        return window(at.today - length, at.today - timedelta(days=1))
    tomorrow = at.today + timedelta(days=1)
    return window(tomorrow, tomorrow + length - timedelta(days=1))


def shift(way: str, unit: str, count: int, at: Reading) -> Window:
    return at.need(f"{count} {unit}s {'ago' if way == 'last' else 'from now'}")


@rule(
    "(?:for )?(?P<n>{N}) (?P<unit>day|week|month)s? (?:early|starting|commencing)(?: from| on| in)? (?P<anchor>.+)",
    "for (?P<n>{N}) (?P<unit>day|week|month)s? from (?P<anchor>.+)",
)
def lasting(match: re.Match[str], at: Reading) -> Window:
    """ "Three days starting May 20"."""
    first = ends(at.need(match["anchor"]))[0]
    length = relativedelta(**{f"{match['unit']}s": number(match["n"])})  # type: ignore[arg-type]
    return window(first, first + length - timedelta(days=1))


@rule("(?:the )?(?P<unit>year|month|week|quarter) to date")
def to_date(match: re.Match[str], at: Reading) -> Window:
    return window(ends(at.need(f"this {match['unit']}"))[0], at.today)


@rule("(?:the )?(?P<way>next|coming|last) (?P<n>\\d{1,2}) (?:business|working|work) days?")
def business_days(match: re.Match[str], at: Reading) -> Window:
    """The next Mondays to Fridays, holidays not considered; from the day after today."""
    step = timedelta(days=-1 if match["way"] == "last" else 1)
    found, left, days = at.today, int(match["n"]), []
    while left:
        found += step
        days.append(found)
        left -= found.weekday() < 5
    return window(min(days), max(days))


@rule("(?:this|next|last|the) (?:working week|workweek|work week)")
def working_week(match: re.Match[str], at: Reading) -> Window:
    first = ends(at.need(f"{match[0].split(' ')[0]} week"))[0]
    return window(first, first + timedelta(days=4))


@rule(
    "(?:from |between )?(?:(?P<wd>{WD}) )?(?P<mon>{MON}) (?:the )?(?P<a>{DAY}) ?(?:-|to|through"
    "|and|or|&) ?(?:the )?(?P<b>{DAY})(?: (?:of )?(?P<year>{YEAR}))?",
    "(?:from |between )?(?:the )?(?P<a>{DAY}) ?(?:-|to|through|and|or|&) ?(?:the )?(?P<b>{DAY}) "
    "(?:of )?(?P<mon>{MON})(?: (?:of )?(?P<year>{YEAR}))?",
)
def days_of_month(match: re.Match[str], at: Reading) -> Window:
    """ "Dec. 2-4", "between 3 and 12 September"."""
    year = match["year"] or ""
    first = ends(at.need(f"{match['mon']} {match['a']} {year}".strip()))[0]
    last = first.replace(day=number(match["b"]))
    if last >= first:
        return window(first, last)
    if re.search(r"\b(?:and|or)\b|&", match[0][match.end("a") : match.start("b")]):
        raise ValueError("not in order: two things, not a stretch")
    if match.start("mon") > match.start("b"):
        return window(first - relativedelta(months=1), last)
    return window(first, last + relativedelta(months=1))


DASH = re.compile(r" ?- ?| (?:to|through|and|or) (?:the )?")


@rule("(?:from |between |either |in |on )?(?P<both>.+(?:-| to | through | and | or ).+)")
def from_to(match: re.Match[str], at: Reading) -> Window | None:
    """ "From X to Y", both included; a year told once holds for both."""
    text = match["both"]
    for joint in DASH.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :]
        if joint[0].strip().startswith("and") and not match[0].startswith(("between ", "from ")):
            continue
        if found := spanned(left, right, at):
            return found
    return None


YEAR_AT_END = re.compile(r"(?:(?:in|of) |[ /])((?:1[5-9]|2[01])\d\d)$")
OWN_YEAR = re.compile(r"\b(?:1[5-9]|2[01])\d\d\b|\b(?:this|next|last)\b")


def spanned(left: str, right: str, at: Reading) -> Window | None:
    if (end := at.read(right)) is None or end.earliest is None:
        return None
    start, borrowed = start_of(left, right, at)
    if start is None or start.earliest is None:
        return None
    first, last = start.earliest, ends(end)[1]
    if first > last and borrowed:
        return window(first - relativedelta(years=1), last)
    if first > last:
        last = ends(replace(at, today=first, tense="future").need(right))[1]  # "Oct. 25 to Jan. 25"
    return window(first, last)


def start_of(left: str, right: str, at: Reading) -> tuple[Window | None, bool]:
    """The start of a span, and whether it borrowed the year that only the end tells."""
    year = YEAR_AT_END.search(right)
    if year and not OWN_YEAR.search(left):
        return at.read(f"{left}/{year[1]}" if "/" in left else f"{left} {year[1]}"), True
    back = right in ("now", "today", "yesterday", "date", "current date")
    return (replace(at, tense="past") if back else at).read(left), False


@rule(f"(?:{LEAD}) (?P<rest>.+)", "(?P<rest>.+?) (?:or so|at (?:the )?latest|at (?:the )?earliest|sharp)")
def led(match: re.Match[str], at: Reading) -> Window | None:
    """Prepositions that change nothing."""
    return at.read(match["rest"])


@rule(
    f"(?:its|their|the|a|an) (?:\\w+'s )?(?:{MEETING} )*{ASSEMBLY} (?:on |for )?(?P<rest>.+)",
    f"(?:its|their|the) (?:\\w+'s )?(?:[1-4]th|last|final|only) (?:{MEETING} )*{ASSEMBLY} (?:of|in) (?P<rest>.+)",
    f"(?:its|their|the) (?:\\w+'s )?(?:[1-4]th|last|final|only) (?P<rest>{{MON}}) (?:{MEETING} )*{ASSEMBLY}",
)
def meeting_then_day(match: re.Match[str], at: Reading) -> Window | None:
    """ "At a special meeting Thursday"."""
    return at.read(match["rest"])


@rule(
    f"(?:its|their|the|a|an|his|her) (?:\\w+'s )?(?P<rest>.+?)(?: {MEETING})* {ASSEMBLY}",
    f"(?P<rest>.+?)(?: {MEETING})* {ASSEMBLY}",
)
def meeting_on(match: re.Match[str], at: Reading) -> Window | None:
    """ "At its Nov. 4 meeting"; "its first meeting" is not on the 1st."""
    if re.search(r"^(?:\w+ )*\d+th$", match["rest"]):
        return None
    return at.read(match["rest"])


@rule("(?:the|its|their) (?P<rest>.+)", "(?P<rest>(?:year|month|week)) end", "(?P<rest>.+?) ?(?:the same|that) day")
def plain(match: re.Match[str], at: Reading) -> Window | None:
    rest = match["rest"]
    return at.read(f"the end of the {rest}") if match[0].endswith(" end") else at.read(rest)
