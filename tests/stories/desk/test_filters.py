"""The queue's filters as an address has them."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from stories.desk.filters import NONE, Filters, Named, filters_in
from tests.factories import NOW, make_issue

pytestmark = pytest.mark.django_db


def test_without_any_nothing_is_filtered() -> None:
    filters, form = filters_in(QueryDict("page=3"))
    assert filters == NONE
    assert (bool(filters), filters.query, filters.notes) == (False, "", ())
    assert form["kind"].as_widget().count("<option") == 7


def test_what_is_read_from_an_address_writes_it_again() -> None:
    issue = make_issue("The pier", slug="pier")
    address = "issue=pier&kind=quote&sure=likely&age=week&rule=quote%3A+a+colon"
    filters, _ = filters_in(QueryDict(address))
    assert filters.query == address
    assert filters.issue_of == Named(issue.pk, "The pier")


def test_one_that_is_none_is_left_out_and_said_in_few_words() -> None:
    filters, _ = filters_in(QueryDict(f"issue={'x' * 9999}&kind=quote"))
    assert (filters.issue, filters.kind) == ("", "quote")
    (note,) = filters.notes
    assert note == f"“{'x' * 60}…” is no issue to choose; it was left out."


def test_an_age_is_a_stretch_of_time() -> None:
    assert Filters(age="week").between(NOW) == (NOW - timedelta(days=7), NOW - timedelta(days=1))
    assert Filters(age="older").between(NOW) == (None, NOW - timedelta(days=7))
    assert NONE.between(NOW) == (None, None)
