"""Who writes to many stories at once has the turn alone; who proposes what they say shares it with others who do."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from stories.findings.propose import propose_all
from stories.ingestion.save import keep
from stories.jobs import turns
from tests.factories import NOW
from tests.stories.workers import environment

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = {"alone": "SELECT pg_try_advisory_xact_lock(%s)", "with others": "SELECT pg_try_advisory_xact_lock_shared(%s)"}


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    with psycopg.connect(environment()["DATABASE_URL"], autocommit=True) as other:
        yield other


def free(other: psycopg.Connection) -> set[str]:
    """How another worker could have the turn now."""
    return {how for how, ask in TRIES.items() if other.execute(ask, [turns.STORIES]).fetchone() == (True,)}


def test_who_keeps_stories_has_the_turn_alone_and_who_proposes_shares_it(other: psycopg.Connection) -> None:
    assert free(other) == {*TRIES}
    with transaction.atomic():
        keep([], NOW)
        assert free(other) == set()
    with transaction.atomic():
        propose_all([], NOW)
        assert free(other) == {"with others"}
    assert free(other) == {*TRIES}
    assert connection.get_autocommit()
