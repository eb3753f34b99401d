"""A action in one line, whatever it was about."""

from collections.abc import Callable
from typing import Any

from officials.models import Person
from stories.curation.undo import can_reverse
from stories.desk.words import summary_of
from stories.models import LoggedAction, Quote, Source
from votes.models import Issue, Vote


def is_undoable(action: LoggedAction) -> bool:
    """Whether the desk offers to undo it; curation may still refuse, and says why."""
    if hasattr(action, "undone_by") or action.redacted_at:
        return False
    return action.act in ("accept", "correct", "reject", "merge") or can_reverse(action)


def action_in_words(action: LoggedAction) -> str:
    if action.redacted_at:
        return "(removed)"
    if action.finding is not None:
        kept = ", kept though the story changed" if "kept_in" in action.after else ""
        zone = action.after.get("made", {}).get("assumed_zone", "")
        assumed = f"; its place is new, its time zone was assumed to be {zone}" if zone else ""
        return f"{action.finding.get_kind_display()}: {summary_of(action.finding)}{kept}{assumed}"
    values = action.before | action.after
    return next((words(values) for key, words in WORDS.items() if key in values), "")


def _merge(values: dict[str, Any]) -> str:
    gone = values["gone"]
    name = gone["name"] if isinstance(gone, dict) else f"no. {gone}"
    return f"{name} into {_name(Person, values['kept'])}"


def _figure(values: dict[str, Any]) -> str:
    return f"{_name(Person, values['person'])}: {'a public figure' if values['public_figure'] else 'private'}"


def _names(values: dict[str, Any]) -> str:
    now = values["names"]
    was = values.get("was", now)  # undoing one holds what it took back only
    renamed = f"{was['name']} is called {now['name']} now" if was["name"] != now["name"] else now["name"]
    return f"{renamed}, also written {', '.join(now['aliases']) or 'no other way'}"


def _apart(values: dict[str, Any]) -> str:
    return " and ".join(_name(Person, pk) for pk in values["people"]) + ": two different people"


def _source(values: dict[str, Any]) -> str:
    return f"{_name(Source, values['source'])}: {'paused' if values['paused'] else 'resumed'}"


def _name(model: Any, pk: int) -> str:
    row = model._default_manager.filter(pk=pk).first()
    return str(row) if row else f"no. {pk}, no longer there"


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "gone": _merge,
    "not_same": _apart,
    "response": lambda values: f"A reply to “{_name(Quote, values['quote'])}”",
    "source": _source,
    "issue": lambda values: f"Issue: {_name(Issue, values['issue'])}",
    "vote": lambda values: f"Vote: {_name(Vote, values['vote'])}" + (", the roll call" if "ballots" in values else ""),
    "public_figure": _figure,
    "names": _names,
    "person": lambda values: f"{_name(Person, values['person'])}, everywhere",
}
