"""Opinions, calls on a body, and deeds, told in the story's own voice: "backs", "urged ... to reject", "sponsored"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.extraction.findings import Basis
from stories.extraction.people.cast import Figure
from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, UNDO, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

MODAL = r"(?:will|would|can|could|may|might|to|must|should|'ll|'d|n't|not|cannot|never)(?: (?:still|also|only|fully|publicly|even|\w+ly))?"
BE = r"(?:is|are|was|were|be|been|am|'s|'re|remains?|remained|stands?|stood|came out|comes out|come out|spoke|speaks|speak|testified|argued|argues)"
DEGREE = r"(?: (?:all|both|still|now|also|personally|publicly|firmly|squarely|dead|\w+ly))?"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell a stance. `about` asks that their object be the story's matter (the word alone is too common)."""

    rule: str
    side: Side
    basis: Basis
    pattern: re.Pattern[str]
    about: bool = False
    noun: bool = False


def _cue(rule: str, side: Side, basis: Basis, pattern: str, *, about: bool = False, noun: bool = False) -> Cue:
    return Cue(rule, side, basis, re.compile(rf"(?:(?<![\w-])|(?=n't|'))(?:{pattern})(?![\w-])", re.IGNORECASE), about, noun)


CUES = (
    _cue(
        "stance verb", 1, "statement",
        rf"supports|supported|supporting|backs|backed|backing|favors|favou?red|favoring|endorses|endorsed|"
        rf"{MODAL} (?:support|back|favor|endorse|accept|champion|get behind)|champions|championed|"
        rf"{BE}{DEGREE} (?:for(?= (?:it|the|this|that|any|a|an)\b)|in favor of|in favor|in support of|supportive of|on board with|on board|behind(?= the\b))|"
        r"(?:threw|throws|put|puts) (?:his|her|their) (?:support|weight) behind|"
        r"(?:expressed|voiced|signaled|pledged|reiterated|offered|repeated) (?:\w+ )?support for|made (?:the|a) case for|argued for|argues for",
    ),
    _cue(
        "stance verb", -1, "statement",
        rf"opposes|opposed|opposing|objects? to|objected to|condemn(?:s|ed)|denounc(?:es|ed)|"
        rf"{MODAL} (?:oppose|reject|stomach)|(?:{BE}|still|now){DEGREE} (?:against|opposed to|opposed|in opposition to|in opposition)|"
        r"(?:expressed|voiced|reiterated|signaled) (?:\w+ )?opposition to|argued against|argues against|warned against|railed against|"
        r"(?:vowed|vows|pledged|promised|promises|will|plans|'ll) (?:to )?(?:campaign|fight|work|organize|rally) against|"
        r"(?:vowed|vows|pledged|promised|promises|will|'ll|plans) (?:to )?(?:fight|block|stop|kill|veto)",
    ),
    _cue(
        "stance verb", 1, "statement",
        r"likes|loves|praised|praises|applauded|applauds|welcomed|welcomes|defended|defends|hailed|hails|touted|touts|"
        r"embraced|embraces|lauded|lauds",
        about=True,
    ),
    _cue(
        "stance verb", -1, "statement",
        r"dislikes|criticized|criticizes|blasted|slammed|decried|decries|ripped|disagrees with|disagreed with|fought|fights|resists|resisted|"
        r"bristled at|questioned the need for|fighting|assailed|attacked",
        about=True,
    ),
    _cue(
        "stance noun", 1, "statement",
        r"(?:supporter|backer|proponent|advocate|champion|fan|defender)s?(?= of\b)|(?:visible|vocal|leading|chief|biggest|staunch|strong\w*|loudest|longtime|main|key|early) "
        r"(?:supporter|backer|proponent|advocate|champion|defender)s?",
        noun=True,
    ),
    _cue(
        "stance noun", -1, "statement",
        r"(?:opponent|critic|foe|skeptic)s?(?= of\b)|(?:visible|vocal|leading|chief|biggest|staunch|strong\w*|loudest|longtime|main|frequent|outspoken|fierce\w*|harsh\w*) "
        r"(?:opponent|critic|foe)s?",
        noun=True,
    ),
    _cue(
        "deed", 1, "action",
        r"sponsored|sponsors|sponsoring|co-sponsored|cosponsored|co-sponsors|introduced|authored|drafted|co-authored|co-wrote|"
        r"wrote the (?:ordinance|resolution|proposal|measure|bill|plan|amendment)|lobbied for|lobbying for|has lobbied for|campaigned for|campaigning for|pushed for|"
        r"pushing for|push for|petitioned for|led the (?:push|effort|drive|campaign|fight|charge) (?:for|to)|rallied for|(?:has )?championed|"
        r"signed(?= the (?:ordinance|agreement|contract|measure|bill|petition))|"
        r"(?:gathered|collected|submitted|turned in|delivered) (?:[\w,]+ ){0,4}signatures (?:for|supporting|in favor of|in support of|backing)",
    ),
    _cue(
        "deed", -1, "action",
        r"rejected|turned down|spurned|vetoed|said no to|lobbied against|lobbying against|campaigned against|campaigning against|"
        r"organized against|organizing against|petitioned against|rallied against|protested|led the (?:push|effort|drive|campaign|fight|charge) against|"
        r"led (?:a|the) (?:group|coalition) (?:against|opposing|opposed to|fighting)|been fighting|"
        r"spent (?:\S+ ){1,3}(?:fighting|battling|(?:trying|working) to (?:stop|block|kill|ground|halt|end|undo|defeat|derail|prevent))|"
        r"(?:has )?sued (?:\S+ ){0,4}(?:to (?:stop|block|halt|overturn)|over)|filed (?:a |an )?(?:lawsuit|suit|appeal|complaint|protest|challenge) (?:to (?:stop|block)|against|over|challenging)|"
        r"(?:gathered|collected|submitted|turned in|delivered|has) (?:[\w,]+ ){0,4}signatures (?:against|opposing|opposed|to stop|to block|from opponents)|"
        r"(?:would|will|did) (?:not|n't) (?:accept|sign|take)|refused to (?:sign|accept|take|support|back|join)|wo ?n't (?:accept|sign|take)|"
        r"(?:pulled|withdrew) (?:his|her|their) (?:support|backing|sponsorship)",
    ),
    _cue("sponsor", 1, "action", r"(?:(?:chief|lead|main|prime|primary|co-|its|the|bill's|measure's|ordinance's) ?)(?:sponsor|co-sponsor|author|architect)s?", noun=True),
)  # fmt: skip

CALLS = re.compile(
    r"\b(?:(?P<deed>asked|asks|asking|requested|petitioned|recommended|recommends|recommending|lobbied|moved|made (?:the|a) motion|proposed|proposes|proposing|offered (?:a|the) motion|introduced a motion)|"
    r"(?P<call>urged|urges|urging|called on|calls on|calling on|call on|pressed|implored|pleaded with|pleaded|begged|encouraged|encourages|"
    r"wants|wanted|want|told|advised|pushed|pushing|hopes|hoped|prefers|would like|would prefer|would rather|'d like|'d rather|tried|trying|lobbying|lobbies))"
    r"(?P<who>(?: (?!to\b|not\b|and\b|but\b|that he|that she)[\w$.,'-]+){0,10}?) ?(?P<neg>not )?(?:to|should|that \w+) (?:immediately |instead |now )?"
    rf"(?:(?P<yes>{ACCEPT})|(?P<no>{REFUSE})|(?P<undo>{UNDO})|(?P<keep>{KEEP}))\b",
    re.IGNORECASE,
)
WANTS_DONE = re.compile(
    rf"\b(?:wants|wanted|want|would like)(?P<what>(?: [\w'-]+){{1,6}}?) (?:to be )?(?:(?P<no>taken down|taken out|removed|gone|stopped|rejected|scrapped|killed|"
    r"withdrawn|ended|repealed|torn out|voted down|thrown out|denied|dropped|grounded)|(?P<yes>approved|passed|adopted|built|renewed|kept|restored|funded|signed|enacted))\b",
    re.IGNORECASE,
)
NOMINAL = re.compile(
    r"\b(?:urged|urges|recommended|recommends|called for|calls for|calling for|call for|pushed for|asked for|advocated|advocates) "
    r"(?:an? |the )?(?:(?P<yes>approval|passage|adoption|a? ?yes vote|renewal|support)|(?P<no>rejection|denial|a? ?no vote|defeat|vote against|an? end))\b",
    re.IGNORECASE,
)
WISHED = re.compile(r"\b(?:asked|asks|requested|requests|proposed|proposes|proposing|called) (?:(?:the )?\w+ (?=for))?(?:for )?(?=(?:the |a |an |more |its )?[\w$])", re.IGNORECASE)
POSSESSED = re.compile(r"(?:'s|s') (?:\w+ )?(?:request|push|bid|effort|campaign|call|proposal|plea) (?:to|for)\b", re.IGNORECASE)
BUT_NOT = re.compile(r"^[^.;:\"]{2,60}? but (?:not|opposes|is against|is not for) (?P<other>[^.,;]+)", re.IGNORECASE)
LETTER = re.compile(r"\b(?:letter|memo|petition|written request|filing|motion)\b", re.IGNORECASE)

NEGATED = re.compile(
    r"(?:n't|\bnot|\bnever|\bno longer|\bcannot|\bwithout|refus\w+ to|declin\w+ to|unable to|unwilling to|fail\w* to|"
    r"stop\w* short of|\bneither)(?: (?:\w+ly|yet|be|been|to|in|a|an|any|say (?:she|he|they)|come out|take|the))*\s*$",
    re.IGNORECASE,
)
SHORT_OF = re.compile(r"(?:stop\w* short of|declin\w+ to|(?:has|have|had|is|are|was|did)(?: not|n't)(?: \w+ly| yet)?|without)\s*$", re.IGNORECASE)
SUPPOSED = re.compile(r"\b(?:whether|if|unless|until|would have|could have|may|might|could|asked (?:\w+ ){1,3}(?:whether|if|why))\b[^,;]*$", re.IGNORECASE)
FORMER = re.compile(r"\b(?:had|once|previously|formerly|originally|initially|used to|after|despite|earlier)\b[^,;]{0,24}$", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|get|got)(?: \w+ly)? $", re.IGNORECASE)
EITHER = re.compile(r"^ (?:or|nor|and) (?:oppos|support|against|for\b)|^ex", re.IGNORECASE)
NOT_SUPPORT = re.compile(r" (?:him|her|them|us|me|you|each other|colleagues?|candidates?|up\b|down\b|off\b|away\b|out\b|into\b)\b", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all stances that the story tells in its own voice."""
    for cue in CUES:
        for match in cue.pattern.finditer(scene.document.plain):
            if not scene.in_speech(match.start()) and not EITHER.match(scene.document.plain[match.end() :][:12]):
                yield from _of_cue(scene, cue, match)
    yield from _calls(scene)


def _of_cue(scene: Scene, cue: Cue, match: re.Match[str]) -> Iterator[Reading]:
    before, after = scene.before(match.start()), scene.after(match.end())
    towards = scene.side_after(match.end())
    if SUPPOSED.search(before) or NOT_SUPPORT.match(after) or (cue.about and not scene.is_matter(after)):
        return
    side = _negated(before + (match[0][: match[0].rfind(" ") + 1] if cue.side > 0 else ""), cue.side) if not cue.noun else cue.side
    if side is None:
        return
    side = side * (towards or 1)  # type: ignore[assignment]
    matter = scene.object_after(match.end())
    holders = scene.holders.of_noun if cue.noun else scene.holders.of_verb
    for figure in holders(match.start()):
        stale = FORMER.search(before) is not None
        yield scene.reading(figure, stance_of(side), cue.basis, match.start(), match.end(), cue.rule, matter, stale=stale)
        if other := BUT_NOT.match(after):
            yield scene.reading(figure, stance_of(-side), cue.basis, match.start(), match.end(), cue.rule, other["other"])


def _negated(before: str, side: Side) -> Side | None:
    """What a negation before the words makes of their side; None where they then say nothing."""
    if not NEGATED.search(before):
        return side
    if side < 0:
        return 0
    return None if SHORT_OF.search(before) else -1


def _calls(scene: Scene) -> Iterator[Reading]:
    """What people ask, urge or want others to do, or move themselves."""
    plain = scene.document.plain
    for match in CALLS.finditer(plain):
        yield from _call(scene, match)
    for pattern in (WANTS_DONE, NOMINAL):
        for match in pattern.finditer(plain):
            yield from _call(scene, match)
    for match in WISHED.finditer(plain):
        if scene.is_wish(match.end()):
            yield from _said(scene, match, scene.holders.of_verb(match.start()), 1, "action", "request")
    for match in POSSESSED.finditer(plain):
        holders = scene.holders.before(match.start(), scene.sentence(match.start())[0])[-1:]
        yield from _said(scene, match, holders, scene.side_after(match.end()) or 1, "action", "request")


def _call(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    groups = match.groupdict()
    if groups.get("undo") or groups.get("keep"):
        side = scene.side_after(match.start("undo") if groups.get("undo") else match.start("keep"))
    else:
        side = -1 if groups.get("no") else 1
        side = side * (scene.side_after(match.end()) or 1)  # type: ignore[assignment]
    if side is None or SUPPOSED.search(scene.before(match.start())) or PASSIVE.search(scene.before(match.start())):
        return
    if groups.get("neg"):
        side = -side  # type: ignore[assignment]
    by_deed = groups.get("deed") or LETTER.search(scene.before(match.start()))
    basis: Basis = "action" if by_deed else "statement"
    yield from _said(scene, match, scene.holders.of_verb(match.start()), side, basis, "call on others")


def _said(
    scene: Scene, match: re.Match[str], holders: tuple[Figure, ...], side: Side, basis: Basis, rule: str
) -> Iterator[Reading]:
    if scene.in_speech(match.start()) or NEGATED.search(scene.before(match.start())):
        return
    matter = scene.object_after(match.end())
    for figure in holders:
        yield scene.reading(figure, stance_of(side), basis, match.start(), match.end(), rule, matter)
