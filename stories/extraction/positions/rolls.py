"""Roll calls told in sentences: who joined whom, who made up the majority, who was the one, who broke the tie."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis
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
MADE_UP = re.compile(
    rf"\b(?:made up|makes? up|making up|formed|forms?|composed|rounded out|completed|joined|were in|was in) {CAMP}\b",
    re.IGNORECASE,
)
ROUNDED = re.compile(r"\b(?:round(?:ed|ing) (?:it|them|things) out|filled it out)\b", re.IGNORECASE)
SIDE = re.compile(
    r"\b(?:on|in) the (?:(?P<losing>losing|short|wrong|minority)|winning|prevailing|majority) (?:side|end)\b",
    re.IGNORECASE,
)
VOTES_OF = re.compile(
    r"\b(?:carried|passed|prevailed|won|approved|adopted|survived|advanced|cleared|failed|lost|died|fell|it|denied|"
    r"rejected)\b(?: [\w'-]+){0,4}? (?:with|on|thanks to) (?:the )?(?:\w+ )?(?:votes?|support|backing) (?:of|from) ",
    re.IGNORECASE,
)
NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
COUNTED = re.compile(
    rf"(?:^|(?<=[.!?;\"] )|(?<=\n))The (?P<number>{'|'.join(NUMBERS)})(?: (?:members|votes?|yes votes|"
    rf"supporters|who did))?"
    r"(?::| were| was) ",
    re.MULTILINE,
)
SCORE = re.compile(r"\b(?P<yes>\d{1,2})(?:-| to )(?P<no>\d{1,2})\b")
OTHER_VOTE = re.compile(
    r"\bThe (?:other|second|third|fourth|remaining|lone|only|sole|single|deciding|final) "
    r"(?:(?P<no>no|nay|dissent\w*|objection)|(?P<yes>yes|aye))(?: votes?)? "
    r"(?:came from|was|belonged to|came by way of|was cast by) (?!the (?:first|only))",
    re.IGNORECASE,
)
INVERTED = re.compile(
    r"(?:^|(?<=[.!?;\"] )|(?<=\n))(?:(?P<yes>Backing|Supporting|Favoring|Approving|For|In favor(?: of)?|Behind)|"
    r"(?P<no>Opposing|Against|Opposed(?: to)?|Rejecting|Fighting|Resisting))(?: (?:it|them|this|that|(?:the|"
    r"a) [\w' -]{2,40}?))?"
    r" (?:were|was|are|is) (?=[A-Z]|the |council|board|at-large|both |all )",
    re.MULTILINE,
)
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
EARLIER = 600  # characters between a tally and the names that go with it
NEGATIVE = re.compile(r"against|no\b|to (?:deny|reject|kill|block)", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of votes that a sentence tells by who stood with whom."""
    for pattern, rule in RULES:
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


def _rounded(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "Lee and Ruiz rounded it out": the majority told before."""
    yield from _readings(scene, match, scene.holders.of_verb(match.start()), scene.motions.outcome(match.start()))


def _on_side(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    outcome = scene.motions.outcome(match.start())
    side = outcome if outcome is None or not match["losing"] else -outcome
    names = scene.holders.before(match.start(), scene.sentence(match.start())[0])
    yield from _readings(scene, match, names or scene.holders.of_verb(match.start()), side)


def _votes_of(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "The limit carried with the votes of Lee and Ruiz"."""
    names = scene.holders.list_from(match.end(), scene.sentence(match.start())[1])
    yield from _readings(scene, match, names, scene.motions.outcome(match.end()))


def _counted(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "It passed 5-2. ... The five: Lee, Ruiz ..." are those who voted as many."""
    scores = list(SCORE.finditer(scene.document.plain, max(0, match.start() - EARLIER), match.start()))
    outcome = scene.motions.outcome(match.start())
    if not scores or outcome is None:
        return
    number, yes, no = NUMBERS[match["number"]], int(scores[-1]["yes"]), int(scores[-1]["no"])
    if number not in {yes, no} or yes == no:
        return
    names = scene.holders.list_from(match.end(), scene.sentence(match.end())[1])
    yield from _readings(scene, match, names, outcome if number == yes else -outcome)


def _other_vote(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    names = scene.holders.list_from(match.end(), scene.sentence(match.end())[1])
    towards = scene.motions.before(match.start())
    yield from _readings(scene, match, names, towards if towards is None or not match["no"] else -towards)


def _inverted(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "Backing it were Lee and Ruiz"."""
    names = scene.holders.listed(match.end(), scene.sentence(match.start())[1])
    taken = SCORE.search(scene.document.plain, max(0, match.start() - EARLIER), match.start())
    for figure in dict.fromkeys(names):
        basis: Basis = "past_vote" if taken else "statement"
        stance = stance_of(-1 if match["no"] else 1)
        yield scene.reading(figure, stance, basis, match.start(), match.end(), "roll call")


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


RULES = (
    (JOINED, _joined),
    (MADE_UP, _made_up),
    (ROUNDED, _rounded),
    (SIDE, _on_side),
    (VOTES_OF, _votes_of),
    (COUNTED, _counted),
    (OTHER_VOTE, _other_vote),
    (INVERTED, _inverted),
    (WERE_CAMP, _were),
    (THE_ONE, _one),
    (TIE, _tie),
)
