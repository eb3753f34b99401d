"""How many of a body's seats stand where."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from officials.models import Body
from stories.public.tally import Count, Tally, seats_in_words
from tests.factories import make_body, make_official
from tests.stories.public.city import make_city
from tests.stories.public.test_pages import get, words

OPPOSE = Count("oppose", "Oppose", 2)
FIFTEEN = Body(name="Reedham Council", seats=15)
SEVERAL = Body(name="Reedham Council")


def test_two_known_members_of_fifteen_are_two_squares_of_fifteen() -> None:
    tally = Tally(FIFTEEN, [OPPOSE], 15)
    assert tally.squares == ["oppose"] * 2 + ["unknown"] * 13
    assert tally.counts == [OPPOSE, Count("unknown", "Not known to us", 13)]
    assert tally.sentence == (
        "Reedham Council: 15 voting seats. We know who holds 2 of them; the others are unknown to us or vacant."
    )


def test_a_body_whose_seats_nobody_counted_is_not_drawn() -> None:
    tally = Tally(SEVERAL, [OPPOSE], None)
    assert tally.squares == []
    assert tally.counts == [OPPOSE]
    assert tally.sentence == (
        "We know 2 voting members of the Reedham Council. How many seats it has is not known here."
    )


def test_more_members_than_seats_are_a_list_out_of_date_and_no_drawing() -> None:
    body = Body(name="Reedham Council", seats=1)
    tally = Tally(body, [OPPOSE], 1)
    assert (tally.squares, tally.counts) == ([], [OPPOSE])
    assert "1 voting seat. We list 2 voting members, so our list is out of date." in tally.sentence


def test_a_body_all_of_whose_members_are_known_has_no_unknown_seat() -> None:
    body = Body(name="Reedham Council", seats=2)
    assert Tally(body, [OPPOSE], 2).counts == [OPPOSE]
    assert seats_in_words(body, 2) == "2 voting seats. We know who holds each."


@pytest.mark.django_db
def test_a_body_has_a_seat_or_an_unknown_number_of_them() -> None:
    body = make_body()
    body.seats = 0
    with pytest.raises(ValidationError):
        body.full_clean()
    with pytest.raises(IntegrityError):
        body.save()


@pytest.mark.django_db
def test_an_issue_draws_the_seats_it_knows_nothing_of_and_a_body_says_how_many_it_has(client: Client) -> None:
    city = make_city()
    url = city.issue.get_absolute_url()
    assert get(client, url).select(".seats") == []
    assert "How many seats it has is not known here" in words(get(client, url), ".tally")
    Body.objects.update(seats=5)
    page = get(client, url)
    assert [len(page.select(f".seats .tally-{key}")) for key in ("oppose", "deed", "unknown")] == [1, 1, 3]
    assert "1 Oppose" in words(page, ".tally")
    assert "3 Not known to us" in words(page, ".tally")
    assert "5 voting seats. We know who holds 2 of them" in words(get(client, city.vote.body.get_absolute_url()))


@pytest.mark.django_db
def test_who_opposes_outside_the_body_stands_under_no_count_of_it(client: Client) -> None:
    city = make_city()
    make_official("Bea Chief").positions.create(
        issue=city.issue, stance="oppose", basis="statement", since=city.ada.positions.get().since
    )
    page = get(client, city.issue.get_absolute_url())
    assert words(page, "#members-oppose") == "Oppose 1"
    assert words(page, "#officials-oppose") == "Oppose 1"
