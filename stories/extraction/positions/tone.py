"""A last resort for advocates and residents: a quote that says plainly good or bad things of the matter."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Quote
from stories.extraction.positions.polarity import stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

GOOD = re.compile(
    r"\b(?:safer?|deterrents?|benefits?|helps?|improv\w+|opportunit\w+|fair(?:er)?|jobs|"
    r"investments?|progress|protects?|strengthens?|welcome|"
    r"proud|grateful|thrilled|excited|victory|overdue|responsible|affordable|lifeline|works|solution)\b",
    re.IGNORECASE,
)
BAD = re.compile(
    r"\b(?:unsafe|fear\w*|violence|profiling|harm\w*|hurts?|hurting|destroy\w*|devastat\w*|"
    r"dangerous|disaster|unfair|unjust|wrong|cruel\w*|racis\w+|"
    r"terroriz\w+|threat\w*|punish\w*|displac\w+|gentrif\w+|pollut\w+|noise|traffic|ruin\w*|crisis|"
    r"shame\w*|betray\w*|outrag\w+|burden\w*|suffer\w*|"
    r"nightmare|reckless|giveaway|mistake|worse|backwards?|criminaliz\w+|separat\w+|steal\w*|"
    r"trauma\w*|injustice|unacceptable)\b",
    re.IGNORECASE,
)
CALLED = re.compile(
    rf"\b(?:called|calls|calling|described|describes|dubbed|labeled|considers?|termed)(?P<what> "
    rf"(?:it|this|the|a|an|any)(?: [\w-]+){{0,4}}?)(?: as)? \"?"
    rf"(?:an? |the )?(?:\w+ )?(?:(?P<good>{GOOD.pattern})|{BAD.pattern})",
    re.IGNORECASE,
)
DENIED = re.compile(r"(?:n't|\bnot|\bno|\bnever|\bhardly)\b[^.;,]{0,30}$", re.IGNORECASE)
ENOUGH = 2  # words that point the same way, none the other


def read(scene: Scene) -> Iterator[Reading]:
    """Weak readings: they count only where nothing else is known of the speaker."""
    yield from _quoted(scene)
    for match in CALLED.finditer(scene.document.plain):
        side = 1 if match["good"] else -1
        if scene.in_speech(match.start()) or not scene.is_matter(match["what"]):
            continue
        for figure in scene.holders.of_verb(match.start()):
            place = (match.start(), match.end())
            yield scene.reading(figure, stance_of(side), "statement", *place, "calls it good or bad", weak=True)


def _quoted(scene: Scene) -> Iterator[Reading]:
    """What quotes of people without office say of the matter."""
    for quote in scene.quotes:
        figure = scene.speaker(quote)
        if quote.type != "direct" or figure is None or figure.kind != "other":
            continue
        side, words = _leaning(scene, quote)
        if side:
            yield scene.reading(
                figure,
                stance_of(side),
                "statement",
                *words,
                "tone of a quote",
                evidence=(quote.start, quote.end),
                weak=True,
            )


def _leaning(scene: Scene, quote: Quote) -> tuple[int, tuple[int, int]]:
    """Which way the telling words point, and the first of them; 0 where they are few or disagree."""
    plain = scene.document.plain
    told: list[tuple[int, int, int]] = []
    for pattern, side in ((GOOD, 1), (BAD, -1)):
        for match in pattern.finditer(plain, quote.start, quote.end):
            denied = DENIED.search(plain, max(quote.start, match.start() - 40), match.start())
            told.append((match.start(), match.end(), -side if denied else side))
    sides = [side for _, _, side in sorted(told)]
    if len(sides) < ENOUGH or len(set(sides)) != 1:
        return 0, (quote.start, quote.end)
    first = min(told)
    return sides[0], (first[0], first[1])
