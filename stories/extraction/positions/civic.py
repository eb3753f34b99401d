"""Whether what somebody is for or against is a public matter at all: a liking, or a view of a person, is none."""

import re
from bisect import bisect_left

from stories.extraction.document import Document
from stories.extraction.positions.matters import KINDS
from stories.extraction.positions.reading import Reading

DECIDED = re.compile(
    r"\b(?:ordinance|propos\w+|rezon\w+|annex\w+|resolution|referendum|moratorium|levy|levies|bond|budget|polic(?:y|ies)|"
    r"contract|agreement|lease|permits?|subsid\w+|curfew|ban|fees?|tax(?:es)?|plan|zoning|bill|measure|project|"
    r"(?:council|board|commission|commissioners|committee|trustees|supervisors|aldermen|directors|legislators|members|"
    r"jury|court|city|county|parish|district) (?:\S+ ){0,4}?"
    r"(?:vot(?:e[sd]?|ing)|decid\w+|approv\w+|reject\w+|adopt\w+|consider\w*)|"
    r"vot(?:e[sd]?|ing) (?:\S+ ){0,3}?(?:on|whether))\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(?:(?:the|his|her|their|its|our|my|your|all|every|local|small|these|those|young|[a-z]+ing) )*(?:[a-z-]+ )?"
    r"(?:police|deput(?:y|ies)|officers?|firefighters?|troops?|veterans?|neighbors?|families|family|wife|husband|"
    r"children|kids|parents?|mother|father|son|daughter|brother|sister|friends?|students?|teachers?|staff|workers|"
    r"employees|business(?:es)?|shops?|stores?|restaurants?|farmers|artists|charit(?:y|ies)|teams?|"
    r"candidates?|colleagues?|people|person|residents|customers|"
    r"volunteers|victims?|nobody|no one|anyone|anybody|everyone|everybody|somebody|someone|others|none)"
    r"(?: (?:for|in|at|during|through|since|who|here|there)\b.*)?",
    re.IGNORECASE,
)
AT_THE_POLLS = re.compile(
    r"[^.;]{0,40}\bin (?:the|last|this|a|\d{4})\b[^.;]{0,25}\b(?:election|primary|caucus)\b", re.IGNORECASE
)
IDIOM = re.compile(r"[^.;]{0,20}\bany (?:more|better) than\b", re.IGNORECASE)
NEAR = 1_500  # characters between a mere judgment and words for a public decision
MERE = frozenset({"judgment", "tone of a quote", "calls it good or bad"})


class Civic:
    """What a story tells of public decisions."""

    def __init__(self, document: Document) -> None:
        self._plain = document.plain
        self._places = [match.start() for match in DECIDED.finditer(document.plain)]

    def allows(self, reading: Reading) -> bool:
        """Whether a reading is on a public matter, as far as the story shows one."""
        if False:
            return False
        if _are_people(reading.said):
            return False
        after = reading.at + len(reading.words)
        if AT_THE_POLLS.match(self._plain, after) or IDIOM.match(self._plain, after):
            return False
        return reading.rule not in MERE or self._is_near(reading.at)

    def _is_near(self, at: int) -> bool:
        number = bisect_left(self._places, at)
        return any(abs(place - at) <= NEAR for place in self._places[max(0, number - 1) : number + 1])


def _are_people(matter: str) -> bool:
    """Whether a matter is somebody, or a list of some: "the police", "his deputies and their families"."""
    if not KINDS.isdisjoint(matter.casefold().split()):
        return False
    return all(PEOPLE.fullmatch(one) for one in matter.split(" and "))
