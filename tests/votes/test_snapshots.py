"""A vote or an event as plain values, and back."""

from datetime import time

import pytest

from tests.factories import NOW
from tests.votes.alerts.readers import DAY, change, make_announced, make_scheduled
from votes.models import Vote
from votes.passage import passage_in_words
from votes.snapshots import dated_of, is_same_news, values_at, values_of, values_of_event
from votes.subjects import key_of

pytestmark = pytest.mark.django_db


def test_a_vote_comes_back_with_what_it_needs_to_pass() -> None:
    vote = make_scheduled(passage_needs="a supermajority")
    vote.body.seats, vote.body.passage_rule = 9, "two_thirds"
    told = dated_of(key_of(vote), values_of(vote))
    assert isinstance(told, Vote)
    assert passage_in_words(told) == "6 of 9 votes (a supermajority)"


def test_what_was_kept_before_bodies_had_rules_comes_back_without() -> None:
    vote = make_scheduled(passage_needs="a supermajority")
    values = values_of(vote)
    del values["body_rule"]
    told = dated_of(key_of(vote), values)
    assert isinstance(told, Vote)
    assert passage_in_words(told) == "a supermajority"


def test_an_event_is_known_as_it_was_by_its_ledger() -> None:
    hearing = make_announced(time=time(18))
    told = values_of_event(hearing)
    change(hearing, {**DAY, "issues": [issue.pk for issue in hearing.issues.all()]}, NOW)
    assert values_at(key_of(hearing), 0) == told
    assert values_at(key_of(hearing), 1) == values_of_event(hearing)


def test_what_no_mail_would_tell_of_an_event_is_no_news() -> None:
    values = values_of_event(make_announced())
    assert is_same_news(values, {**values, "phrase": "in spring", "title": "The ban"})
    assert not is_same_news(values, {**values, "location": "Elm School"})
    assert not is_same_news(values, {**values, "withdrawn": True})
