"""What people urge, ask or want a body to do: "urged the council to reject", "wants every camera taken down"."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis
from stories.extraction.grammar.hedges import is_negated, is_passive, is_supposed
from stories.extraction.positions.matters import is_measure
from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, UNDO, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

MORE = r"add|raise|increase|spend|provide|set aside|restore|expand|award|invest|require|rezone|annex|lower|double|lift"
CALL = re.compile(
    r"\b(?:(?P<deed>asked|asks|asking|requested|petitioned|recommended|recommends|recommending|"
    r"(?:will|would|plans to|intends to|vowed to) move|request|petition|recommend|ask|"
    r"lobbied|moved|moves|ma(?:de|kes|king) (?:the|a) motion|proposed|proposes|"
    r"proposing|offered (?:a|the) motion|introduced a motion|tried|trying)|"
    r"(?P<call>urged?|urges|urging|beg|implore|prefer|called on|calls on|calling on|call on|calls for|called for|"
    r"pressed|implored|pleaded with|pleaded|begged|encouraged|encourages|"
    r"wants|wanted|want|told|tells|advised|pushed|pushing|hopes|hoped|prefers|would like|would "
    r"prefer|would rather|'d like|'d rather))"
    r"(?P<who>(?: (?!to\b|not\b|and\b|but\b|that he|that she|he\b|she\b|they\b)[\w$.,'-]+){0,10}?) "
    r"?(?P<neg>not )?(?:to|should|must|ought to|needs to|should be|must be) (?:immediately |"
    r"instead |now )?"
    rf"(?P<neg2>not )?(?:(?P<yes>{ACCEPT}|{MORE})|(?P<no>{REFUSE})|(?P<content>{UNDO}|{KEEP}))\b",
    re.IGNORECASE,
)
SHOULD = re.compile(
    r"\b(?:said|says|believes|thinks|argued|argues|insisted|wrote|told \w+(?: \w+)?|warned)(?: "
    r"that)? (?P<who>(?:the |a )?(?:council|board|commission|county|city|town|village|district|"
    r"commissioners|supervisors|trustees|members|legislators|it|they|he|she)) (?:should|must|ought "
    r"to|needs? to|has to|have to) (?P<neg>not )?"
    rf"(?:(?P<yes>{ACCEPT})|(?P<no>{REFUSE})|(?P<content>{UNDO}|{KEEP}))\b",
    re.IGNORECASE,
)
NOT_TO = re.compile(
    r"\b(?:urged|urges|urging|begged|begs|implored|pleaded with|asked|warned|told|advised|called on|pressed|cautioned) "
    r"(?:the )?(?:\w+ )?(?:council|board|court|commission|committee|commissioners|supervisors|trustees|aldermen|"
    r"directors|members|selectmen|assembly|jury|city|county|town|village|them|officials) not to (?P<verb>[a-z]+)",
    re.IGNORECASE,
)
NO_DECISION = re.compile(
    r"(?:be|speak|wait|delay|rush|forget|clap|talk|worry|ask|look|stop|oppose|reject|deny|table|postpone|ignore|let|"
    rf"vote|leave|discuss|answer|punish|blame|{REFUSE}|{UNDO}|{KEEP})\b",
    re.IGNORECASE,
)
THAT_BODY = re.compile(
    r"\b(?P<deed>recommend(?:ed|s|ing)?|urged|asked|proposed|suggested|requested) that (?:the )?(?:\w+ )?"
    r"(?:council|board|commission|committee|commissioners|supervisors|trustees|members|city|county|town|village) "
    rf"(?P<neg>not )?(?:(?P<yes>{ACCEPT})|(?P<no>{REFUSE}))\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:council|board|commission|committee|commissioners|supervisors|trustees|aldermen|assembly)$", re.IGNORECASE
)
THAT_IT = re.compile(
    r"\b(?P<deed>recommend(?:ed|s|ing)|urged|asked|proposed|suggested|requested|moved) that "
    r"(?P<what>(?:the |its |all )?[\w' -]{2,40}?) (?:(?:be |should be )?(?P<yes>approved|adopted|passed|kept|"
    r"built|renewed|retained|stay|remain)|"
    r"(?:be |should be )?(?P<no>rejected|denied|scrapped|dropped|removed|closed|cut|go))\b",
    re.IGNORECASE,
)
WANTS_DONE = re.compile(
    r"\b(?:wants|wanted|want|would like)(?P<what>(?: [\w'-]+){1,6}?) (?:to be "
    r")?(?:(?P<no>(?P<gone>taken down|taken out|removed|gone|shut down|closed|ended|repealed|torn "
    r"out|abolished)|"
    r"stopped|rejected|scrapped|killed|"
    r"withdrawn|voted down|thrown out|denied|dropped|grounded)|(?P<yes>approved|passed|adopted|"
    r"built|renewed|kept|restored|funded|signed|enacted|awarded|done|finished|completed|saved|reopened|fixed|"
    r"expanded|extended))\b",
    re.IGNORECASE,
)
WANTS = re.compile(
    r"\b(?:wants|wanted|would like) (?P<what>(?:the |a |its |\w+'s )?(?:[\w'-]+ ){1,4}?)to (?:be "
    r")?(?!study|look|wait|delay|explain|answer|hear|consider|meet|talk|review|see|know)[a-z]+",
    re.IGNORECASE,
)
WANTS_IT = re.compile(
    r"\b(?:wants|wanted) (?P<what>(?:the|a|its) (?:[\w$.'-]+ ){0,3}?[\w'-]+)(?= (?:on|in|back|"
    r"before|now|by)\b|[.,;])",
    re.IGNORECASE,
)
NOMINAL = re.compile(
    r"\b(?:urged|urges|(?P<deed>recommended|recommends|recommending)|called for|calls for|calling "
    r"for|call for|push(?:ed|es|ing) for|press(?:ed|es|ing) for|asked for|sought|seeks|seeking|advocated|advocates) "
    r"(?:an? |the |its )?(?:(?P<yes>approval|passage|adoption|yes vote|renewal|support)|"
    r"(?P<no>rejection|denial|no vote|defeat|vote against|end to))\b",
    re.IGNORECASE,
)
READY = re.compile(
    rf"\b(?:vow(?:s|ed|ing)?|pledg(?:es|ed|ing)|promis(?:es|ed|ing)|plans?|intends?|hopes|ready|prepared|eager|"
    rf"determined|itching|poised|happy|willing|keen|glad|committed|inclined|anxious|set) to "
    rf"(?:(?P<yes>{ACCEPT})|(?P<no>{REFUSE})|(?P<content>{UNDO}|{KEEP}))\b",
    re.IGNORECASE,
)
WANTS_THIS = re.compile(
    r"\b(?:wants|want|wanted) (?P<what>it|this)(?: (?:done|too|badly|built|bad|passed|here|now))?(?= as\b|"
    r"[.,;!]|$)",
    re.IGNORECASE,
)
LETTER = re.compile(r"\b(?:letter|memo|petition|written request|filing|motion)\b", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all calls on others that the story tells in its own voice."""
    for pattern in (CALL, SHOULD, READY, WANTS_DONE, NOMINAL, THAT_IT, THAT_BODY):
        for match in pattern.finditer(scene.document.plain):
            before = scene.before(match.start())
            if not (
                is_supposed(before) or (pattern is not READY and is_passive(before, match[0])) or is_negated(before)
            ):
                yield from _call(scene, match)
    yield from _wants(scene)
    for match in NOT_TO.finditer(scene.document.plain):
        if NO_DECISION.match(match["verb"]):
            continue
        for figure in scene.holders_at(match.start()):
            place = (match.start(), match.end(), "call on others", scene.object_after(match.end()))
            yield scene.reading(figure, "oppose", "statement", *place)


def _wants(scene: Scene) -> Iterator[Reading]:
    """ "Wants the bridge to be painted blue": whoever wants a thing of the matter done supports it."""
    for match in (
        found for pattern in (WANTS, WANTS_IT, WANTS_THIS) for found in pattern.finditer(scene.document.plain)
    ):
        stays = is_supposed(scene.before(match.start())) or is_negated(scene.before(match.start()))
        about = " to be " in match[0] or scene.is_matter(match["what"])
        if not stays and about and CALL.match(scene.document.plain, match.start()) is None:
            for figure in scene.holders_at(match.start()):
                yield scene.reading(
                    figure,
                    "support",
                    "statement",
                    match.start(),
                    match.end(),
                    "call on others",
                    scene.object_after(match.start("what")),
                    weak=True,
                )


def _call(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    side = _side(scene, match)
    who = match.groupdict().get("who") or ""
    decided = BODY.search(who) is not None and (match["yes"] or match["no"])
    named = decided or scene.is_matter(match.groupdict().get("what") or "") or scene.may_be_matter(match.end())
    if side is None or scene.is_person(match.end()) or not named:
        return
    around = scene.before(match.start()) + match[0]
    deed = match.groupdict().get("deed") and not scene.in_speech(match.start())
    basis: Basis = "action" if deed or LETTER.search(around) else "statement"
    matter = scene.object_after(match.end())
    for figure in scene.holders_at(match.start()):
        yield scene.reading(figure, stance_of(side), basis, match.start(), match.end(), "call on others", matter)


def _side(scene: Scene, match: re.Match[str]) -> Side | None:
    groups = match.groupdict()
    side: Side | None
    if groups.get("gone") and scene.motion.would_undo(groups["what"]) and not is_measure(groups["what"]):
        side = 1  # what is to go is what the motion would undo
    elif groups.get("content"):
        side = scene.side_after(match.start("content"))
    else:
        side = (-1 if groups.get("no") else 1) * (scene.side_after(match.end()) or 1)
    if side is None:
        return None
    return -side if groups.get("neg") or groups.get("neg2") else side
