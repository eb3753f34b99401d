"""What a finding rests on, in the plain values that the votes' floor keeps and mails."""

from stories.evidence.excerpts import passage_of
from stories.models import Finding
from votes.citation import Citation
from votes.models.changes import ByWhat


def citation_of(finding: Finding, decided_by: str = "") -> Citation:
    """Return the evidence sentence, empty where it was redacted, with the outlet and the story's address; a body's own
    calendar is a record and no report.
    """
    passage = passage_of(finding)
    return Citation(
        sentence=passage.sentence.strip() if passage else "",
        source_name=finding.article.outlet.name,
        source_url=finding.article.url,
        decided_by=decided_by,
        by_what=ByWhat.RECORD if finding.article.is_record else ByWhat.REPORT,
    )
