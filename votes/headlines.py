"""What a mail about a vote says: a title with the news first, and its facts line by line."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from votes.models import Vote
from votes.models.decisions import Outcome
from votes.models.status import Status
from votes.windows import Precision
from votes.words import window_in_words

MISTAKE = "This corrects a mistake of ours; it is no change of plans."
OUTCOMES = {Outcome.PASSED: "Passed", Outcome.FAILED: "Failed"}


@dataclass(frozen=True)
class Fact:
    """A line of what is told; `gone` where it tells what no longer holds."""

    label: str
    value: str
    gone: bool = False


def headline(vote: Vote, before: Vote | None, today: date, mistake: bool = False) -> str:
    """Return the title of a mail: "Moved to Tuesday, Dec 2: Leaf blower ban (Harbor City Council)".

    `before` is the vote as its reader was last told of it, None for who was told nothing yet.
    """
    if vote.is_open and vote.is_over(today):
        news = f"Was to be held {_with_in(window_in_words(vote, today))}"
    else:
        news = _standing(vote, today) if mistake or before is None else _news(vote, before, today)
    if mistake:
        news = f"Correction, {news[0].lower()}{news[1:]}"
    return f"{news}: {matter(vote)}"


def matter(vote: Vote) -> str:
    """Say what is voted on, and by whom: "Leaf blower ban, first reading (Harbor City Council)"."""
    what = f", {vote.get_classification_display()}" if vote.classification else ""
    return f"{vote.issue.title}{what} ({vote.body.name})"


def facts(vote: Vote, before: Vote | None, today: date) -> list[Fact]:
    """Return what is known of the vote, each line followed by what its reader was last told where that differs."""
    return [fact for fact in _facts(vote, before, today) if fact.value]


def result_in_words(vote: Vote) -> str:
    """Say what came of a held vote: "Passed 8–3", "Failed", "Vote held"."""
    tally = f" {vote.yes}–{vote.no}" if vote.yes is not None and vote.no is not None else ""
    return OUTCOMES.get(Outcome(vote.outcome), "") + tally if vote.outcome else f"Vote held{tally and ','}{tally}"


def _facts(vote: Vote, before: Vote | None, today: date) -> Iterator[Fact]:
    """Yield the facts in the order in which they are shown; a value may be empty."""
    if vote.status == Status.HELD:
        yield Fact("Result", result_in_words(vote))
    if before and before.status == Status.HELD and result_in_words(before) != result_in_words(vote):
        yield Fact("We had said", result_in_words(before), gone=True)
    if vote.status == Status.CANCELLED:
        if (before or vote).is_dated:
            yield Fact("Was set for", window_in_words(before or vote, today), gone=True)
    elif vote.is_dated or vote.is_open:
        yield Fact("When", window_in_words(vote, today))
        # An hour that is new on the same day leaves nothing to strike.
        if before and before.is_dated and _is_moved(vote, before):
            yield Fact("Was", window_in_words(before, today), gone=True)
    yield Fact("Where", vote.location)
    if before and vote.location != before.location:
        yield Fact("Was at", before.location, gone=True)
    yield Fact("Motion", vote.motion)
    yield Fact("To pass", vote.passage_needs)
    yield Fact("Agenda", vote.agenda_url)


def _standing(vote: Vote, today: date) -> str:
    """Say how things stand, whatever was before."""
    when = window_in_words(vote, today)
    if vote.status == Status.HELD:
        return result_in_words(vote)
    if vote.status == Status.CANCELLED:
        return "Called off"
    if vote.status == Status.POSTPONED and not vote.is_dated:
        return "Postponed, no new date"
    if not vote.is_dated:
        return "A vote is expected, no date set"
    if vote.status == Status.SCHEDULED:
        return f"Scheduled for {when}"
    return f"Expected {_with_in(when)}"


def _news(vote: Vote, before: Vote, today: date) -> str:
    """Say what is new against `before`."""
    standing = _standing(vote, today)
    if not vote.is_open:
        return standing
    if vote.status == Status.POSTPONED and not vote.is_dated:
        return standing
    if not before.is_open:
        return f"On again, {standing[0].lower()}{standing[1:]}"
    if _differ(vote, before, "earliest", "latest"):
        return _moved(vote, before, today)
    if (before.status, vote.status) == (Status.EXPECTED, Status.SCHEDULED) and vote.is_dated:
        return f"Confirmed for {window_in_words(vote, today)}"
    if vote.time != before.time:
        return f"{'New time' if before.time else 'Time set'}, {window_in_words(vote, today)}"
    if vote.location != before.location:
        return f"{'New place' if before.location else 'Place set'}, {vote.location or 'not known yet'}"
    return standing


def _moved(vote: Vote, before: Vote, today: date) -> str:
    """Say how an open vote's window differs from the one before: moved, narrowed, first set or lost."""
    when = window_in_words(vote, today)
    if vote.earliest is None or vote.latest is None:
        return "No longer has a date"
    if before.earliest is None or before.latest is None:
        return f"Now {_with_in(when)}" if vote.precision != Precision.DAY else f"Date set, {when}"
    if before.earliest <= vote.earliest and vote.latest <= before.latest:
        return f"Date set, {when}" if vote.precision == Precision.DAY else f"Now {_with_in(when)}"
    return f"Moved to {when}"


def _is_moved(vote: Vote, before: Vote) -> bool:
    """Say whether what was said of day and hour no longer holds; a first hour for the same day takes nothing back."""
    return _differ(vote, before, "earliest", "latest") or (before.time is not None and vote.time != before.time)


def _with_in(when: str) -> str:
    """Return "in November" for a bare month or year, anything else as it is."""
    bare = when.isdigit() or (when.split()[0] in calendar.month_name[1:] and not any(c in when for c in "–(,"))
    return f"in {when}" if bare else when


def _differ(vote: Vote, before: Vote, *names: str) -> bool:
    return any(getattr(vote, name) != getattr(before, name) for name in names)
