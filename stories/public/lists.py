"""Every list of the site as a table, for whoever wants to reckon with it: a row a list, and of each its columns."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.text import Truncator

from officials.models import Body, Person, Place, Role
from stories.evidence.book import Book, is_withheld
from stories.models import ArticleIssue, Outlet, Quote
from stories.public.clock import zone_of
from stories.public.news import WORDS
from stories.public.queries import WITH_PLACE, bodies_shown, public_stories, roles_of_people, with_issues
from stories.public.scopes import Scope
from stories.public.tables import Value
from votes.disposals import is_told_as_vote
from votes.models import Ballot, Issue, Position, Vote
from votes.models.issues import NON_ANSWERS, Basis
from votes.words import outcome_in_words

# Rows that are read at once.
AT_ONCE = 200

# A column is read along a path of names, or worked out of the row and what it rests on.
Column = str | Callable[[Any, Book], object]
Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Sheet:
    """A list: of what kinds of scope it may be, its rows on a day, and its columns."""

    kinds: Sequence[str]
    rows: Callable[[Scope, dt.date], QuerySet[Any]]
    columns: Columns


def rows_of(sheet: Sheet, scope: Scope, today: dt.date) -> Iterator[dict[str, Value]]:
    """Yield the rows, each by column; a few at once are in memory."""
    few: list[Any] = []
    for row in sheet.rows(scope, today).iterator(AT_ONCE):
        few.append(row)
        if len(few) == AT_ONCE:
            yield from _told(sheet, few)
            few = []
    yield from _told(sheet, few)


def _told(sheet: Sheet, rows: list[Any]) -> Iterator[dict[str, Value]]:
    book = Book()
    quotes = [row for row in rows if isinstance(row, Quote)]
    positions = [row for row in rows if isinstance(row, Position)]
    if quotes or positions:
        book.read(quotes, positions)
    for row in rows:
        yield {name: _value(column, row, book) for name, column in sheet.columns.items()}


def _value(column: Column, row: Any, book: Book) -> Value:
    """Return what stands in the cell: days and hours in ISO form, rows by their names."""
    if isinstance(column, str):
        value: object = reduce(lambda at, name: getattr(at, name, None), column.split("."), row)
    else:
        value = column(row, book)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _address(row: Any, book: Book) -> str:
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def _address_of(name: str) -> Callable[[Any, Book], str]:
    return lambda row, book: _address(getattr(row, name), book)


def _names(of: str) -> Callable[[Any, Book], str]:
    return lambda row, _: "; ".join(str(one) for one in getattr(row, of).all())


def _words(row: Quote | Position, book: Book) -> str:
    """Return the sentence of the first report, thirty words at most."""
    passage = book.of(row)[0].passage if book.of(row) else None
    return Truncator(passage.sentence if passage else "").words(WORDS)


def _quoted(quote: Quote, book: Book) -> str:
    return "" if is_withheld(book.of(quote)) else Truncator(quote.text.rstrip(" ,")).words(WORDS)


def _first(path: str) -> Callable[[Any, Book], object]:
    """Return the column of something of the first report."""
    return lambda row, book: _value(path, book.of(row)[0], book) if book.of(row) else None


def _reported_on(row: Quote | Position, book: Book) -> object:
    """Return the day of the first report by the clock of the issue's place, as its page has it."""
    return book.of(row)[0].moment.astimezone(zone_of(row.issue)).date() if book.of(row) else None


REPORT: Columns = {
    "outlet": _first("article.outlet"), "reported_on": _reported_on, "source_url": _first("article.url"),
}  # fmt: skip
WHEN: Columns = {
    name: name for name in ("earliest", "latest", "precision", "phrase", "time", "location", "status", "version")
}
# What a later stand of the same person on the issue supersedes: a deed gives way to what was said, silence to both.
WEIGHT = Case(When(basis__in=NON_ANSWERS, then=2), When(basis=Basis.ACTION, then=1), default=0)
ADDRESS: Columns = {"url": _address}


def _of_issues(scope: Scope, today: dt.date) -> QuerySet[Issue]:
    issues = Issue.objects.public().select_related("place", "body")
    return issues.filter(**{scope.kind: scope.record}) if scope.record else issues


def _of_bodies(scope: Scope, today: dt.date) -> QuerySet[Body]:
    bodies = bodies_shown().select_related("place").distinct()
    return bodies.filter(place=scope.record.pk) if scope.record else bodies


def _of_people(scope: Scope, today: dt.date) -> QuerySet[Person]:
    held = Role.objects.held_on(today).select_related("body")
    return (
        Person.objects.with_page()
        .prefetch_related(Prefetch("roles", queryset=held, to_attr="held"))
        .order_by("name", "pk")
    )


def _of_roles(scope: Scope, today: dt.date) -> QuerySet[Role]:
    roles = Role.objects.filter(person__in=Person.objects.shown()).select_related("person", "body")
    return roles.filter(**{scope.kind: scope.record}) if scope.record else roles


def _of_votes(scope: Scope, today: dt.date) -> QuerySet[Any]:
    votes = scope.votes(today).filter(withdrawn_at=None).select_related("issue", "body")
    return votes.order_by("-latest", "-pk")


def _of_events(scope: Scope, today: dt.date) -> QuerySet[Any]:
    return with_issues(scope.events(today).standing()).order_by("-latest", "-pk")


def _of_positions(scope: Scope, today: dt.date) -> QuerySet[Position]:
    positions = scope.positions.select_related("person", *WITH_PLACE)
    same = Position.objects.filter(person=OuterRef("person"), issue=OuterRef("issue")).alias(weight=WEIGHT)
    later = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    newer = same.filter(Q(weight__lt=OuterRef("weight")) | (Q(weight=OuterRef("weight")) & later))
    positions = positions.alias(weight=WEIGHT).annotate(current=~Exists(newer))
    return positions.prefetch_related(roles_of_people("person")).order_by("-since", "-pk")


def _of_quotes(scope: Scope, today: dt.date) -> QuerySet[Quote]:
    quotes = scope.quotes.select_related("person", "issue__place", "issue__body__place").prefetch_related(
        roles_of_people("person")
    )
    return quotes.order_by("-said_on", "-pk")


def _of_ballots(scope: Scope, today: dt.date) -> QuerySet[Ballot]:
    ballots = Ballot.objects.filter(person__in=Person.objects.shown()).select_related(
        "person", "vote__issue", "vote__body"
    )
    if isinstance(scope.record, Person):
        ballots = ballots.filter(person=scope.record, vote__issue__in=Issue.objects.public())
    else:
        ballots = ballots.filter(vote__in=scope.votes(today))
    return ballots.filter(vote__withdrawn_at=None).order_by("-vote__latest", "-vote", "person__name", "pk")


def _of_stories(scope: Scope, today: dt.date) -> QuerySet[Any]:
    stories = public_stories().filter(withdrawal=None)
    if scope.record:
        stories = stories.filter(pk__in=ArticleIssue.objects.public().filter(issue=scope.record.pk).values("article"))
    return stories.order_by("-published_at", "-pk")


def _of_outlets(scope: Scope, today: dt.date) -> QuerySet[Outlet]:
    return Outlet.objects.select_related("place").order_by("name", "pk")


def _of_places(scope: Scope, today: dt.date) -> QuerySet[Place]:
    return Place.objects.order_by("name", "pk")


def _stance(row: Position, book: Book) -> str:
    """Return the side; of a deed, and of a question without an answer, there is none."""
    return "" if row.is_non_answer or row.basis == Basis.ACTION else row.stance


def _status(row: Vote, book: Book) -> str:
    """Return the status; what put another off was not held where no vote on that was told of."""
    return row.status if is_told_as_vote(row) else ""


def _vote_outcome(row: Vote, book: Book) -> str:
    """Return how a vote went; where none was told of, what the body did: "put off"."""
    return row.outcome if is_told_as_vote(row) else outcome_in_words(row)


ANY = ("all", "issue", "body", "person", "place")
LISTS: Mapping[str, Sheet] = {
    "issues": Sheet(
        ("all", "body", "place"), _of_issues,
        {"id": "pk", "title": "title", "question": "question", "place": "place", "body": "body",
         "closed_on": "closed_at", **ADDRESS},
    ),
    "people": Sheet(
        ("all",), _of_people,
        {"id": "pk", "name": "name", "roles": lambda row, _: "; ".join(map(str, row.held)), **ADDRESS},
    ),
    "bodies": Sheet(
        ("all", "place"), _of_bodies,
        {"id": "pk", "name": "name", "place": "place", "seats": "seats", "passage_rule": "passage_rule", **ADDRESS},
    ),
    "roles": Sheet(
        ("all", "body", "person"), _of_roles,
        {"person": "person", "body": "body", "title": "title", "seat": "seat", "since": "since", "until": "until",
         "voting": "voting", "url": _address_of("person")},
    ),
    "votes": Sheet(
        ANY, _of_votes,
        {"id": "pk", "motion": "motion", "issue": "issue", "body": "body", "classification": "classification", **WHEN,
         "status": _status, "outcome": _vote_outcome, "yes": "yes", "no": "no", "agenda_url": "agenda_url", **ADDRESS},
    ),
    "events": Sheet(
        ANY, _of_events,
        {"id": "pk", "kind": "kind", "title": "title", "issues": _names("issues"), "bodies": _names("bodies"), **WHEN,
         **ADDRESS},
    ),
    "positions": Sheet(
        ANY, _of_positions,
        {"id": "pk", "person": "person", "issue": "issue", "stance": _stance, "basis": "basis",
         "conditional": "conditional", "matter": "matter", "since": "since", "current": "current", **REPORT,
         "sentence": _words, "url": _address_of("issue")},
    ),
    "quotes": Sheet(
        ANY, _of_quotes,
        {"id": "pk", "speaker": "speaker", "affiliation": "affiliation", "type": "type", "words": _quoted,
         "said_on": "said_on", "issue": "issue", **REPORT, **ADDRESS},
    ),
    "ballots": Sheet(
        ANY, _of_ballots,
        {"vote": "vote_id", "motion": "vote.motion", "issue": "vote.issue", "body": "vote.body",
         "held_on": "vote.latest", "person": "person", "choice": "choice", "url": _address_of("vote")},
    ),
    "stories": Sheet(
        ("all", "issue"), _of_stories,
        {"id": "pk", "title": "title", "outlet": "outlet", "published_on": "printed_on", "source_url": "url",
         "copy_of": "original_id", **ADDRESS},
    ),
    "outlets": Sheet(("all",), _of_outlets, {"id": "pk", "name": "name", "place": "place", "source_url": "url"}),
    "places": Sheet(
        ("all",), _of_places,
        {"id": "pk", "name": "name", "kind": "kind", "state": "state", "time_zone": "time_zone",
         "ocd_division_id": "ocd_division_id"},
    ),
}  # fmt: skip
