"""What is public without its sentence or without a person's act: found for `manage.py check_public`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from officials.models import Person, Place, Role
from stories.curation.alike import are_near, people_at
from stories.curation.apart import known_apart
from stories.curation.changed import ACCEPTANCE
from stories.curation.people import place_of
from stories.curation.records import affiliation_of
from stories.findings.kinds import CLAIMS, OFFICES
from stories.models import ArticleIssue, Finding, LoggedAction, Quote
from votes.models import Event, Position, Vote

# The reason that was logged where accepting a claim accepted its speaker unseen, which it no longer does.
IMPLIED = "named by an accepted finding"


class Kind(StrEnum):
    """What is wrong with a public claim; the order is that of mending, since one leads to the next."""

    NO_ACT = "accepted without anyone's act"
    UNSEEN = "accepted unseen with somebody's words"
    NO_SENTENCE = "a claim without its sentence"
    SLIP = "perhaps a slip in a name"
    NO_FINDING = "rests on no accepted finding"
    NO_ROLL_CALL = "ballots that nobody recorded"
    SCORE = "on an issue by its score alone"
    AFFILIATION = "an affiliation that nobody accepted"
    ROLE = "a role whose finding was not accepted"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is public and should not be; `path` is a page that shows it, `detail` says more in words."""

    kind: Kind
    row: Model
    path: str
    detail: str = ""

    def __str__(self) -> str:
        about = f"{self.row._meta.verbose_name} {self.row.pk}"
        return f"{self.path}  {about}: {self.kind}{f' ({self.detail})' if self.detail else ''}"


def standing_acceptance(finding: Finding) -> LoggedAction | None:
    """Return the act that made the finding public and was not undone."""
    return finding.actions.filter(act__in=ACCEPTANCE, undone_by=None).first()


def faults_of(kind: Kind) -> list[Fault]:
    """Return every fault of the kind."""
    return list(CHECKS[kind]())


def _accepted() -> QuerySet[Finding]:
    accepted = Finding.objects.accepted().filter(redacted_at=None, version__redacted_at=None)
    return accepted.select_related("article__outlet__place", "issue__place", "person").order_by("pk")


def _acts() -> QuerySet[LoggedAction]:
    return LoggedAction.objects.filter(finding=OuterRef("pk"), act__in=ACCEPTANCE, undone_by=None)


def _acts_on(key: str) -> QuerySet[LoggedAction]:
    """Return what curators did to the vote or event of the query around it, not by way of a finding."""
    by_hand = LoggedAction.objects.filter(finding=None, undone_by=None, after__has_key=key)
    return by_hand.alias(row=Cast(KT(f"after__{key}"), BigIntegerField())).filter(row=OuterRef("pk"))


def _of_findings(kind: Kind, findings: Iterable[Finding]) -> Iterator[Fault]:
    for finding in findings:
        yield Fault(kind, finding, f"{finding.article.get_absolute_url()}#finding-{finding.pk}", finding.kind)


def _slips() -> Iterator[Fault]:
    """People with one finding and a name near that of somebody known longer or better at the same place."""
    made = LoggedAction.objects.filter(after__made__has_key="role").values_list("after__made__role", flat=True)
    one = Person.objects.shown().annotate(told=Count("findings", Q(findings__state="accepted"))).filter(told=1)
    one = one.exclude(Exists(Role.objects.filter(person=OuterRef("pk")).exclude(pk__in=[*made])))
    at: dict[Place | None, list[Person]] = {None: []}
    for finding in _accepted().filter(person__in=one):
        person, place = finding.person, place_of(finding)
        assert person is not None
        if place not in at and place is not None:
            told = Count("findings", Q(findings__state="accepted"), distinct=True)
            holds = Exists(Role.objects.filter(person=OuterRef("pk")))
            at[place] = list(people_at(place).annotate(told=told, holds=holds))
        near = [other for other in at[place] if other != person and are_near(person.name, other.name)]
        better = (other for other in near if other.told > 1 or other.holds or other.pk < person.pk)  # type: ignore[attr-defined]
        if other := next((other for other in better if known_apart(person, other) is None), None):
            path = f"{finding.article.get_absolute_url()}#finding-{finding.pk}"
            yield Fault(Kind.SLIP, person, path, f"“{person}” beside “{other}”, person {other.pk}")


def _unsupported() -> Iterator[Fault]:
    """Records that rest on no accepted finding; a vote and an event may rest on what a curator did by hand, and a vote
    on the one that put it off.
    """
    by_hand = _acts_on("vote") | _acts_on("disposal")
    told = Finding.objects.accepted().filter(vote__disposes_of=OuterRef("pk"))
    records: tuple[QuerySet[Any], ...] = (
        Quote.objects.filter(redacted_at=None),
        Position.objects.filter(person__in=Person.objects.shown()).select_related("issue"),
        Vote.objects.standing().exclude(Exists(by_hand)).exclude(Exists(told)),
        Event.objects.standing().exclude(Exists(_acts_on("event"))),
    )
    for rows in records:
        name = rows.model._meta.model_name
        for row in rows.exclude(Exists(Finding.objects.accepted().filter(**{name: OuterRef("pk")}))).order_by("pk"):
            page = row.issue if isinstance(row, Position) else row
            yield Fault(Kind.NO_FINDING, row, page.get_absolute_url())


def _ballots() -> Iterator[Fault]:
    recorded = _acts_on("vote").filter(after__has_key="ballots")
    told = LoggedAction.objects.filter(finding__vote=OuterRef("pk"), after__has_key="ballots", undone_by=None)
    votes = Vote.objects.standing().filter(ballots__isnull=False).distinct()
    for vote in votes.exclude(Exists(recorded) | Exists(told)).order_by("pk"):
        yield Fault(Kind.NO_ROLL_CALL, vote, vote.get_absolute_url())


def _by_score() -> Iterator[Fault]:
    claims = Finding.objects.accepted().filter(article=OuterRef("article"), issue=OuterRef("issue"), kind__in=CLAIMS)
    accepted = ArticleIssue.objects.filter(state=ArticleIssue.State.ACCEPTED).exclude(reason=ArticleIssue.CHOSEN)
    for row in accepted.exclude(Exists(claims)).select_related("article", "issue").order_by("pk"):
        yield Fault(Kind.SCORE, row, row.article.get_absolute_url(), f"“{row.article}” on “{row.issue}”: {row.reason}")


def _affiliations() -> Iterator[Fault]:
    for quote in Quote.objects.filter(redacted_at=None).exclude(affiliation="").order_by("pk"):
        if quote.affiliation != affiliation_of(quote):
            yield Fault(Kind.AFFILIATION, quote, quote.get_absolute_url(), f"{quote.speaker}, “{quote.affiliation}”")


def _roles() -> Iterator[Fault]:
    """Roles that an official's finding made, which nobody accepts any more; nor another one of the same role."""
    made = LoggedAction.objects.filter(after__made__has_key="role").exclude(finding__state=Finding.State.ACCEPTED)
    roles = Role.objects.filter(pk__in=[*made.values_list("after__made__role", flat=True)])
    same = Finding.objects.accepted().filter(kind__in=OFFICES, person=OuterRef("person"))
    same = same.filter(payload__body__iexact=OuterRef("body__name"))
    for role in roles.exclude(Exists(same)).select_related("person", "body").order_by("pk"):
        yield Fault(Kind.ROLE, role, role.person.get_absolute_url(), f"{role.person}, {role}")


CHECKS: dict[Kind, Callable[[], Iterator[Fault]]] = {
    Kind.NO_ACT: lambda: _of_findings(Kind.NO_ACT, _accepted().exclude(Exists(_acts()))),
    Kind.UNSEEN: lambda: _of_findings(Kind.UNSEEN, _accepted().filter(Exists(_acts().filter(reason=IMPLIED)))),
    Kind.NO_SENTENCE: lambda: _of_findings(Kind.NO_SENTENCE, _accepted().filter(kind__in=CLAIMS, spans=[])),
    Kind.SLIP: _slips,
    Kind.NO_FINDING: _unsupported,
    Kind.NO_ROLL_CALL: _ballots,
    Kind.SCORE: _by_score,
    Kind.AFFILIATION: _affiliations,
    Kind.ROLE: _roles,
}
