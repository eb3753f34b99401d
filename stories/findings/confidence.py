"""How sure the program is of a finding: what curators made of those that its rule proposed before, with what the gold
says of the rule as a weak prior.

Only what somebody looked at one by one counts (`RuleRecord`). Extraction gives each finding the share of the gold's
that its rule, or the tagger, got right; that weighs as much as a few acts.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from stories.models import Finding, RuleRecord

# How many acts of curators the gold's share weighs.
GOLD_WEIGHS = 10
# From so many acts on a rule's record is said in numbers; before, the rule is new.
TOLD_FROM = 30


@dataclass(frozen=True, slots=True)
class Record:
    """How many of a rule's findings were accepted as proposed, of how many that somebody looked at."""

    right: int
    seen: int

    @property
    def is_told(self) -> bool:
        """Say whether there are enough for a number."""
        return self.seen >= TOLD_FROM


def with_record(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return the findings, each loaded with the record of its rule."""
    of_rule = RuleRecord.objects.filter(kind=OuterRef("kind"), rule=OuterRef("rule"), extractor=OuterRef("extractor"))
    counted = (
        of_rule.order_by().values("kind").annotate(was_right=Sum("as_proposed"), looked_at=Sum(RuleRecord.LOOKED_AT))
    )
    return findings.annotate(
        right=Coalesce(Subquery(counted.values("was_right")), 0),
        seen=Coalesce(Subquery(counted.values("looked_at")), 0),
    )


def record_of(finding: Finding) -> Record:
    """Return the record of the finding's rule; asks for it where the finding was loaded without."""
    if not hasattr(finding, "seen"):
        loaded = with_record(Finding.objects.filter(pk=finding.pk)).first()
        return record_of(loaded) if loaded else Record(0, 0)
    return Record(finding.right, finding.seen)  # type: ignore[attr-defined]


def confidence_of(finding: Finding) -> float:
    """Return how likely it is right, from 0 to 1."""
    record = record_of(finding)
    return (record.right + GOLD_WEIGHS * finding.confidence) / (record.seen + GOLD_WEIGHS)
