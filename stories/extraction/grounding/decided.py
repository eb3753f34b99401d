"""What is decided, and which meetings are to come, as claimed: held against the words of the evidence."""

import re

from stories.extraction.dates.finder import find
from stories.extraction.dates.words import CARDINALS
from stories.extraction.decisions.findings import (
    CALLED_OFF,
    CLASSES,
    HEDGED,
    INDEFINITE,
    MOVED,
    classification,
)
from stories.extraction.decisions.tallies import COUNT, UNANIMOUS
from stories.extraction.findings import Event, Span, Vote
from stories.extraction.grammar.hedges import is_negated, is_supposed
from stories.extraction.grounding.claims import Decision, Dropped, Gathering
from stories.extraction.grounding.facts import DENIAL, Facts
from stories.extraction.grounding.times import Time, clock_of, place_of, time_of

# What a decision is told by. Who votes to deny a thing has it fail.
OUTCOMES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "passed": r"\b(?:approv|pass|adopt|ok(?:ay)?(?:s|ed|'d)?\b|back(?:s|ed|ing)\b|clear|endors|ratif|accept|"
        r"authoriz|agree|enact|green[- ]?light|grant|appoint|confirm|favou?r|carried|support|uph[eo]ld|repeal|"
        r"bann?(?:s|ed)\b|overr[io]d)",
        "failed": r"\b(?:vot\w+(?: \d{1,2}[-–]\d{1,2}| unanimously)? against|"
        r"reject|fail|defeat|den(?:y|ie|ial)|vot\w+ down|turn\w* (?:\w+ ){0,4}down|kill|deadlock|"
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
    r"\b(?:will|would|(?-i:may)|might|could|expect\w*|likely|scheduled|plans? to|set to|is to|are to|asks?|wants?)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"\b(?:vot|approv|pass|adopt|back|clear|endors|ratifi|accept|authoriz|agre|enact|grant|appoint|confirm|favor|carri"
    r"|support|repeal|bann|reject|fail|defeat|deni|kill|deadlock|refus|block|declin|tabl|shelv|postpon|delay|deferr|pull"
    r"|continu|push|mov|recommend|nam|pick|elect|paus|laps|sign|outvot|referr|return|remand|kick|dropp|turn|decid"
    r"|side|split)ed\b"
    r"|\b(?:okayed|ok'd|chose|died|lost|upheld|overrode|overrid|sent|"
    r"put|held|withdrew|withdrawn|tied|fell|took|gave|got|won|went)\b",
    re.IGNORECASE,
)
# What was, and is not to come.
HELD = re.compile(
    r"\b(?:was|were|has been|have been|had been) held\b|\b(?:met|gathered|convened|ended|closed|took place)\b"
)
# What sort of body it is.
SORT = re.compile(
    r"\b(?:council|board|commission|committee|court|legislature|senate|assembly|authority|trustees|supervisors|aldermen"
    r"|selectboard|directors|commissioners)\b"
)
# Of a majority that can lose.
TWO_THIRDS = re.compile(
    r"\b(?:two-thirds|three-fourths|three-fifths|supermajority|short|needed|required)\b", re.IGNORECASE
)
NOBODY = re.compile(r"\b(?:zero|none|nobody|no one)\b", re.IGNORECASE)
HOUR = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b", re.IGNORECASE)
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
    matter, others = facts.matter_or_open(claim.matter, evidence)
    body = facts.body(claim.body) or ""
    doubts = [*_doubts(facts, claim, evidence), *others, *_beside(time), *_whose(body, evidence)]
    yes, no = _counts(facts, claim, evidence)
    confidence, because = facts.worth(doubts)
    words = facts.document.plain[evidence.start : evidence.end]
    kind = CLASSES.get(claim.outcome or "") or classification(words) or ("passage" if held else "")
    return Vote(
        body=body,
        matter=matter,
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
    if facts.is_read and HELD.search(words) and not AHEAD.search(words):
        raise Dropped("already held in the evidence")
    matter, others = facts.matter_or_open(claim.matter, evidence)
    doubts = _off(claim.status, words) if facts.is_read else ["the rules don't read its language"]
    body = facts.body(claim.body)
    doubts += [*others, *_beside(time), *_whose(body, evidence)]
    confidence, because = facts.worth(doubts)
    ends = claim.kind == "deadline"
    return Event(
        kind=claim.kind,
        body=body,
        matter=matter or None,
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
        if (
            claim.status in ("scheduled", "expected")
            and (TAKEN.search(words) or COUNT.search(words))
            and not AHEAD.search(words)
        ):
            raise Dropped("vote already taken in the evidence")
        counted = ["a count of votes in the evidence"] if COUNT.search(words) else []
        return [*counted, *_off(claim.status, words)]
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
        doubts = ["words of another outcome in the evidence"] if told & CONTRARY.get(claim.outcome, set()) else []
        doubts += [] if TAKEN.search(words) else ["no word of a vote taken in the evidence"]
        doubts += ["a vote to come in the evidence, too"] if AHEAD.search(words) else []
        return [*doubts, *(["a word of denial before it"] if all(DENIAL.search(words[:start]) for start in at) else [])]
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


def _whose(body: str | None, evidence: Span) -> list[str]:
    """A doubt where the evidence names a body of another sort: the board, where the council is claimed."""
    named = set(SORT.findall(evidence.text.casefold()))
    return ["its sentence names another body"] if body and named and not named & set(body.casefold().split()) else []


def _beside(time: Time) -> list[str]:
    return ["its time stands beside the evidence"] if time.is_beside else []


def _counts(facts: Facts, claim: Decision, evidence: Span) -> tuple[int | None, int | None]:
    """The counts for and against, where the evidence has both numbers and they bear the outcome; else both are open."""
    if claim.status != "held" or (claim.yes is None and claim.no is None):
        return None, None
    words = facts.document.plain[evidence.start : evidence.end]
    numbers = _numbers(words)
    # "Unanimously" has nobody against.
    nobody = not COUNT.search(words) and (UNANIMOUS.search(words) or NOBODY.search(words))
    if not all(count is None or count in numbers or (count == 0 and nobody) for count in (claim.yes, claim.no)):
        facts.reasons["count left open: not in the evidence"] += 1
        return None, None
    if claim.yes is not None and claim.no is not None and claim.outcome in CONTRARY:
        lost = claim.yes <= claim.no if claim.outcome == "passed" else claim.yes > claim.no
        if lost and not TWO_THIRDS.search(words):
            facts.reasons["count left open: against the outcome"] += 1
            return None, None
    return claim.yes, claim.no


def _numbers(words: str) -> set[int]:
    """The numbers of some words, as figures or words, but for those of days and hours."""
    phrases = [(one.start, one.end) for one in find(words)] + [one.span() for one in HOUR.finditer(words)]
    for start, end in phrases:
        words = words[:start] + " " * (end - start) + words[end:]
    told = {int(number) for number in re.findall(r"(?<![\d,.$])\d{1,3}(?![\d%]|,\d|\.\d)", words)}
    return told | {CARDINALS[word] for word in re.findall(r"[a-z]+", words.casefold()) if word in CARDINALS}
