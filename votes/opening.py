"""How it stands with what an issue waits for, in the words of its opening, and in one line where issues are listed."""

import datetime as dt
from dataclasses import dataclass
from string import Formatter

from django.utils.text import capfirst

from votes.models import Event, Vote
from votes.models.status import Status
from votes.snapshots import Dated
from votes.timing import timing
from votes.windows import Precision
from votes.words import outcome_in_words, window_in_words


@dataclass(frozen=True)
class State:
    """A row of the table below. `heading` asks, `when` answers, `beside` says more: a part that lacks a word is left
    out. `line` is all of it where issues are listed, `ask` what readers may be mailed.
    """

    heading: str
    when: str
    beside: tuple[str, ...]
    line: str
    ask: str


WHEN, BECAME = "When is the vote?", "What became of the vote?"
HAD, BEFORE_IT, ON_A_DATE, ON_NEWS = (
    "it had been set for {had}", "Mail me before the vote", "Mail me when a date is set",
    "Mail me what happens next",
)  # fmt: skip

# Each way in which it can stand with a vote or an event. {when} is its date in words, {moved} "moved from Dec 1" and by
# what vote, {had} the date that it had, {by} the vote that put it off, {outcome} what came of it, {kind} what it is.
STATES = {
    "day": State(WHEN, "{when}", ("{moved}", "{expected}"), "Vote: {when}{, moved}", BEFORE_IT),
    "window": State(WHEN, "{when}", ("no day posted", "{moved}"), "Vote: {when}, no day posted{, moved}", BEFORE_IT),
    "undated": State(WHEN, "No date set", ("a vote is expected",), "Vote expected, no date set", ON_A_DATE),
    "revived": State(WHEN, "Back on, no date set", (HAD,), "Vote back on, no date set", ON_A_DATE),
    "postponed": State(
        WHEN, "Postponed, no new date", ("{by}", HAD), "Vote postponed, no new date", ON_A_DATE
    ),
    "overdue": State(
        "When was the vote?", "Was due {when}", ("no report of how it went has been found yet",),
        "Vote was due {when}, no report of how it went found yet", "Mail me when it is known",
    ),
    "held": State("How did the vote go?", "{outcome}", ("{date}",), "Voted: {outcome}{, date}", ON_NEWS),
    "shelved": State(
        BECAME, "Shelved", ("{by}", HAD, "neither open nor decided"), "Vote shelved, neither open nor decided", ON_NEWS
    ),
    "cancelled": State(BECAME, "Called off", (HAD,), "Vote called off", ON_NEWS),
    "none": State(WHEN, "No vote on this is known yet", (), "No vote known yet", ON_NEWS),
    "event": State(
        "What is next?", "{when}", ("{kind}", "{moved}"), "Next {kind}: {when}{, moved}", "Mail me before it"
    ),
    "event window": State(
        "What is next?", "{when}", ("{kind}", "no day posted", "{moved}"),
        "Next {kind}: {when}, no day posted{, moved}", "Mail me before it",
    ),
    "event undated": State(
        "What is next?", "{kind} planned, no date set", (HAD,), "{kind} planned, no date set", ON_A_DATE
    ),
}  # fmt: skip
# States of a vote that is no more to come.
BEHIND = {"overdue", "held", "shelved", "cancelled"}


@dataclass(frozen=True)
class Opening:
    """How it stands with a vote or an event, or with an issue without either: a row of `STATES` filled in."""

    key: str
    record: Dated | None
    heading: str
    when: str
    beside: list[str]
    line: str
    ask: str


def opening(record: Dated | None, today: dt.date) -> Opening:
    """Return how it stands with the record today; reads its ledger, which whoever shows many loads beforehand."""
    key = state_of(record, today)
    state, words = STATES[key], _words(record, today)
    beside = [filled for part in state.beside if (filled := _filled(part, words))]
    return Opening(
        key, record, state.heading, capfirst(_filled(state.when, words)), beside,
        capfirst(_filled(state.line, words)), state.ask,
    )  # fmt: skip


def line_of(lead: Dated | None, vote: Vote | None, today: dt.date) -> str:
    """Return in one line how it stands; where an event leads, with what became of the vote as well, and what lies
    behind first: "Vote called off · next public hearing: Monday, Dec 7".
    """
    first = opening(lead, today)
    if vote is None or not isinstance(lead, Event):
        return first.line
    beside = opening(vote, today)
    lines = [beside.line, first.line] if beside.key in BEHIND else [first.line, beside.line]
    return f"{lines[0]} · {lines[1][0].lower()}{lines[1][1:]}"


def state_of(record: Dated | None, today: dt.date) -> str:
    """Return the key in `STATES` of how it stands with the record."""
    if record is None:
        return "none"
    if record.status in (Status.CANCELLED, Status.SHELVED, Status.HELD):
        return str(Status(record.status))
    told = timing(record, today)
    has_date = record.is_dated and not told.had
    if isinstance(record, Event):
        return "event undated" if not has_date else "event" if record.precision == Precision.DAY else "event window"
    if has_date and record.is_over(today):
        return "overdue"
    if has_date:
        return "day" if record.precision == Precision.DAY else "window"
    return "postponed" if told.status == "postponed" else "revived" if told.moved else "undated"


def _words(record: Dated | None, today: dt.date) -> dict[str, str]:
    if record is None:
        return {}
    told = timing(record, today)
    held = record if isinstance(record, Vote) and record.status == Status.HELD else None
    return {
        "when": window_in_words(record, today) if record.status == Status.HELD else told.when,
        "date": window_in_words(record, today) if record.is_dated else "",
        "moved": " ".join(part for part in (told.moved, told.by) if part and record.is_dated),
        "had": told.had,
        "by": told.by,
        "expected": "expected" if told.status == "expected" else "",
        "outcome": _outcome(held) if held else "",
        "kind": record.get_kind_display().lower() if isinstance(record, Event) else "vote",
    }


def _outcome(vote: Vote) -> str:
    return outcome_in_words(vote) if vote.outcome else "held, how it went is not known"


def _filled(template: str, words: dict[str, str]) -> str:
    """Return the template with its words; "{, moved}" brings its comma along, where there is such a word. Nothing where
    any other is empty.
    """
    parts = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(text)
        if name is None:
            continue
        word = words.get(name.lstrip(", "), "")
        if not word and not name.startswith(","):
            return ""
        parts.append(f", {word}" if word and name.startswith(",") else word)
    return "".join(parts)
