"""Accepting several findings at once: measured direct quotes of people accepted in the story, nothing
else. The log says that it was done in bulk.
"""

from collections.abc import Container
from datetime import datetime

from django.contrib.auth.models import User

from officials.models import Person
from stories.curation.choice import Choice, CurationError
from stories.curation.decide import accept
from stories.curation.who import name_in
from stories.findings.confidence import confidence_of, with_record
from stories.findings.kinds import KINDS
from stories.models import Article, Finding, LoggedAction

# Below, a rule is not known to be right often enough.
MEASURED = 0.9


def quotes_together(article: Article) -> list[tuple[Finding, Person]]:
    """Return the story's pending findings that may be accepted together, each with whose words it is: plain of their
    kind (word for word, by someone named), by a rule known to be right, of a person accepted in this very story.
    """
    accepted: dict[str, set[Person]] = {}
    for finding in article.findings.accepted().filter(person__redacted_at=None).select_related("person"):
        if finding.person:
            accepted.setdefault(name_in(finding).casefold(), set()).add(finding.person)
    together: list[tuple[Finding, Person]] = []
    for finding in with_record(article.findings.pending().order_by("pk")):
        # Of one name, two people may have been accepted: then a curator must say which.
        speakers = accepted.get(name_in(finding).casefold(), set())
        is_measured = KINDS[finding.kind].is_plain(finding.payload) and confidence_of(finding) >= MEASURED
        if is_measured and len(speakers) == 1:
            together.append((finding, next(iter(speakers))))
    return together


def accept_quotes(article: Article, listed: Container[int], by: User, now: datetime) -> list[tuple[Finding, str]]:
    """Accept those of the listed findings that may be accepted together; returns those that could not be, with the
    reason. Nobody becomes a person by this.
    """
    failed = []
    for finding, speaker in quotes_together(article):
        if finding.pk in listed:
            try:
                accept(finding.pk, by, now, Choice(person=speaker), how=LoggedAction.How.BULK)
            except CurationError as error:
                failed.append((finding, str(error)))
    return failed
