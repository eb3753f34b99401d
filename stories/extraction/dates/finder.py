"""Finds date phrases in running text: one pass for words of the vocabulary, then the longest run that is a date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stories.extraction.dates.grammar import Reading, read
from stories.extraction.dates.holidays import HOLIDAYS
from stories.extraction.dates.words import (
    CARDINALS,
    CLOCK,
    MONTHS,
    ORDINALS,
    SHORT_DAYS,
    SHORT_MONTHS,
    WEEKDAYS,
    canonical,
    wordset,
)
from stories.extraction.findings import Window

MOST_TOKENS = 12
CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
HOLIDAY = "|".join(name.replace("fri", "friday").replace("mon)", "monday)") for name in HOLIDAYS)
WRITTEN_OUT = "|".join((*MONTHS, *WEEKDAYS))
SHORTENED = "|".join(sorted({*SHORT_MONTHS, *SHORT_DAYS} - {*MONTHS, *WEEKDAYS}, key=len, reverse=True))
SEEDS = (
    rf"(?P<name>(?:{WRITTEN_OUT})\b|(?:{SHORTENED})\b\.?)|(?P<holiday>\b(?:{HOLIDAY})\b)|(?P<clock>{CLOCK})"
    r"|(?P<year>(?:19|20)\d\d\b(?!-\d))|(?P<numeric>\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\d{4}-\d\d-\d\d\b)"
    r"|(?P<word>(?:today|tonight|tomorrow|yesterday|overnight|indefinitely|weekend|spring|summer"
    r"|fall|autumn|winter)\b"
    r"|(?:this|last)\s+(?:morning|afternoon|evening|night)\b"
    r"|(?:day|week|month|quarter|year|decade|fortnight)(?:['’]?s|s['’])?\b|q[1-4]\b)"
    # "On the 24th", but not "on the 24th floor".
    r"|(?P<nth>(?<=\bon )the \d{1,2}(?:st|nd|rd|th)\b"
    r"(?=\s*(?:[,.;:)—]|\Z)|\s(?:at|and|of|when|to|but|or|before|after)\b))"
)
OTHERS = (
    r"|(?P<range>\d{1,2}\s?[-–—]\s?\d{1,2}\b)"
    rf"|(?P<number>\d{{1,2}}(?:st|nd|rd|th)?\b(?![,.]\d|%|\s+percent)|(?:{ORDINAL}|{CARDINAL}"
    rf")\b(?:-(?:{ORDINAL}|{CARDINAL})\b)?|couple)"
    r"|(?P<meeting>(?:council|board|committee|commission|regular|special|monthly|weekly|scheduled"
    r"|regularly|business|work|"
    r"study|voting|joint|called)\b(?=\s+(?:\w+\s+){0,2}?(?:meeting|session|agenda))|(?:meeting"
    r"|session|agenda)s?\b)"
    r"|(?P<join>(?:of|the|in|on|at|by|before|after|from|to|through|until|till|thru|and|or|between"
    r"|next|last|this|that|coming|"
    r"upcoming|previous|past|following|later|earlier|early|late|mid|middle|end|start|beginning|half"
    r"|as|soon|sometime|within|"
    r"during|its|their|a|an|no|than|latest|ago|now|time|away|long|full|final|ahead|prior|possibly"
    r"|same|rest|remainder|"
    r"morning|afternoon|evening|night|so|include|includes)\b)"
)
TOKEN = re.compile(rf"\b(?:{SEEDS}{OTHERS})", re.IGNORECASE)
GAP = re.compile(r"\s*+(?:[,–—-]\s*+)?")
NOT_FIRST = wordset("of and or to than as-is ago now time away so include includes morning afternoon evening night")
LEADS = wordset("on in at by before")
NOT_LAST = wordset(
    "of the in on at by before after from to through until till and or between next last this that coming "
    "its their a an no than as soon sometime within during long full final ahead prior possibly same "
    "early late mid"
)
_PROBE = Reading(date(2024, 2, 14))  # any day does: it only shows whether the words can be read
SURE = ("name", "holiday", "year", "numeric", "word", "nth")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Timing words of the text, with a leading preposition and a touching clock time where they have one."""

    start: int
    end: int
    text: str
    words: str
    clock: str | None

    def read(self, reading: Reading) -> Window | None:
        return read(self.words, reading)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    kind: str


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[DatePhrase]:
    """The date phrases between two offsets, in order, none overlapping another."""
    for run in _runs(text, start, len(text) if end is None else end):
        yield from _phrases(text, run)


def _runs(text: str, start: int, end: int) -> Iterator[list[_Token]]:
    """Neighbouring words of the vocabulary, with at least one that can only be a date."""
    run: list[_Token] = []
    for match in TOKEN.finditer(text, start, end):
        token = _Token(match.start(), match.end(), match[0].lower(), match.lastgroup or "")
        joined = run and GAP.fullmatch(text, run[-1].end, token.start)
        days = token.kind != "range" or _follows_month(text, run, token)
        if not joined or not days:
            yield from _dated(run)
            run = []
        if days:
            run.append(token)
    yield from _dated(run)


def _follows_month(text: str, run: list[_Token], token: _Token) -> bool:
    """ "Dec. 2-4" is days; "7-4" alone, or after a comma, a tally."""
    month = bool(run) and run[-1].kind == "name" and run[-1].text.rstrip(".") in SHORT_MONTHS
    return month and "," not in text[run[-1].end : token.start]


def _dated(run: list[_Token]) -> Iterator[list[_Token]]:
    if any(token.kind in SURE or token.kind == "meeting" for token in run):
        yield run


def _phrases(text: str, run: list[_Token]) -> Iterator[DatePhrase]:
    first = 0
    while first < len(run):
        if (found := _longest(text, run, first)) is None:
            first += 1
            continue
        last, phrase = found
        yield phrase
        first = last + 1


def _longest(text: str, run: list[_Token], first: int) -> tuple[int, DatePhrase] | None:
    if run[first].text in NOT_FIRST or _ends(run[first : first + 2]):
        return None
    for last in range(min(len(run), first + MOST_TOKENS) - 1, first - 1, -1):
        tokens = run[first : last + 1]
        if run[last].text in NOT_LAST or not _certain(text, tokens, run[first - 1] if first else None):
            continue
        stretch = text[tokens[0].start : tokens[-1].end]
        words = canonical(stretch)
        if read(words, _PROBE) is not None:
            clock = next((token.text for token in tokens if token.kind == "clock"), None)
            return last, DatePhrase(tokens[0].start, tokens[-1].end, stretch, words, clock)
    return None


def _ends(tokens: list[_Token]) -> bool:
    """ "The wait may end on March 3", "terms start in June": a verb before a date, not the end or start of it."""
    return len(tokens) > 1 and tokens[0].text in ("end", "start") and tokens[1].text in LEADS


def _certain(text: str, tokens: list[_Token], before: _Token | None) -> bool:
    """Whether a token shows that these words are a date: "May" and "march" alone don't."""
    return any(
        token.kind in SURE and _name_meant(text, token, tokens[n - 1] if n else before, tokens[n + 1 : n + 2])
        for n, token in enumerate(tokens)
    ) or (tokens[-1].kind == "meeting" and len(tokens) > 2)


def _name_meant(text: str, token: _Token, before: _Token | None, after: list[_Token]) -> bool:
    if token.kind != "name":
        return True
    word = token.text.rstrip(".")
    if not text[token.start].isupper():
        return False
    if word in ("sun", "sat", "mar", "dec", "jan", "mon", "wed") and not token.text.endswith("."):
        return bool(after) and after[0].kind in ("number", "range")
    if word in ("may", "march", "april", "june", "august"):
        named = (
            before is not None and before.kind == "join" and before.text not in ("a", "an", "no", "its", "their", "to")
        )
        return named or (bool(after) and after[0].kind in ("number", "range", "year")) or before is not None
    return True
