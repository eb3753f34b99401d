"""Writes the log of curation: what a finding was before and after each act."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from stories.models import Finding, LoggedAction

LOGGED = ("state", "kind", "payload", "spans", "issue_id", "person_id", "quote_id", "position_id", "vote_id", "governs")
RESTORED = tuple(name for name in LOGGED if name != "kind")


def state_of(finding: Finding) -> dict[str, Any]:
    """The finding's values that an act may change, as JSON."""
    return {name: getattr(finding, name) for name in LOGGED}


def log(
    act: LoggedAction.Act, by: User, now: datetime, *, finding: Finding | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None, reason: str = "",
    undoes: LoggedAction | None = None,
) -> LoggedAction:  # fmt: skip
    if finding is not None and act != LoggedAction.Act.UNDO:
        after = state_of(finding) | (after or {})
    return LoggedAction.objects.create(
        act=act, by=by, at=now, finding=finding, before=before or {}, after=after or {},
        reason=reason.replace("\x00", "")[:500], undoes=undoes,
    )  # fmt: skip


CURATION = 0x6465736B  # any number that no other advisory lock of the program has


def take_turn() -> None:
    """Wait until no other act is under way; the turn ends with the transaction. Acts last milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CURATION])
