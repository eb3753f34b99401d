"""Plain words for how a decision ended or what is to come of one: they add to what the tagger says of a sentence.

Where there is no tagger they speak alone, of sentences that name a public body. Each row: what is told, how much its
words weigh (in logits), the words, and an example that a test reads.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as Tokens

from stories.extraction.decisions.bodies import KINDS
from stories.extraction.tagger.heads import COMING, EVENTS, HELD
from stories.extraction.tagger.tags import Odds, Tags

# Where the tagger sees next to nothing of a kind, words alone tell nothing.
LEAST = 0.02
COUNTED = 1.5
# How likely a sentence tells of a decision, of which nothing is known but that it names a body.
MAYBE = 0.2


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for one fate."""

    fate: str
    weight: float
    words: re.Pattern[str]
    example: str


def cue(fate: str, weight: float, words: str, example: str) -> Cue:
    return Cue(fate, weight, re.compile(rf"\b(?:{words})\b", re.IGNORECASE), example)


BODY = r"(?:council|board|commission|committee|members|commissioners|supervisors|trustees|aldermen|selectmen)"
DAY = r"(?:\w+day,? )?(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w{0,7}\.? \d{1,2}"
VOTED = r"(?:vot(?:e|ed|ing)|moved|agreed|decided)(?: \S{1,20}){0,4}"

CUES = (
    cue("passed", 0.5, r"approved|adopted|passed|granted|agreed to|signed off on|gave (?:\w+ )?approval|went through",
        "Council approved a lease"),
    cue("passed", 1.5, r"voted (?:in favou?r of|to)|voted unanimously|carried by", "voted in favor of a reworked ban"),
    cue("failed", 1.5, r"failed|rejected|denied|defeated|voted down|turned down|went down|lost|died|lapsed|refused to"
        r"|fell short|voted against", "the motion failed on an 8-8 tie"),
    cue("tabled", 2.5, r"tabled|shelved?|laid on the table", "the council was right to shelve it 6-3"),
    cue("postponed", 2.5, r"postponed?|put off|held over|continued (?:the|a|an|it|to|until)|deferred|delayed"
        r"|push(?:ed)? (?:\w+ ){1,3}back", "Held over until Sept. 8 an ordinance"),
    cue("referred", 2.5, r"referred|sent (?:\w+ ){1,6}(?:to|back to) (?:\w+ ){0,4}committee|interim study",
        "voted 14-3 to recommend interim study"),
    cue("withdrawn", 2.5, r"accept(?:ed)? the withdrawal|let (?:\w+ ){1,3}withdraw", "accepted the withdrawal, 5-0"),
    cue("passed", 3.0, r"(?:motion|amendment|resolution|made and|it|that) (?:was )?carried"
        r"|carried (?:by|unanimously|\d)|(?:got|went|made it) through|got up \d|got the (?:nod|go-ahead)|did away with",
        "a motion to store the statue was made and carried, 5-4"),
    cue("passed", 9.0, rf"{VOTED} to (?:ask|urge|call on|request)",
        "voted Monday to ask the state to postpone the election"),
    cue("passed", 4.0, rf"{VOTED} in favou?r of (?!den|tabl|reject|postpon|delay)",
        "voted 7-2 in favor of the rezoning"),
    cue("passed", 1.5, rf"{BODY} (?:\w+ ){{0,2}}(?:approved|adopted|passed|ratified|OK.?d)",
        "School Board members passed a resolution"),
    cue("failed", 1.5, rf"{BODY} (?:\w+ ){{0,2}}(?:rejected|denied|turned down|voted down)",
        "Council has denied the rezoning"),
    cue("tabled", 3.0, r"tabled (?:the|a|an|it|that|until|in|by|for)|(?:agreed|right) to (?:table|shelve)",
        "Teller's council tabled the opt-in"),
    cue("tabled", 9.0, rf"{VOTED} to (?:table|shelve)", "voted 3-2 on Tuesday to table the permit"),
    cue("postponed", 9.0, rf"{VOTED} to (?:put off|postpone|delay|defer|continue|hold off)",
        "voted Monday to put off a vote"),
    cue("referred", 9.0, rf"{VOTED} to (?:refer|send (?:it|the \w+) (?:back )?to)",
        "the council voted 3-2 to refer it to the city attorney"),
    cue("referred", 3.0, r"(?:was|were|is|been) (?:sent|referred) (?:back )?to (?:the |a )?(?:\w+ ){0,3}committee",
        "was sent to the Transportation Committee"),
    cue("withdrawn", 3.0, r"motion to accept the withdrawal", "the motion to accept the withdrawal passed"),
    cue("expected", 1.0, r"expected|could|may|might|likely|possible|hopes?|as (?:soon|early) as",
        "the council could vote as soon as Monday"),
    cue("expected", 9.0, r"no later than|by the end of", "will vote no later than December"),
    cue("scheduled", 5.0,
        rf"(?:postpon\w+|put off|delay\w*|defer\w*|continued?|tabled?|held over) [^.;]{{0,80}}?(?:to|until) {DAY}",
        "voted 8-3 to postpone the lease to Dec. 16"),
    cue("scheduled", 0.5, r"scheduled|set for|slated|will|is to|are to|is due", "the board will vote Monday"),
    cue("scheduled", 1.5, r"(?:will|set to|scheduled to|is to|are to|due to) (?:\w+ )?(?:vote|decide|consider|take up)"
        r"|votes (?:on|today|tonight|\w+day)", "the council votes today on a plan"),
    cue("moved", 1.5, r"put back|put off|postponed|rescheduled|delayed|pulled|come up again|tabled until",
        "A ruling has been put back"),
    cue("hearing", 2.0, r"(?:public )?hearings?|town halls?|open house|listening sessions?|forum",
        "a public hearing on the maps is set for April 13"),
    cue("deadline", 2.0, r"deadline|cutoff|comments? (?:are|is|may|must|will|can|close\w*)"
        r"|feedback (?:\w+ ){0,9}closes?|(?:are|is|be) (?:due|accepted|received|in hand)"
        r"|(?:dropped off|submitted|filed|postmarked) (?:\w+ ){0,8}by",
        "Written comments are due to the council clerk by Oct. 10"),
    cue("meeting", 4.0, r"special (?:called )?(?:meeting|session)", "will hold a special meeting June 28"),
    cue("meeting", 2.0, r"(?:next|special|regular|called|work|study) (?:\w+ ){0,2}(?:meeting|session|workshop)"
        r"|will meet|meets|meetings? (?:is|are|will|on|at) (?:set|scheduled|be|\w+day)",
        "the next regular meeting, to be held June 15"),
    cue("cancelled", 1.5, r"called off|cancel+ed|dropped|scrapped|withdrawn", "a vote has been dropped"),
)  # fmt: skip


def alone(sentences: Sequence[Tokens]) -> Tags:
    """Return what stands in for a tagger that isn't there: a sentence with a body in it may tell of any decision."""
    return Tags([dict.fromkeys((*HELD, *COMING), MAYBE if _names_body(one) else 0.0) for one in sentences])


def _names_body(sentence: Tokens) -> bool:
    return any(word.lower_ in KINDS for word in sentence)


def weighed(tells: Odds, text: str, counted: bool) -> Mapping[str, float]:
    """Return what the tagger says of a sentence with its plain words added; `counted`: it gives a count of votes."""
    found = dict(tells)
    for group in (HELD, COMING, EVENTS):
        if max((tells.get(fate, 0.0) for fate in group), default=0.0) < LEAST:
            continue
        for one in CUES:
            if one.fate in group and one.words.search(text):
                found[one.fate] = _raised(found.get(one.fate, 0.0), one.weight)
    if counted:
        best = max(HELD, key=lambda fate: found.get(fate, 0.0))
        found[best] = _raised(found.get(best, 0.0), COUNTED)
    return found


def _raised(probability: float, weight: float) -> float:
    sure = min(max(probability, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(math.log(sure / (1 - sure)) + weight)))
