"""Opinions told in the story's own voice: "backs the deal", "is against it", "a vocal critic", "the sponsor"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.extraction.findings import Basis
from stories.extraction.grammar.hedges import is_dated, is_former, is_passive, is_supposed, negated
from stories.extraction.positions.polarity import Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

MODAL = (
    r"(?:will|would|can|could|may|might|to|must|should|'ll|'d|n't|not|cannot|never)(?: (?:still|also|"
    r"only|fully|publicly|even|\w+ly))?"
)
BE = (
    r"(?:is|are|was|were|be|been|am|'s|'re|remains?|remained|stands?|stood|came out|comes out|come "
    r"out|coming out|spoke|speaks|speak|"
    r"testified|argued|argues)"
)
IS = r"(?:is|are|was|were|be|been|am|'s|'re|remains?|came out|comes out)"
DEGREE = (
    r"(?: (?:on (?:the )?record(?: as)?|all|both|still|now|also|personally|publicly|firmly|squarely|dead|\w+ly)){0,2}"
)
RANK = (
    r"(?:visible|vocal|leading|chief|biggest|staunch|strong\w*|loudest|longtime|main|key|early|"
    r"frequent|outspoken|fierce\w*|harsh\w*|firm\w*|avid|ardent)"
)
VOICED = (
    r"(?:expressed|voiced|signaled|pledged|reiterated|offered|repeated|announced|declared|stated|"
    r"indicated)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell a stance. `about` asks that their object be the story's matter: the word alone is too common."""

    rule: str
    side: Side
    basis: Basis
    pattern: re.Pattern[str]
    about: bool = False
    noun: bool = False


def _cue(
    rule: str,
    side: Side,
    pattern: str,
    *,
    basis: Basis = "statement",
    about: bool = False,
    noun: bool = False,
) -> Cue:
    bounded = rf"(?:(?<![\w-])|(?=n't|'))(?:{pattern})(?![\w-])"
    return Cue(rule, side, basis, re.compile(bounded, re.IGNORECASE), about, noun)


CUES = (
    _cue(
        "stance phrase",
        1,
        rf"{MODAL} (?:accept|get behind|stand behind|live with|stick with|stay with|sign off on|"
        rf"get on board with|go along(?: with)?)|"
        r"(?:vowed|vows|pledged|pledges|promised|promises|plans) to sign(?= (?:it|the|this)\b)|"
        r"came around to|came around on|has come around to|"
        rf"{IS}{DEGREE} for(?= (?:it|one|the|this|that|any|a|an|letting|keeping)\b)|{BE}{DEGREE} (?:in "
        rf"favor of|in favor|in support of|on board with|on board|behind(?= the\b))|"
        rf"(?:threw|throws|put|puts) (?:his|her|their) weight behind|made (?:the|a) case for|"
        rf"made no secret of (?:his|her|their) (?:support|backing)|argued for|argues for|"
        rf"{IS}{DEGREE} all in(?= on\b| for\b|[.,;]|$)|could get to \"?yes",
    ),
    _cue(
        "stance phrase",
        -1,
        rf"made no secret of (?:his|her|their) (?:opposition|distaste)|{MODAL} (?:reject|stomach)|"
        rf"(?:{BE}|still|now){DEGREE} \"?(?:dead set |dead-set |unalterably )?(?:against|in opposition to|"
        rf"in opposition)|"
        r"turned against|(?:promised|promises|threatened|threatens|vowed|pledged) (?:a|his|her|to) veto|"
        r"argued against|argues against|warned against|(?:vowed|vows|pledged|"
        r"promised|promises|will|plans|'ll|would) (?:to )?(?:fight|block|stop|kill|veto)(?! (?:to|"
        r"for)\b)",
    ),
    _cue(
        "sponsor",
        1,
        r"(?:chief|lead|main|prime|primary|co-|its|the|\w+'s) ?(?:co-)?(?:sponsor|author|architect)s?",
        basis="action",
        noun=True,
    ),
)
WERE = re.compile(r"(?:was|were)\b", re.IGNORECASE)
BUT_NOT = re.compile(
    r"^[^.;:\"]{2,60}? but (?:not(?! all| every)|opposes|is against|is not for) (?P<other>[^.,;]+)",
    re.IGNORECASE,
)
BOTH_WAYS = re.compile(r"[^.;]{0,30}\beither\b", re.IGNORECASE)
NOT_FOR = re.compile(r"(?:n't|\bnot)(?: \w+ly)? for$", re.IGNORECASE)
EITHER = re.compile(r" (?:or|nor|and) (?:oppos|support|against|for\b)|ex", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all opinions that the story tells in its own voice."""
    for cue in CUES:
        for match in cue.pattern.finditer(scene.document.plain):
            if _counts(scene, cue, match):
                yield from _of_cue(scene, cue, match)


def _counts(scene: Scene, cue: Cue, match: re.Match[str]) -> bool:
    after = scene.after(match.end())
    neither = BOTH_WAYS.match(after) and NOT_FOR.search(scene.before(match.end()))
    if EITHER.match(after) or neither:
        return False
    if scene.is_person(match.end()) or is_supposed(scene.before(match.start())):
        return False
    if not cue.noun and " " not in match[0] and not scene.is_active(match.start()):
        return False
    if (
        is_passive(scene.before(match.start()), match[0])
        and match[0].endswith("ed")
        and match[0].casefold() != "opposed"
    ):
        return False
    return not cue.about or scene.is_matter(after)


def _of_cue(scene: Scene, cue: Cue, match: re.Match[str]) -> Iterator[Reading]:
    before = scene.before(match.start())
    own_words, verb = match[0].split()[0], match[0].split()[-1]  # "not support" brings its own denial
    side = cue.side if cue.noun else negated(before + own_words + " ", cue.side)
    if side is None or (side < 0 < cue.side and verb.startswith("endors")):
        return  # who does not endorse does not oppose
    side *= scene.side_after(match.end()) or 1
    holders = scene.holders.of_noun if cue.noun else scene.holders_at
    stale = is_former(before if cue.noun else before + own_words + " ") or (
        verb.endswith("ed") and is_dated(scene.after(match.end()))
    )
    place = (match.start(), match.end(), cue.rule)
    voted = WERE.match(match[0]) and not scene.in_speech(match.start()) and scene.vote_told_near(match.start())
    basis: Basis = "past_vote" if voted else cue.basis
    for figure in holders(match.start()):
        matter = scene.object_after(match.end())
        yield scene.reading(figure, stance_of(side), basis, *place, matter, stale=stale, weak=cue.about)
        if other := BUT_NOT.match(scene.after(match.end())):
            yield scene.reading(figure, stance_of(-side), cue.basis, *place, other["other"])
