"""What a mail about a vote or an event says: a title with the news first, and its facts line by line."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from votes.models import Event, Vote
from votes.models.events import EventKind
from votes.models.status import Status
from votes.passage import passage_in_words
from votes.snapshots import Dated
from votes.windows import Precision
from votes.words import called, days_in_words, disposed_in_words, outcome_in_words, time_in_words, window_in_words

MISTAKE = "This corrects a mistake of ours; it is no change of plans."
# What is off, for now or for good, has no day to come.
OFF = {Status.SHELVED: "shelved", Status.CANCELLED: "called off"}
# What is said of a vote, and of an event behind its name: "Public hearing set for Tuesday, Dec 8".
OF_EVENTS = {
    "a vote is expected, no date set": "expected, no date set",
    "scheduled for {when}": "set for {when}",
    "date set, {when}": "set for {when}",
    "time set, {when}": "set for {when}",
    "new time, {when}": "moved to {when}",
    "new place, {where}": "moved to {where}",
    "place set, {where}": "to be at {where}",
    "was to be held {date}": "was set for {when}",
}


@dataclass(frozen=True)
class Fact:
    """A line of what is told; `gone` where it tells what no longer holds."""

    label: str
    value: str
    gone: bool = False


def headline(now: Dated, before: Dated | None, about: str, today: date, mistake: bool = False) -> str:
    """Return the title of a mail: "Moved to Tuesday, Dec 2: Leaf blower ban (Harbor City Council)", "Deadline moved to
    Tuesday, Dec 1: Leaf blower ban".

    `before` is the vote or event as its reader was last told of it, None for who was told nothing yet.
    """
    if now.is_open and now.is_over(today):
        news = "was to be held {date}"
    else:
        news = _standing(now) if mistake or before is None else _news(now, before)
    if isinstance(now, Event):
        for of_a_vote, of_an_event in OF_EVENTS.items():
            news = news.replace(of_a_vote, of_an_event)
        news = f"{name_of(now)} {news}"
    when = window_in_words(now, today)
    news = news.format(when=when, date=_with_in(when), where=now.location)
    return f"{capfirst(f'correction, {news}' if mistake else news)}: {about}"


def reminder(near: Dated, about: str, today: date) -> str:
    """Return the title of a reminder: "In 7 days: Leaf blower ban (Harbor City Council), Tuesday, Dec 2", "Tomorrow,
    5 p.m.: deadline, Leaf blower ban".
    """
    distance, when = distance_in_words(near, today), window_in_words(near, today)
    if isinstance(near, Vote):
        return f"{distance}: {about}, {when}"
    about = f"{name_of(near)}, {about}"
    if near.time and distance in ("Today", "Tomorrow"):
        return f"{distance}, {time_in_words(near.time)}: {about}"
    return f"{distance}: {about}, {when}"


def distance_in_words(near: Dated, today: date) -> str:
    """Say how far off it is on the day the reminder is sent: "Tomorrow", "In 7 days at the earliest"."""
    days = (near.earliest - today).days if near.earliest else 0
    if near.earliest == near.latest and near.earliest:
        return days_in_words(days)
    return f"{days_in_words(days)} at the earliest" if days > 0 else "Any day now"


def name_of(dated: Dated) -> str:
    """Return what it is: "vote", "public hearing"."""
    return dated.get_kind_display().lower() if isinstance(dated, Event) else "vote"


def matter(vote: Vote) -> str:
    """Say what is voted on, and by whom: "Leaf blower ban, first reading (Harbor City Council)"."""
    what = f", {vote.get_classification_display()}" if vote.classification else ""
    return f"{vote.issue.title}{what} ({vote.body.name})"


def matter_of_event(event: Event, bodies: Sequence[str]) -> str:
    """Say what an event is on, and whose it is: "Leaf blower ban (Harbor City Council and Parks Board)"."""
    return f"{event.title} ({' and '.join(bodies)})" if bodies else event.title


def facts(vote: Vote, before: Vote | None, today: date, disposal: Vote | None = None) -> list[Fact]:
    """Return what is known of the vote, each line followed by what its reader was last told where that differs.

    `disposal` is the procedural vote by which it was put off since.
    """
    is_off = vote.status in OFF
    lines = [
        *_results(vote, before),
        *_dates(vote, before, today),
        Fact("Why", put_off_in_words(disposal, vote) if disposal else ""),
        *_places(vote, before),
        Fact("Motion", vote.motion),
        Fact("To pass", "" if is_off else passage_in_words(vote)),
        Fact("Agenda", "" if is_off else vote.agenda_url),
    ]
    return [fact for fact in lines if fact.value]


def facts_of_event(event: Event, before: Event | None, today: date, issues: Sequence[str] = ()) -> list[Fact]:
    """Return what is known of the event, on the issues of these titles, as `facts` does of a vote."""
    is_deadline = event.kind == EventKind.DEADLINE
    lines = [
        *_dates(event, before, today, "Until" if is_deadline else "When"),
        *_places(event, before),
        Fact("Issue", "; ".join(issue for issue in issues if issue.casefold() not in event.title.casefold())),
        Fact("Link" if is_deadline else "Agenda", "" if event.status in OFF else event.url),
    ]
    return [fact for fact in lines if fact.value]


def result_in_words(vote: Vote) -> str:
    """Say what came of a held vote: "passed, 8–3", "failed", "vote held"."""
    return outcome_in_words(vote) if vote.outcome else f"vote {outcome_in_words(vote)}"


def put_off_in_words(disposal: Vote, vote: Vote) -> str:
    """Say why a vote was put off: "Put off indefinitely, 8–3, by the Harbor City Council"."""
    return f"{capfirst(disposed_in_words(disposal, vote))}, by {called(disposal.body)}"


def _results(vote: Vote, before: Vote | None) -> Iterator[Fact]:
    """Yield the result, and the one its reader was told where that was another."""
    result, told = (result_in_words(one) if one and one.status == Status.HELD else "" for one in (vote, before))
    yield Fact("Result", capfirst(result))
    if told != result:
        yield Fact("We had said", capfirst(told), gone=True)


def _dates(now: Dated, before: Dated | None, today: date, label: str = "When") -> Iterator[Fact]:
    """Yield when it is and when it was to be; an hour that is new on the same day leaves nothing to strike."""
    known = before or now
    if now.status in OFF:
        if known.is_dated:
            yield Fact("Was set for", window_in_words(known, today), gone=True)
        return
    if now.is_dated or now.is_open:
        yield Fact(label, window_in_words(now, today))
    if now.is_open and known.status in OFF:
        yield Fact("Was", OFF[Status(known.status)], gone=True)
    elif known.is_dated and _is_moved(now, known):
        yield Fact("Was", window_in_words(known, today), gone=True)


def _places(now: Dated, before: Dated | None) -> Iterator[Fact]:
    """Yield where it is, and where it was to be; nobody need go anywhere for what is off, or has no day any more."""
    if now.status in OFF or (now.status == Status.POSTPONED and not now.is_dated):
        return
    yield Fact("Where", now.location)
    if before and now.location != before.location:
        yield Fact("Was at", before.location, gone=True)


def _standing(now: Dated) -> str:
    """Say how things stand, whatever was before, with names for when and where it is."""
    if isinstance(now, Vote) and now.status == Status.HELD:
        return result_in_words(now)
    if now.status in OFF:
        return OFF[Status(now.status)]
    if not now.is_dated:
        return "postponed, no new date" if now.status == Status.POSTPONED else "a vote is expected, no date set"
    return "scheduled for {when}" if now.status == Status.SCHEDULED else "expected {date}"


def _news(now: Dated, before: Dated) -> str:
    """Say what is new against `before`."""
    standing = _standing(now)
    if not now.is_open:
        return standing
    if now.status == Status.POSTPONED and not now.is_dated:
        return standing
    if not before.is_open:
        return f"{'back on' if before.status == Status.SHELVED else 'on again'}, {standing}"
    if _differ(now, before, "earliest", "latest"):
        return _moved(now, before)
    if (before.status, now.status) == (Status.EXPECTED, Status.SCHEDULED) and now.is_dated:
        return "confirmed for {when}"
    if now.time != before.time:
        return "time not known any more, {when}" if now.time is None else _first_or_new(before.time, "time", "{when}")
    if now.location != before.location:
        return _first_or_new(before.location, "place", "{where}") if now.location else "place not known any more"
    return standing


def _first_or_new(before: object, what: str, value: str) -> str:
    return f"new {what}, {value}" if before else f"{what} set, {value}"


def _moved(now: Dated, before: Dated) -> str:
    """Say how an open window differs from the one before: moved, narrowed, first set or lost."""
    if now.earliest is None or now.latest is None:
        return "no longer has a date"
    narrowed = "date set, {when}" if now.precision == Precision.DAY else "now {date}"
    if before.earliest is None or before.latest is None:
        return narrowed
    return narrowed if before.earliest <= now.earliest and now.latest <= before.latest else "moved to {when}"


def _is_moved(now: Dated, before: Dated) -> bool:
    """Say whether what was said of day and hour no longer holds; a first hour for the same day takes nothing back."""
    return _differ(now, before, "earliest", "latest") or (before.time is not None and now.time != before.time)


def _with_in(when: str) -> str:
    """Return "in November" for a bare month or year, anything else as it is."""
    bare = when.isdigit() or (when.split()[0] in calendar.month_name[1:] and not any(c in when for c in "–(,"))
    return f"in {when}" if bare else when


def _differ(now: Dated, before: Dated, *names: str) -> bool:
    return any(getattr(now, name) != getattr(before, name) for name in names)
