"""Whether what somebody is for or against is a public matter at all: a view of a person is none."""

import re

from stories.extraction.positions.matters import KINDS
from stories.extraction.positions.reading import Reading

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


def is_public(plain: str, reading: Reading) -> bool:
    """Whether a reading is of a public matter: not of people, and not of how somebody voted at the polls."""
    after = reading.at + len(reading.words)
    at_home = AT_THE_POLLS.match(plain, after) or IDIOM.match(plain, after)
    return not _are_people(reading.said) and at_home is None


def _are_people(matter: str) -> bool:
    """Whether a matter is somebody, or a list of some: "the police", "his deputies and their families"."""
    if not KINDS.isdisjoint(matter.casefold().split()):
        return False
    return all(PEOPLE.fullmatch(one) for one in matter.split(" and "))
