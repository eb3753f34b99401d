"""What of a list its reader asks for, by the address: words, a place, a body, a state, a year, and which page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from officials.models import Body, Place
from stories.public.queries import bodies_shown

# Characters of what is typed or named in an address.
LONGEST = 100
ROWS_A_PAGE = 50
FIRST_YEAR, LAST_YEAR = 1900, 2200

# How many pages beyond the one that is shown are counted.
AHEAD = 10

Named = TypeVar("Named", Place, Body)


class Pages(Paginator):  # type: ignore[type-arg]
    """The pages of the rows, counted no further than some beyond the one that is `asked` for: how long a list is must
    not be what its first page costs. `goes_on` says whether there are more than `num_pages`.
    """

    def __init__(self, rows: QuerySet[Any] | list[Any], size: int, asked: str | None) -> None:
        super().__init__(rows, size)
        self.asked = asked
        number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        self.most = (number + AHEAD) * size

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        return rows[: self.most + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def goes_on(self) -> bool:
        return self._counted > self.most

    @property
    def shown(self) -> Page[Any]:
        """Return the page that is asked for; the first or the last one where there is no such page."""
        return self.get_page(self.asked)


@dataclass
class Listing:
    """What is asked of the list at `path`. `states` are what its rows may be told apart by, the first one meant where
    none is named. What can't be is left out, and a note says so.
    """

    path: str
    states: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    place: Place | None = None
    body: Body | None = None
    state: str = ""
    year: int | None = None
    number: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.place or self.body or self.year or self.state != next(iter(self.states), ""))

    def page(self, rows: QuerySet[Any] | list[Any], size: int = ROWS_A_PAGE) -> Page[Any]:
        """Return the page of the rows that is asked for; the first or the last one where there is no such page."""
        return Pages(rows, size, self.number).shown

    def address(self, **changed: str | int | None) -> str:
        """Return the list's address with what is asked for, but for what is `changed`; it begins at its first page."""
        asked = {
            "q": self.words, "place": self.place and self.place.slug, "body": self.body and self.body.slug,
            "state": self.state if self.state != next(iter(self.states), "") else "", "year": self.year,
        } | changed  # fmt: skip
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.path}?{query}" if query else self.path

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Return each state's words, its address, and whether it is the one that is shown."""
        first = next(iter(self.states), "")
        return [
            (words, self.address(state="" if state == first else state, year=None), state == self.state)
            for state, words in self.states.items()
        ]

    @property
    def kept(self) -> dict[str, str | int]:
        """Return what a form sends along beside the words."""
        first = next(iter(self.states), "")
        kept = {
            "place": self.place and self.place.slug, "body": self.body and self.body.slug,
            "state": self.state if self.state != first else "", "year": self.year,
        }  # fmt: skip
        return {name: value for name, value in kept.items() if value}

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """Return what narrows the list beside words and states, each with the address without it."""
        narrowed: list[tuple[str, str]] = []
        if self.place:
            narrowed.append((str(self.place), self.address(place=None)))
        if self.body:
            narrowed.append((str(self.body), self.address(body=None)))
        return narrowed


def listing_of(path: str, params: Mapping[str, str], states: Mapping[str, str] | None = None) -> Listing:
    """Return what the parameters of an address ask of the list at `path`."""
    asked = Listing(
        path, states or {}, words=" ".join(params.get("q", "").split())[:LONGEST], number=params.get("page")
    )
    asked.state = _state(params.get("state", ""), asked)
    asked.place = _named(Place.objects.all(), params.get("place", ""), "place", asked.notes)
    asked.body = _named(bodies_shown(), params.get("body", ""), "body", asked.notes)
    asked.year = _year(params.get("year", ""), asked.notes)
    return asked


def _state(text: str, asked: Listing) -> str:
    first = next(iter(asked.states), "")
    if text and text not in asked.states:
        asked.notes.append(f"“{text[:LONGEST]}” is no part of this list: you see “{asked.states.get(first, 'all')}”.")
    return text if text in asked.states else first


def _named(rows: QuerySet[Named], slug: str, noun: str, notes: list[str]) -> Named | None:
    found = rows.filter(slug=slug[:LONGEST]).first() if slug else None
    if slug and found is None:
        notes.append(f"No {noun} is known as “{slug[:LONGEST]}”: the list is not narrowed to one.")
    return found


def _year(text: str, notes: list[str]) -> int | None:
    if not text:
        return None
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    notes.append(f"“{text[:LONGEST]}” is no year: you see all of them.")
    return None
