"""What can be followed by which kind: the boxes that each topic's form offers, and a wish in words."""

from collections.abc import Sequence

from votes.models import Announcement, Subscription

Kind = Announcement.Kind
# Sent once a month where nothing happened, and where a source of the topic has gone silent.
ALL_IS_WELL, SILENCE = Kind.ALL_IS_WELL, Kind.SILENCE

# By kind, what stands at its box, and in a line of words.
KINDS: dict[str, tuple[str, str]] = {
    Kind.DATE: ("When a vote, meeting, hearing or deadline gets a date, moves or is called off", "dates and changes"),
    Kind.REMINDER: ("Before a vote, hearing or deadline", "reminders"),
    Kind.RESULT: ("How a vote went", "outcomes"),
    Kind.POSITION: ("When someone takes or changes a position", "positions"),
    Kind.QUOTE: ("When someone is quoted", "quotes"),
    ALL_IS_WELL: ("Once a month, if nothing happened, that all is well", "a monthly all is well"),
    SILENCE: ("When a source we read for this has been silent", "silent sources"),
}
# What a box says where the topic makes it another.
LABELS: dict[tuple[str, str], str] = {
    ("person", Kind.POSITION): "When they take or change a position",
    ("person", Kind.QUOTE): "When they are quoted",
    ("vote", Kind.DATE): "When its date or place changes, or it is called off",
    ("vote", Kind.REMINDER): "Before it",
    ("vote", Kind.RESULT): "How it went",
    ("event", Kind.DATE): "When its date or place changes, or it is called off",
    ("event", Kind.REMINDER): "Before it",
}
# By topic, what comes of it. Votes and events are told to their issue, bodies and place; what someone says or where
# they stand only to the issue and the person; an event has no outcome but its votes'.
OFFERED: dict[str, tuple[str, ...]] = {
    "issue": (Kind.DATE, Kind.REMINDER, Kind.RESULT, Kind.POSITION, Kind.QUOTE, ALL_IS_WELL, SILENCE),
    "person": (Kind.POSITION, Kind.QUOTE),
    "body": (Kind.DATE, Kind.REMINDER, Kind.RESULT, ALL_IS_WELL, SILENCE),
    "vote": (Kind.DATE, Kind.REMINDER, Kind.RESULT),
    "event": (Kind.DATE, Kind.REMINDER),
    "place": (Kind.DATE, Kind.REMINDER, Kind.RESULT, ALL_IS_WELL, SILENCE),
}
# By topic, the boxes that are ticked at first.
FIRST: dict[str, tuple[str, ...]] = {
    about: tuple(kind for kind in kinds if kind in (Kind.DATE, Kind.REMINDER, Kind.RESULT)) or kinds
    for about, kinds in OFFERED.items()
}
CADENCES = {
    Subscription.Cadence.AT_ONCE: "as it happens",
    Subscription.Cadence.DAILY: "in one mail a day",
    Subscription.Cadence.WEEKLY: "in one mail a week",
}


def choices(about: str) -> list[tuple[str, str]]:
    """Return the boxes of a topic's form."""
    return [(kind, LABELS.get((about, kind), KINDS[kind][0])) for kind in OFFERED[about]]


def in_words(kinds: Sequence[str], leads: Sequence[int], cadence: str) -> str:
    """Return a wish in a line: "dates and changes, reminders 7 and 1 days before, outcomes; as it happens"."""
    parts = [
        f"{words} {_days(leads)}" if kind == Kind.REMINDER and leads else words
        for kind, (_, words) in KINDS.items()
        if kind in kinds
    ]
    return f"{', '.join(parts)}; {CADENCES[Subscription.Cadence(cadence)]}"


def _days(leads: Sequence[int]) -> str:
    days = sorted(leads, reverse=True)
    before = [str(lead) for lead in days if lead]
    if not before:
        return "that morning"
    unit = "day" if before == ["1"] else "days"
    numbers = " and ".join(filter(None, [", ".join(before[:-1]), before[-1]]))
    return f"{numbers} {unit} before" + (" and that morning" if 0 in days else "")
