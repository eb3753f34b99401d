"""The page of a person: their roles in time, where they stand and stood, how they voted, and what they said."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator

from officials.models import Person
from stories.evidence.book import Book
from stories.public.ballots import ballots_of, said_and_voted
from stories.public.clock import zone_of_person
from stories.public.queries import person_positions, quotes_shown
from stories.public.stances import by_issue, seats_first

# On a page of each, every list with a page number of its own in the address.
ISSUES_A_PAGE = 15
BALLOTS_A_PAGE = 20
QUOTES_A_PAGE = 20
# Of what was said, did and left unanswered on one issue; the newest of each.
CHAIN_SHOWN = 12


def person_page(person: Person, params: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    zone = zone_of_person(person, now.date())
    positions = list(person_positions(person))
    book = Book()
    stands = Paginator(by_issue(positions, book), ISSUES_A_PAGE).get_page(params.get("positions"))
    ballots = Paginator(ballots_of(person), BALLOTS_A_PAGE).get_page(params.get("ballots"))
    quotes = Paginator(quotes_shown(person.quotes.all()), QUOTES_A_PAGE).get_page(params.get("quotes"))
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
