"""Where somebody stands, as claimed: whose sentence it is, and whether its words, denials and conditions say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.findings import Position, Span
from stories.extraction.grammar.clauses import clause_of
from stories.extraction.grammar.hedges import is_conditional, is_former
from stories.extraction.grammar.standing import is_void
from stories.extraction.grounding.claims import Dropped, Stand
from stories.extraction.grounding.facts import DENIAL, Facts
from stories.extraction.people.cast import Figure
from stories.extraction.positions.lexicon import ADJECTIVES, VERBS
from stories.extraction.positions.silence import DECLINED

# Characters before the evidence in which the motion is told that a ballot is on.
EARSHOT = 300
# A condition that hangs on no telling word, and a time that is over.
CONDITION = re.compile(
    r"\b(?:if|unless|assuming|provided|contingent|condition(?:al|s)?|in (?:exchange|return) for|as long as|so long as"
    r"|depend(?:s|ing)? on|subject to)\b",
    re.IGNORECASE,
)
OVER = re.compile(
    r"\b(?:[Ll]ast (?:year|month|spring|summer|fall|autumn|winter|term)|(?:years?|decades?|months?) ago"
    r"|(?:in|until|since|of) (?:19|20)\d\d|[Ff]ormer(?:ly)?|ex-|then-|[Tt]he late [A-Z])",
)
SIDES = {"support": 1, "oppose": -1}
SILENT = frozenset({"declined", "no_response"})
FIRST = frozenset({"i", "we", "my", "our", "me"})
BALLOT = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|cast\w{0,3}|ballots?)\b[^.;]{0,25}?"
    r"\b(?:(?P<yes>yes|aye|for|in favou?r|approve)|(?P<no>no|nay|against))\b"
    r"|\bis (?:a )?(?:firm )?(?P<is_no>no)\b|\bis (?:a )?(?:firm )?(?P<is_yes>yes)\b",
    re.IGNORECASE,
)
PREDICATE = re.compile(
    r"\b(?:is|are|was|were|be|being|am|i'm|he's|she's) (?P<not>not )?(?:\w+ )?(?P<word>for|against|in favou?r)\b",
    re.IGNORECASE,
)
BOUND_BY_VOTE = re.compile(
    r"\bvot|\bballot|\bayes?\b|\bnays?\b|\broll call|\bdissent|\b\d{1,2}[-–]\d{1,2}\b|\bjoin|\boppos(?:ed|ing)\b"
    r"|\bsupporting\b|\babstain|\bcast\b|\bin favou?r\b|\bagainst\b|\byes\b|\bno\b",
    re.IGNORECASE,
)
UNANSWERED = re.compile(
    r"\b(?:did|do|does|has|have|had)(?:n't| not) (?:\w+ )?(?:respond|repl|return|answer)\w*|\bunreturned\b"
    r"|\bunanswered\b"
    r"|\b(?:could|can)(?:n't| not) be reached\b|\bnot be reached\b|\bno (?:response|reply|answer)\b|\bunavailable\b",
    re.IGNORECASE,
)
# Whoever is against the end of a thing is for the thing: words of undoing leave open which side a verb takes.
UNDOING = re.compile(
    r"\b(?:repeal|rescind|den(?:y|ie|ial)|reject|remov|block|ban|end|halt|scrap|undo|revers|overturn|overrid|kill|stop"
    r"|cancel|clos|clear|delay|table|veto|abolish|eliminat|cut)\w*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that takes a side: 1 for, -1 against, 0 neither, with denials counted; whether it is only supposed, bound
    to a condition, told as past, or has a denial before it that may be its own.
    """

    side: int
    supposed: bool
    bound: bool
    former: bool
    doubtful: bool


def positions(facts: Facts) -> tuple[Position, ...]:
    """Return the stands whose sentence is the person's and says no other."""
    return facts.kept(facts.claims.positions, lambda claim: _position(facts, claim))


def _position(facts: Facts, claim: Stand) -> Position:
    actor, figure = facts.person(claim.actor)
    evidence = facts.evidence(claim.evidence)
    if (claim.basis in SILENT) != (claim.stance == "no_position" and claim.basis in SILENT):
        raise Dropped("no answer, claimed to be a stance")
    doubts, conditional = ["the rules don't read its language"], claim.conditional
    if figure is not None:
        doubts = [*_whose(facts, figure, evidence)]
        conditional = _checked(facts, claim, figure, evidence, doubts)
    matter, others = facts.matter(claim.matter, evidence)
    confidence, because = facts.worth([*doubts, *others])
    return Position(
        actor=actor,
        matter=matter,
        stance=claim.stance,
        basis=claim.basis,
        conditional=conditional,
        start=evidence.start,
        end=evidence.end,
        text=evidence.text,
        confidence=confidence,
        because=because,
        rule=f"{facts.by}: {claim.stance}, {claim.basis}",
    )


def _whose(facts: Facts, figure: Figure, evidence: Span) -> Iterator[str]:
    """Doubts about whose sentence it is. Raises Dropped where only others are named in it."""
    named = facts.cast.figures_in(evidence.start, evidence.end)
    meant = {who.name for start in _pronouns(facts, evidence) if (who := facts.cast.antecedent(start))}
    speaks = {quote.speaker for quote in facts.said if quote.start < evidence.end and evidence.start < quote.end}
    if figure in named or figure.name in meant | speaks:
        return
    if named or meant or speaks - {None}:
        raise Dropped("evidence of somebody else")
    yield "its sentence names nobody"


def _pronouns(facts: Facts, evidence: Span) -> Iterator[int]:
    return (start for start in facts.cast.pronouns if evidence.start <= start < evidence.end)


def _checked(facts: Facts, claim: Stand, figure: Figure, evidence: Span, doubts: list[str]) -> bool:
    """Whether it hangs on a condition; adds doubts. Raises Dropped where the words say otherwise."""
    words = facts.document.plain[evidence.start : evidence.end]
    if claim.basis in SILENT:
        if not (DECLINED if claim.basis == "declined" else UNANSWERED).search(words):
            raise Dropped("no word of silence in the evidence")
        return False
    if claim.basis == "past_vote" and not BOUND_BY_VOTE.search(words):
        raise Dropped("no word of a vote in the evidence")
    told = list(_told(facts, figure, evidence, doubts))
    wanted = SIDES.get(claim.stance)
    if wanted is not None:
        _side(facts, wanted, told, evidence, doubts)
    bound = wanted is not None and claim.basis != "past_vote"
    is_bound = bound and any(one.bound for one in told)
    if is_bound and not claim.conditional:
        facts.reasons["condition put right by the evidence"] += 1
    if claim.conditional and not is_bound:
        doubts.append("no word of a condition in the evidence")
    if bound and not is_bound and not claim.conditional and CONDITION.search(words):
        doubts.append("a word of a condition in the evidence")
    if any(one.former for one in told) or (claim.basis != "past_vote" and OVER.search(words)):
        doubts.append("told as past")
    return claim.conditional or is_bound


def _side(facts: Facts, wanted: int, told: list[Telling], evidence: Span, doubts: list[str]) -> None:
    """Hold a stance against the sides that the evidence tells."""
    sides = {one.side for one in told if not one.supposed}
    if wanted in sides:
        if -wanted in sides:
            doubts.append("its words take both sides")
        if all(one.doubtful for one in told if one.side == wanted and not one.supposed):
            doubts.append("a word of denial before it")
        return
    if not told:
        doubts.append("no known word of a stance in the evidence")
    elif not sides:
        raise Dropped("stance only supposed in the evidence")
    elif UNDOING.search(facts.document.plain, max(0, evidence.start - EARSHOT), evidence.end):
        doubts.append("it tells of an undoing")
    else:
        raise Dropped("stance against the words of the evidence")


def _told(facts: Facts, figure: Figure, evidence: Span, doubts: list[str]) -> Iterator[Telling]:
    """Each word of the evidence that takes a side for this person; a doubt where all are somebody else's. Raises
    Dropped where they stand in what somebody else says of themselves.
    """
    plain = facts.document.plain
    is_own, is_others, is_said = False, False, False
    for word, side, end in _words(facts, evidence):
        clause = clause_of(word)
        owner = _owner(facts, clause.subject)
        if owner is not None and owner != figure.name:
            is_others = True
            is_said = is_said or (clause.subject is not None and clause.subject.lower_ in FIRST)
            continue
        is_own = True
        before, after = plain[evidence.start : word.idx], plain[end : evidence.end]
        denied = clause.denied or is_void(word)
        yield Telling(
            side=(0 if side < 0 else -1) if denied else side,
            supposed=clause.supposed and not _is_own_condition(before),
            bound=is_conditional(before, after),
            former=is_former(before),
            doubtful=not denied and DENIAL.search(before) is not None,
        )
    if is_said and not is_own:
        raise Dropped("stance of somebody else in the evidence")
    if is_others and not is_own:
        doubts.append("stance of somebody else in the evidence")


def _words(facts: Facts, evidence: Span) -> Iterator[tuple[Token, int, int]]:
    tokens = facts.document.tokens(evidence.start, evidence.end)
    for token in tokens:
        attitude = VERBS.get(token.lemma_.casefold()) if token.pos_ in ("VERB", "AUX", "NOUN") else None
        attitude = attitude or (ADJECTIVES.get(token.lower_) if token.pos_ in ("ADJ", "VERB", "ADV") else None)
        if attitude is not None:
            yield token, attitude.side, token.idx + len(token)
    plain = facts.document.plain
    for match in BALLOT.finditer(plain, evidence.start, evidence.end):
        side = 1 if match["yes"] or match["is_yes"] else -1
        yield from ((token, side, match.end()) for token in facts.document.tokens(match.start(), match.start() + 1))
    for match in PREDICATE.finditer(plain, evidence.start, evidence.end):
        side = -1 if match["word"].lower() == "against" else 1
        yield from ((token, side, match.end()) for token in facts.document.tokens(match.start(), match.start() + 1))


def _owner(facts: Facts, subject: Token | None) -> str | None:
    """Whose word it is, by name; None where nobody known is its subject."""
    if subject is None:
        return None
    if subject.lower_ in FIRST:
        around = (one.speaker for one in facts.said if one.start <= subject.idx < one.end)
        return next((speaker for speaker in around if speaker), None)
    named = facts.cast.figure_at(subject.idx, subject.idx + len(subject)) or facts.cast.antecedent(subject.idx)
    return named.name if named else None


def _is_own_condition(before: str) -> bool:
    """ "If the price falls, she will support it" supposes the price, not the support."""
    return "," in before
