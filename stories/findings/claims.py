"""What a claim about a vote or an event says, in the record's own fields."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from votes.models.decisions import DISPOSING, Classification, Outcome
from votes.models.status import Status
from votes.windows import NO_DATE

# What became of a matter by a vote on a motion about it, and what such a motion is called.
PROCEDURES = {
    "tabled": Classification.TABLE,
    "postponed": Classification.POSTPONE,
    "referred": Classification.REFER,
    "withdrawn": Classification.WITHDRAW,
}
# Motions that put a matter off for good, whatever else is said; a postponement may be for a while.
FOR_GOOD = (Classification.TABLE, Classification.REFER, Classification.WITHDRAW)


def motion_claimed(payload: Mapping[str, Any]) -> str:
    """Return the classification of the motion that a claim about a vote tells of."""
    named = payload.get("classification") or ""
    if named in DISPOSING or payload["status"] != Status.HELD:
        return str(named)
    return str(PROCEDURES.get(payload.get("outcome") or "", named))


def is_disposal(payload: Mapping[str, Any]) -> bool:
    """Say whether a claim tells of a vote by which a body put a matter off, or tried to."""
    return payload["status"] == Status.HELD and motion_claimed(payload) in DISPOSING


def is_for_good(payload: Mapping[str, Any]) -> bool:
    """Say whether the matter itself is off by what a claim tells, and not only its date."""
    return bool(payload.get("indefinite")) or motion_claimed(payload) in FOR_GOOD


def vote_claimed(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim about a vote in the vote's fields. Raises ValueError where a day or hour of it can't be read.

    Of a motion about a motion it is how that motion went; of what was put off for good by nobody's vote, that it is
    shelved.
    """
    status, outcome = payload["status"], payload.get("outcome") or ""
    claim = (
        _when_and_where(payload)
        | _link(payload, "agenda_url")
        | {
            "status": status,
            "outcome": "",
            "yes": payload.get("yes"),
            "no": payload.get("no"),
        }
    )
    if status == Status.HELD:
        return claim | {"outcome": Outcome.PASSED if outcome in PROCEDURES else outcome}
    if status == Status.SHELVED or (status in (Status.POSTPONED, Status.CANCELLED) and payload.get("indefinite")):
        return claim | NO_DATE | {"status": Status.SHELVED}
    return claim


def event_claimed(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim about an event in the event's fields. Raises ValueError where a day or hour can't be read."""
    claim = _when_and_where(payload) | _link(payload, "url")
    return claim | {"status": payload["status"], "kind": payload["kind"]}


def bodies_claimed(payload: Mapping[str, Any]) -> list[str]:
    """Return the names of the bodies whose event it is, which a claim parts by semicolons; none where it names none."""
    return [name for part in (payload.get("body") or "").split(";") if (name := part.strip())]


def _link(payload: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return where the agenda is, which a body's own calendar says, as the record's field of that name."""
    return {name: payload["link"]} if payload.get("link") else {}


def _when_and_where(payload: Mapping[str, Any]) -> dict[str, Any]:
    earliest, latest, clock = (payload.get(name) for name in ("earliest", "latest", "time"))
    return {
        "earliest": date.fromisoformat(earliest) if earliest else None,
        "latest": date.fromisoformat(latest) if latest else None,
        "precision": payload.get("precision") or "none",
        "phrase": (payload.get("phrase") or "")[:300],
        "time": time.fromisoformat(clock) if clock else None,
        "location": (payload.get("place") or "").rstrip(" .,;")[:300],
    }
