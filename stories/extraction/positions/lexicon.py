"""Words by what they tell of their holder: classes of verbs, adjectives and nouns of attitude, by lemma.

The classes follow VerbNet (admire-31.2, judgment-33, want-32.1, conjecture, advise-37.9) and FrameNet
(Taking_sides, Judgment_communication, Desirability, Be_in_agreement_on_action), with the members that news uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stories.extraction.positions.polarity import Side

OBJECT = "obj"


@dataclass(frozen=True, slots=True)
class Attitude:
    """Which side a word takes toward its target, and by which relations the target hangs on it.

    `firm` words tell a stance of themselves; the others only where their target is plainly the matter. `soft`
    words tell a leaning: whoever is wary of a thing has not decided against it. A `deed` is a body's: named members
    do it by voting.
    """

    side: Side
    firm: bool
    soft: bool
    deed: bool
    links: frozenset[str]


def _classes(*lines: str) -> Mapping[str, Attitude]:
    """A line is "SIDE STRENGTH LINKS: lemmas", as in "+ firm obj,for: advocate"."""
    found: dict[str, Attitude] = {}
    for line in lines:
        head, lemmas = line.split(": ")
        side, strength, links = head.split()
        sign = 1 if side == "+" else -1
        attitude = Attitude(
            sign, strength in {"firm", "deed"}, strength == "soft", strength == "deed", frozenset(links.split(","))
        )
        found |= dict.fromkeys(lemmas.split(), attitude)
    return found


VERBS = _classes(
    "+ firm obj: support back favor favour endorse champion",
    "+ firm obj,for: advocate",
    "+ firm behind: stand rally line",
    "+ firm to,on: warm",
    "- firm obj: oppose denounce condemn deplore",
    "- firm to: object",
    "- firm on: sour",
    "- firm of: disapprove",
    "- firm at,over: balk bristle chafe bridle",
    "- firm against: rail inveigh advise counsel caution",
    "+ weak obj: like love praise applaud welcome defend hail tout embrace laud cheer celebrate commend promote "
    "push pitch "
    "salute bless appreciate",
    "- weak obj: dislike hate detest loathe criticize criticise blast slam decry rip assail attack pan lambaste "
    "deride bemoan resist protest distrust skewer savage knock trash ridicule fault",
    "+ deed obj: approve adopt ratify okay accept",
    "- deed obj: reject deny",
    "- weak with: disagree quarrel",
    "+ weak with: agree side",
)
ADJECTIVES = _classes(
    "+ firm of: supportive",
    "- firm to: opposed",
    "+ weak about,of,with,on,to,for,over: enthusiastic excited thrilled pleased happy comfortable bullish keen "
    "proud grateful sympathetic favorable elated delighted sold",
    "+ weak with: good fine okay cool",
    "- weak to,of,with,about,by,over,at,in: hostile averse critical unhappy uncomfortable frustrated disgusted "
    "appalled outraged angry upset unimpressed dismayed dissatisfied displeased furious disappointed",
    "- soft of,about,that,over,on,to: skeptical sceptical wary leery dubious doubtful hesitant unconvinced uneasy",
)
PARTISANS = frozenset(
    """supporter backer proponent advocate champion fan defender cheerleader booster opponent critic foe detractor
    naysayer     skeptic sceptic""".split()
)
