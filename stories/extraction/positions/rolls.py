"""Roll calls told in sentences: who joined whom, who made up the majority, who was the one, who broke the tie."""

import re
from collections.abc import Iterator

from stories.extraction.people.cast import Figure
from stories.extraction.positions.polarity import ACCEPT, REFUSE, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

CAMP = r"the (?P<camp>majority|minority)"
WAY = (
    rf"(?:{CAMP}|(?:voting |casting )?(?:an? |the )?(?:(?P<yes>yes|aye|in favor(?: of)?|for|support(?:ing)?(?: of)?|"
    r"backing|favoring|approving)|(?P<no>no|nay|against|opposition(?: to)?|opposing|rejecting|dissent(?:ing)?)|"
    rf"to (?:(?P<accept>{ACCEPT})|(?P<refuse>{REFUSE})))\b(?: votes?)?)"
)
JOINED = re.compile(rf"\bjoin(?:s|ed|ing)? (?P<names>[^.;\"]{{2,140}}?),? (?:in|by) {WAY}", re.IGNORECASE)
MADE_UP = re.compile(rf"\b(?:made up|makes? up|making up|formed|forms?|composed|rounded out) {CAMP}\b", re.IGNORECASE)
WERE_CAMP = re.compile(
    r"\b(?:the|in the) (?P<camp>majority|minority)(?: (?:bloc|votes?))?(?: were| was|:| included| consisted of) ",
    re.IGNORECASE,
)
THE_ONE = re.compile(
    r"(?:^|(?<=[.!?;\"] )|(?<=\n))(?:The|That) (?:one|lone|only|sole|single|two|three|other|holdouts?|exceptions?|"
    r"dissent(?:er)?s?)(?: (?:one|other|two|exceptions?|holdouts?|dissent(?:er)?s?))? (?:was|were|came from|belonged "
    r"to) ",
    re.MULTILINE,
)
TIE = re.compile(
    r"\b(?P<verb>broke|breaking|cast|casting|settled|settling) (?:the |an? |(?:\d+-\d+ )){1,2}"
    r"(?:tie-?breaking vote|tie-?breaker|tie|deadlock)\b(?: by voting| with an?)?(?:,? (?P<way>against|for|in favor|"
    r"yes|no|to \w+))?",
    re.IGNORECASE,
)
ONE_AGAINST = re.compile(r"\b(?:\d{1,2}(?:-| to )[1-4]|all but (?:one|two|three)|with (?:one|two) exceptions?)\b", re.I)
NEGATIVE = re.compile(r"against|no\b|to (?:deny|reject|kill|block)", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of votes that a sentence tells by who stood with whom."""
    for pattern, rule in ((JOINED, _joined), (MADE_UP, _made_up), (WERE_CAMP, _were), (THE_ONE, _one), (TIE, _tie)):
        for match in pattern.finditer(scene.document.plain):
            if not scene.in_speech(match.start()):
                yield from rule(scene, match)


def _joined(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "Lee joined Ruiz and Hart in voting yes": all of them did."""
    names = scene.holders.of_verb(match.start()) + scene.holders.after(match.start("names"), match.end("names"))
    yield from _readings(scene, match, names, _side(scene, match))


def _made_up(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    yield from _readings(scene, match, scene.holders.of_verb(match.start()), _side(scene, match))


def _were(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    names = scene.holders.list_from(match.end(), scene.sentence(match.start())[1])
    yield from _readings(scene, match, names, _side(scene, match))


def _one(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "It passed 6-1. The one was Lee." """
    paragraph = scene.document.paragraph_at(match.start())
    before = scene.document.plain[paragraph.start if paragraph else 0 : match.start()]
    if ONE_AGAINST.search(before):
        names = scene.holders.list_from(match.end(), scene.sentence(match.start())[1])
        outcome = scene.motions.outcome(match.start())
        yield from _readings(scene, match, names, None if outcome is None else -outcome)


def _tie(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """Whoever breaks a tie votes as the motion goes, or as the words after it say."""
    side = scene.motions.outcome(match.end())
    if match["way"]:
        side = -1 if NEGATIVE.match(match["way"]) else scene.side_after(match.end())
    start, _ = scene.sentence(match.start())
    names = scene.holders.before(match.start(), start)[-1:] or scene.holders.of_verb(match.start())
    yield from _readings(scene, match, names, side)


def _side(scene: Scene, match: re.Match[str]) -> Side | None:
    groups = match.groupdict()
    if camp := groups.get("camp"):
        outcome = scene.motions.outcome(match.start())
        return outcome if outcome is None or camp.casefold() == "majority" else -outcome
    bare = not scene.object_after(match.end())
    towards = scene.motions.before(match.start()) if bare else scene.side_after(match.end())
    against = groups.get("no") or groups.get("refuse")
    return towards if towards is None or not against else -towards


def _readings(scene: Scene, match: re.Match[str], names: tuple[Figure, ...], side: Side | None) -> Iterator[Reading]:
    if side is not None:
        for figure in dict.fromkeys(names):
            yield scene.reading(figure, stance_of(side), "past_vote", match.start(), match.end(), "roll call")
