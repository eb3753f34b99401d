"""What an index's address asks for, and what is made of one that can't be meant."""

from typing import Any

import pytest
from django.http import QueryDict

from stories.models import Outlet
from stories.public.listing import AHEAD, Listing, listing_of
from tests.factories import make_body, make_place

pytestmark = pytest.mark.django_db

STATES = {"ahead": "Ahead", "decided": "Decided"}


def ask(query: str) -> Listing:
    return listing_of("/en/votes/", QueryDict(query), STATES)


def test_nothing_asked_for_is_the_whole_list_in_its_first_state() -> None:
    asked = ask("")
    assert (asked.state, asked.is_filtered, asked.notes, asked.address()) == ("ahead", False, [], "/en/votes/")


def test_what_is_asked_for_stands_in_the_addresses_of_its_variations() -> None:
    place = make_place("Reedham")
    asked = ask(f"q=pier&place={place.slug}&state=decided&year=2026&page=3")
    assert asked.address() == f"/en/votes/?q=pier&place={place.slug}&state=decided&year=2026"
    assert asked.address(place=None, year=2025) == "/en/votes/?q=pier&state=decided&year=2025"
    assert [shown for _, _, shown in asked.choices] == [False, True]
    assert asked.choices[0][1] == f"/en/votes/?q=pier&place={place.slug}"
    assert asked.kept == {"place": place.slug, "state": "decided", "year": 2026}
    assert asked.narrowed == [("Reedham", "/en/votes/?q=pier&state=decided&year=2026")]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("state=sideways", "“sideways” is no part of this list: you see “Ahead”."),
        ("place=nowhere", "No place is known as “nowhere”: the list is not narrowed to one."),
        ("body=%3Cb%3E", "No body is known as “<b>”: the list is not narrowed to one."),
        ("year=20x6", "“20x6” is no year: you see all of them."),
        ("year=" + "9" * 5000, f"“{'9' * 100}” is no year: you see all of them."),
        ("year=²²²²", "“²²²²” is no year: you see all of them."),
    ],
)
def test_what_can_not_be_meant_is_left_out_and_said(query: str, note: str) -> None:
    asked = ask(query)
    assert asked.notes == [note]
    assert not asked.is_filtered


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 5000, "1e3"])
def test_a_page_that_is_none_is_the_first_or_the_last(number: str) -> None:
    page = ask(f"page={number}").page(list(range(120)), 50)
    assert page.number in (1, 3)


def test_pages_are_counted_no_further_than_some_beyond_the_one_that_is_shown(
    django_assert_num_queries: Any,
) -> None:
    Outlet.objects.bulk_create(Outlet(name=f"Paper {n}", slug=f"paper-{n}") for n in range(3 * AHEAD))
    rows = Outlet.objects.order_by("pk")
    with django_assert_num_queries(2):
        first = ask("page=1").page(rows, 1)
        assert [outlet.slug for outlet in first] == ["paper-0"]
        assert (first.paginator.num_pages, first.paginator.goes_on) == (1 + AHEAD, True)
    last = ask(f"page={3 * AHEAD}").page(rows, 1)
    assert [outlet.slug for outlet in last] == [f"paper-{3 * AHEAD - 1}"]
    assert (last.paginator.num_pages, last.paginator.goes_on, last.has_next()) == (3 * AHEAD, False, False)
    assert ask(f"page={9 * AHEAD}").page(rows, 1).number == 3 * AHEAD


def test_a_body_is_one_that_readers_may_see() -> None:
    body = make_body("Pier board")
    assert ask(f"body={body.slug}").body == body
