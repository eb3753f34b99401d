"""Which moves of votes and events an editor made by hand, as the log has it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from stories.models import LoggedAction
from votes.models import Event
from votes.moves import Move, moves
from votes.snapshots import Dated


def moves_of(records: Iterable[Dated]) -> list[Move]:
    """Return the moves of all these, each one's newest first, and those marked that an editor made by hand."""
    moved = [move for record in records for move in moves(record)]
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None)
    touched = {subject for move in moved for subject in _subjects(move)}
    of_these = Q(pk=None)
    for kind in {kind for kind, _ in touched}:
        of_these |= Q(**{f"after__{kind}__in": [pk for name, pk in touched if name == kind]})
    # The log and the ledger are written in one transaction, at one moment.
    by_hand: set[tuple[str, int, dt.datetime]] = set()
    for vote, disposal, event, at in edits.filter(of_these).values_list(
        "after__vote", "after__disposal", "after__event", "at"
    ):
        by_hand |= {("vote", vote, at), ("disposal", disposal, at), ("event", event, at)}
    return [
        replace(move, by_hand=any((*subject, move.change.learnt_at) in by_hand for subject in _subjects(move)))
        for move in moved
    ]


def _subjects(move: Move) -> list[tuple[str, int]]:
    """Return what a log of the act that made the move names: the record, or the meeting with which a vote moved."""
    if isinstance(move.record, Event):
        return [("event", move.record.pk)]
    meetings = {move.record.meeting_id, move.change.old.get("meeting_id"), move.change.new.get("meeting_id")}
    own = [("vote", move.record.pk), ("disposal", move.record.pk)]
    return [*own, *(("event", meeting) for meeting in meetings if meeting)]
