"""What is decided, and which meetings are to come, as claimed: held against the words of the evidence."""

import re

from stories.extraction.dates.words import CARDINALS
from stories.extraction.decisions.findings import (
    CALLED_OFF,
    CLASSES,
    HEDGED,
    INDEFINITE,
    MOVED,
    classification,
)
from stories.extraction.findings import Event, Span, Vote
from stories.extraction.grammar.hedges import is_negated, is_supposed
from stories.extraction.grounding.claims import Decision, Dropped, Gathering
from stories.extraction.grounding.facts import Facts
from stories.extraction.grounding.times import clock_of, place_of, time_of

# What a decision is told by. Who votes to deny a thing has it fail.
OUTCOMES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "passed": r"\b(?:approv|pass|adopt|ok(?:ay)?(?:s|ed|'d)?\b|back(?:s|ed|ing)\b|clear|endors|ratif|accept|"
        r"authoriz|agree|enact|green[- ]?light|grant|appoint|confirm|favou?r|carried|support|uph[eo]ld|repeal|"
        r"bann?(?:s|ed)\b|overr[io]d)",
        "failed": r"\b(?:reject|fail|defeat|den(?:y|ie|ial)|vot\w+ down|turn\w* (?:\w+ ){0,4}down|kill|deadlock|"
        r"tie[ds]?\b|lost|los[et]\b|refus|block|fell short|declin|"
        r"(?:nobody|no one|lack of|without|never) (?:\w+ ){0,4}second)",
        "tabled": r"\b(?:tabl|shelv)",
        "postponed": r"\b(?:postpon|delay|defer|continu|put (?:it )?(?:off|over)|push|hold|held|wait|moved|pulled|"
        r"tak(?:e|en) off|off the agenda|no (?:new )?(?:vote|date)|rescheduled|instead)",
        "referred": r"\b(?:refer|sen[dt]|return|remand|kick)",
        "withdrawn": r"\b(?:withdr|pull|drop)",
    }.items()
}
CONTRARY = {"passed": {"failed"}, "failed": {"passed"}}
# A vote to come, and one that was taken.
AHEAD = re.compile(
    r"\b(?:will|would|may|might|could|expect\w*|likely|scheduled|plans? to|set to|is to|are to|asks?|wants?)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"\b(?:vot|approv|pass|adopt|back|clear|endors|ratifi|accept|authoriz|agre|enact|grant|appoint|confirm|favor|carri"
    r"|support|repeal|bann|reject|fail|defeat|deni|kill|deadlock|refus|block|declin|tabl|shelv|postpon|delay|deferr|pull"
    r"|continu|push|mov|referr|return|remand|kick|dropp|turn|decid|side|split)ed\b"
    r"|\b(?:okayed|ok'd|lost|upheld|overrode|overrid|sent|put|held|withdrew|withdrawn|tied|fell|took|gave|got|won|went)\b",
    re.IGNORECASE,
)
VOTING = re.compile(
    r"\b(?:vot\w+|motion|ballots?|\d{1,2}[-–]\d{1,2}|unanimous\w*|tally|split|decid\w+)\b", re.IGNORECASE
)
# A body that votes to do a thing has passed it, whatever the thing does to others.
DOES = re.compile(
    r"\b(?:vot\w+|agree\w*|decid\w+)\b[^.;]{0,40}? to (?!den|reject|defeat|kill|turn|block|refus)", re.IGNORECASE
)


def votes(facts: Facts) -> tuple[Vote, ...]:
    """Return the decisions that their evidence tells of."""
    return facts.kept(facts.claims.decisions, lambda claim: _vote(facts, claim))


def events(facts: Facts) -> tuple[Event, ...]:
    """Return the meetings, hearings and deadlines that their evidence tells of."""
    return facts.kept(facts.claims.events, lambda claim: _event(facts, claim))


def _vote(facts: Facts, claim: Decision) -> Vote:
    evidence, held = facts.evidence(claim.evidence), claim.status == "held"
    time = time_of(facts, claim.when, evidence, "past" if held else "future")
    doubts = _doubts(facts, claim, evidence)
    yes, no = _counts(facts, claim, evidence)
    confidence, because = facts.worth(doubts)
    words = facts.document.plain[evidence.start : evidence.end]
    kind = CLASSES.get(claim.outcome or "") or classification(words) or ("passage" if held else "")
    return Vote(
        body=facts.body(claim.body) or "",
        matter=claim.matter or "",
        classification=kind,  # type: ignore[arg-type]
        phrase=time.phrase,
        earliest=time.window.earliest,
        latest=time.window.latest,
        precision=time.window.precision,
        time=None if held else clock_of(facts, claim.clock, time, evidence),
        place=None if held else place_of(facts, claim.place, evidence),
        status=_hedged(facts, claim.status, words),  # type: ignore[arg-type]
        outcome=claim.outcome if held else None,
        yes=yes,
        no=no,
        start=evidence.start,
        end=evidence.end,
        text=evidence.text,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: {claim.outcome if held and claim.outcome else claim.status}",
        indefinite=bool(INDEFINITE.search(words)) and claim.outcome in ("tabled", "postponed", "withdrawn"),
    )


def _event(facts: Facts, claim: Gathering) -> Event:
    evidence = facts.evidence(claim.evidence)
    time = time_of(facts, claim.when, evidence, "future")
    words = facts.document.plain[evidence.start : evidence.end]
    if time.phrase is None and not CALLED_OFF.search(words):
        raise Dropped("event without words for its day")
    doubts = _off(claim.status, words) if facts.is_read else ["the rules don't read its language"]
    confidence, because = facts.worth(doubts)
    ends = claim.kind == "deadline"
    return Event(
        kind=claim.kind,
        body=facts.body(claim.body),
        matter=claim.matter,
        phrase=time.phrase,
        earliest=time.window.latest if ends else time.window.earliest,
        latest=time.window.latest,
        precision="day" if ends and time.window.latest else time.window.precision,
        time=clock_of(facts, claim.clock, time, evidence),
        place=place_of(facts, claim.place, evidence),
        status=_hedged(facts, claim.status, words),  # type: ignore[arg-type]
        start=evidence.start,
        end=evidence.end,
        text=evidence.text,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: {claim.kind}",
    )


def _doubts(facts: Facts, claim: Decision, evidence: Span) -> list[str]:
    """What is to be looked at closely. Raises Dropped where the words of the evidence say otherwise."""
    if not facts.is_read:
        return ["the rules don't read its language"]
    words = facts.document.plain[evidence.start : evidence.end]
    if claim.status != "held":
        return _off(claim.status, words)
    if AHEAD.search(words) and not TAKEN.search(words):
        raise Dropped("vote still to come in the evidence")
    if claim.outcome is None:
        return [] if VOTING.search(words) else ["no word of voting in the evidence"]
    told = {name for name, pattern in OUTCOMES.items() if pattern.search(words)}
    if claim.outcome in told:
        at = [match.start() for match in OUTCOMES[claim.outcome].finditer(words)]
        if all(is_negated(words[:start]) for start in at):
            raise Dropped("outcome denied in the evidence")
        if all(is_supposed(words[:start]) for start in at):
            raise Dropped("outcome only supposed in the evidence")
        return []
    contrary = told and told <= CONTRARY.get(claim.outcome, {"passed", "failed"})
    if contrary and not (claim.outcome == "passed" and DOES.search(words)):
        raise Dropped("outcome against the words of the evidence")
    return ["no known word of the outcome in the evidence"]


def _off(status: str, words: str) -> list[str]:
    """The same for what is to come: whether it is called off or moved is told."""
    if status == "cancelled" and not CALLED_OFF.search(words):
        raise Dropped("called off in no word of the evidence")
    if status == "postponed" and not (MOVED.search(words) or OUTCOMES["postponed"].search(words)):
        raise Dropped("put off in no word of the evidence")
    if status in ("scheduled", "expected") and (CALLED_OFF.search(words) or MOVED.search(words)):
        return ["the evidence tells of a change"]
    return []


def _hedged(facts: Facts, status: str, words: str) -> str:
    """The status, "expected" for what is told with a hedge."""
    if status == "scheduled" and facts.is_read and HEDGED.search(words):
        facts.reasons["hedge put right by the evidence"] += 1
        return "expected"
    return status


def _counts(facts: Facts, claim: Decision, evidence: Span) -> tuple[int | None, int | None]:
    """The counts for and against, where the evidence has both numbers; else both are open."""
    if claim.status != "held" or (claim.yes is None and claim.no is None):
        return None, None
    words = facts.document.plain[evidence.start : evidence.end].casefold()
    told = {int(number) for number in re.findall(r"(?<![\d,.$])\d{1,3}(?![\d%]|,\d|\.\d)", words)}
    told |= {CARDINALS[word] for word in re.findall(r"[a-z]+", words) if word in CARDINALS}
    # "Unanimously" has nobody against.
    if (claim.yes is None or claim.yes in told) and (not claim.no or claim.no in told):
        return claim.yes, claim.no
    facts.reasons["count left open: not in the evidence"] += 1
    return None, None
