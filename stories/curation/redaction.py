"""Taking a person's name and words out everywhere, while the marks of what happened stay.

`docs/redaction.md` lists every place; its test plants a name in each and looks for it afterwards.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q

from officials.models import Body, Person, Place, Role
from stories.curation.all_names import REMOVED, AllNames, all_names_of
from stories.curation.apart import APART
from stories.curation.log import log, personal_effects, personal_to, take_turn
from stories.curation.people import person_in_turn
from stories.models import (
    Article,
    ArticleIssue,
    ArticleVersion,
    Complaint,
    Effect,
    Entry,
    Extraction,
    Finding,
    LoggedAction,
    Naming,
    Outlet,
    Quote,
    Response,
    SitePage,
    Snapshot,
    Source,
    Withdrawal,
)
from votes.ledger import AppendOnly
from votes.models import (
    Announcement,
    Event,
    EventChange,
    Held,
    Hold,
    Issue,
    MailServer,
    Message,
    Pause,
    Position,
    Setback,
    Vote,
    VoteChange,
    Words,
)
from votes.subjects import key_of

# Where a name stands among words that stay: it alone is taken out.
IN_PLACE: dict[type[Model], tuple[str, ...]] = {
    Place: ("name",),
    Body: ("name", "aliases", "address"),
    Person: ("links", "identifiers"),
    Role: ("title", "seat", "term_note"),
    **dict.fromkeys(APART.values(), ("reason",)),
    Issue: ("title", "question", "summary", "terms"),
    Position: ("matter",),
    Vote: ("motion", "passage_needs", "phrase", "location"),
    Event: ("title", "phrase", "location"),
    Message: ("subject", "problem"),
    Words: ("subject", "text"),
    Setback: ("problem",),
    MailServer: ("problem",),
    Pause: ("why",),
    Hold: ("why",),
    Held: ("why",),
    Outlet: ("name",),
    Source: ("must_have", "must_not_have", "problem"),
    Entry: ("title", "problem"),
    Article: ("title", "byline", "agency", "correction"),
    ArticleIssue: ("reason",),
    Extraction: ("note",),
    Finding: ("payload", "because", "rule", "recounted"),
    Quote: ("text", "label", "affiliation"),
    Response: ("text", "label"),
    Withdrawal: ("because",),
    Complaint: ("text", "answer"),
    SitePage: ("text",),
    LogEntry: ("object_repr", "change_message"),
    AccessAttempt: ("path_info", "get_data", "post_data"),
    AccessLog: ("path_info",),
    AccessFailureLog: ("path_info",),
}
# Addresses that are made of names.
SLUGS: tuple[type[Model], ...] = (Place, Body, Issue, Outlet)
# Rows that only grow, with the columns that redaction may blank: of these alone the whole row, or what names.
BLANKED: dict[type[AppendOnly], tuple[str, ...]] = {
    LoggedAction: ("before", "after", "reason"),
    Effect: ("before", "after"),
    Announcement: ("title", "detail", "sentence", "old", "new", "source_name", "path"),
}
LEDGERS: dict[type[AppendOnly], tuple[str, ...]] = {
    VoteChange: ("sentence", "decided_by", "old", "new", "source_name"),
    EventChange: ("sentence", "decided_by", "old", "new", "source_name"),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of each a redaction blanks; `named_in` are the stories that name the person, and were read for nothing
    of theirs: an editor may keep the text of these.
    """

    quotes: int
    replies: int
    findings: int
    stories: int
    named_in: list[Article] = field(default_factory=list)


def reach_of(person: Person) -> Reach:
    """Count what removing the person would blank."""
    findings = Finding.objects.filter(person=person)
    stories = ArticleVersion.objects.filter(findings__in=findings, redacted_at=None).values("article").distinct()
    names = all_names_of(_one_with(person))
    own = set(findings.values_list("article", flat=True))
    versions = names.rows(ArticleVersion, ("title", "text"))
    named = {version.article_id for version in versions if not version.redacted_at} - own
    articles = list(Article.objects.filter(pk__in=named).select_related("outlet").order_by("pk"))
    return Reach(person.quotes.count(), person.responses.count(), findings.count(), stories.count(), articles)


@transaction.atomic
def redact_person(
    person: Person, by: User, now: datetime, reason: str, keep: Collection[int] = ()
) -> LoggedAction:  # fmt: skip
    """Blank the person, their quotes and replies, the findings about them, and every story that they were found in or
    that names them; take their names out of everything else. `keep` are stories, by number, that name the person and
    whose text stays all the same.
    """
    take_turn(silently=True)
    person = person_in_turn(person.pk)
    people = _one_with(person)
    redaction = _Redaction(person, people, all_names_of(people), now)
    redaction.carry_out(keep)
    reason = redaction.names.without(reason)
    about = {"person": person.pk, "keep": sorted(keep)}
    return log(LoggedAction.Act.REDACT, by, now, after=about, reason=reason)


def _one_with(person: Person) -> set[int]:
    """Return the numbers of the person and of whoever was merged into them."""
    people = {person.pk}
    merges = LoggedAction.objects.filter(act=LoggedAction.Act.MERGE, undone_by=None, redacted_at=None)
    while gone := set(merges.filter(after__kept__in=people).values_list("before__gone", flat=True)) - people:
        people |= gone
    return people


@dataclass
class _Redaction:
    """One person being removed."""

    person: Person
    people: set[int]
    names: AllNames
    now: datetime

    def carry_out(self, keep: Collection[int]) -> None:
        """Take them out everywhere, the stories first: what rests on these has no words left then."""
        findings = Finding.objects.filter(person=self.person)
        own = set(findings.values_list("article", flat=True))
        named = {version.article_id for version in self.names.rows(ArticleVersion, ("title", "text"))}
        named |= {entry.article_id for entry in self.names.rows(Entry, ("content",)) if entry.article_id}
        kept = set(keep) - own
        articles = (own | named) - kept
        self._stories(articles)
        self._log()
        self._namings()
        self._person()
        findings.update(spans=[], payload={}, because="", redacted_at=self.now)
        self._announcements()
        self._in_place()
        self._spans(articles, kept)
        for session in Session.objects.all():
            if self.names.names_in(session.get_decoded()):
                session.delete()

    def _person(self) -> None:
        person, now = self.person, self.now
        Quote.every.filter(person=person).update(text=REMOVED, affiliation="", redacted_at=now)
        person.responses.update(text=REMOVED, source_url="", by_mail=False)
        person.aliases.all().delete()
        person.name, person.links, person.identifiers, person.redacted_at = REMOVED, [], {}, now
        person.slug, person.public_figure = f"removed-{person.pk}", False
        person.save()

    def _stories(self, articles: set[int]) -> None:
        """Blank every version's text and page, and the entries that carried them. The stories are not read again, and
        what still waits in them has no words left to rest on.
        """
        versions = ArticleVersion.objects.filter(article__in=articles, redacted_at=None)
        Snapshot.objects.filter(versions__in=versions).update(body=None)
        entries = Entry.objects.filter(article__in=articles)
        entries.update(content="")
        for entry in self.names.rows(Entry, ("content",)):  # of a story that is not read yet, and is not to be
            is_due = entry.state == Entry.State.DUE
            Entry.objects.filter(pk=entry.pk, article=None).update(
                content="", state=Entry.State.SKIPPED if is_due else entry.state
            )
        for titled in (entries, Article.objects.filter(pk__in=articles)):
            for row in titled:
                if self.names.may_mean(row.title):
                    type(row).objects.filter(pk=row.pk).update(title=REMOVED)
        for version in versions:
            version.redact(self.now)
        of_these = Finding.objects.filter(article__in=articles)
        of_these.pending().update(state=Finding.State.STALE)
        undecided = [Finding.State.STALE, Finding.State.REJECTED]
        of_these.filter(state__in=undecided).update(spans=[], payload={}, because="", redacted_at=self.now)
        Article.objects.filter(pk__in=articles).update(next_reread_at=None, fingerprint=[], image_url="")

    def _log(self) -> None:
        """Blank what the log says of the person and of whoever was merged into them, the rows it holds of theirs, and
        what else names them; what was done to these before can't be undone any more.
        """
        actions = LoggedAction.objects.none()
        for pk in self.people:
            actions |= LoggedAction.objects.filter(personal_to(Person(pk=pk)))
        for action in actions.filter(redacted_at=None).distinct():
            action.redact(self.now)
        for effect in personal_effects(self.people).filter(redacted_at=None):
            effect.redact(self.now)

    def _namings(self) -> None:
        """Forget what was said of the person's name in stories; also where it was put aside, and names nobody."""
        namings = Naming.objects.filter(
            Q(person=self.person) | Q(pk__in=[row.pk for row in self.names.rows(Naming, ("name",))])
        )
        of_them = Effect.objects.touching(Naming._meta.db_table, list(namings.values_list("pk", flat=True)))
        for effect in of_them.filter(redacted_at=None):
            effect.redact(self.now)
        namings.delete()

    def _announcements(self) -> None:
        """Blank what was announced of the person and all that names them, and the lines of the ledgers that do."""
        for announcement in Announcement.objects.filter(topics__contains=[key_of(self.person)], redacted_at=None):
            announcement.redact(self.now)
        told = Message.objects.filter(deliveries__announcement__redacted_at=self.now)
        Message.objects.filter(pk__in=told.values("pk")).exclude(subject="").update(subject=REMOVED)
        # By number, since what was sent together was written together.
        blanked = list(Announcement.objects.filter(redacted_at=self.now).values_list("pk", flat=True))
        Words.objects.filter(announcements__overlap=blanked).update(subject=REMOVED, text=REMOVED)
        for model, columns in BLANKED.items():
            for row in self.names.rows(model, columns):
                self._blank(row, [*model.REDACTED, *(name for name in columns if name not in model.REDACTED)])
        for model, columns in LEDGERS.items():
            for row in self.names.rows(model, columns):
                self._blank(row, columns)

    def _blank(self, row: Any, columns: Collection[str]) -> None:
        """Blank the columns that a redaction always blanks, and of the others what names the person."""
        for name in columns:
            blank = row.REDACTED.get(name)
            setattr(row, name, self._without(getattr(row, name)) if blank is None else blank)
        row.redacted_at = self.now
        row.save(update_fields=[*columns, "redacted_at"])

    def _without(self, value: Any) -> Any:
        """Return a ledger's value blanked as far as it names the person: of JSON single values, else the whole."""
        if isinstance(value, dict):
            return {key: REMOVED if self.names.names_in(one) else one for key, one in value.items()}
        return "" if self.names.names_in(value) else value

    def _in_place(self) -> None:
        """Take the names out of the words that stay, and out of the addresses made of such words."""
        for model, columns in IN_PLACE.items():
            for row in self.names.rows(model, columns):
                values = {name: self.names.without(getattr(row, name)) for name in columns}
                model._base_manager.filter(pk=row.pk).update(**values)
        for model in SLUGS:
            for row in self.names.rows(model, ("slug",)):
                model._base_manager.filter(pk=row.pk).update(slug=f"removed-{row.pk}")
        for reply in self.names.rows(Response, ("source_url",)):
            Response.objects.filter(pk=reply.pk).update(source_url="")

    def _spans(self, articles: set[int], kept: set[int]) -> None:
        """Blank the words of findings that name the person, by surname alone in the stories that are blanked; not in
        those whose text stays.
        """
        of_these = Finding.objects.filter(article__in=articles).exclude(spans=[])
        named = {finding.pk for finding in of_these if self.names.may_mean(str(finding.spans))}
        named |= {row.pk for row in self.names.rows(Finding, ("spans",)) if row.article_id not in kept}
        Finding.objects.filter(pk__in=named).update(spans=[], redacted_at=self.now)
