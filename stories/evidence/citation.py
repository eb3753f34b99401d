"""What a finding rests on, in the plain values that the votes' floor keeps and mails."""

from stories.evidence.excerpts import passage_of
from stories.models import Finding
from votes.schedule import Evidence


def evidence_of(finding: Finding, decided_by: str = "") -> Evidence:
    """The evidence sentence with the outlet and the story's address."""
    passage = passage_of(finding)
    return Evidence(
        sentence=passage.sentence.strip() if passage else "",
        source_name=finding.article.outlet.name,
        source_url=finding.article.url,
        decided_by=decided_by,
    )
