"""Which motion a bare "voted no" was on: to approve the matter, to deny it, or mere procedure."""

import re
from bisect import bisect_left

from stories.extraction.document import Document
from stories.extraction.positions.polarity import REFUSE, Motion, Side

PUT = re.compile(
    r"\b(?:voted|votes?|voting|motion|moved)\b(?: [\w'-]+| \d+-\d+,?){0,7}? to (?:recommend(?: "
    r"that (?:the )?[\w ]{3,30}?)? )?(?P<verb>[a-z]+(?: \w+){0,3})",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b\d{1,2}(?:-| to )\d{1,2} vote,? (?:[\w']+ ){1,4}?(?P<verb>(?:tabled|postponed|continued|"
    r"delayed|deferred|approved|adopted|passed)(?: \w+){0,2})",
    re.IGNORECASE,
)
POSTPONED = re.compile(r"(?:tabled|postponed|continued|delayed|deferred)\b", re.IGNORECASE)
DENYING = re.compile(rf"(?:denial|den(?:y|ying)|(?:{REFUSE}))\b", re.IGNORECASE)
NEAR = 1_500  # characters between a motion and the votes on it


class Motions:
    """The motions that a story tells as voted on, in order."""

    def __init__(self, document: Document, motion: Motion) -> None:
        found: dict[int, Side | None] = {}
        for pattern in (PUT, DONE):
            for match in pattern.finditer(document.plain):
                found[match.start()] = _side(match["verb"], motion)
        self._places = sorted(found)
        self._sides = [found[place] for place in self._places]

    def before(self, at: int) -> Side | None:
        """What a yes at a place stands for: 1 the matter, -1 its denial, None mere procedure."""
        number = bisect_left(self._places, at) - 1
        return self._sides[number] if number >= 0 and at - self._places[number] < NEAR else 1


def _side(verb: str, motion: Motion) -> Side | None:
    if DENYING.match(verb):
        return -1
    return None if POSTPONED.match(verb) else motion.side_of(verb)
