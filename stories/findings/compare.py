"""Where two extractors differ on a story, a line each: what the rules alone, the model alone, or both say otherwise."""

from collections.abc import Iterator

from stories.extraction.findings import Findings
from stories.findings.agreement import MODEL, RULES, differs, says_the_same
from stories.findings.kinds import KINDS
from stories.findings.propose import payload_of, spans_of
from stories.models import Finding

LONGEST = 120  # characters of evidence


def compared(by_rules: Findings, by_model: Findings) -> Iterator[str]:
    """Return the differences, and at the end how much both say."""
    ours, theirs = list(_findings(by_rules, RULES)), list(_findings(by_model, MODEL))
    both = [(one, other) for one in ours for other in theirs if says_the_same(one, other)]
    told = {id(one) for pair in both for one in pair}
    apart = [one for one in ours if id(one) not in told]
    others = [one for one in theirs if id(one) not in told]
    for one in apart:
        if otherwise := next((other for other in others if differs(one, other)), None):
            others.remove(otherwise)
            yield f"otherwise  {_in_words(one)}\n      model  {_in_words(otherwise)}"
        else:
            yield f"rules only  {_in_words(one)}"
    yield from (f"model only  {_in_words(one)}" for one in others)
    yield f"both say {len({id(one) for one, _ in both})}; the rules {len(ours)}, the model {len(theirs)}"


def _findings(found: Findings, extractor: str) -> Iterator[Finding]:
    """The findings as they would be proposed, in no database."""
    for kind in KINDS.values():
        for one in getattr(found, kind.listed):
            yield Finding(
                kind=kind.name.value, payload=payload_of(kind, one), spans=spans_of(kind, one), extractor=extractor,
                version_id=0,
            )  # fmt: skip


def _in_words(finding: Finding) -> str:
    said = f"{finding.kind} {KINDS[finding.kind].summary(finding.payload)}"
    if not KINDS[finding.kind].is_claim or not finding.spans:
        return said
    return f"{said}: {' '.join(finding.spans[0]['text'].split())[:LONGEST]}"
