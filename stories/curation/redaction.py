"""Taking a person's name and words out everywhere they are shown, while the marks of what happened stay."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Person
from stories.curation.log import log
from stories.models import ArticleVersion, Decision, Finding
from votes.models import Announcement, VoteChange

REMOVED = "(removed)"


@transaction.atomic
def redact_person(person: Person, by: User, now: datetime, reason: str) -> Decision:
    """Blank the person, their quotes, the findings about them, the story texts they rest on, what was announced
    of them, and what the log of curation says of those findings.
    """
    findings = Finding.objects.filter(person=person)
    versions = ArticleVersion.objects.filter(findings__in=findings, redacted_at=None).distinct()
    _redact_tellings(person, now)
    for version in versions:
        version.redact(now)
    for decision in Decision.objects.filter(finding__in=findings, redacted_at=None):
        decision.redact(now)
    person.quotes.update(text=REMOVED, affiliation="", redacted_at=now)
    person.aliases.all().delete()
    findings.update(spans=[], payload={}, redacted_at=now)
    person.name, person.links, person.identifiers, person.redacted_at = REMOVED, [], {}, now
    person.slug = f"removed-{person.pk}"
    person.save()
    return log(Decision.Act.REDACT, by, now, after={"person": person.pk}, reason=reason)


def _redact_tellings(person: Person, now: datetime) -> None:
    about = Announcement.objects.filter(topics__contains=[f"person:{person.pk}"], redacted_at=None)
    for announcement in about:
        announcement.redact(now)
    for change in VoteChange.objects.filter(sentence__icontains=person.name, redacted_at=None):
        change.redact(now)
