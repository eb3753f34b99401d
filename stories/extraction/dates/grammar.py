"""The grammar's engine: a table of patterns over plain words, each with the window it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from stories.extraction.dates.words import DAY_NUMBER, MONTH_NUMBER
from stories.extraction.findings import Window

DEEPEST = 8  # parts within parts
LONGEST = 200  # characters of a phrase; twelve words of the vocabulary have fewer
Tense = Literal["past", "future"]
PARTS = {
    "MON": "(?:" + "|".join(MONTH_NUMBER) + ")",
    "WD": "(?:" + "|".join(DAY_NUMBER) + ")",
    "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:th)?",
    "YEAR": r"(?:1[5-9]|2[01])\d\d",
    "N": r"(?:\d{1,3}|an?)",
    "UNIT": "(?:day|week|month|quarter|season|year|decade|fortnight)",
    "SEASON": "(?:spring|summer|fall|winter)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How words are read: the story's own day, and whether they look back or ahead (None: not told)."""

    today: date
    tense: Tense | None = None
    depth: int = 0

    def read(self, text: str) -> Window | None:
        """A part of the phrase; None where parts lie too deep in one another to be anybody's words."""
        return read(text.strip(), replace(self, depth=self.depth + 1)) if self.depth < DEEPEST else None

    def need(self, text: str) -> Window:
        """As `read`; ValueError where the words mean no stretch of days."""
        found = self.read(text)
        if found is None or found.earliest is None:
            raise ValueError(f"no date: {text}")
        return found

    def need_in(self, tense: Tense, text: str) -> Window:
        """As `need`, looking back or ahead whatever the verb says."""
        return replace(self, tense=tense).need(text)

    @property
    def past(self) -> bool:
        return self.tense == "past"


Rule = Callable[[re.Match[str], Reading], Window | None]
RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(*patterns: str) -> Callable[[Rule], Rule]:
    """Enter a function in the table for whole phrases that fit one of the patterns; {MON} etc. stand for `PARTS`."""

    def enter(function: Rule) -> Rule:
        for pattern in patterns:
            for name, part in PARTS.items():
                pattern = pattern.replace("{" + name + "}", part)
            RULES.append((re.compile(pattern), function))
        return function

    return enter


@lru_cache(maxsize=4096)
def read(text: str, reading: Reading) -> Window | None:
    """The window of a phrase in plain words, by the first rule that can read it."""
    if len(text) > LONGEST:
        return None
    for pattern, function in RULES:
        if match := pattern.fullmatch(text):
            try:
                if (found := function(match, reading)) is not None:
                    return found
            except (ValueError, OverflowError):
                continue
    return None


def number(word: str) -> int:
    """The count that a digit string, or "a", stands for."""
    return 1 if word in ("a", "an") else int(word.removesuffix("th"))
