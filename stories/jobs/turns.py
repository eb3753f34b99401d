"""The turn of those who write to many stories at once: it comes before any row of theirs, or two of them that each
want what the other has would wait for one another for ever.
"""

from django.db import connection

# "copi": any number that no other advisory lock of the program has.
STORIES = 0x636F7069


def take_turn() -> None:
    """Wait until nobody else is at the stories, and be the only one until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def join_turn() -> None:
    """Wait until nobody has the turn alone, and keep it, with others who join, until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)")


def _lock(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [STORIES])
