"""The log of corrections: what was wrong here and is put right, what was withdrawn, and how much was removed.

Of a correction its public values are told: what a record says now, never a curator's note, nor a name that was wrong.
A claim that was taken back is named by its kind, its issue and its outlet, without whom or what it had wrong. Of what
was removed from the records only the number is told.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, ExtractYear
from django.urls import reverse

from officials.models import Person
from stories.curation.complaints import is_public
from stories.evidence.privacy import may_be_listed
from stories.models import Complaint, LoggedAction, Quote, Withdrawal
from stories.public.clock import site_zone
from stories.public.listing import listing_of
from stories.public.queries import public_events, public_stories, roles_of_people
from votes.models import Event, EventChange, Issue, Position, Vote, VoteChange
from votes.models.changes import Why
from votes.models.decisions import REPORTED_FIELDS
from votes.models.events import EVENT_FIELDS
from votes.moves import Move, at_the_time
from votes.words import stance_in_words

CORRECTIONS_A_PAGE = 30
# A claim that was taken back sooner than this was a slip of the hand, and no correction.
SLIP = dt.timedelta(hours=1)
# What of a record was put right, in words.
PARTS = {
    "text": "its words",
    "type": "whether it is told word for word",
    "person_id": "whose it is",
    "label": "whose it is",
    "issue_id": "the issue it is about",
    "said_on": "its day",
    "since": "its day",
    "stance": "the stance",
    "basis": "how it is known",
    "conditional": "whether it has conditions",
    "matter": "what it is about",
}
# The fields that a line of a ledger is replayed with.
TOLD = {Vote: REPORTED_FIELDS, Event: EVENT_FIELDS}


@dataclass(frozen=True)
class Correction:
    """One line of the log. `kind` says which of the rest it has: of a date the `move`, of a record put right the
    `parts`, of a stance what it `was` and is `now`, and of a claim taken back the `issue`.
    """

    kind: str
    at: dt.datetime
    record: Any
    move: Move | None = None
    parts: tuple[str, ...] = ()
    issue: Issue | None = None
    was: str = ""
    now: str = ""
    is_listed: bool = True


def _dates() -> QuerySet[VoteChange]:
    public = VoteChange.objects.filter(vote__withdrawn_at=None, vote__issue__in=Issue.objects.public())
    return public.filter(why=Why.MISTAKE).exclude(new={})


def _event_dates() -> QuerySet[EventChange]:
    public = EventChange.objects.filter(event__withdrawn_at=None, event__in=public_events().order_by().values("pk"))
    return public.filter(why=Why.MISTAKE).exclude(new={})


def _votes() -> QuerySet[Vote]:
    return Vote.objects.filter(withdrawn_at__isnull=False, issue__in=Issue.objects.public())


def _events() -> QuerySet[Event]:
    return public_events().filter(withdrawn_at__isnull=False)


def _stories() -> QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(show=True, article__in=public_stories().order_by().values("pk"))


def _put_right(key: str, standing: QuerySet[Any]) -> QuerySet[LoggedAction]:
    """Return the acts by which quotes or positions that stand were corrected, and that nobody took back."""
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None, undone_by=None, redacted_at=None)
    numbered = edits.filter(before__has_key=key, after__has_key=key).annotate(
        row=Cast(KeyTextTransform(key, "before"), BigIntegerField())
    )
    return numbered.filter(row__in=standing.order_by().values("pk"))


def _quotes() -> QuerySet[LoggedAction]:
    return _put_right("quote", Quote.objects.filter(redacted_at=None))


def _positions() -> QuerySet[LoggedAction]:
    public = Position.objects.filter(issue__in=Issue.objects.public(), person__in=Person.objects.shown())
    return _put_right("position", public)


def _taken_back() -> QuerySet[LoggedAction]:
    """Return the acts by which claims were taken back that had been public for longer than a slip lasts."""
    acts = LoggedAction.Act
    undone = LoggedAction.objects.filter(act=acts.UNDO, undoes__act=acts.ACCEPT, undoes__finding__isnull=False)
    return undone.filter(how=LoggedAction.How.ONE_BY_ONE, at__gt=F("undoes__at") + SLIP)


def _claims() -> QuerySet[LoggedAction]:
    told = _taken_back().filter(redacted_at=None, undoes__redacted_at=None, finding__redacted_at=None)
    # Of a story that was withdrawn without a word nothing is told.
    return told.exclude(finding__article__withdrawal__show=False)


def _complaints() -> QuerySet[Complaint]:
    """Return those of readers that something came of."""
    came = (Complaint.Verdict.CORRECTED, Complaint.Verdict.WITHDRAWN)
    told = Complaint.objects.filter(verdict__in=came, finding__redacted_at=None)
    return told.filter(finding__article__in=public_stories().order_by().values("pk"))


# Of each kind of line its rows, and which of their fields says when.
KINDS: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "date": (_dates, "learnt_at"),
    "event_date": (_event_dates, "learnt_at"),
    "vote": (_votes, "withdrawn_at"),
    "event": (_events, "withdrawn_at"),
    "story": (_stories, "at"),
    "quote": (_quotes, "at"),
    "position": (_positions, "at"),
    "claim": (_claims, "at"),
    "complaint": (_complaints, "answered_at"),
}


def corrections_page(params: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Return a page of the log, the last correction first, and by year what was taken back or removed."""
    zone, asked = site_zone(), listing_of(reverse("corrections"), {"page": params.get("page", "")})
    lines = [
        rows()
        .order_by()
        .annotate(what=Value(kind, output_field=CharField()), number=F("pk"), moment=F(when))
        .values_list("what", "number", "moment")
        for kind, (rows, when) in KINDS.items()
    ]
    page = asked.page(lines[0].union(*lines[1:], all=True).order_by("-moment", "what", "-number"), CORRECTIONS_A_PAGE)
    return {
        "asked": asked, "zone": zone, "today": now.astimezone(zone).date(), "page": page,
        "corrections": _loaded(list(page)), "by_year": _by_year(),
    }  # fmt: skip


def _loaded(lines: list[tuple[str, int, dt.datetime]]) -> list[Correction]:
    """Return the corrections of these lines in their order, a query or a few for each kind."""
    told: dict[tuple[str, int], Correction] = {}
    for kind, load in LOAD.items():
        wanted = {number: at for what, number, at in lines if what == kind}
        if wanted:
            told |= {(kind, number): correction for number, correction in load(kind, wanted)}
    return [told[kind, number] for kind, number, _ in lines if (kind, number) in told]


Wanted = dict[int, dt.datetime]
Found = Iterable[tuple[int, Correction]]


def _load_dates(kind: str, wanted: Wanted) -> Found:
    records: QuerySet[Any]
    if kind == "date":
        records = Vote.objects.filter(changes__in=wanted).select_related("issue__place", "body__place")
    else:
        records = Event.objects.filter(changes__in=wanted).select_related("place").prefetch_related("bodies", "issues")
    for record in records.distinct().prefetch_related("changes"):
        for move in _replayed(record):
            if move.change.pk in wanted:
                yield move.change.pk, Correction(kind, wanted[move.change.pk], record, move=move)


def _replayed(record: Vote | Event) -> Iterable[Move]:
    """Yield every line of its ledger with the values before and after it, those taken back as well."""
    state = {name: getattr(record, name) for name in TOLD[type(record)]}
    changes: list[VoteChange | EventChange] = list(record.changes.all())
    for change in sorted(changes, key=lambda change: change.version, reverse=True):
        before = state | {name: value for name, value in change.old.items() if name in state}
        yield Move(change, record, at_the_time(record, before), at_the_time(record, state))
        state = before


def _load_records(rows: QuerySet[Any], kind: str, wanted: Wanted) -> Found:
    for row in rows.filter(pk__in=wanted):
        yield row.pk, Correction(kind, wanted[row.pk], row)


def _load_stories(kind: str, wanted: Wanted) -> Found:
    for row in Withdrawal.objects.filter(pk__in=wanted).select_related("article__outlet"):
        yield row.pk, Correction(kind, row.at, row)


def _load_put_right(model: type[Quote] | type[Position], kind: str, wanted: Wanted) -> Found:
    rows: QuerySet[Any] = model.objects.select_related("person", "issue")
    actions = list(LoggedAction.objects.filter(pk__in=wanted))
    known = rows.prefetch_related(roles_of_people("person")).in_bulk([action.before[kind] for action in actions])
    for action in actions:
        if record := known.get(action.before[kind]):
            changed = [name for name in action.before if action.before[name] != action.after.get(name)]
            parts = tuple(dict.fromkeys(PARTS[name] for name in changed if name in PARTS))
            was = now = ""
            if "stance" in changed:
                was, now = (stance_in_words(Position(**_stand(values))) for values in (action.before, action.after))
            yield (
                action.pk,
                Correction(
                    kind, action.at, record, parts=parts, was=was, now=now, is_listed=may_be_listed(record.person)
                ),
            )


def _load_claims(kind: str, wanted: Wanted) -> Found:
    actions = LoggedAction.objects.filter(pk__in=wanted).select_related("undoes", "finding__article__outlet")
    public = set(public_stories().filter(findings__actions__in=wanted).order_by().values_list("pk", flat=True))
    told = {action: action.undoes.after.get("issue_id") for action in actions if action.undoes}
    issues = Issue.objects.public().in_bulk([number for number in told.values() if number])
    for action, issue in told.items():
        has_page = action.finding is not None and action.finding.article_id in public
        yield action.pk, Correction(kind, action.at, action.finding, issue=issues.get(issue or 0), is_listed=has_page)


def _load_complaints(kind: str, wanted: Wanted) -> Found:
    for row in Complaint.objects.filter(pk__in=wanted).select_related("finding__article__outlet", "finding__vote"):
        yield row.pk, Correction(kind, wanted[row.pk], row, is_listed=is_public(row.finding))


def _stand(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in ("stance", "basis")}


LOAD: dict[str, Callable[[str, Wanted], Found]] = {
    "date": _load_dates,
    "event_date": _load_dates,
    "vote": partial(_load_records, Vote.objects.select_related("issue", "body")),
    "event": partial(_load_records, Event.objects.all()),
    "story": _load_stories,
    "quote": partial(_load_put_right, Quote),
    "position": partial(_load_put_right, Position),
    "claim": _load_claims,
    "complaint": _load_complaints,
}


def _by_year() -> list[tuple[int, int, int]]:
    """Return by year, the last one first, how many claims were taken back and how many people were removed."""
    counts: dict[int, list[int]] = {}
    for place, rows in enumerate((_taken_back(), LoggedAction.objects.filter(act=LoggedAction.Act.REDACT))):
        by_year = rows.order_by().annotate(year=ExtractYear("at")).values_list("year").annotate(Count("pk"))
        for year, number in by_year:
            counts.setdefault(year, [0, 0])[place] = number
    return [(year, *counts[year]) for year in sorted(counts, reverse=True)]  # type: ignore[misc]
