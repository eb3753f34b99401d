"""Where a story with several matters (a council roundup, a digest) turns from one to the next."""

import re
from bisect import bisect_right
from itertools import pairwise

from stories.extraction.document import Document
from stories.extraction.positions.matters import specific_words

DECISION = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|tabled|postponed|approved|rejected|adopted|turned down|plan to|"
    r"proposal|ordinance|request to|decid\w+)\b",
    re.IGNORECASE,
)

OTHER = re.compile(
    r"(?:One (?:other |more )?item|In other (?:business|action|matters|news)|Separately|In a "
    r"separate|Also (?:on|at|before)\b|In another|"
    r"(?:The )?(?:council|board|commission|trustees|members|commissioners|supervisors) (?:also|"
    r"then|later) \w+|A separate\b|Earlier in the (?:meeting|evening|night))",
    re.IGNORECASE,
)

# A heading on the line of its paragraph, as minutes have it: "Garbage. The board split ...".
RUN_IN = re.compile(
    r"\*\*[A-Z][^*\n]{2,40}\*\*|[A-Z][a-z]+(?: [A-Za-z]+){0,2}\. (?=[A-Z])(?<!Mr\. )(?<!Dr\. )(?<!Ms\. )(?<!Rev\. )"
)

FEW = 4  # such paragraphs, fewer of which are short sentences rather than headings


class Topics:
    """The matters of a story, section by section."""

    def __init__(self, document: Document) -> None:
        self._starts: list[int] = []
        self._topics: list[int] = []
        known: list[set[str]] = []
        for start, end in _sections(document):
            words = _decided(document, start, end)
            number = next((i for i, others in enumerate(known) if not words or others & words), len(known))
            if number == len(known):
                known.append(set())
            known[number] |= words
            self._starts.append(start)
            self._topics.append(number)

    def at(self, position: int) -> int:
        """The number of the matter that a place belongs to."""
        section = bisect_right(self._starts, position) - 1
        return self._topics[section] if section >= 0 else 0


def _sections(document: Document) -> list[tuple[int, int]]:
    """The ranges between headings, each with its heading; "In other business" opens one too."""
    plain = document.plain
    run_in = {one.start for one in document.paragraphs if RUN_IN.match(plain, one.body)}
    if len(run_in) < max(FEW, len(document.paragraphs) // 3):
        run_in = set()
    turns = (
        one.start
        for one in document.paragraphs
        if one.kind == "heading" or one.start in run_in or OTHER.match(plain, one.body)
    )
    edges = [0, *turns, len(document.plain)]
    return [(start, end) for start, end in pairwise(edges) if start < end]


def _decided(document: Document, start: int, end: int) -> set[str]:
    """The words of what is decided in a section."""
    told = (document.plain[one.start_char : one.end_char] for one in document.sentences_in(start, end))
    return {word for sentence in told if DECISION.search(sentence) for word in specific_words(sentence)}
