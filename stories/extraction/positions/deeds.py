"""Deeds short of a vote: sponsoring, asking for, rejecting, suing, petitioning, lobbying."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis
from stories.extraction.grammar.hedges import is_dated, is_former, is_negated, is_passive, is_supposed
from stories.extraction.people.cast import Figure
from stories.extraction.positions.direction import OBJECT, direction
from stories.extraction.positions.matters import is_information
from stories.extraction.positions.polarity import Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

ADVISED = re.compile(
    r"\brecommend(?:ed|s|ing)(?! (?:approval|adoption|passage|denial|rejection|against|that|to)\b)(?= "
    r")",
    re.IGNORECASE,
)
WROTE = re.compile(
    r"\b(?:wrote|crafted) (?=the )(?!the (?:letter|e-?mail|memo|book|column|op-ed|report|words?|"
    r"song|check|court|council|board|commission|committee|city|county|town|state|governor|mayor|newspaper|paper))",
    re.IGNORECASE,
)
BROUGHT = re.compile(
    r"\b(?:sponsored|sponsors|sponsoring|co-sponsored|cosponsored|co-sponsors|co-sponsoring|"
    r"introduced|introducing|authored|drafted|co-authored|"
    r"co-wrote|spearheaded|wrote (?=the (?:ordinance|resolution|proposal|measure|bill|plan|"
    r"amendment))|wrote (?=an? (?:ordinance|resolution|proposal|measure|bill|amendment))|help(?:ed|"
    r"s) (?:to )?(?:write|draft|craft|author)|proposed|proposes|is proposing|"
    r"signed (?=the (?:ordinance|agreement|contract|measure|bill|petition)))(?![\w-])",
    re.IGNORECASE,
)
WROTE_IT = re.compile(r"\b(?:wrote|drafted|sponsored|introduced) it\b", re.IGNORECASE)
A_MEASURE = re.compile(
    r"\b(?:bill|ordinance|measure|resolution|proposal|plan|limit|cap|ban|rule|policy|law|amendment)\b", re.IGNORECASE
)
BROUGHT_BY = re.compile(
    r",? (?:which (?:is|was) |is |was |that (?:is|was) )?(?:co-?)?(?:sponsored|introduced|authored|drafted|proposed|"
    r"championed|written|requested|brought(?: forward)?|put forward) by ",
    re.IGNORECASE,
)
MADE = re.compile(
    r"\b(?:negotiated|brokered|hammered out|struck|crafted|engineered|assembled|shepherded|pitched|floated|"
    r"put forward|put forth|brought forward|brought(?= (?:the|this|his|her) (?:[\w-]+ ){0,2}?(?:proposal|"
    r"ordinance|measure|"
    r"resolution|idea|bill|plan)\b)|steered|filed|carried|got(?= (?:an?|the) (?:[\w$-]+ ){0,4}?(?:through|past|"
    r"passed)\b)) "
    r"(?=(?:the|a|an|this|its|his|her|their|that) )",
    re.IGNORECASE,
)
AGENDA = re.compile(
    r"\b(?:put|placed|puts|places|got|added) (?P<what>(?:the |it\b|this |a |"
    r"an )[\w' -]{0,40}?)on the (?:\w+ )?agenda\b",
    re.IGNORECASE,
)
ITS_MAKER = re.compile(
    r"\b(?P<what>(?:the|this|that) [\w' -]{2,40}?) (?:is|was) (?P<whose>(?:his|her|their|"
    r"(?:[A-Z][\w.-]+ )*[A-Z][\w.-]+'s?)) "
    r"(?:own )?(?:proposal|idea|brainchild|bill|initiative|project|plan|measure|ordinance|resolution)\b"
)
OFFERED = re.compile(
    r"\b(?:brought|took|carried|put) (?:the )?(?:court|council|board|commission|commissioners|county|city|town|village|"
    r"trustees|supervisors|committee|jury) (?=(?:an?|the|its|his|her) (?:[\w$.,-]+ ){0,3}?(?:offer|proposal|plan|"
    r"ordinance|measure|resolution|deal|bill|idea|bid|contract)\b)",
    re.IGNORECASE,
)
NEARBY = 250  # characters before "wrote it" in which the measure is named
REFUSED = re.compile(
    r"\b(?:rejected|turned down|spurned|vetoed|said no to|protested|been fighting|(?:would|will|"
    r"did) (?:not|n't) (?:accept|sign|take)|"
    r"(?:wouldn't|won't|didn't) (?:accept|sign|take)|refused to (?:sign|accept|take|support|back|"
    r"join)|pulled (?:his|her|their) (?:support|backing|sponsorship|name)|"
    r"withdrew (?:his|her|their) (?:support|backing|sponsorship)|blocked|pulled out of)(?![\w-])",
    re.IGNORECASE,
)
EFFORT = re.compile(
    r"\b(?:(?P<work>lobb(?:ied|ying|ies)|campaign(?:s|ed|ing)|push(?:es|ed|ing)|rall(?:ied|ying)|"
    r"petition(?:s|ed|ing)|organiz(?:es|ed|ing)|"
    r"sued|suing|worked|working|fought|fighting|tried|trying|pressed)|(?P<talk>spoke|speaks|"
    r"testified|argued|argues|came out|wrote|writes)|"
    r"(?P<pledge>(?:will|vowed to|pledged to|plans to|promised to|'ll|would) (?:still "
    r")?(?:campaign|fight|work|organize|rally|lobby|speak out|push)))"
    r"(?: (?!for\b|against\b|to\b|in\b)[\w']+){0,4}",
    re.IGNORECASE,
)
CAMPAIGN = re.compile(
    r"\b(?:(?:gather|collect|submitt|deliver|circulat|start|launch|creat|organiz|lead|led|head|"
    r"found|fil|join|mount|spearhead|run|sign|beg[au]n|turned in|hold|held|has|have)\w*)"
    r"(?: (?!for\b|against\b|to\b)[\w$,'.-]+){0,6}? (?:signatures?|petition|group|campaign|effort|"
    r"push|drive|fight|lawsuit|suit|appeal|coalition|rally|protest|movement|charge|motion)(?: "
    r"(?:drive|campaign|effort|group|push))?"
    r"(?: (?:from|of|by) [\w ]{2,30}?)?(?= |,)",
    re.IGNORECASE,
)
FOUGHT = re.compile(r"\b(?:fought|fights|fighting|battled|battling)\b(?! (?:for|to)\b)", re.IGNORECASE)
SPENT = re.compile(r"\bspent (?:\S+ ){1,3}(?:fighting|battling|opposing)\b", re.IGNORECASE)
LONG_AGO = re.compile(
    r"\W*(?:(?:last|a|\w+) (?:year|term|years|decade|decades)(?: ago)?|in (?:19|20)\d\d|back in)\b", re.IGNORECASE
)
ASKED = re.compile(
    r"\b(?:(?:asked|asks|asking)(?: (?!for\b|if\b|whether\b|about\b)[\w'.-]+){0,5}|called|calls|"
    r"calling) for (?=[\w$])|\brequest(?:ed|s|ing) (?=[\w$])",
    re.IGNORECASE,
)
POSSESSED = re.compile(
    r"(?:'s|s') (?:\w+ )?(?:request|push|bid|effort|campaign|call|proposal|plea)(?= (?:to|for|against)\b)",
    re.IGNORECASE,
)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all deeds that the story tells in its own voice."""
    plain = scene.document.plain
    for pattern, side in ((BROUGHT, 1), (OFFERED, 1), (REFUSED, -1), (SPENT, -1)):
        for match in pattern.finditer(plain):
            yield from _done(scene, match, side)
    yield from _made(scene)
    for pattern, side in ((WROTE, 1), (MADE, 1), (ADVISED, 1), (FOUGHT, -1)):
        for match in pattern.finditer(plain):
            if scene.is_matter(scene.after(match.end())):
                yield from _done(scene, match, side)
    yield from _written(scene)
    for pattern in (EFFORT, CAMPAIGN):
        for match in pattern.finditer(plain):
            yield from _effort(scene, match)
    for match in ASKED.finditer(plain):
        if scene.is_wish(match.end()) and not is_passive(scene.before(match.start()), match[0]):
            yield from _told(scene, match, match.end(), 1, "action", "request")
    for match in POSSESSED.finditer(plain):
        way = direction(scene, match.end())
        holders = scene.holders.before(match.start(), scene.sentence(match.start())[0])[-1:]
        yield from _told(
            scene,
            match,
            way.end if way else match.end(),
            way.side if way else 1,
            "action",
            "request",
            holders,
        )


def _made(scene: Scene) -> Iterator[Reading]:
    """ "Put the lease on the agenda", "the program was her idea"."""
    for match in AGENDA.finditer(scene.document.plain):
        if scene.is_matter(match["what"]):
            yield from _told(scene, match, match.end(), 1, "action", "deed")
    for match in ITS_MAKER.finditer(scene.document.plain):
        if scene.is_matter(match["what"]):
            names = scene.holders.of_owner(match.start("whose"))
            yield from _told(scene, match, match.end(), 1, "action", "deed", names)


def _written(scene: Scene) -> Iterator[Reading]:
    """ "Lee wrote it", of a measure named before; "the ordinance, sponsored by Lee"."""
    plain = scene.document.plain
    for match in WROTE_IT.finditer(plain):
        if A_MEASURE.search(plain, max(0, match.start() - NEARBY), match.start()):
            yield from _told(scene, match, match.end(), 1, "action", "deed")
    for match in BROUGHT_BY.finditer(plain):
        named = " ".join(plain[max(0, match.start() - NEARBY) : match.start()].split()[-OBJECT:])
        asked = "requested" in match[0] and is_information(named.rsplit(" the ", 1)[-1])  # "the meeting was requested"
        if scene.is_matter(named) and "amendment" not in named and not asked:
            names = scene.holders.list_from(match.end(), scene.sentence(match.start() + 1)[1])
            yield from _told(scene, match, match.end(), 1, "action", "deed", names)


def _done(scene: Scene, match: re.Match[str], side: Side) -> Iterator[Reading]:
    """A deed done to an object: its side turns where the object undoes the matter; procedure is no deed."""
    towards = scene.side_after(match.end())
    before = scene.before(match.start())
    passive = is_passive(before, match[0])
    if towards is not None and not passive and not is_negated(before) and not scene.is_person(match.end()):
        yield from _told(scene, match, match.end(), side * towards, "action", "deed")


def _effort(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    way = direction(scene, match.end())
    if way is None or is_negated(scene.before(match.start())) or not scene.may_be_matter(way.end):
        return
    groups = match.groupdict()
    basis: Basis = "statement" if groups.get("talk") or groups.get("pledge") else "action"
    yield from _told(scene, match, way.end, way.side, basis, "effort")


def _told(
    scene: Scene,
    match: re.Match[str],
    end: int,
    side: Side,
    basis: Basis,
    rule: str,
    holders: tuple[Figure, ...] | None = None,
) -> Iterator[Reading]:
    before = scene.before(match.start())
    if is_supposed(before) or is_negated(before):
        return
    if scene.in_speech(match.start()) and not scene.may_be_matter(end):
        return
    matter = scene.object_after(end)
    for figure in scene.holders_at(match.start(), alone=True) if holders is None else holders:
        yield scene.reading(
            figure,
            stance_of(side),
            basis,
            match.start(),
            end,
            rule,
            matter,
            stale=_is_past(basis, rule, before, scene.after(end)),
        )


def _is_past(basis: Basis, rule: str, before: str, after: str) -> bool:
    """Words said formerly, and efforts of a former time, give way to what is told of the present."""
    if rule == "deed" and LONG_AGO.match(before):
        return True
    return (basis == "statement" and is_former(before)) or (rule == "effort" and is_dated(after))
