"""What a vote needs to pass, counted only where somebody told us how many vote."""

import pytest

from tests.factories import make_body, make_issue, make_vote
from votes.models import Vote
from votes.passage import depends_on_presence, needs_in_words, passage_in_words, votes_needed

pytestmark = pytest.mark.django_db


def vote(seats: int | None = 7, of_body: str = "", **fields: object) -> Vote:
    number = fields.pop("of_body_number", None)
    body = make_body(seats=seats, passage_rule=of_body, passage_number=number)
    return make_vote(make_issue(body=body), **fields)


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [
        ("majority_of_seats", 7, 4),
        ("majority_of_seats", 8, 5),
        ("majority_of_seats", 1, 1),
        ("two_thirds", 7, 5),
        ("two_thirds", 9, 6),
        ("three_fifths", 5, 3),
        ("three_fifths", 7, 5),
        ("unanimous", 5, 5),
        ("majority_of_present", 7, None),
        ("", 7, None),
        ("majority_of_seats", None, None),
        ("two_thirds", None, None),
    ],
)
def test_votes_are_counted_where_the_rule_and_the_seats_are_known(rule: str, seats: int | None, needed: int) -> None:
    assert votes_needed(vote(seats, passage_rule=rule)) == needed


def test_a_number_of_votes_needs_no_seats() -> None:
    assert votes_needed(vote(None, passage_rule="number", passage_number=5)) == 5


def test_the_bodys_rule_holds_where_nothing_else_is_said_of_the_vote() -> None:
    assert votes_needed(vote(9, "two_thirds")) == 6
    assert votes_needed(vote(9, "two_thirds", passage_rule="unanimous")) == 9
    assert votes_needed(vote(9, "number", of_body_number=7)) == 7


@pytest.mark.parametrize(
    ("seats", "fields", "words"),
    [
        (7, {"passage_rule": "majority_of_seats"}, "4 of 7 votes"),
        (7, {"passage_rule": "two_thirds", "passage_needs": "a two-thirds vote"}, "5 of 7 votes (a two-thirds vote)"),
        (None, {"passage_rule": "two_thirds"}, "two thirds of the votes"),
        (None, {"passage_rule": "two_thirds", "passage_needs": "Two thirds"}, "two thirds of the votes"),
        (7, {"passage_rule": "majority_of_present"}, "a majority of those present"),
        (None, {"passage_rule": "majority_of_seats"}, "a majority of all seats"),
        (None, {"passage_rule": "number", "passage_number": 5}, "5 votes"),
        (7, {"passage_needs": " a simple majority "}, "a simple majority"),
        (7, {}, ""),
    ],
)
def test_what_it_needs_is_said_in_words_with_the_printed_ones_beside(
    seats: int | None, fields: dict[str, object], words: str
) -> None:
    assert passage_in_words(vote(seats, **fields)) == words


@pytest.mark.parametrize(
    ("seats", "fields", "words"),
    [
        (7, {"passage_rule": "majority_of_seats"}, "needs 4 of 7"),
        (8, {"passage_rule": "majority_of_seats"}, "needs 5 of 8"),
        (7, {"passage_rule": "two_thirds", "passage_needs": "a two-thirds vote"}, "needs 5 of 7 (two thirds)"),
        (None, {"passage_rule": "two_thirds"}, "needs two thirds of the votes"),
        (7, {"passage_rule": "unanimous"}, "needs all 7"),
        (1, {"passage_rule": "unanimous"}, "needs 1 of 1"),
        (None, {"passage_rule": "unanimous"}, "needs all votes"),
        (7, {"passage_rule": "number", "passage_number": 6}, "needs 6 of 7"),
        (7, {"passage_rule": "number", "passage_number": 9}, "needs 9 votes"),
        (None, {"passage_rule": "number", "passage_number": 1}, "needs 1 vote"),
        (7, {"passage_rule": "majority_of_present"}, "needs a majority of those present"),
        (7, {"passage_needs": "a simple majority"}, "needs a simple majority"),
        (7, {}, ""),
    ],
)
def test_beside_the_seats_it_is_said_how_many_of_them_it_needs(
    seats: int | None, fields: dict[str, object], words: str
) -> None:
    assert needs_in_words(vote(seats, **fields)) == words


def test_a_majority_of_those_present_depends_on_who_is_there() -> None:
    assert depends_on_presence(vote(7, "majority_of_present"))
    assert not depends_on_presence(vote(7, "majority_of_present", passage_rule="unanimous"))
