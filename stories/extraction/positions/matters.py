"""What a story is about, and whether words speak of that or of some other public matter."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stories.extraction.positions.reading import Reading

KINDS = frozenset(
    """plan plans proposal proposals measure measures ordinance resolution agreement deal contract project
    bill tax levy bond program budget policy idea rezoning annexation subsidy increase moratorium ban
    rule rules law charter pact partnership development permit license settlement lease purchase grant
    referendum rate rates fee fees funding money request move effort item question vote closure merger
    expansion zoning rezone map name renaming cap application applications case initiative incentive
    abatement rebate study raise raises contracts""".split()
)
COMMON = frozenset(
    """council city county board school district town village state public vote votes voted voting meeting
    member members commission committee mayor chief police would could should after before with from
    that this their there about which when what will have been more than into over some other said says
    year month week today tonight monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december amendment amendments
    change changes against approve approves approved reject rejects rejected decide decides first second
    final expected next last people residents officials local whether early late they those these were
    where while also only just most both your the and for was has had its his her him are not but who
    all out new may can how why our own two one six ten day any let now per off old yes set ago did get
    got she you them three four five seven eight nine then too very such each way ways even still long
    make made take taken come came going wants want plan plans reading version tomorrow yesterday""".split()
)
NOT_WISHED = re.compile(
    r"(?:[\w$,.'-]+ ){0,4}?(?:count|number|report|study|information|data|delay|time|recess|"
    r"patience|comments?|details?|explanation|apology|"
    r"clarification|analysis|review|records?|logs?|questions?|meeting|hearing|vote|interview|"
    r"changes?|amendments?|copy|copies|minutes|silence|order|name|why|how)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"\$|(?:\d[\d,.]*|new|more|additional|two|three|four|five|six|seven|eight|nine|ten|a dozen|"
    r"a second|an extra) (?!days?\b|weeks?\b|months?\b|minutes?\b|hours?\b|"
    r"years?\b|bids?\b|times?\b|details?\b|information\b)\w",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\s*(?:of )?(?:it|this|that|them|both)\b", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z][\w'-]{2,}|(?<!\d)\d+\(g\)|\$[\d.,]+")
REACH = 8  # words of an object that are looked at


@dataclass(frozen=True, slots=True)
class Matters:
    """The words that the story uses for what is to be decided."""

    words: frozenset[str] = frozenset()

    @classmethod
    def told_in(cls, passages: Iterable[str]) -> "Matters":
        """Read from the passages that say what the vote is about."""
        counts = Counter(_stem(word) for passage in passages for word in set(WORD.findall(passage)))
        return cls(frozenset(word for word in counts if word not in COMMON))

    def shares(self, words: str) -> bool:
        """Whether the first words of an object are this story's own words for its matter."""
        return not self.words.isdisjoint(_stem(word) for word in WORD.findall(" ".join(words.split()[:REACH])))

    def named_in(self, words: str) -> bool:
        """Whether the first words of an object are about this, or are a plain word for a measure, or a pronoun."""
        if PRONOUN.match(words):
            return True
        first = " ".join(words.split()[:REACH])
        found = {_stem(word) for word in WORD.findall(first)}
        return bool(found & self.words) or not found.isdisjoint(KINDS)


def is_measure(words: str) -> bool:
    """Whether words name what is put to the vote ("the ordinance"), not what it is about."""
    return not {"ordinance", "proposal", "plan", "measure", "resolution", "bill", "motion"}.isdisjoint(
        words.casefold().split()
    )


def is_amount(words: str) -> bool:
    """Whether what is asked for is money, or more of something."""
    return AMOUNT.match(words) is not None


def is_information(words: str) -> bool:
    """Whether what is asked for is an answer, a delay or a paper rather than a decision."""
    return NOT_WISHED.match(words) is not None


def _stem(word: str) -> str:
    low = word.casefold().removesuffix("'s")
    return low[:-1] if low.endswith("s") and not low.endswith("ss") and low not in KINDS else low


LONGEST = 90  # characters

_ENDS = re.compile(
    r"[;:!?\"—]|,(?!\d)|(?<!\.[A-Z])(?<!\b(?:St|Mr|Ms|Dr|No))\.(?=\s|$|[\"'])|(?<=\s)\(| -- |"
    r" (?:but|because|after|before|if|unless|until|when|while|although|though|which|who|saying|"
    r"citing|calling|arguing|"
    r"and (?=\w+(?:ed|s|'s) |against |for |in favor|(?:yes|no|nay|aye) (?:on|to|for) |"
    r"(?:has|have|had|is|was|does|do|did|will|would|can|could)(?:n't| not)? |"
    r"(?-i:[A-Z][\w.'-]* (?:[A-Z][\w.'-]* ){0,4}[a-z]+ed\b))|last|next|tonight|this (?:week|month|year)|"
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|at (?:the|a|an) [\w ]{0,60}(?:meeting|session|hearing)|"
    r"(?=(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)|"
    r"in (?:early|mid|late|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|a (?:letter|memo|"
    r"statement|email|post|text))\S*|"
    r"(?:on|to|by|at|from) (?=\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d)|in "
    r"the (?:spring|summer|fall|winter)|"
    r"only|twice|provided|as long as|so long as|along with|despite|without|as well|so that|since|were|was|"
    r"is|are|had|has)\b",
    re.IGNORECASE,
)
_DAY = r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_LEADING = re.compile(
    rf"(?:{_DAY} (?:of|on|for|against|in favor of)|of|to|with|on|for|against|in favor of|in|up|down)\s+",
    re.IGNORECASE,
)
_NOT_OBJECTS = re.compile(
    rf"(?:{_DAY}|it|them|those|him|her|so|no|yes|then|again|anywhere|and|or|by|at|now|later|first|second|"
    r"today|tomorrow|"
    r"(?:this|that|these)(?: (?:one|time|tonight|now))?$|that tonight|the night)\b|$",
    re.IGNORECASE,
)


def object_words(plain: str, whole: bool) -> tuple[int, int] | None:
    """Where in `plain`, the text behind a verb, its object stands; None for a pronoun or nothing.

    `whole` says that the sentence ends with `plain`; otherwise its last word may be cut and is left out.
    """
    start = len(plain) - len(plain.lstrip())
    if (leading := _LEADING.match(plain, start)) is not None:
        start = leading.end()
    found = _ENDS.search(plain, start)
    end = found.start() if found else len(plain) if whole else plain.rfind(" ")
    if end <= start or _NOT_OBJECTS.match(plain[start:end].rstrip()):
        return None
    return start, start + len(plain[start:end].rstrip())


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
