"""Which moves of votes and events an editor made by hand, as the log has it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q

from stories.models import LoggedAction
from votes.models import Event
from votes.moves import Move, moves
from votes.snapshots import Dated

ByHand = Collection[tuple[str, int, dt.datetime]]
# Of a log of an edit: the vote, the disposal or the event, and the title that it has now and had before.
EDITED = ("after__vote", "after__disposal", "after__event", "after__title", "before__title")
Edit = tuple[int | None, int | None, int | None, str | None, str | None, dt.datetime]


def moves_of(records: Iterable[Dated], by_hand: ByHand | None = None) -> list[Move]:
    """Return the moves of all these, each one's newest first, and those marked that an editor made by hand, as
    `by_hand_at` has it; where that is not known, a query says so.
    """
    moved = [move for record in records for move in moves(record)]
    known = _by_hand(moved) if by_hand is None else by_hand
    if not known:
        return moved
    return [
        replace(move, by_hand=any((*subject, move.change.learnt_at) in known for subject in _subjects(move)))
        for move in moved
    ]


def by_hand_at(edits: Iterable[Edit]) -> ByHand:
    """Return what an editor changed by hand, and when, from what a log names: a vote, a disposal, an event, or one that
    was new then; the log and the ledger are written in one transaction, at one moment.
    """
    by_hand: set[tuple[str, int, dt.datetime]] = set()
    for vote, disposal, event, title, old_title, at in edits:
        is_new = title is not None and old_title is None
        subjects = (("vote", vote), ("disposal", disposal), ("event new" if is_new else "event", event))
        by_hand |= {(kind, pk, at) for kind, pk in subjects if isinstance(pk, int)}
    return by_hand


def _by_hand(moved: Iterable[Move]) -> ByHand:
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None)
    touched = {subject for move in moved for subject in _subjects(move)}
    of_these = Q(pk=None)
    for kind in {kind.split()[0] for kind, _ in touched}:
        of_these |= Q(**{f"after__{kind}__in": sorted({pk for name, pk in touched if name.split()[0] == kind})})
    return by_hand_at(edits.filter(of_these).values_list(*EDITED, "at"))


def _subjects(move: Move) -> list[tuple[str, int]]:
    """Return what a log of the act that made the move names: the record, the meeting with which a vote moved, or the
    one to which it was linked as that was entered.
    """
    if isinstance(move.record, Event):
        return [("event", move.record.pk), ("event new", move.record.pk)]
    linked = move.change.new.get("meeting_id")
    meetings = {move.record.meeting_id, move.change.old.get("meeting_id"), linked}
    own = [("vote", move.record.pk), ("disposal", move.record.pk), *([("event new", linked)] if linked else [])]
    return [*own, *(("event", meeting) for meeting in meetings if meeting)]
