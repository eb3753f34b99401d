"""A finding in one line, and how sure it is."""

from stories.findings.kinds import KINDS
from stories.models import Finding

# From here on a finding is called very likely right, and from there likely.
VERY_LIKELY, LIKELY = 0.9, 0.7


def summary_of(finding: Finding) -> str:
    """Return who and what, as the finding proposes it; the words themselves stand beside it."""
    return "(removed)" if finding.redacted_at else KINDS[finding.kind].summary(finding.payload)


def sureness_in_words(confidence: float) -> str:
    """Return one of three steps: what a curator can act on."""
    if confidence >= VERY_LIKELY:
        return "very likely right"
    return "likely right" if confidence >= LIKELY else "look closely"
