"""All that a page shows of votes and events."""

from collections.abc import Callable

import pytest

from stories.public.accounts import accounts_of
from stories.public.edits import moves_of
from tests.factories import make_event
from tests.stories.public.city import make_city

pytestmark = pytest.mark.django_db


def test_the_claims_about_several_votes_and_events_are_read_in_one_query(
    django_assert_num_queries: Callable[..., object],
) -> None:
    city = make_city()
    records = [city.vote, *(make_event(city.issue) for _ in range(3))]
    moved = moves_of(records)
    list(city.vote.ballots.all())
    with django_assert_num_queries(2):  # type: ignore[attr-defined]  # the claims, and the one roll call
        accounts = accounts_of(records, moved)
    assert [account.record for account in accounts] == records
    assert [len(account.claims) for account in accounts] == [1, 0, 0, 0]
    assert [len(account.ledger) for account in accounts] == [1, 0, 0, 0]
