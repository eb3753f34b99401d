"""Curators take turns: each act sees what the one before it made, so that no person or quote is made twice."""

from django.db import connection

CURATION = 0x6465736B  # any number that no other advisory lock of the program has


def take_turn() -> None:
    """Wait until no other act is under way; the turn ends with the transaction. Acts last milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CURATION])
