"""Calendars of votes and events (iCalendar, RFC 5545) to subscribe to."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from icalendar import Timezone

from stories.models import Installation
from stories.public.clock import site_zone
from stories.public.queries import with_issues, with_ledger
from stories.public.scopes import Scope
from votes.disposals import on_their_own
from votes.ical import component_of, empty
from votes.snapshots import Dated
from votes.timing import last_dated
from votes.words import one_line

# How long something stays in a calendar after it is over, and how many entries one has of votes and of events each.
PAST = relativedelta(months=12)
MOST = 1000
# How often a calendar is asked for again.
AGAIN = dt.timedelta(hours=1)


def calendar_of(scope: Scope, now: dt.datetime) -> bytes:
    """Return all dates in it that are ahead, have none any more, or were within the last months."""
    today = now.date()
    since = today - PAST
    lately = Q(latest=None) | Q(latest__gte=since)
    votes = on_their_own(with_ledger(scope.votes(today).filter(lately))).order_by("-latest", "-pk")[:MOST]
    events = with_issues(scope.events(today).filter(lately)).order_by("-latest", "-pk")[:MOST]
    return calendar(scope.name, chain(votes, events), since)


def calendar(name: str, records: Iterable[Dated], since: dt.date = dt.date.min) -> bytes:
    """Return the votes and events that have or had a date, not before `since`, as an iCalendar file.

    One that has none any more, and one that was withdrawn, are cancelled at the date they last had. A calendar must
    have a component: an empty one has the site's time zone, so that whoever subscribed keeps it until there is a date.
    """
    file = empty()
    file.add("x-wr-calname", one_line(name))
    file.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    signed = Installation.own_name()
    for record in records:
        dated = last_dated(record)
        if dated and dated.latest and dated.latest >= since:
            file.add_component(component_of(record, dated, signed))
    if not file.subcomponents:
        zone = site_zone()
        file.add_component(Timezone.from_tzinfo(zone, str(zone)))
    return bytes(file.to_ical())
