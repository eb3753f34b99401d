"""Vote counts: "7-4", "voted 5 to 2", "unanimously", a tie."""

import re
from dataclasses import dataclass

from stories.extraction.dates.words import ONES

# What can be lost or won by votes.
MEASURES = frozenset(
    """ordinance resolution budget plan measure proposal contract rezoning permit ban bill amendment policy deal
    agreement lease rule change tax levy bond project request motion application variance increase cut
    program moratorium item rate map boundary calendar merger sale purchase subdivision annexation charter
    code curfew fee fund grant settlement
    """.split()
)
NUMBER = r"(?:\d{1,3}|" + "|".join(ONES) + ")"
COUNT = re.compile(
    rf"(?<![\w$./,-])(?P<yes>{NUMBER})(?:\s?[-–—]\s?|\s+(?:votes?\s+)?to\s+)(?P<no>{NUMBER}"
    rf")(?:\s?[-–—]\s?(?P<rest>{NUMBER}))?"
    r"(?![\w/%]|[.,:]\d|[-–—]\w|\s*(?:[ap]\.?m\b|percent|years?\b|months?\b|days?\b|weeks?\b"
    r"|hours?\b|minutes?\b|inch|f(?:ee|oo)t\b|cents?\b|acres?\b))",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"(?:\b(?:(?-i:Ordinance|Resolution|Bill|Measure|Title|Proposition|Section|Route|Item)|no\.?"
    r"|number|from|ages?|grades?|about|"
    r"record|jan|feb|mar|apr|may|jun|june|jul|july|aug|sept?|oct|nov|dec|january|february"
    r"|march|april|august|"
    r"september|october|november|december)\.?|[$#])\s*$",
    re.IGNORECASE,
)
UNANIMOUS = re.compile(
    r"\bunanimous(?:ly)?\b|\bwithout (?:dissent|opposition|objection|a dissenting vote)\b|\bwithout a no vote\b"
    r"|\bno(?: one|body) "
    r"(?:voted|was|were) (?:no|against|opposed)\b",
    re.IGNORECASE,
)
# "Five in favor and two opposed", "six for, none against".
IN_WORDS = re.compile(
    rf"\b(?P<yes>{NUMBER}|none|no one) (?:(?:were|was|members?|votes?|voted|voting) )?"
    r"(?:in (?:favou?r|support)|for(?: it)?|yes)(?:,? and |, |; |,? with |,? to )"
    rf"(?:with )?(?P<no>{NUMBER}|none|no one|nobody) (?:(?:were|was|members?|votes?|voted|voting) )?"
    r"(?:against(?: it)?|opposed|in opposition|no)\b",
    re.IGNORECASE,
)
SPORT = re.compile(r"\b(?:lost|won)\s*$", re.IGNORECASE)
MEASURE = re.compile(rf"\b(?:{'|'.join(sorted(MEASURES))})s?\b[^.,;]{{0,30}}$", re.IGNORECASE)
VOICE = re.compile(r"\b(?:voice vote|show of hands)\b", re.IGNORECASE)
LONE_NO = re.compile(
    r"\bcast(?:ing)? the (?:only|lone|sole|single)(?: \w+)? (?:(?:no|dissenting|opposing|nay) vote"
    r"|vote against|no\b)|"
    r"\bthe (?:only|lone|sole) (?:\w+ )?(?:dissent(?:er|ing vote)|no vote|vote against)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes for and against as the story prints them, the motion's side first; None where it does not say."""

    start: int
    end: int
    yes: int | None
    no: int | None

    @property
    def tied(self) -> bool:
        return self.yes is not None and self.yes == self.no


def number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return ONES.index(word.lower()) if word.lower() in ONES else 0


def no_vote(before: str) -> bool:
    """Whether the words before a count say that it is none: "Route 4-2", "the Owls lost 4-2"."""
    if BEFORE.search(before[-14:]):
        return True
    game = SPORT.search(before)
    return game is not None and MEASURE.search(before[: game.start()]) is None


def find(text: str, start: int, end: int) -> list[Tally]:
    """The counts between two offsets, in order."""
    found = []
    for match in COUNT.finditer(text, start, end):
        if no_vote(text[max(start, match.start() - 60) : match.start()]):
            continue
        yes, no = number(match["yes"]), number(match["no"])
        if yes + no <= 450 and (yes or no):
            found.append(Tally(match.start(), match.end(), yes, no))
    for match in IN_WORDS.finditer(text, start, end):
        found.append(Tally(match.start(), match.end(), number(match["yes"]), number(match["no"])))
    for match in UNANIMOUS.finditer(text, start, end):
        found.append(Tally(match.start(), match.end(), None, 0))
    found += [Tally(match.start(), match.end(), None, None) for match in VOICE.finditer(text, start, end)]
    if lone := LONE_NO.search(text, start, end):
        found.append(Tally(lone.start(), lone.end(), None, 1))
    return sorted(found, key=lambda tally: tally.start)
