"""Which motion a bare "voted no" was on: to approve the matter, to deny it, or mere procedure."""

import re
from bisect import bisect_left

from stories.extraction.document import Document
from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, Motion, Side

TALLY = r"\d{1,2}(?:-| to )\d{1,2}"
DOWN = r"rejected|denied|turned (?:\w+ ){0,4}?(?:down|away)|voted down|defeated|killed|struck down|shot down"
PUT = re.compile(
    r"\b(?:voted|votes?|voting|motion|moved)\b(?: [\w'-]+| \d+-\d+,?){0,7}? to (?:recommend(?: "
    r"that (?:the )?[\w ]{3,30}?)? )?(?P<verb>[a-z]+(?: \w+){0,3})",
    re.IGNORECASE,
)
PUT_OFF = re.compile(
    r"\b(?:voted|votes?|voting|motion) (?:for|against|on) (?:the |an? )?(?:\w+ )?"
    r"(?P<verb>deferral|postponement|delay|tabling|continuance|extension)\b",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b\d{1,2}(?:-| to )\d{1,2} vote,? (?:[\w']+ ){1,4}?(?P<verb>(?:tabled|postponed|continued|"
    r"delayed|deferred|approved|adopted|passed)(?: \w+){0,2})",
    re.IGNORECASE,
)
TURNED_AWAY = re.compile(
    rf"(?:\b(?:{DOWN})\b[^.;]{{0,120}}?\b(?P<tally>{TALLY})|\b{TALLY} (?:vote|decision|margin)?,? (?:to )?(?:{DOWN})|"
    rf"\b(?:fail|failed|fails|lost|died|went down)\b[^.;]{{0,40}}?\b{TALLY}|\bvoted {TALLY} (?:against|no))",
    re.IGNORECASE,
)
DIVIDED = re.compile(
    rf"\b(?:split|deadlocked|divided|tied|voted) {TALLY} (?:on|over|for|in favor of) "
    rf"(?P<verb>[\w-]+(?: [\w-]+){{0,4}})",
    re.IGNORECASE,
)
POSTPONED = re.compile(r"(?:tabl|postpone|continu|delay|defer)\w*", re.IGNORECASE)
DENYING = re.compile(rf"(?:denial|den(?:y|ying)|(?:{REFUSE}))\b", re.IGNORECASE)
KEEPING = re.compile(rf"(?:{KEEP})\b", re.IGNORECASE)
ACCEPTING = re.compile(rf"(?:{ACCEPT}|approve|spend|award|hold|set|send|ask|name|elect|appoint)\b", re.IGNORECASE)
NEAR = 1_500  # characters between a motion and the votes on it


class Motions:
    """The motions that a story tells as voted on, in order."""

    def __init__(self, document: Document, motion: Motion) -> None:
        found: dict[int, Side | None] = {}
        for pattern in (PUT, PUT_OFF, DONE, DIVIDED):
            for match in pattern.finditer(document.plain):
                found[match.start()] = _side(match["verb"], motion)
        self._yes = _Told(found)
        kept = (match for match in PUT.finditer(document.plain) if KEEPING.match(match["verb"]))
        self._kept = sorted(match.start() for match in kept)
        away: dict[int, Side | None] = {match.start(): -1 for match in TURNED_AWAY.finditer(document.plain)}
        self._outcome = _Told(found | away)

    def before(self, at: int) -> Side | None:
        """What a yes at a place stands for: 1 the matter, -1 its denial, None mere procedure."""
        return self._yes.last_before(at)

    def is_counter(self, at: int, verb: str) -> bool:
        """Whether a vote "to move them" is against the vote "to keep" them that the story told before."""
        told = any(place < at < place + NEAR for place in self._kept)
        return told and not KEEPING.match(verb) and not ACCEPTING.match(verb)

    def outcome(self, at: int) -> Side | None:
        """What the majority of the vote last told stood for; the dissent stood for the other side."""
        return self._outcome.last_before(at)


class _Told:
    """Sides by the place where the story tells them."""

    def __init__(self, sides: dict[int, Side | None]) -> None:
        self._places = sorted(sides)
        self._sides = [sides[place] for place in self._places]

    def last_before(self, at: int) -> Side | None:
        number = bisect_left(self._places, at) - 1
        return self._sides[number] if number >= 0 and at - self._places[number] < NEAR else 1


def _side(verb: str, motion: Motion) -> Side | None:
    if DENYING.match(verb):
        return -1
    return None if POSTPONED.match(verb) else motion.side_of(verb)
