"""Taking a person's name and words out everywhere they are shown, while the marks of what happened stay."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from officials.models import Person
from stories.curation.log import log, personal_effects, personal_to, take_turn
from stories.curation.people import person_in_turn
from stories.models import Article, ArticleVersion, Effect, Entry, Finding, LoggedAction, Naming, Quote, Snapshot
from votes.models import Announcement, VoteChange
from votes.subjects import key_of

# What stands where a name or words stood.
REMOVED = "(removed)"


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of each a redaction blanks."""

    quotes: int
    replies: int
    findings: int
    stories: int


def reach_of(person: Person) -> Reach:
    """Count what removing the person would blank."""
    findings = Finding.objects.filter(person=person)
    stories = ArticleVersion.objects.filter(findings__in=findings, redacted_at=None).values("article").distinct()
    return Reach(person.quotes.count(), person.responses.count(), findings.count(), stories.count())


@transaction.atomic
def redact_person(person: Person, by: User, now: datetime, reason: str) -> LoggedAction:
    """Blank the person, their quotes and replies, the findings about them, the story texts they rest on and the
    pages these were read from, what was announced of them, and what the log of curation says of them.
    """
    take_turn(silently=True)
    person = person_in_turn(person.pk)
    findings = Finding.objects.filter(person=person)
    articles = Article.objects.filter(findings__in=findings)
    _redact_stories(list(articles.values_list("pk", flat=True)), person, now)
    _redact_announcements(person, now)
    _redact_log(person, now)
    Quote.every.filter(person=person).update(text=REMOVED, affiliation="", redacted_at=now)
    person.responses.update(text=REMOVED, source_url="")
    _redact_namings(person, now)
    person.aliases.all().delete()
    findings.update(spans=[], payload={}, redacted_at=now)
    person.name, person.links, person.identifiers, person.redacted_at = REMOVED, [], {}, now
    person.slug, person.public_figure = f"removed-{person.pk}", False
    person.save()
    return log(LoggedAction.Act.REDACT, by, now, after={"person": person.pk}, reason=reason)


def _redact_log(person: Person, now: datetime) -> None:
    """Blank what the log says of the person and of whoever was merged into them, and the rows it holds of theirs; what
    was done to these before can't be undone any more.
    """
    people = {person.pk}
    merges = LoggedAction.objects.filter(act=LoggedAction.Act.MERGE, undone_by=None, redacted_at=None)
    while gone := set(merges.filter(after__kept__in=people).values_list("before__gone", flat=True)) - people:
        people |= gone
    for pk in people:
        for action in LoggedAction.objects.filter(personal_to(Person(pk=pk)), redacted_at=None):
            action.redact(now)
    for effect in personal_effects(people).filter(redacted_at=None):
        effect.redact(now)


def _redact_namings(person: Person, now: datetime) -> None:
    """Forget what was said of the person's name in stories, of one that was put aside, too, which names nobody."""
    namings = Naming.objects.filter(Q(person=person) | Q(name__iexact=person.name))
    of_them = Effect.objects.touching(Naming._meta.db_table, list(namings.values_list("pk", flat=True)))
    for effect in of_them.filter(redacted_at=None):
        effect.redact(now)
    said = Q(after__named__iexact=person.name) | Q(before__named__iexact=person.name)
    for action in LoggedAction.objects.filter(said, redacted_at=None):
        action.redact(now)
    namings.delete()


def _redact_stories(articles: list[int], person: Person, now: datetime) -> None:
    """Blank every version's text and page, and the entries that carried them. The stories are not read again, and what
    still waits in them has no words left to rest on.
    """
    versions = ArticleVersion.objects.filter(article__in=articles, redacted_at=None)
    Snapshot.objects.filter(versions__in=versions).update(body=None)
    Entry.objects.filter(article__in=articles).update(content="")
    Entry.objects.filter(article__in=articles, title__icontains=person.name).update(title=REMOVED)
    for version in versions:
        version.redact(now)
    Finding.objects.pending().filter(article__in=articles).update(state=Finding.State.STALE)
    Article.objects.filter(pk__in=articles).update(next_reread_at=None, fingerprint=[])
    Article.objects.filter(pk__in=articles, title__icontains=person.name).update(title=REMOVED)


def _redact_announcements(person: Person, now: datetime) -> None:
    """Blank what was announced of the person, and the sentences with their name in the votes' ledger."""
    named = Q(topics__contains=[key_of(person)]) | Q(sentence__icontains=person.name)
    named |= Q(new__icontains=person.name) | Q(old__icontains=person.name)
    for announcement in Announcement.objects.filter(named, redacted_at=None):
        announcement.redact(now)
    for change in VoteChange.objects.filter(sentence__icontains=person.name, redacted_at=None):
        change.redact(now)
