"""A finding cast as another kind, or as none of the machine's: what it keeps, and what it must say of itself."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from stories.curation.choice import CurationError
from stories.findings.kinds import KINDS, MENTION, Payload
from stories.models import Finding
from votes.models.issues import NON_ANSWERS, Stance
from votes.windows import Precision

# What a finding of a kind says until somebody says otherwise; "" for what is not named here.
BLANK: dict[str, Any] = {
    "ambiguous": False, "conditional": False, "indefinite": False, "precision": Precision.NONE.value, "earliest": None,
    "latest": None, "time": None, "yes": None, "no": None, "outcome": None, "roster_key": None,
}  # fmt: skip
# What two kinds call by other names.
SAME = (("title", "role"), ("body", "organization"))
DAYS, LONGEST = ("earliest", "latest"), 1000


def blank_payload(kind: str) -> Payload:
    """Return what a finding of the kind says before anybody has said anything."""
    return {name: BLANK.get(name, "") for name in KINDS[kind].payload}


def recast(finding: Finding, kind: str) -> None:
    """Make it a finding of another kind: what both kinds say is kept, and the words it rests on. The change stays in
    memory.
    """
    if kind not in KINDS:
        raise CurationError("There is no such kind of finding; choose one of those listed.")
    if kind == finding.kind:
        return
    was, becomes = KINDS[finding.kind], KINDS[kind]
    said = dict(finding.payload)
    for one, other in SAME:
        said |= {one: said.get(one) or said.get(other), other: said.get(other) or said.get(one)}
    if was.person and becomes.person:
        said[becomes.person] = said.get(was.person) or ""
    said.pop("kind", None)  # of an event; the others have none
    kept = {name: said[name] for name in becomes.payload if said.get(name) is not None}
    finding.payload = blank_payload(kind) | kept
    first = next((span for span in finding.spans if span["role"] == was.roles[0]), None)
    others = [span for span in finding.spans if span["role"] in becomes.roles[1:]]
    finding.kind = kind
    finding.spans = [{**first, "role": becomes.roles[0]}, *others] if first else others
    if finding.issue_id and becomes.roles[0] == MENTION:
        finding.issue = None


def check_payload(kind: str, payload: Mapping[str, Any]) -> None:
    """Raise CurationError, with a sentence that says what to do, where a finding of the kind can't say that."""
    for name, what in KINDS[kind].required.items():
        if not str(payload.get(name) or "").strip():
            raise CurationError(f"Say {what}.")
    for name, known in KINDS[kind].choices.items():
        if (payload.get(name) or "") not in ("", *known.values):
            raise CurationError(f"“{str(payload[name])[:40]}” can't be chosen here; choose one of those listed.")
    if payload.get("basis") in NON_ANSWERS and payload.get("stance") != Stance.NO_POSITION:
        raise CurationError("Who did not answer takes no position: choose “no position”, or another way of saying so.")
    for name, value in payload.items():
        if isinstance(value, str) and (len(value) > LONGEST or "\x00" in value):
            raise CurationError(f"What stands under “{name}” is too long, or holds signs that are no text.")
    _check_days(payload)


def _check_days(payload: Mapping[str, Any]) -> None:
    try:
        days = [date.fromisoformat(payload[name]) for name in DAYS if payload.get(name)]
        if payload.get("time"):
            time.fromisoformat(payload["time"])
    except (TypeError, ValueError) as error:
        raise CurationError("A day or an hour of it can't be read. Give the day as 2026-03-17.") from error
    if len(days) == 1 or days != sorted(days):
        raise CurationError("Give the first and the last day on which it may be, the first one first.")
