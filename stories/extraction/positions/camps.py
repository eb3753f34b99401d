"""A quote that speaks for a camp: the story says that advocates are against a thing, and one of them says why.

Neither is enough alone: a camp does not hold everybody who is quoted, and hard words need not be about the matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.extraction.findings import Quote
from stories.extraction.grammar.hedges import is_negated
from stories.extraction.positions.polarity import Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

PEOPLE = (
    r"(?:(?:advocates|activists|residents|neighbors|neighbours|homeowners|parents|protesters|demonstrators|merchants|"
    r"farmers|landlords|tenants|environmentalists|conservationists|opponents|critics|supporters|proponents|backers|"
    r"business owners|(?:rights|community|advocacy|neighborhood) (?:groups|leaders))"
    r"(?: (?:in|from|of|around|near) (?:[\w'-]+ ){1,4}?| who live [\w' -]{2,30}? | )?)"
)
BE = r"(?:(?:are|were|have been|have|also|who|are also|who have) )?"
OUT = (
    r"(?:com(?:e|ing)|came|sp(?:eak|eaking|oke)|turn(?:ed|ing)|rall(?:y|ied|ying)|march(?:ed|ing)?|"
    r"testif(?:y|ied|ying))"
)
# How a story tells that a group takes a side, by side: "Advocates are speaking out against the offer."
TOLD: dict[Side, str] = {
    -1: rf"(?<=[ .]){PEOPLE} ?{BE}(?:{OUT} (?:out )?(?:against|in opposition to)|protest(?:ed|ing)?(?: against)?|"
    rf"push(?:ed|ing)? back (?:on|against)|oppos(?:e|ed|ing)|object(?:ed|ing)? to|denounc(?:e|ed|ing)|"
    rf"condemn(?:ed|ing)?|blast(?:ed|ing)?|criticiz(?:e|ed|ing)|fight(?:ing)?|fought)|"
    r"\b(?:opponents|critics|foes) of",
    1: rf"(?<=[ .]){PEOPLE} ?{BE}(?:{OUT} (?:out )?(?:for|in favor of|in support of|behind)|back(?:ed|ing)?|"
    rf"support(?:ed|ing)?|applaud(?:ed|ing)?|cheer(?:ed|ing)?|champion(?:ed|ing)?|prais(?:e|ed|ing))|"
    r"\b(?:supporters|backers|proponents|advocates) of",
}
CAMPS = {side: re.compile(rf"(?:{told})(?= )", re.IGNORECASE) for side, told in TOLD.items()}
# Words that praise or blame what they are said of.
PRAISE = re.compile(
    r"\b(?:safer?|deterrent|benefits?|helps?|improv\w+|opportunity|fair(?:er)?|investment|progress|protects?|"
    r"strengthens?|proud|grateful|thrilled|excited|overdue|responsible|affordable|lifeline|solution)\b",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(?:unsafe|fear|violence|profiling|harm\w*|hurts?|hurting|destroy\w*|devastat\w*|dangerous|disaster|unfair|"
    r"unjust|wrong|cruel|racis[mt]|terroriz\w+|threat\w*|punish\w*|displac\w+|pollut\w+|ruin\w*|shame\w*|betray\w*|"
    r"outrag\w+|burden\w*|nightmare|reckless|giveaway|mistake|worse|criminaliz\w+|injustice|unacceptable)\b",
    re.IGNORECASE,
)
NOT = re.compile(r"(?:n't|\bnot|\bno|\bnever|\bhardly)\b[^.;,]{0,30}$", re.IGNORECASE)
ENOUGH = 2  # words that point the same way, none the other
NEXT = 2  # paragraphs after it in which a camp that is told further down has its say
DENIED = 40  # characters before a word in which its denial stands


@dataclass(frozen=True, slots=True)
class Camp:
    """A group that takes a side: on what, and from where to where in the story it has its say."""

    side: Side
    on: str
    start: int
    end: int


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of quotes by people without office that agree with a camp; they count where nothing else is known."""
    camps = list(_camps(scene))
    for quote in scene.quotes if camps else ():
        figure = scene.speaker(quote)
        if quote.type != "direct" or figure is None or figure.kind != "other":
            continue
        side, words = _leaning(scene, quote)
        camp = next((one for one in camps if one.side == side and one.start <= quote.start < one.end), None)
        if camp is not None:
            place = (*words, "speaks for a camp", camp.on)
            evidence = (quote.start, quote.end)
            yield scene.reading(figure, stance_of(side), "statement", *place, evidence=evidence, weak=True)


def _camps(scene: Scene) -> Iterator[Camp]:
    """The camps that the story tells of in its own voice, with an object that is a matter."""
    paragraphs = scene.document.paragraphs
    for side, pattern in CAMPS.items():
        for match in pattern.finditer(scene.document.plain):
            on = scene.object_after(match.end())
            if not on or scene.in_speech(match.start()) or is_negated(scene.before(match.end())):
                continue
            turned = scene.side_after(match.end())
            number = next((n for n, one in enumerate(paragraphs) if one.start <= match.start() < one.end), None)
            if turned is None or number is None:
                continue
            last = len(paragraphs) - 1 if _is_lede(scene, number) else min(number + NEXT, len(paragraphs) - 1)
            yield Camp(side * turned, on, match.end(), paragraphs[last].end)


def _is_lede(scene: Scene, number: int) -> bool:
    """Whether no prose stands before a paragraph: the camp is what the whole story is about."""
    return all(one.kind not in {"prose", "turn"} for one in scene.document.paragraphs[:number])


def _leaning(scene: Scene, quote: Quote) -> tuple[Side, tuple[int, int]]:
    """Which way the telling words of a quote point, and the first of them; 0 where they are few or disagree."""
    plain = scene.document.plain
    told = [(one.start(), one.end(), 1) for one in PRAISE.finditer(plain, quote.start, quote.end)]
    told += [(one.start(), one.end(), -1) for one in BLAME.finditer(plain, quote.start, quote.end)]
    before = {start: plain[max(quote.start, start - DENIED) : start] for start, _, _ in told}
    sides = {-side if NOT.search(before[start]) else side for start, _, side in told}
    if len(told) < ENOUGH or len(sides) != 1:
        return 0, (quote.start, quote.end)
    first = min(told)
    return sides.pop(), first[:2]
