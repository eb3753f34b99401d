"""The page of a body: what is ahead in it, what it decided, who sits in it and who did."""

import datetime as dt
from typing import Any

from django.db.models import F, Prefetch

from officials.models import Body, Person, Role
from stories.public.agenda import agenda
from stories.public.queries import issues_of, roster, votes_put_off, with_issues, with_ledger
from stories.public.stances import seats_first
from stories.public.tally import seats_in_words
from votes.disposals import on_their_own
from votes.models import Issue, Vote
from votes.models.status import OPEN_STATUSES
from votes.passage import passage_in_words
from votes.taking_part import ways_of

# Of each kind on the page; the indexes have the others.
AHEAD_SHOWN = 40
PAST_SHOWN = 15
ISSUES_SHOWN = 24
MEMBERS_SHOWN = 120
FORMER_SHOWN = 40


def body_page(body: Body, now: dt.datetime) -> dict[str, Any]:
    now = now.astimezone(body.place.zone)
    today = now.date()
    votes = on_their_own(with_ledger(body.votes.standing().filter(issue__in=Issue.objects.public())))
    still_open = votes.filter(status__in=OPEN_STATUSES).order_by("earliest", "pk")
    settled = votes.exclude(status__in=OPEN_STATUSES).order_by(F("latest").desc(nulls_last=True), "-pk")
    events = with_issues(body.events.ahead(today).unfolded())[:AHEAD_SHOWN]
    issues = issues_of(body)
    return {
        "body": body,
        "zone": body.place.zone,
        "today": today,
        "members": _members(body, today),
        "former": _former(body, today),
        "seats": seats_in_words(body, len(roster(body, today))),
        "agenda": agenda(
            [*still_open[:AHEAD_SHOWN], *settled[:PAST_SHOWN]], now, [event for event in events if event.issues.all()]
        ),
        "put_off": votes_put_off(body)[:PAST_SHOWN],
        "passage": passage_in_words(Vote(body=body)),
        "ways": ways_of([body], today),
        "issues": issues[:ISSUES_SHOWN],
        "more_issues": max(0, issues.count() - ISSUES_SHOWN),
        "more_votes": settled.count() > PAST_SHOWN or still_open.count() > AHEAD_SHOWN,
        "parts": [*body.parents.select_related("place")],
        "committees": [*body.children.order_by("name")[:ISSUES_SHOWN]],
    }


def _members(body: Body, today: dt.date) -> list[tuple[Person, list[Role]]]:
    """Return who holds a role in the body now, each with their roles in it."""
    people = Prefetch("person__roles", queryset=Role.objects.select_related("body"))
    held = body.roles.held_on(today).filter(person__in=Person.objects.shown()).select_related("person")
    members: dict[Person, list[Role]] = {}
    for role in held.prefetch_related(people)[:MEMBERS_SHOWN]:
        members.setdefault(role.person, []).append(role)
    return [(person, seats_first(roles)) for person, roles in members.items()]


def _former(body: Body, today: dt.date) -> list[Role]:
    """Return the roles in the body that ended, the last first, of people who may have a page."""
    ended = body.roles.filter(until__lt=today, person__in=Person.objects.with_page()).select_related("person")
    return list(ended.order_by("-until", "person__name", "pk")[:FORMER_SHOWN])
