"""The words of decisions: what bodies are called, and the verbs and nouns that tell of a vote."""

from spacy.tokens import Token

from stories.extraction.dates.words import wordset

BODIES = wordset(
    "regulators house council board commission committee commissioners supervisors trustees aldermen "
    "alderpersons selectmen selectboard authority court panel legislature assembly senate directors "
    "lawmakers councilmembers councilors councillors regents freeholders magistrates jurors subcommittee "
    "members leaders officials caucus trust district body"
)
PLACES = wordset("city county town village township borough parish state university system school schools")
PRIVATE = wordset(
    "union association guild party team homeowners students teachers alumni condo company campaign society hoa club "
    "church congregation diocese foundation fraternity sorority charity nonprofit corporation lodge"
)
JUDICIAL = wordset("supreme circuit superior federal appeals appellate high judge three-judge")
OTHERS = wordset("voter resident people elector shareholder student teacher worker jury juror judge court senator")
PRONOUNS = wordset("they it we")
RELATIVES = wordset("which who that")
STAND_INS = wordset("it that this one theirs both these those")  # for a matter told of before
ORDINALS = wordset("first second third fourth final")

DECIDING = wordset("vote decide act rule consider weigh revisit reconsider settle")
PASSING = wordset(
    "elect name pick carry approve adopt pass enact ratify authorize confirm endorse accept grant clear "
    "advance ok okay okayed extend renew appoint hire award affirm uphold override repeal ban agree "
    "greenlight recommend back give reinstate restore fund create establish allocate designate rename "
    "increase raise cut impose join allow require waive eliminate sell direct forward send choose select "
    "finalize sign lease buy purchase amend move set support cancel survive"
)
STRONG_PASSING = wordset(
    "choose select name pick carry agree approve adopt pass enact ratify authorize confirm endorse uphold "
    "override repeal recommend reinstate okay greenlight grant clear advance renew appoint hire award survive"
)
FAILING = wordset("lose reject deny defeat kill fail sink die block refuse scuttle deadlock tie split disapprove")
DELAYING = wordset("table postpone delay defer continue punt shelve reschedule suspend")
MOVING = wordset("move bump shift push reset")
VOTED_ON = wordset("vote decision meeting session reading item hearing discussion consideration")
MEASURES = wordset(
    "ordinance resolution budget plan measure proposal contract rezoning permit ban bill amendment policy "
    "deal agreement lease rule change tax levy bond project request motion application variance increase "
    "cut program moratorium item rate map boundary calendar merger sale purchase subdivision annexation "
    "charter code curfew fee fund grant settlement"
)
WINNING = wordset("clear pass win survive sail gain get")
CANCELLING = wordset("cancel scrap nix withdraw pull drop remove abandon")
KINDS = (
    ("decide", DECIDING), ("fail", FAILING), ("delay", DELAYING), ("cancel", CANCELLING), ("pass", PASSING)
)  # fmt: skip
PARTICLES = {
    ("turn", "down"): "fail",
    ("vote", "down"): "fail",
    ("strike", "down"): "fail",
    ("shoot", "down"): "fail",
    ("turn", "aside"): "fail",
    ("turn", "away"): "fail",
    ("beat", "back"): "fail",
    ("sail", "through"): "pass",
    ("squeak", "through"): "pass",
    ("squeak", "by"): "pass",
    ("skate", "through"): "pass",
    ("limp", "through"): "pass",
    ("breeze", "through"): "pass",
    ("put", "off"): "delay",
    ("hold", "off"): "delay",
    ("push", "back"): "delay",
    ("hold", "over"): "delay",
    ("set", "aside"): "delay",
    ("call", "off"): "cancel",
    ("take", "up"): "decide",
    ("sign", "off"): "pass",
    ("try", "again"): "decide",
    ("go", "before"): "decide",
    ("land", "before"): "decide",
    ("head", "before"): "decide",
    ("be", "before"): "decide",
    ("come", "before"): "decide",
    ("come", "back"): "decide",
    ("be", "back"): "decide",
    ("come", "up"): "decide",
    ("go", "down"): "fail",
    ("lay", "over"): "delay",
}
RAISING = wordset(
    "expect schedule set slate plan poise prepare intend hope aim suppose promise go ready anticipate due "
    "likely bind want look get need have gear"
)
FIXED = wordset("schedule set slate due")
URGING = wordset(
    "urge ask call press want demand encourage invite push lobby tell advise beg implore plead petition "
    "wait request like try seek help allow let cause force require order enable refuse"
)
REPORTING = wordset(
    "say tell write post announce report note add acknowledge explain argue state predict warn publish "
    "release file learn file obtain show propose introduce submit issue send begin die"
)
CONSENTS = wordset(
    "approval nod blessing ok okay support endorsement backing authorization consent passage go-ahead light"
)
GETTING = wordset("win get receive earn secure gain obtain")
COUNTS = wordset("total tally margin split count result outcome")
APPROVALS = wordset("approval reading decision passage adoption action")
DENYING = wordset("deny dispute doubt refute rebut disbelieve pretend imagine fear")
CONDITIONS = wordset("if unless whether should lest")
TENTATIVE = wordset("tentatively possibly probably likely provisionally")
EXPECTING_MODALS = wordset("could may might must should can would 'd ought")
MEETING_VERBS = wordset("meet convene gather reconvene return")
NO_DATE = (
    r"\bno new date\b(?=[.;,])"
    r"|\bno (?:new |firm |other |further )?(?:date|timeline|timetable|schedule)(?: for [^.;,]{1,40}?)?"
    r"(?: (?:yet|(?:has|had) (?:yet )?been set|(?:was|is|were) (?:set|given|announced)|set))+|\bno "
    r"date yet\b|\bindefinitely\b"
    r"|\bhas(?:n't| not) set a (?:new )?date\b|\b(?:until|to|at) (?:a|some) (?:later|future"
    r"|unspecified) (?:date|meeting)\b"
)
TELLING = frozenset({"vote", "put", "place", "hold"}).union(
    DECIDING, PASSING, STRONG_PASSING, FAILING, DELAYING, CANCELLING, MOVING, GETTING, APPROVALS, COUNTS,
    (verb for verb, _ in PARTICLES),
)  # fmt: skip
IRREGULAR = {
    "deadlocked": "deadlock", "deadlocks": "deadlock", "tabled": "table", "okayed": "okay", "nixed": "nix",
    "slated": "slate", "poised": "poise", "rescheduled": "reschedule", "canceled": "cancel", "cancelled": "cancel",
    "greenlit": "greenlight", "sunk": "sink", "sank": "sink", "shelved": "shelve", "punted": "punt",
}  # fmt: skip


def lemma(word: Token) -> str:
    """The verb's base form; spaCy's tables miss some verbs of meetings."""
    return IRREGULAR.get(word.lower_) or word.lemma_.lower()


CLASSIFICATIONS = (
    ("reading-2", r"second (?:and final )?(?:reading|vote|consideration)"),
    ("reading-1", r"first[- ](?:reading|vote|of two (?:required )?votes)|introduc(?:e|tion) (?:of )?the ordinance"),
    ("passage", r"final (?:vote|approval|reading|passage|adoption|decision|say)|third reading"),
    ("committee", r"out of committee|to the full (?:council|board|commission)|committee[’']s"),
)
