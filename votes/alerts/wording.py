"""What an announcement says to one reader, worked out when it is sent: what is new against what they know."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from officials.models import Person
from votes.headlines import MISTAKE, Fact, facts, headline, matter
from votes.models import Announcement, Issue, Position, Vote, VoteChange
from votes.models.issues import Basis
from votes.snapshots import values_told, vote_of
from votes.words import days_in_words, matter_in_words, stance_in_words, stand_in_words, window_in_words

Kind = Announcement.Kind
TAKEN_BACK = "We told you this, and it no longer stands: we had it wrong, or the report was corrected."
NO_WORD_YET = "The day has passed, and we have no word yet of what came of it."
ONLY_A_DEED = "This is what they did, in the words of the report. It is not a stance: how they stand is not said."
LABELLED = re.compile(r"^([A-Z][A-Za-z, ]{1,20}): (.+)$")


@dataclass(frozen=True)
class Known:
    """What a reader knows of a vote, and as of which version: what they were sent last, else what was public when they
    began to follow it.
    """

    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Telling:
    """An announcement, when it is told, what its reader knows of the subject, and in which zone."""

    announcement: Announcement
    now: datetime
    known: Known | None = None
    zone: tzinfo = UTC

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def vote(self) -> Vote:
        """Return the vote as it is told."""
        return vote_of(values_told(self.announcement))

    @property
    def vote_before(self) -> Vote | None:
        """Return the vote as its reader knows it."""
        return vote_of(self.known.values) if self.known else None

    @property
    def corrects(self) -> bool:
        """Say whether what the reader knows was a mistake of ours."""
        if self.known is None:
            return False
        since = Announcement.objects.filter(subject=self.announcement.subject, version__gt=self.known.version)
        following = since.exclude(kind=Kind.REMINDER).order_by("version").first()
        return following is not None and following.why == VoteChange.Why.MISTAKE


@dataclass(frozen=True)
class Wording:
    """A title with the news first, facts for a table and notes for paragraphs."""

    title: str
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def wording_of(telling: Telling) -> Wording:
    """Return what to say; of an announcement without values, what was written with it."""
    announcement = telling.announcement
    if announcement.takes_back and announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return _taken_back(telling)
    if not announcement.new:
        return _as_written(telling)
    return WORDS[Kind(announcement.kind)](telling)


def _of_vote(telling: Telling) -> Wording:
    vote, before, today = telling.vote, telling.vote_before, telling.today
    mistake = telling.corrects
    if telling.announcement.takes_back:
        return Wording(f"Correction, no such vote is known: {matter(vote)}", notes=[MISTAKE])
    notes = [MISTAKE] if mistake else []
    if vote.is_open and vote.is_over(today):
        notes.append(NO_WORD_YET)
    return Wording(headline(vote, before, today, mistake), facts(vote, before, today), notes)


def _of_reminder(telling: Telling) -> Wording:
    vote, today = telling.vote, telling.today
    title = f"{matter(vote)}, {window_in_words(vote, today)}"
    return Wording(f"{_distance(vote, today)}{title}", facts(vote, None, today))


def _of_position(telling: Telling) -> Wording:
    values, old = telling.announcement.new, telling.announcement.old
    stand, before = position_of(values), position_of(old) if old else None
    title = stand_in_words(stand, before, values["deed"])
    if stand.basis == Basis.ACTION:
        return Wording(title, [Fact("Issue", str(stand.issue))], [ONLY_A_DEED])
    lines = []
    if before:
        lines.append(Fact("Now", stance_in_words(stand, matter_in_words(stand), conditional=True)))
        lines.append(Fact("Was", stance_in_words(before, matter_in_words(before), conditional=True), gone=True))
    return Wording(title, [*lines, Fact("How", stand.get_basis_display()), Fact("Issue", str(stand.issue))])


def _of_quote(telling: Telling) -> Wording:
    values = telling.announcement.new
    return Wording(f"{values['speaker']} is quoted" + (f" on {values['issue']}" if values["issue"] else ""))


WORDS: Mapping[Kind, Callable[[Telling], Wording]] = {
    Kind.DATE: _of_vote,
    Kind.RESULT: _of_vote,
    Kind.REMINDER: _of_reminder,
    Kind.POSITION: _of_position,
    Kind.QUOTE: _of_quote,
}


def values_of_position(position: Position, deed: str = "") -> dict[str, Any]:
    """Return what an announcement keeps of a stand; `deed` is what somebody did in the story's own words."""
    names = ("stance", "basis", "conditional", "matter")
    values = {name: getattr(position, name) for name in names}
    return values | {"person": str(position.person), "issue": str(position.issue), "deed": deed}


def position_of(values: Mapping[str, Any]) -> Position:
    """Return the unsaved stand that has these values, of a person on an issue who have names only."""
    names = ("stance", "basis", "conditional", "matter")
    person, issue = Person(name=values["person"]), Issue(title=values["issue"])
    return Position(person=person, issue=issue, **{name: values[name] for name in names})


def _taken_back(telling: Telling) -> Wording:
    taken_back = telling.announcement.retracts
    title = wording_of(Telling(taken_back, telling.now, None, telling.zone)).title if taken_back else ""
    return Wording(f"Taken back: {title}", notes=[TAKEN_BACK])


def _as_written(telling: Telling) -> Wording:
    """Return the words of an announcement that was put into words when it was written."""
    lines, notes = [], []
    for line in telling.announcement.detail.splitlines():
        if labelled := LABELLED.match(line):
            label, value = labelled.groups()
            lines.append(Fact(label, value, gone=label.lower().endswith("before")))
        elif line.strip():
            notes.append(line)
    title = telling.announcement.title
    if telling.announcement.kind == Kind.REMINDER:
        title = f"{_distance(telling.vote, telling.today)}{title}"
    return Wording(title, lines, notes)


def _distance(vote: Vote, today: date) -> str:
    """Say how far off a vote is on the day the reminder is sent: "Tomorrow: ", "In 7 days at the earliest: "."""
    if vote.earliest is None:
        return ""
    days = (vote.earliest - today).days
    if vote.earliest == vote.latest:
        return f"{days_in_words(days)}: "
    return f"{days_in_words(days)} at the earliest: " if days > 0 else "Any day now: "
