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
PARTISANS = _classes(
    "+ firm of,for: supporter backer proponent advocate champion fan defender cheerleader booster",
    "- firm of,to: opponent critic foe detractor naysayer",
    "- soft of: skeptic sceptic",
)
STANCES = _classes(
    "+ firm for,of,to: support backing endorsement blessing",
    "+ weak for,of: enthusiasm praise",
    "- firm to,against: opposition",
    "- weak to,of,for,with,at,over: objection disapproval criticism distaste displeasure dislike disdain contempt",
    "- soft about,over,with,on,of: reservation misgiving doubt qualm skepticism unease",
)
"""What somebody has, voices or gives."""

TAKEN_BACK = frozenset("withdraw drop pull rescind lose end reconsider revoke yank retract remove".split())
"""What is done to one's own support turns it round."""

VOICING = frozenset(
    """have express voice state reiterate repeat pledge offer give lend throw declare announce signal put restate
    maintain register indicate share raise stress emphasize underscore keep affirm reaffirm promise put cite""".split()
)
"""Verbs with which a stance noun tells the stance of their subject."""

RECEIVING = frozenset("have draw win get earn receive enjoy face meet gain attract secure garner".split())
"""Verbs with which a stance noun tells how others stand to their subject: "the plan drew opposition from Lee"."""

CALLING = frozenset(
    """call describe dismiss hail see view consider find deem label brand dub term regard denounce praise deride
    criticize blast decry slam characterize tout condemn paint cast""".split()
)
"""Verbs that say what their object is: "called it a mistake", "sees it as a boon"."""

REFUSING = frozenset("refuse decline fail hesitate cease stop avoid".split())
"""Verbs that deny their complement."""

ORDERING = frozenset(
    """urge ask tell push press implore beg encourage lobby want expect order direct advise persuade convince
    force allow require invite instruct help""".split()
)
"""Verbs whose complement is done by their object."""

GOOD = frozenset(
    """good great right best better smart sensible reasonable fair sound excellent wonderful overdue needed necessary
    responsible wise prudent acceptable essential vital crucial worthwhile beneficial positive fantastic terrific
    important critical deserved affordable win boon victory blessing benefit opportunity asset solution improvement
    lifeline investment progress windfall bargain milestone godsend upgrade breakthrough no-brainer must success
    workable promising proper appropriate justified long-overdue common-sense commonsense safe safer""".split()
)
BAD = frozenset(
    """bad wrong terrible awful reckless irresponsible unfair unnecessary shameful premature mistake disaster giveaway
    insult betrayal boondoggle disgrace overreach waste foolish misguided unwise dangerous harmful cruel unjust
    excessive ridiculous absurd flawed unacceptable inappropriate offensive outrageous unsafe catastrophe travesty
    debacle fiasco burden threat nightmare gimmick scam gift handout bailout welfare folly scheme nonstarter
    non-starter outrage error blunder problem unworkable costly punitive discriminatory shortsighted short-sighted
    half-baked rushed wasteful draconian heartless inhumane racist unsustainable unaffordable unneeded unwarranted
    misstep wrongheaded ill-advised ill-conceived embarrassment injustice hardship money-grab cash-grab""".split()
)
HELPING = frozenset(
    """help benefit improve protect strengthen save boost solve ease fix serve enhance revitalize""".split()
)
HARMING = frozenset(
    """hurt harm ruin destroy damage threaten endanger burden punish undermine erode worsen betray jeopardize cripple
    devastate gut displace penalize hamper wreck decimate criminalize degrade devalue overwhelm poison kill""".split()
)
