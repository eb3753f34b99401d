"""Two extractors on one story: what both say is one finding with both names, what they say otherwise stands apart."""

import re
from collections.abc import Iterable, Sequence

from stories.extraction.gate_words import EMPTY, TIMES
from stories.findings.identity import one_spaced
from stories.findings.kinds import KINDS, FindingKind
from stories.models import Finding

# The extractor this program brings along, and the language model where one is set; their names stand with all that they
# found. A finding of both is a rule's own kind: how often both are right says nothing of one alone.
RULES, MODEL = "rules", "model"
BOTH = f"{RULES}+{MODEL}"
BY = {RULES: (RULES, BOTH), MODEL: (MODEL, BOTH)}
OTHER = {RULES: MODEL, MODEL: RULES}
# What two may tell in other words, or one of them leave open.
OPEN = ("body", "outcome", "matter")
WORD = re.compile(r"[^\W_]+")
# The share of the shorter evidence that both have in common.
SHARED = 0.5


def second(read: Sequence[Finding], waiting: Iterable[Finding], extractor: str) -> list[Finding]:
    """Give those that wait, found by the other extractor alone, this one's name, too, where it says the same; return
    all those that wait and are said again.
    """
    said: list[Finding] = []
    for known in waiting:
        found = next((one for one in read if says_the_same(one, known)), None)
        if found is None:
            continue
        said.append(known)
        if known.extractor == BOTH:
            continue
        if extractor == RULES:
            known.seconded_by, known.rule, known.because = known.rule, found.rule, found.because
        else:
            known.seconded_by = found.rule
        known.extractor, known.confidence = BOTH, max(known.confidence, found.confidence)
        known.save(update_fields=["extractor", "rule", "because", "seconded_by", "confidence"])
    return said


def forsake(finding: Finding, extractor: str) -> None:
    """Leave a finding of both to the other one: a newer reading by this one says it no more."""
    if extractor == RULES:
        finding.extractor, finding.rule = MODEL, finding.seconded_by
    else:
        finding.extractor = RULES
    finding.seconded_by = ""
    finding.save(update_fields=["extractor", "rule", "seconded_by"])


def says_the_same(one: Finding, other: Finding) -> bool:
    """Say whether two findings of a story are one: the same person, stand, fate and days, on words that both rest on;
    what one of them leaves open is no difference.
    """
    if one.kind != other.kind or not _rest_together(one, other):
        return False
    kind = KINDS[one.kind]
    return all(_agree(name, one.payload.get(name), other.payload.get(name)) for name in (*kind.identity, *_apart(kind)))


def differs(one: Finding, other: Finding) -> bool:
    """Say whether two extractors read the same words otherwise: a curator sees one beside the other."""
    if one.kind != other.kind or {one.extractor, other.extractor} not in ({RULES, MODEL}, {BOTH, MODEL}, {BOTH, RULES}):
        return False
    person = KINDS[one.kind].person
    is_anyones = not person or KINDS[one.kind].record == "quote"
    same = is_anyones or _plain(one.payload.get(person)) == _plain(other.payload.get(person))
    return same and _rest_together(one, other) and not says_the_same(one, other)


def _apart(kind: FindingKind) -> tuple[str, ...]:
    return tuple(name for name in kind.apart if name != "classification")


def _agree(name: str, one: object, other: object) -> bool:
    ours, theirs = _plain(one), _plain(other)
    if ours == theirs:
        return True
    if name not in OPEN or (ours and theirs and name != "matter"):
        return False
    return not ours or not theirs or _are_alike(ours, theirs)


def _are_alike(one: str, other: str) -> bool:
    """Say whether two phrases of one sentence name the same matter: half of the shorter one's telling words, cut to six
    letters, stand in the other. (What reads stories says so with a parser, which pages must not load.)
    """
    ours, theirs = ({word[:6] for word in WORD.findall(words)} - EMPTY - TIMES for words in (one, other))
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _plain(value: object) -> str:
    return one_spaced(str(value)) if value not in (None, "") else ""


def _rest_together(one: Finding, other: Finding) -> bool:
    """Say whether two rest on the same words; of who somebody is, the name says it."""
    if not KINDS[one.kind].is_claim:
        return True
    if not one.spans or not other.spans:
        return False
    ours, theirs = one.spans[0], other.spans[0]
    if one.version_id != other.version_id:
        words, others = one_spaced(ours["text"]), one_spaced(theirs["text"])
        return words in others or others in words
    common = min(ours["end"], theirs["end"]) - max(ours["start"], theirs["start"])
    shorter = min(ours["end"] - ours["start"], theirs["end"] - theirs["start"])
    return bool(common > 0 and common >= SHARED * shorter)
