"""Undoing a logged action: a new row in the log, and every row that the action changed as it was.

Last in, first out for a record and what rests on it: what others have changed or built on since makes it refuse and say
what to undo first. What others merely use as well (a second report of a quote, a person who was heard elsewhere) stays,
and goes when the last of them is undone.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from officials.models import Role
from stories.curation.choice import CurationError
from stories.curation.corrected import TOLD, retell
from stories.curation.effects import MODELS, put_back, values_of
from stories.curation.followers import hand_back
from stories.curation.hidden import hide, is_kept_hidden, take_back_news
from stories.curation.log import kept_by, log_undoing, name_of_gone, state_of, subject_of, take_turn
from stories.curation.parts import withdraw_added
from stories.curation.records import renew_affiliations
from stories.curation.scheduled import SCHEDULED
from stories.curation.support import SHARED, UNORDERED, built_on, is_held, is_supported, later, reported_since
from stories.curation.withdrawal import record_of, settle
from stories.findings.kinds import PEOPLE
from stories.models import Effect, Finding, Leftover, LoggedAction, Quote
from votes.citation import Citation
from votes.models import Event, EventChange, Issue, Position, Subscription, Vote, VoteChange
from votes.models.changes import Why

Act = LoggedAction.Act
How = LoggedAction.How
# These can't be undone: an undoing is done again by acting again, and what was removed is gone.
FINAL = (Act.UNDO, Act.REDACT)


# Which bodies and issues an event is of.
OF_EVENTS = {of.through._meta.db_table for of in (Event.bodies, Event.issues)}


def is_undoable(action: LoggedAction) -> bool:
    """Say whether the action can be undone as far as it goes; what rests on it may still forbid it."""
    return not (hasattr(action, "undone_by") or action.redacted_at or action.act in FINAL or not subject_of(action))


def _was(effect: Effect, name: str) -> Any:
    """Return what a column held before the action; where that was an earlier one's doing, which was undone while this
    one stood and left it alone, what it held before that one.
    """
    was = effect.before[name]
    if effect.table in UNORDERED:
        earlier = Effect.objects.touching(effect.table, [effect.row]).filter(kind=Effect.Kind.UPDATE)
        earlier = earlier.filter(action__lt=effect.action_id, action__undone_by__gt=effect.action_id)
        for other in earlier.order_by("-action", "-pk"):
            if name in other.before and other.after[name] == was:
                was = other.before[name]
    return was


@transaction.atomic
def undo(action_id: int, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Take back an action and those it implied. Raises CurationError where later ones rest on it."""
    take_turn()
    action = LoggedAction.objects.select_related("finding").filter(pk=action_id).first()
    if action is None:
        raise CurationError("There is no such action in the log.")
    try:
        with transaction.atomic():
            undone = _Undoing(action, by, now).carry_out(reason, How.ONE_BY_ONE)
            with connection.cursor() as cursor:
                # What belongs to something that is gone is found now, while it can still be said.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except (IntegrityError, ValidationError) as error:
        raise CurationError(
            "This can't be undone any more: what it was about was changed since. Correct the record itself."
        ) from error
    return undone


@dataclass
class _Undoing:
    """One action being undone, in its turn."""

    action: LoggedAction
    by: User
    now: datetime
    # Effects that stay for now, since others use what they made.
    kept: list[Effect] = field(default_factory=list)

    def carry_out(self, reason: str, how: How) -> LoggedAction:
        """Put everything back, and return the row in the log."""
        action, finding = self.action, self.action.finding
        self._check()
        self.group = [action.pk, *action.after.get("implied", [])]
        before = state_of(finding) if finding else action.after
        told = self._told()
        made = self._revert(action.effects.select_related("action").order_by("-pk"))
        self._remove(made)
        self._undo_implied(reason)
        for effect in self.kept:
            Leftover.objects.get_or_create(effect=effect)
        for record in told:
            settle(record, Citation("", "", "", self.by.get_username()), self.now)
        if how == How.ONE_BY_ONE:
            self._sweep()
        if finding is not None:
            finding.refresh_from_db()
            renew_affiliations(finding.article_id)
        elif "withdrawal" in action.after:
            renew_affiliations(action.after["article"])
        return log_undoing(action, self.by, self.now, before, reason, how)

    def _check(self) -> None:
        if hasattr(self.action, "undone_by"):
            raise CurationError("This was undone already.")
        if self.action.redacted_at or self.action.effects.exclude(redacted_at=None).exists():
            raise CurationError("What this was about has been removed; it can't be brought back.")
        if not is_undoable(self.action):
            raise CurationError("This can't be undone here; correct the record itself.")
        if not self.action.effects.exists() and "kept_in" not in self.action.after:
            raise CurationError("The log does not hold what this changed; correct the record itself.")

    def _told(self) -> list[Quote | Position | Vote | Event]:
        """Return what the action's finding told, or the findings of the story that it withdrew: whether these are shown
        is worked out anew.
        """
        about = Finding.objects.filter(actions=self.action)
        if "withdrawal" in self.action.after:
            rows = self.action.effects.filter(table=Finding._meta.db_table).values("row")
            about = Finding.objects.filter(pk__in=rows, state=Finding.State.WITHDRAWN)
        return list(dict.fromkeys(record for finding in about if (record := record_of(finding))))

    def _revert(self, effects: Iterable[Effect]) -> list[Effect]:
        """Put back what was changed and deleted; return what was made, the last first.

        An event goes before the votes that moved with it: they move back along, and then get what was their own.
        """
        made = []
        effects = list(effects)
        events = {effect.row for effect in effects if MODELS[effect.table] is Event and "version" in effect.after}
        for effect in sorted(effects, key=lambda effect: MODELS[effect.table] is not Event):
            if effect.table in OF_EVENTS and (effect.before | effect.after).get("event_id") in events:
                continue  # the event's ledger knows them
            if effect.kind == Effect.Kind.INSERT:
                made.append(effect)
            elif is_held(effect):
                self.kept.append(effect)
            elif "withdrawal" in self.action.after and self._is_stood_again(effect):
                continue
            else:
                if effect.table not in UNORDERED:
                    _refuse(later(effect, self.group) or reported_since(effect, self.group))
                self._put_back(effect)
        return made

    def _is_stood_again(self, effect: Effect) -> bool:
        """Put back what withdrawing a story changed, where others may have acted on the same since; False of what is
        put back like any act's. What the findings tell is shown again afterwards, by `settle`.
        """
        model = MODELS[effect.table]
        if model is Finding:
            # Nobody decides on a withdrawn story's findings; a merge may have given them another person.
            Finding.objects.filter(pk=effect.row, state=effect.after["state"]).update(state=effect.before["state"])
        elif model is Issue:
            acts = LoggedAction.objects.filter(effects__table=effect.table, effects__row=effect.row, finding=None)
            acts = acts.filter(pk__gt=self.action.pk, undone_by=None, effects__before__has_key="published_at")
            _refuse(acts.exclude(act=Act.UNDO).first())
            Issue.objects.filter(pk=effect.row).update(published_at=effect.before["published_at"])
        elif model is Role and effect.kind == Effect.Kind.DELETE:
            merges = LoggedAction.objects.filter(act=Act.MERGE, undone_by=None, before__gone=effect.before["person_id"])
            _refuse(merges.first())
            # Another story may have told of the same role since.
            names = ("person_id", "body_id", "title", "seat", "since")
            return Role.objects.filter(**{name: effect.before[name] for name in names}).exists()
        else:
            is_withdrawal = model in SCHEDULED and set(effect.before) <= {"withdrawn_at", "version"}
            return is_withdrawal or model in (Quote, Position)
        return True

    def _put_back(self, effect: Effect) -> None:
        """Put one row back. Raises CurationError if it changed since, unless readers or readings may change it, too."""
        now, shared = values_of(effect), effect.table in SHARED
        if effect.kind == Effect.Kind.DELETE:
            values: dict[str, Any] | None = effect.before
            if MODELS[effect.table] is Subscription:
                values = hand_back(effect.before, kept_by(self.action))
            if now is None and values is not None:
                put_back(effect, values)
            return
        same = {name for name in effect.before if now is not None and now[name] == effect.after.get(name)}
        if MODELS[effect.table] in SCHEDULED and "version" in effect.before:
            self._move_back(effect, now or {})
        elif shared or same == set(effect.before):
            put_back(effect, {name: _was(effect, name) for name in same})
            self._tell_again(effect)
        else:
            raise CurationError("What this changed was changed again since; correct the record itself.")

    def _tell_again(self, effect: Effect) -> None:
        """Tell whoever was mailed a correction of a quote or a position that it does not hold."""
        model, is_edit = MODELS[effect.table], self.action.act == Act.EDIT
        if is_edit and issubclass(model, (Quote, Position)) and not TOLD.isdisjoint(effect.before):
            retell(model._base_manager.get(pk=effect.row), self.now)

    def _move_back(self, effect: Effect, now: dict[str, object]) -> None:
        """Give a vote or an event the date, place or outcome it had, told as our mistake."""
        scheduled = SCHEDULED[MODELS[effect.table]]
        fields = {name for name in effect.before if name in scheduled.fields}
        moved_along = MODELS[effect.table] is Vote and self.action.effects.filter(table=Event._meta.db_table).exists()
        if not moved_along and any(now.get(name) != effect.after[name] for name in fields):
            noun = MODELS[effect.table]._meta.verbose_name
            raise CurationError(f"The {noun} has changed since; correct its date on the {noun}'s own page.")
        row, change = MODELS[effect.table]._base_manager.get(pk=effect.row), self._change(effect)
        if "withdrawn_at" in effect.before:
            scheduled.restore(row, self._citation(change), self.now)
            return
        # The ledger knows more of an event than its row: whose it is and on what.
        old = change.old if isinstance(change, EventChange) else {name: effect.before[name] for name in fields}
        scheduled.change(row, old, self._citation(change), self.now, why=Why.MISTAKE)

    def _change(self, effect: Effect) -> VoteChange | EventChange:
        """Return the line of the ledger that the effect wrote."""
        if MODELS[effect.table] is Event:
            return EventChange.objects.get(event=effect.row, version=effect.after["version"])
        return VoteChange.objects.get(vote=effect.row, version=effect.after["version"])

    def _citation(self, change: VoteChange | EventChange) -> Citation:
        """Return what the change was told by, which no longer holds."""
        return Citation(change.sentence, change.source_name, change.source_url, self.by.get_username())

    def _remove(self, made: list[Effect]) -> None:
        """Take away what the action made; refuse where others built on it, keep what others use."""
        waiting = [effect for effect in made if values_of(effect) is not None]
        for effect in made:
            if effect not in waiting:
                _refuse(later(effect, self.group))
        while waiting:
            left = [effect for effect in waiting if not self._takes_away(effect)]
            if len(left) == len(waiting):
                break
            waiting = left
        for effect in waiting:
            if not is_supported(effect) and not _is_withdrawn(effect):
                _refuse(*built_on(effect, self.group))
        self.kept += waiting

    def _takes_away(self, effect: Effect) -> bool:
        """Take the row away unless it is used or was built on; say whether it is gone."""
        if is_supported(effect) or any(built_on(effect, self.group)):
            return False
        model = MODELS[effect.table]
        if model in SCHEDULED:
            row = model._base_manager.get(pk=effect.row)
            SCHEDULED[model].withdraw(row, self._citation(self._change(effect)), self.now)
            return True
        if model is Finding:
            withdraw_added(effect.row, self.now)
            return True
        record = model._base_manager.get(pk=effect.row)
        if isinstance(record, Quote | Position) and is_kept_hidden(record):
            hide(record, self.now)
            return False
        if isinstance(record, Quote | Position) and record.withdrawn_at is None:
            take_back_news(record, self.now)
        record.delete()
        return True

    def _undo_implied(self, reason: str) -> None:
        """Undo what this action brought with it, unless others use it; then it goes with the last of them."""
        for pk in self.group[1:]:
            action = LoggedAction.objects.select_related("finding").get(pk=pk)
            if not hasattr(action, "undone_by") and not self._undoes(action, reason):
                Leftover.objects.get_or_create(action=action)

    def _undoes(self, action: LoggedAction, reason: str) -> bool:
        """Undo the implied action and say whether that was possible."""
        claims = Finding.objects.accepted().exclude(kind__in=PEOPLE).filter(person__isnull=False)
        if action.finding is not None and claims.filter(person=action.finding.person_id).exists():
            return False
        try:
            with transaction.atomic():
                take_turn()
                _Undoing(action, self.by, self.now).carry_out(reason, How.IMPLIED)
        except CurationError:
            return False
        return True

    def _sweep(self) -> None:
        """Take away what undoings had to leave and nobody uses any more."""
        for leftover in Leftover.objects.exclude(action=None).select_related("action__finding"):
            assert leftover.action is not None
            if hasattr(leftover.action, "undone_by") or self._undoes(leftover.action, ""):
                leftover.delete()
        while any(self._is_swept(leftover) for leftover in _leftover_effects()):
            pass  # what one rested on may go now

    def _is_swept(self, leftover: Leftover) -> bool:
        """Undo an effect that was left, if nobody uses it any more; say whether anything was done."""
        effect = leftover.effect
        assert effect is not None
        gone = values_of(effect) is None
        if later(effect, self.group):
            return False  # a merge took it along, say: it comes back when that is undone
        if not gone and effect.kind == Effect.Kind.INSERT:
            gone = self._takes_away(effect)
        elif not gone and not is_held(effect):
            with suppress(CurationError):  # others may have changed it for good
                self._put_back(effect)
            gone = True
        if gone:
            leftover.delete()
        return gone


def _leftover_effects() -> list[Leftover]:
    """Return the latest first: what rests on another comes before it."""
    return list(Leftover.objects.exclude(effect=None).select_related("effect__action").order_by("-effect"))


def _is_withdrawn(effect: Effect) -> bool:
    model = MODELS[effect.table]
    return model in (Quote, Position) and model._base_manager.filter(pk=effect.row, withdrawn_at__isnull=False).exists()


def _refuse(action: LoggedAction | None, user: Model | None = None) -> None:
    """Raise CurationError that says what to undo first, if there is anything."""
    if action is not None:
        if action.act == Act.REDACT:
            raise CurationError("What this was about has been removed; it can't be brought back.")
        raise CurationError(f"A later action rests on this: {in_words(action)}. Undo that first.")
    if user is not None:
        raise CurationError(f"“{user}” ({user._meta.verbose_name}) rests on what this made; it can't be undone.")


def in_words(action: LoggedAction) -> str:
    """Return what the log lists the action as: "merge of Ada Reed by una on March 3"."""
    subject, about = subject_of(action), ""
    if action.finding is not None:
        words = action.finding.spans[0]["text"] if action.finding.spans else ""
        about = f" of the {action.finding.kind} “{words[:60]}”"
    elif action.act == Act.MERGE:
        about = f" of {name_of_gone(action)}" if action.after else ""
    elif subject is not None:
        about = f" of the {subject.noun}"
    return f"{action.get_act_display().lower()}{about} by {action.by.get_username()} on {action.at:%B %-d}"
