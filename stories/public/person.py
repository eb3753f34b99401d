"""The page of a person: their roles in time, where they stand and stood, how they voted, and what they said."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q

from officials.models import Person
from stories.evidence.book import Book
from stories.public.ballots import ballots_of, said_and_voted
from stories.public.clock import zone_of_person
from stories.public.listing import Pages
from stories.public.queries import person_positions, quotes_shown
from stories.public.stances import by_issue, seats_first
from votes.models import Position

# On a page of each, every list with a page number of its own in the address.
ISSUES_A_PAGE = 15
BALLOTS_A_PAGE = 20
QUOTES_A_PAGE = 20
# Of what was said, did and left unanswered on one issue; the newest of each.
CHAIN_SHOWN = 12


def person_page(person: Person, params: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    zone = zone_of_person(person, now.date())
    book = Book()
    stands = _issues(person, params.get("positions"))
    ballots = Pages(ballots_of(person), BALLOTS_A_PAGE, params.get("ballots")).shown
    newest = person.quotes.order_by(F("said_on").desc(nulls_last=True), "-pk")
    quotes = Pages(quotes_shown(newest), QUOTES_A_PAGE, params.get("quotes")).shown
    on_page = list(stands)
    voted_on = {ballot.vote.issue_id for ballot in ballots}
    positions = list(person_positions(person).filter(issue__in={*on_page, *voted_on}))
    stand_on = {issue.pk: (issue, stand) for issue, stand in by_issue(positions, book)}
    # What was undone between the two questions is gone.
    stands.object_list = [stand_on[pk] for pk in on_page if pk in stand_on]
    for _, stand in stands:
        stand.cut(CHAIN_SHOWN)
    voted = said_and_voted(ballots, positions, book)
    book.read(quotes, [claim.position for _, stand in stands for claim in stand.claims])
    return {
        "person": person,
        "zone": zone,
        "today": now.astimezone(zone).date(),
        "roles": seats_first(person.roles.select_related("body").order_by("-since", "body__name")),
        "stands": stands,
        "quotes": quotes,
        "said": [(quote, book.of(quote)) for quote in quotes],
        "ballots": ballots,
        "voted": voted,
    }


def _issues(person: Person, number: str | None) -> Page[Any]:
    """Return the page of the issues, by number, that they took a stand on, that of the newest first."""
    later = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    newer = Position.objects.filter(later, issue=OuterRef("issue"), person=OuterRef("person"))
    # Read by an index from the newest on, and no further than to the end of the page and what is counted.
    newest = person.positions.newest_first().filter(~Exists(newer))
    return Pages(newest.values_list("issue", flat=True), ISSUES_A_PAGE, number).shown
