"""What a mail about a vote or an event says: a title with the news first, and its facts line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator, capfirst

from votes.models import Event, Vote
from votes.models.events import EventKind
from votes.models.status import Status
from votes.moves import FATES, name_of, news_in_words
from votes.passage import passage_in_words
from votes.snapshots import Dated
from votes.timing import location_of, timing
from votes.words import (
    called,
    days_in_words,
    disposed_in_words,
    outcome_in_words,
    range_in_words,
    time_in_words,
    window_in_words,
)  # fmt: skip

MISTAKE = "This corrects a mistake of ours; it is no change of plans."
# What is off, for now or for good, has no day to come.
OFF = {Status.SHELVED: "shelved", Status.CANCELLED: "called off"}
# What is told to who heard nothing of it yet, by status.
STANDING = {
    Status.EXPECTED: ("Vote expected", "{} expected"),
    Status.SCHEDULED: ("Vote scheduled", "{} set"),
    Status.POSTPONED: ("Vote expected", "{} expected"),
}
# Characters of what it is on in a title: the news behind it must not be cut away.
ABOUT_IN_TITLE = 100
# Days before a window ends from which a reminder says so.
NEAR_ITS_END = 7


@dataclass(frozen=True)
class Fact:
    """A line of what is told; `gone` where it tells what no longer holds."""

    label: str
    value: str
    gone: bool = False


def headline(now: Dated, before: Dated | None, about: str, today: date, mistake: bool = False) -> str:
    """Return the title of a mail: "Vote moved: Leaf blower ban, Nov 12 → Dec 2", "Deadline set: Sign up to speak,
    Tuesday, Dec 1, 5 p.m.".

    `before` is the vote or event as its reader was last told of it, None for who was told nothing yet.
    """
    about = Truncator(about).chars(ABOUT_IN_TITLE)
    if now.is_open and now.is_over(today):
        return f"{capfirst(name_of(now))} was due: {about}, {window_in_words(now, today)}"
    if mistake or before is None:
        news = news_in_words(now, now, is_mistake=True) if mistake else _standing(now)
        return f"{news}: {about}, {_how_it_stands(now, today)}"
    news = news_in_words(now, before)
    return ", ".join(part for part in (f"{news}: {about}", _what(news, now, before, today)) if part)


def reminder(near: Dated, about: str, today: date) -> str:
    """Return the title of a reminder: "In 7 days: vote, Leaf blower ban, Tuesday, Dec 2", "Tomorrow, 5 p.m.:
    deadline, Leaf blower ban".
    """
    distance, when = distance_in_words(near, today), window_in_words(near, today)
    about = f"{name_of(near)}, {Truncator(about).chars(ABOUT_IN_TITLE)}"
    if near.time and distance in ("Today", "Tomorrow"):
        return f"{distance}, {time_in_words(near.time)}: {about}"
    return f"{distance}: {about}, {when}"


def distance_in_words(near: Dated, today: date) -> str:
    """Say how far off it is on the day the reminder is sent: "Tomorrow", "In 7 days at the earliest"; once a window has
    opened, how long it is still open.
    """
    if near.earliest is None or near.latest is None:
        return "Any day now"
    days = (near.earliest - today).days
    if near.earliest == near.latest:
        return days_in_words(days)
    if days > 0:
        return f"{days_in_words(days)} at the earliest"
    left = (near.latest - today).days
    return f"Any day now, {days_in_words(left).lower()} at the latest" if 0 <= left <= NEAR_ITS_END else "Any day now"


def matter(vote: Vote) -> str:
    """Say what is voted on: "Leaf blower ban, first reading"."""
    return f"{vote.issue.title}{f', {vote.get_classification_display()}' if vote.classification else ''}"


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
        Fact("Who", vote.body.name),
        Fact("Motion", vote.motion),
        Fact("To pass", "" if is_off else passage_in_words(vote)),
        Fact("Agenda", "" if is_off else vote.agenda_url),
    ]
    return [fact for fact in lines if fact.value]


def facts_of_event(
    event: Event, before: Event | None, today: date, issues: Sequence[str] = (), bodies: Sequence[str] = ()
) -> list[Fact]:
    """Return what is known of the event, of bodies and on issues of these names, as `facts` does of a vote."""
    is_deadline = event.kind == EventKind.DEADLINE
    lines = [
        *_dates(event, before, today, "Until" if is_deadline else "When"),
        *_places(event, before),
        Fact("Who", " and ".join(bodies)),
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
        yield Fact(label, timing(now, today).when.removeprefix("by "))
    if now.is_open and known.status in OFF:
        yield Fact("Was", OFF[Status(known.status)], gone=True)
    elif known.is_dated and _is_moved(now, known):
        yield Fact("Was", window_in_words(known, today), gone=True)


def _places(now: Dated, before: Dated | None) -> Iterator[Fact]:
    """Yield where it is, and where it was to be; nobody need go anywhere for what is off, or has no day any more."""
    where = location_of(now)
    yield Fact("Where", where)
    if before and where != before.location and (where or (now.is_open and now.is_dated)):
        yield Fact("Was at", before.location, gone=True)


def _standing(now: Dated) -> str:
    """Say how things stand, whatever was before: "Vote scheduled", "Public hearing set", "Vote held"."""
    what = capfirst(name_of(now))
    if now.status not in STANDING or (now.status == Status.POSTPONED and not now.is_dated):
        return FATES[Status(now.status)].format(what)
    return STANDING[Status(now.status)][isinstance(now, Event)].format(what)


def _how_it_stands(now: Dated, today: date) -> str:
    """Return its date or its fate: "Tuesday, Dec 2, 6 p.m.", "passed, 8–3", "shelved"."""
    if isinstance(now, Vote) and now.status == Status.HELD:
        return outcome_in_words(now) if now.outcome else "how it went is not known"
    if now.status in OFF:
        return OFF[Status(now.status)]
    return timing(now, today).when if now.is_dated or now.status == Status.POSTPONED else "no date set"


def _what(news: str, now: Dated, before: Dated, today: date) -> str:
    """Return what the news is followed by: what was and what is, the date, or what came of it; of what is off the date
    that it had.
    """
    if now.status in OFF or (now.is_open and not now.is_dated and now.status != Status.POSTPONED):
        had = f"was {_days(before, today)}" if before.is_dated else ""
        return had or ("" if now.status in OFF else _how_it_stands(now, today))
    if news.startswith("Place") and now.location:
        return f"{before.location} → {now.location}" if before.location else now.location
    if _differ(now, before, "earliest", "latest") and news.endswith((" moved", " down")):
        return f"{_days(before, today)} → {_days(now, today)}"
    if now.time and before.time and now.time != before.time and news.endswith(" changed"):
        return f"{_days(now, today)}, {time_in_words(before.time)} → {time_in_words(now.time)}"
    return _how_it_stands(now, today)


def _days(dated: Dated, today: date) -> str:
    """Return its days, short: "Nov 12", "Nov 1–7"."""
    assert dated.earliest
    assert dated.latest
    return range_in_words(dated.earliest, dated.latest, today)


def _is_moved(now: Dated, before: Dated) -> bool:
    """Say whether what was said of day and hour no longer holds; a first hour for the same day takes nothing back."""
    return _differ(now, before, "earliest", "latest") or (before.time is not None and now.time != before.time)


def _differ(now: Dated, before: Dated, *names: str) -> bool:
    return any(getattr(now, name) != getattr(before, name) for name in names)
