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
from votes.models import Vote

OPPOSE = Count("oppose", "Oppose", 2)
FIFTEEN = Body(name="Reedham Council", seats=15)
SEVERAL = Body(name="Reedham Council")


def test_two_known_members_of_fifteen_are_two_seats_of_fifteen() -> None:
    tally = Tally(FIFTEEN, [OPPOSE], 15)
    assert tally.drawing
    assert [seat.key for seat in tally.drawing.seats] == ["unknown"] * 13 + ["oppose"] * 2
    assert tally.counts == [OPPOSE, Count("unknown", "Not known to us", 13)]
    assert tally.sentence == (
        "Reedham Council: 15 voting seats. We know who holds 2 of them; the others are unknown to us or vacant."
    )


def test_a_body_whose_seats_nobody_counted_is_not_drawn() -> None:
    tally = Tally(SEVERAL, [OPPOSE], None)
    assert tally.drawing is None
    assert tally.counts == [OPPOSE]
    assert tally.sentence == (
        "We know 2 voting members of the Reedham Council. How many seats it has is not known here."
    )


def test_more_members_than_seats_are_a_list_out_of_date_and_no_drawing() -> None:
    body = Body(name="Reedham Council", seats=1)
    tally = Tally(body, [OPPOSE], 1)
    assert (tally.drawing, tally.counts) == (None, [OPPOSE])
    assert "1 voting seat. We list 2 voting members, so our list is out of date." in tally.sentence


def test_a_body_all_of_whose_members_are_known_has_no_unknown_seat() -> None:
    body = Body(name="Reedham Council", seats=2)
    assert Tally(body, [OPPOSE], 2).counts == [OPPOSE]
    assert seats_in_words(body, 2) == "2 voting seats. We know who holds each."


def counts(**numbers: int) -> list[Count]:
    return [Count(key, key, number) for key, number in numbers.items()]


@pytest.mark.parametrize(
    ("seats", "rule", "members", "line"),
    [
        (7, "majority_of_seats", counts(support=2, oppose=1, nothing=3),
         "2 for · 1 against · 4 not known · needs 4 of 7"),
        (7, "", counts(support=2, oppose=1, quoted=1, deed=1, no_answer=1, nothing=1),
         "2 for · 1 against · 4 not known"),
        (7, "two_thirds", counts(support=7), "7 for · needs 5 of 7 (two thirds)"),
        (9, "three_fifths", counts(nothing=9), "9 not known · needs 6 of 9 (three fifths)"),
        (5, "unanimous", counts(mixed=1, undecided=2, no_position=1, support=1),
         "1 for · 1 for part of it · 2 undecided · 1 taking no side · needs all 5"),
        (7, "majority_of_present", counts(oppose=1),
         "1 against · 6 not known · needs a majority of those present"),
        (None, "majority_of_seats", counts(oppose=1, nothing=2),
         "1 against · 2 not known · of the 3 we know to vote · needs a majority of all seats"),
        (None, "", [], ""),
        (1, "majority_of_seats", counts(oppose=2), "2 against"),
    ],
)  # fmt: skip
def test_the_seats_are_told_in_one_line_with_what_the_vote_needs(
    seats: int | None, rule: str, members: list[Count], line: str
) -> None:
    body = Body(name="Reedham Council", seats=seats, passage_rule=rule)
    assert Tally(body, members, seats, Vote(body=body)).line == line


def test_without_a_vote_ahead_nothing_is_needed() -> None:
    body = Body(name="Reedham Council", seats=7, passage_rule="majority_of_seats")
    tally = Tally(body, [OPPOSE], 7)
    assert tally.line == "2 against · 5 not known"
    assert tally.drawing
    assert tally.drawing.mark is None


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
