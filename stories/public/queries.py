"""The rows that public pages show, each query with what showing its rows needs: a few queries whatever their number."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from officials.models import Body, Person, Place, Role
from stories.models import Article, ArticleIssue, Finding, Quote, Response, Source
from stories.models.articles import ArticleQuerySet
from stories.public.as_of import positions_by, quotes_by
from votes.disposals import on_their_own
from votes.models import Ballot, Event, Issue, Position, Vote, VoteChange
from votes.models.decisions import Outcome
from votes.models.events import EventQuerySet
from votes.models.issues import NON_ANSWERS, Basis
from votes.models.status import Status

# What an issue's time zone is read of.
WITH_PLACE = ("issue__place", "issue__body__place")


# Of someone's earlier claims, of their deeds, silences and quotes, where many people share a page.
SHOWN = 3
# What is set beside a quote or a position.
REPLIES = Prefetch("responses", queryset=Response.objects.select_related("person"))


def roles_of_people(path: str) -> Prefetch[str, QuerySet[Role], str]:
    """Return the prefetch of the roles of whoever is at `path`, for links and titles without a query each."""
    return Prefetch(f"{path}__roles", queryset=Role.objects.select_related("body"))


def open_issues(today: dt.date) -> QuerySet[Issue]:
    """Return the issues not closed, each with its `standing_votes`, its `standing_events` that no such vote tells, and
    `next_day`: the first possible one of its next vote.
    """
    ahead = Vote.objects.ahead(today).filter(issue=OuterRef("pk"), earliest__isnull=False)
    votes = Prefetch("votes", queryset=on_their_own(in_time(Vote.objects.standing())), to_attr="standing_votes")
    standing = Event.objects.standing().unfolded().select_related("place").prefetch_related("changes")
    events = Prefetch("events", queryset=standing, to_attr="standing_events")
    issues = Issue.objects.public().filter(closed_at=None).annotate(next_day=Subquery(ahead.values("earliest")[:1]))
    return issues.select_related("place", "body").prefetch_related(votes, events)


def issues_of(body: Body) -> QuerySet[Issue]:
    """Return the issues that the body decides, or has a vote or an event on that was not withdrawn."""
    voted = Vote.objects.standing().filter(body=body).values("issue")
    met = body.events.standing().values("issues")
    issues = Issue.objects.public().filter(Q(body=body) | Q(pk__in=voted) | Q(pk__in=met))
    return issues.select_related("place", "body")


def bodies_shown() -> QuerySet[Body]:
    """Return all but those known from a vote or event alone that was our mistake: such a body may be one, too."""
    met = Event.bodies.through.objects.filter(event__withdrawn_at=None).values("body")
    ours = Q(roles__isnull=False) | Q(issues__isnull=False) | Q(pk__in=Vote.objects.standing().values("body"))
    known_from_these = Q(votes__isnull=False) | Q(events__isnull=False)
    return Body.objects.exclude(~(ours | Q(pk__in=met)) & known_from_these)


def places_shown() -> QuerySet[Place]:
    """Return the places of a body or an issue that is shown, or where an outlet is at home."""
    issues = Issue.objects.public().values("place")
    bodies = bodies_shown().values("place")
    return Place.objects.filter(Q(pk__in=bodies) | Q(pk__in=issues) | Q(outlets__isnull=False)).distinct()


def votes_of(issue: Issue) -> QuerySet[Vote]:
    """Return the issue's votes that were not withdrawn, as `with_ledger`, but for those told as another's fate."""
    return on_their_own(with_ledger(issue.votes.standing()))


def events_of(issue: Issue) -> EventQuerySet:
    """Return the issue's events, as `with_moves`, but for those at which a vote on it is taken: that vote is told."""
    taken = Vote.objects.standing().filter(issue=issue, meeting__isnull=False)
    return with_moves(issue.events.exclude(pk__in=taken.values("meeting")))


def with_moves(events: EventQuerySet) -> EventQuerySet:
    """Return the events with what saying their time and whose they are needs."""
    return events.select_related("place").prefetch_related("changes", "bodies")


def with_issues(events: EventQuerySet) -> EventQuerySet:
    """Return the events with their public issues, and all that `with_moves` has."""
    issues = Prefetch("issues", queryset=Issue.objects.public().select_related("place"))
    return with_moves(events).prefetch_related(issues)


def public_events() -> EventQuerySet:
    """Return the events on an issue that readers may see, as `with_issues`; those withdrawn as well, to say so."""
    return with_issues(Event.objects.filter(pk__in=Issue.objects.public().values("events")))


def votes_at(event: Event) -> QuerySet[Vote]:
    """Return the votes that are or were taken at the event: those linked to it, and those by which one of its bodies
    put off a vote on one of its issues that day.
    """
    taken = Q(meeting=event)
    if event.earliest and event.earliest == event.latest:
        taken |= Q(
            disposes_of__isnull=False, status=Status.HELD, earliest=event.earliest, latest=event.earliest,
            issue__in=event.issues.all(), body__in=event.bodies.all(),
        )  # fmt: skip
    return Vote.objects.standing().filter(taken, issue__in=Issue.objects.public()).order_by("pk")


def votes_put_off(body: Body) -> QuerySet[Vote]:
    """Return the votes that the body put off, for a while or for good, the last first."""
    disposals = Vote.objects.standing().filter(body=body).exclude(outcome=Outcome.FAILED).values("disposes_of")
    return in_time(Vote.objects.standing().filter(pk__in=disposals)).order_by("-pk")


def with_ledger(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """Return the votes with their moves, their ballots and who cast these."""
    ballots = Ballot.objects.select_related("person").prefetch_related(roles_of_people("person"))
    ballots = ballots.order_by("person__name")
    return in_time(votes).prefetch_related(Prefetch("ballots", queryset=ballots))


def in_time(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """Return the votes with what saying their time needs: how it moved, and by whose vote."""
    changes = VoteChange.objects.select_related("moved_by__body__place")
    return votes.select_related("issue__place", "body__place").prefetch_related(Prefetch("changes", queryset=changes))


def person_positions(person: Person) -> QuerySet[Position]:
    """Return where the person stands on every issue, newest first."""
    positions: QuerySet[Position] = person.positions.newest_first().select_related("person", "issue")
    return positions.prefetch_related(roles_of_people("person"), "responses__person")


def roster(body: Body | None, day: dt.date) -> list[Role]:
    """Return the roles of the deciding body's voting members that day."""
    if body is None:
        return []
    held = body.roles.held_on(day).filter(voting=True, person__in=Person.objects.shown())
    return list(held.select_related("person", "body").prefetch_related(roles_of_people("person")))


def people_on(body: int | None, speakers: list[int], day: dt.date) -> QuerySet[Person]:
    """Return the `speakers` (ids) who may be named and whoever votes in the deciding body (id) that day."""
    seated = Role.objects.held_on(day).filter(body=body, voting=True).order_by().values("person")
    return Person.objects.shown().filter(Q(pk__among=speakers) | Q(pk__in=seated))


def sources_of(issue: Issue) -> QuerySet[Source]:
    """Return what the issue's stories come from and what is polled for it: since the oldest of their last good polls
    something may have escaped us. Sources that are gone can't be looked at any more.
    """
    outlets = ArticleIssue.objects.filter(issue=issue, state=ArticleIssue.State.ACCEPTED).values("article__outlet")
    return Source.objects.filter(Q(outlet__in=outlets) | Q(pk__in=issue.sources.values("pk")), gone_at=None)


def quotes_shown(quotes: QuerySet[Quote]) -> QuerySet[Quote]:
    """Return the quotes with their speakers and the replies to them."""
    return quotes.select_related("person", *WITH_PLACE).prefetch_related(roles_of_people("person"), "responses__person")


def quotes_beside(issue: Issue, until: dt.datetime | None = None) -> QuerySet[Quote]:
    """Return what people who may be listed said on the issue, but not those whose stance is known.

    The newest `SHOWN` a person, each with `of_person`: how many there are; of what a story told by `until`.
    """
    sided = issue.positions.exclude(basis__in=(*NON_ANSWERS, Basis.ACTION))
    sided = positions_by(sided, until) if until else sided
    listed = issue.quotes.filter(person__in=Person.objects.with_page())
    listed = listed.exclude(person__in=sided.order_by().values("person"))
    listed = quotes_by(listed, until) if until else listed
    accepted = Finding.objects.accepted().filter(quote__issue=issue).values("quote")
    newest = Window(RowNumber(), partition_by="person", order_by=[F("said_on").desc(nulls_last=True), F("pk").desc()])
    total = Window(Count("pk"), partition_by="person")
    numbered = listed.filter(pk__in=accepted).annotate(number=newest, of_person=total).filter(number__lte=SHOWN)
    return numbered.order_by("number")


def stories_shown(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Return the stories with their outlets and originals."""
    shown = articles.select_related("outlet", "withdrawal", "original__outlet", "original__withdrawal").order_by("pk")
    return shown.defer("fingerprint", "original__fingerprint")


def why_public() -> tuple[Exists, Exists, Exists]:
    """Return why a story may be public: it is on a public issue, a person accepted something of it, or of a copy."""
    told = Finding.objects.filter(state__in=(Finding.State.ACCEPTED, Finding.State.WITHDRAWN))
    # What a copy tells stands under its original.
    copies = Article.objects.filter(Exists(Finding.objects.accepted().filter(article=OuterRef("pk"))))
    return (
        Exists(ArticleIssue.objects.public().filter(article=OuterRef("pk"))),
        Exists(told.filter(article=OuterRef("pk"))),
        Exists(copies.filter(original=OuterRef("pk"))),
    )


def public_stories() -> ArticleQuerySet:
    """Return the stories that a person accepted something of: a finding, or that they belong to an issue; and copies.
    Those that were withdrawn are among them where readers are told so.

    Each has its issues as `accepted_issues`.
    """
    links = ArticleIssue.objects.public()
    on_issue, told, copied = why_public()
    # Asked story by story: each of these is a large table.
    stories = Article.objects.filter(on_issue | told | copied).shown()
    issues = Prefetch("article_issues", queryset=links.select_related(*WITH_PLACE), to_attr="accepted_issues")
    stories = stories.select_related("outlet__place", "original__outlet", "withdrawal")
    ran_in = Prefetch("copies", queryset=Article.objects.shown().select_related("outlet").defer("fingerprint"))
    stories = stories.prefetch_related(ran_in, issues)
    return stories.defer("fingerprint", "original__fingerprint")
