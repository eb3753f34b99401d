"""The log of curation: what each act was about, what was before and after it, and that one act waits for another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from officials.models import Person
from stories.models import Finding, LoggedAction

# The finding's values that an act may change; all but its kind come back when the act is undone.
LOGGED = ("state", "kind", "payload", "spans", "issue_id", "person_id", "quote_id", "position_id", "vote_id", "governs")
RESTORED = tuple(name for name in LOGGED if name != "kind")
# Any number that no other advisory lock of the program has.
TURN = 0x6465736B


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is about. `key` stands among the values, before or after, of such actions only; `personal` finds
    those whose values hold a person's names or words, which go when the person is removed.
    """

    key: str
    personal: Callable[[Person], Q] | None = None


FINDING = Subject("finding", lambda person: Q(finding__in=Finding.objects.filter(person=person)))
MERGE = Subject(
    "gone",
    lambda person: Q(before__kept=person.pk) | Q(before__gone=person.pk) | Q(before__gone__id=person.pk),
)
TOLD_APART = Subject("not_same")
RESPONSE = Subject(
    "response", lambda person: Q(after__response__in=list(person.responses.values_list("pk", flat=True)))
)
REMOVED = Subject("removed")
SOURCE = Subject("source")
MATCH = Subject("match")
ISSUE = Subject("issue")
ROLL_CALL = Subject("ballots")
VOTE = Subject("vote")
PUBLIC_FIGURE = Subject("public_figure")
NAMES = Subject(
    "names",
    lambda person: (
        Q(after__person=person.pk, after__has_key="names") | Q(before__person=person.pk, before__has_key="names")
    ),
)
REDACTION = Subject("person")
# The first whose key is there is meant: a roll call names its vote, too.
SUBJECTS = (
    FINDING, MERGE, TOLD_APART, RESPONSE, REMOVED, SOURCE, MATCH, ISSUE, ROLL_CALL, VOTE, PUBLIC_FIGURE, NAMES,
    REDACTION,
)  # fmt: skip


def subject_of(action: LoggedAction) -> Subject | None:
    """Return what the action was about; None where that was removed."""
    values = {"finding": action.finding_id} if action.finding_id else action.before | action.after
    return next((subject for subject in SUBJECTS if subject.key in values), None)


def personal_to(person: Person) -> Q:
    """Return the condition on logged actions that hold the person's names or words."""
    conditions = Q(pk=None)
    for subject in SUBJECTS:
        if subject.personal:
            conditions |= subject.personal(person)
    return conditions


def state_of(finding: Finding) -> dict[str, Any]:
    """Return the finding's values that an act may change, as JSON."""
    return {name: getattr(finding, name) for name in LOGGED}


def log(
    act: LoggedAction.Act, by: User, now: datetime, *, finding: Finding | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None, reason: str = "",
    undoes: LoggedAction | None = None,
) -> LoggedAction:  # fmt: skip
    """Write the act down. What an act on a finding made of it is added to `after`."""
    if finding is not None and act != LoggedAction.Act.UNDO:
        after = state_of(finding) | (after or {})
    return LoggedAction.objects.create(
        act=act, by=by, at=now, finding=finding, before=before or {}, after=after or {},
        reason=reason.replace("\x00", "")[:500], undoes=undoes,
    )  # fmt: skip


def take_turn() -> None:
    """Wait until no other act is under way; the turn ends with the transaction. Acts last milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
