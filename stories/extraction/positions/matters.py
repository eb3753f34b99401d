"""What a story is about, and whether words speak of that or of some other public matter."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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
