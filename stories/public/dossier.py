"""All that is on file of one issue, whatever of it a page shows: what people said and did, its votes and events, and
how these moved, in one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField

from officials.models import Body, Role
from officials.nested import All, One, Row, nested
from officials.prepared import prepared
from stories.models import Finding, LoggedAction, Quote, Response
from stories.public.as_of import positions_by, quotes_by, told_by
from stories.public.edits import EDITED, ByHand, by_hand_at
from stories.public.queries import quotes_beside, sources_of
from stories.public.strip import story_days
from votes.disposals import on_their_own
from votes.models import Ballot, Event, EventChange, Issue, Position, Vote, VoteChange
from votes.models.events import EventQuerySet

ROLES = All(rows=Role.objects.all(), one={"body": One()})
REPLIES = All(rows=Response.objects.all(), one={"person": One(many={"roles": ROLES})})
SEATED = One(one={"place": One()})


@dataclass(frozen=True)
class Dossier:
    """The `positions`, newest first, and the `quotes` of those who take no side, with the replies to them; the
    affiliation last printed of each person, by number; votes and events; when an editor changed which of these by hand;
    how many stories appeared on which day; and when we last looked for more. With a moment it is as it had been
    reported `until` then, but for the votes and events, of which `as_of.known_by` knows.
    """

    positions: list[Position]
    quotes: list[Quote]
    affiliations: Mapping[int, str]
    votes: list[Vote]
    events: list[Event]
    by_hand: ByHand
    story_days: Mapping[dt.date, int]
    last_looked: dt.datetime | None
    until: dt.datetime | None = None


def dossier_of(issue: Issue, zone: dt.tzinfo, until: dt.datetime | None = None) -> Dossier:
    """Return what is on file of the issue, each day by the clock of `zone`."""
    (found,) = _on_file(issue.pk, until, zone=zone)
    for record in (*found.positions.all(), *found.quotes.all(), *found.votes.all()):
        record.issue = issue
    return Dossier(
        found.positions.all(),
        found.quotes.all(),
        dict(found.printed),
        found.votes.all(),
        found.events.all(),
        by_hand_at((*named, dt.datetime.fromisoformat(at)) for *named, at in found.edits),
        {dt.date.fromisoformat(day): stories for day, stories in found.days},
        found.looked,
        until,
    )


@prepared
def _on_file(number: int, until: dt.datetime | None, *, zone: dt.tzinfo) -> QuerySet[Issue]:
    """Return the issue of this number with all that is on file of it."""
    issue = Issue(pk=number)
    stood = issue.positions.newest_first().annotate(report=_first_report(until))
    stood = positions_by(stood, until) if until else stood
    rows = Issue.objects.filter(pk=number).annotate(
        printed=ArraySubquery(_printed(issue, until).values(row=Row("person", "affiliation"))),
        edits=ArraySubquery(_edits(issue).values(row=Row(*EDITED, "at"))),
        days=ArraySubquery(story_days(issue, zone, until).values(row=Row("day", "stories"))),
        looked=Subquery(sources_of(issue).order_by("last_ok_at").values("last_ok_at")[:1]),
    )
    return nested(
        rows,
        positions=All(rows=stood, many={"responses": REPLIES}, says=("report",)),
        quotes=All(rows=quotes_beside(issue, until), many={"responses": REPLIES}, says=("of_person",)),
        votes=All(rows=on_their_own(Vote.objects.standing()), one={"body": SEATED}, many={
            "changes": All(rows=VoteChange.objects.all(), one={"moved_by": One(one={"body": SEATED})}),
            "ballots": All(
                rows=Ballot.objects.order_by("person__name"), one={"person": One(many={"roles": ROLES})}
            ),
        }),
        events=All(rows=_events(issue), says=("is_taken",), one={"place": One()}, many={
            "changes": All(rows=EventChange.objects.all()),
            "bodies": All(rows=Body.objects.all(), one={"place": One()}),
        }),
    )  # fmt: skip


def _first_report(until: dt.datetime | None) -> Subquery:
    """Return by what finding, in what story, a position was told first."""
    told = told_by(until) if until else Finding.objects.accepted()
    claims = told.filter(position=OuterRef("pk"))
    first = claims.order_by("article__published_at", "article_id", "id").values(told=Row("pk", "article"))
    return Subquery(first[:1], output_field=TextField())


def _printed(issue: Issue, until: dt.datetime | None) -> QuerySet[Quote]:
    """Return the last quote of each person on the issue beside which an affiliation is printed."""
    printed = Quote.objects.filter(issue=issue, person__isnull=False).exclude(affiliation="")
    printed = quotes_by(printed, until) if until else printed
    return printed.order_by("person_id", F("said_on").desc(nulls_last=True), "-pk").distinct("person_id")


def _events(issue: Issue) -> EventQuerySet:
    """Return the standing events, each with whether a vote on the issue `is_taken` at it: that vote is told."""
    taken = Vote.objects.standing().filter(issue=issue, meeting=OuterRef("pk"))
    return Event.objects.standing().annotate(is_taken=Exists(taken))


def _edits(issue: Issue) -> QuerySet[LoggedAction]:
    """Return what an editor changed by hand when any of the issue's votes and events moved: the log and the ledger are
    written in one transaction, at one moment.
    """
    moved = VoteChange.objects.filter(vote__issue=issue).order_by().values("learnt_at")
    met = EventChange.objects.filter(event__issues=issue).order_by().values("learnt_at")
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None)
    return edits.filter(Q(at__in=moved) | Q(at__in=met)).order_by()
