"""What a reader can do before a vote."""

from datetime import date, time, timedelta

import pytest

from officials.models import Body
from tests.factories import NOW
from tests.votes.alerts.readers import DAY, make_announced, make_scheduled, move, on
from votes.alerts.actions import Action, actions
from votes.models import Vote
from votes.subjects import key_of

pytestmark = pytest.mark.django_db
CHECKED = date(2026, 3, 2)


@pytest.fixture
def vote() -> Vote:
    return make_scheduled(**DAY, time=time(18))


def test_deadlines_that_end_before_the_vote_are_said_with_where_to_act(vote: Vote) -> None:
    sign_up = {"title": "Sign up to speak", "url": "https://ferry.example/sign-up"}
    make_announced("deadline", issue=vote.issue, **on(date(2026, 5, 4)), time=time(17), **sign_up)
    make_announced("deadline", issue=vote.issue, **on(date(2026, 5, 9)), title="Appeal")
    assert actions(key_of(vote), NOW) == [
        Action("Sign up to speak by Monday, May 4, 5 p.m.", "https://ferry.example/sign-up")
    ]
    assert actions(key_of(vote), NOW + timedelta(days=55, hours=8)) == [], "not once it has ended"


def test_how_to_take_part_is_said_with_the_day_on_which_somebody_looked(vote: Vote) -> None:
    Body.objects.filter(pk=vote.body_id).update(
        address="Room 4,\nCity Hall", address_checked_on=CHECKED,
        comment_url="https://ferry.example/comment", comment_checked_on=CHECKED,
        sign_up_url="javascript:alert(1)", sign_up_checked_on=CHECKED,
    )  # fmt: skip
    assert {(action.words, action.link, action.note) for action in actions(key_of(vote), NOW)} == {
        ("Where it meets, and where to write: Room 4, City Hall", "", "checked March 2"),
        ("Comment", "https://ferry.example/comment", "checked March 2"),
        ("Sign up to speak", "", "checked March 2"),
    }


def test_there_is_nothing_to_do_about_what_is_off_or_over(vote: Vote) -> None:
    make_announced("deadline", issue=vote.issue, **on(date(2026, 5, 4)), title="Sign up to speak")
    assert actions(key_of(vote), NOW)
    assert actions(key_of(vote), NOW + timedelta(days=90)) == []
    move(vote, {"status": "cancelled"}, NOW)
    assert actions(key_of(vote), NOW) == []
    assert actions("vote:999999", NOW) == []


def test_before_a_hearing_its_own_deadline_is_none_of_its_actions() -> None:
    deadline = make_announced("deadline", **DAY)
    assert actions(key_of(deadline), NOW) == []
