"""The log of curation: what each act was about, what was before and after it, and that one act waits for another."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import BigIntegerField, Func, Q, QuerySet
from psycopg.errors import NotNullViolation

from officials.models import NotSame, Person
from stories.models import Effect, Finding, LoggedAction

# The finding's values that the log shows around an act.
LOGGED = (
    "state", "kind", "payload", "spans", "issue_id", "person_id", "quote_id", "position_id", "vote_id", "event_id",
    "governs", "chosen",
)  # fmt: skip
# Any number that no other advisory lock of the program has.
TURN = 0x6465736B
# The number that the act's row in the log will have is put before those of the acts that it is part of.
ACTING = """
    SELECT pg_advisory_xact_lock(%s), set_config('civictrack.acting_silently', %s, true),
        set_config('civictrack.acting', concat_ws(',',
        nextval(pg_get_serial_sequence('stories_loggedaction', 'id')),
        nullif(current_setting('civictrack.acting', true), '')), true)
"""
# Ends the turn: the act's number, NULL where no turn was taken, is taken off those of the acts that it is part of.
ACTED = """(
    WITH known AS MATERIALIZED (SELECT coalesce(current_setting('civictrack.acting', true), '') AS acting)
    SELECT nullif(split_part(acting, ',', 1), '')::bigint FROM known
    WHERE set_config('civictrack.acting', CASE WHEN strpos(acting, ',') > 0 THEN substr(acting, strpos(acting, ',') + 1)
        ELSE '' END, true) IS NOT NULL
)"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is about, a `noun` in words. `key` stands among the values, before or after, of such actions only;
    `personal` finds those whose values hold a person's names or words, which go when the person is removed.
    """

    key: str
    noun: str
    personal: Callable[[Person], Q] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding was worth to the curator who decided it, and how closely they looked."""

    how: LoggedAction.How = LoggedAction.How.ONE_BY_ONE
    fault: str = ""
    corrected: Sequence[str] = ()


AS_PROPOSED = Verdict()


def _corrected(key: str, person: Person) -> Q:
    """Return the condition on corrections of records, of this key, that were or became the person's."""
    return Q(before__has_key=key, before__person_id=person.pk) | Q(after__has_key=key, after__person_id=person.pk)


FINDING = Subject(
    "finding",
    "finding",
    # Or of whom it was before it was corrected.
    lambda person: (
        Q(finding__in=Finding.objects.filter(person=person))
        | Q(finding__isnull=False, before__person_id=person.pk)
        | Q(finding__isnull=False, after__person_id=person.pk)
    ),
)
MERGE = Subject(
    "gone",
    "merge",
    lambda person: Q(before__kept=person.pk) | Q(before__gone=person.pk) | Q(before__gone__id=person.pk),
)
JOINED = Subject("joined", "merge")
NAMED = Subject(
    "named",
    "name in a story",
    lambda person: (
        Q(after__person=person.pk, after__has_key="named") | Q(before__person=person.pk, before__has_key="named")
    ),
)
ROSTER = Subject("roster", "roster")
TOLD_APART = Subject("not_same", "two told apart")
RESPONSE = Subject(
    "response", "reply", lambda person: Q(after__response__in=list(person.responses.values_list("pk", flat=True)))
)
REMOVED = Subject("removed", "removal")
WITHDRAWAL = Subject("withdrawal", "withdrawal of a story")
SOURCE = Subject("source", "source")
MATCH = Subject("match", "match")
ISSUE = Subject("issue", "issue")
ROLL_CALL = Subject("ballots", "roll call")
VOTE = Subject("vote", "vote")
EVENT = Subject("event", "event")
BODY = Subject("body", "body")
PUBLIC_FIGURE = Subject("public_figure", "public figure")
NAMES = Subject(
    "names",
    "names",
    lambda person: (
        Q(after__person=person.pk, after__has_key="names") | Q(before__person=person.pk, before__has_key="names")
    ),
)
QUOTE = Subject("quote", "quote", lambda person: _corrected("quote", person))
POSITION = Subject("position", "position", lambda person: _corrected("position", person))
ROLE = Subject("role", "role", lambda person: _corrected("role", person))
PLACE = Subject("place", "place")
SITE_PAGE = Subject("site_page", "page of the site")
SIBLINGS = Subject("siblings", "findings with one mistake")
REDACTION = Subject("person", "person")
# The first whose key is there is meant: a roll call names its vote, too.
SUBJECTS = (
    FINDING, MERGE, JOINED, NAMED, ROSTER, TOLD_APART, RESPONSE, REMOVED, WITHDRAWAL, SOURCE, MATCH, ISSUE, ROLL_CALL,
    VOTE, EVENT, BODY, PUBLIC_FIGURE, NAMES, QUOTE, POSITION, ROLE, PLACE, SITE_PAGE, SIBLINGS, REDACTION,
)  # fmt: skip


def subject_of(action: LoggedAction) -> Subject | None:
    """Return what the action was about; None where that was removed."""
    values = {"finding": action.finding_id} if action.finding_id else action.before | action.after
    return next((subject for subject in SUBJECTS if subject.key in values), None)


def kept_by(merge: LoggedAction) -> int:
    """Return the number of the record that a merge let stay."""
    return int(merge.after["kept"] if "kept" in merge.after else merge.after["into"])


def name_of_gone(merge: LoggedAction) -> str:
    """Return what the record was called that a merge let go."""
    return str((merge.after.get("gone") or merge.after["joined"])["name"])


def personal_to(person: Person) -> Q:
    """Return the condition on logged actions that hold the person's names or words."""
    conditions = Q(pk=None)
    for subject in SUBJECTS:
        if subject.personal:
            conditions |= subject.personal(person)
    return conditions


def personal_effects(people: Collection[int]) -> QuerySet[Effect]:
    """Return the effects on these people, by number, and on any row that is or was about one of them, whenever."""
    theirs = Q(table=Person._meta.db_table, row__in=people)
    for side in ("before", "after"):
        theirs |= Q(**{f"{side}__person_id__in": [*people]})
        for column in ("first_id", "second_id"):
            theirs |= Q(table=NotSame._meta.db_table, **{f"{side}__{column}__in": [*people]})
    # A merge that was undone made nothing of the one person the other's.
    undone = Q(action__act=LoggedAction.Act.MERGE, action__undone_by__isnull=False)
    undone |= Q(action__undoes__act=LoggedAction.Act.MERGE)
    moved_and_back = Effect.objects.filter(undone, kind=Effect.Kind.UPDATE)
    rows = (
        Effect.objects.filter(theirs).exclude(pk__in=moved_and_back).values_list("table", "row").order_by().distinct()
    )
    personal = Q(pk=None)
    for table, row in rows:
        personal |= Q(table=table, row=row)
    return Effect.objects.filter(personal)


def state_of(finding: Finding) -> dict[str, Any]:
    """Return the finding's values that an act may change, as JSON."""
    return {name: getattr(finding, name) for name in LOGGED}


def mark_of(values: object) -> str:
    """Return a mark that a form carries, by which the door sees whether the values are still those that were shown."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def log(
    act: LoggedAction.Act, by: User, now: datetime, *, finding: Finding | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None, reason: str = "",
    verdict: Verdict = AS_PROPOSED,
) -> LoggedAction:  # fmt: skip
    """Write down the act whose turn it is, and end it. What an act on a finding made of it is added to `after`."""
    if finding is not None:
        after = state_of(finding) | (after or {})
    return _write(
        act=act, by=by, at=now, finding=finding, before=before or {}, after=after or {}, reason=reason,
        how=verdict.how, fault=verdict.fault, corrected=[*verdict.corrected],
    )  # fmt: skip


def log_undoing(
    action: LoggedAction, by: User, now: datetime, before: dict[str, Any], reason: str, how: LoggedAction.How
) -> LoggedAction:  # fmt: skip
    """Write down that the action was undone; `before` is how its finding was, or what the action had made it."""
    finding = action.finding
    after = state_of(finding) if finding else {}
    return _write(
        act=LoggedAction.Act.UNDO, by=by, at=now, finding=finding, before=before, after=after, reason=reason, how=how,
        undoes=action,
    )  # fmt: skip


def _write(reason: str, **values: Any) -> LoggedAction:
    """Write the row under the number that its effects have, and end the turn."""
    number: Any = Func(template=ACTED, output_field=BigIntegerField())
    try:
        return LoggedAction.objects.create(pk=number, reason=reason.replace("\x00", "")[:500], **values)
    except IntegrityError as error:
        if not isinstance(error.__cause__, NotNullViolation):
            raise
        raise RuntimeError("An act takes its turn first: what it changes is recorded from then on.") from error


def wait_for_turn() -> None:
    """Wait until no other act is under way, which lasts milliseconds; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def take_turn(*, silently: bool = False) -> None:
    """Wait for the turn, and have the database record every row that is changed from here to `log`; silently, without
    the values. An act within an act is recorded as its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(ACTING, [TURN, "on" if silently else ""])
