"""What an announcement says to one reader, worked out when it is sent: what is new against what they know."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django.db.models import Q

from officials.models import Person
from votes.headlines import (
    MISTAKE,
    Fact,
    distance_in_words,
    facts,
    facts_of_event,
    headline,
    matter,
    reminder,
)
from votes.models import Announcement, Event, Issue, Position, Vote, VoteChange
from votes.models.issues import Basis
from votes.models.status import Status
from votes.moves import name_of
from votes.snapshots import Dated, Values, dated_of, values_told
from votes.subjects import read_key
from votes.words import matter_in_words, one_line, stance_in_words, stand_in_words

Kind = Announcement.Kind
TAKEN_BACK = "We told you this, and it no longer stands: we had it wrong, or the report was corrected."
CORRECTED = "We told you otherwise, and that was wrong: this is what the report says."
NO_WORD_YET = "The day has passed, and we have no word yet of what came of it."
ONLY_A_DEED = "This is what they did, in the words of the report. It is not a stance: how they stand is not said."
# To say that a date is firm, or not yet, is no move.
FIRMNESS = {Status.EXPECTED, Status.SCHEDULED}
LABELLED = re.compile(r"^([A-Z][A-Za-z, ]{1,20}): (.+)$")


@dataclass(frozen=True)
class Known:
    """What a reader knows of a vote or event, and as of which version: what they were sent last, else what was public
    when they began to follow it.
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
    def values(self) -> Values:
        return values_told(self.announcement)

    @property
    def told(self) -> Dated:
        """Return the vote or event as it is told."""
        told = dated_of(self.announcement.subject, self.values)
        _, told.pk = read_key(self.announcement.subject)
        return told

    @property
    def before(self) -> Dated | None:
        """Return the vote or event as its reader knows it; none where they were told that there is no such one."""
        if self.known is None or self.known.values.get("withdrawn"):
            return None
        return dated_of(self.announcement.subject, self.known.values)

    @property
    def disposal(self) -> Vote | None:
        """Return the procedural vote by which the vote came to the date it has, or lost it, since its reader heard of
        it; None for who never heard of another.
        """
        if self.known is None and self.told.is_dated:
            return None
        _, pk = read_key(self.announcement.subject)
        since = -1 if self.known is None else self.known.version
        changes = VoteChange.objects.filter(vote=pk, version__gt=since, version__lte=self.announcement.version)
        moves = changes.filter(Q(new__has_key="earliest") | Q(new__status__in=[*set(Status) - FIRMNESS]))
        last = moves.select_related("moved_by__body").order_by("-version").first()
        return last.moved_by if last and last.moved_by and not last.moved_by.withdrawn_at else None

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
    """Return what to say, each title and fact in one line."""
    wording = _wording_of(telling)
    lines = [replace(fact, value=one_line(fact.value)) for fact in wording.facts]
    return Wording(one_line(wording.title), lines, wording.notes)


def _wording_of(telling: Telling) -> Wording:
    """Return what to say; of an announcement that has a title or no values, what was written with it."""
    announcement = telling.announcement
    if announcement.takes_back and announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return _taken_back(telling)
    if announcement.title or not announcement.new:
        return _as_written(telling)
    if telling.known and announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return _corrected(telling)
    return WORDS[Kind(announcement.kind)](telling)


def _of_dated(telling: Telling) -> Wording:
    told, before, today = telling.told, telling.before, telling.today
    about, mistake = _about(told), telling.corrects
    if telling.announcement.takes_back:
        return Wording(f"Correction, no such {name_of(told)} is known: {about}", notes=[MISTAKE])
    notes = [MISTAKE] if mistake else []
    if isinstance(told, Vote) and told.is_open and told.is_over(today):
        notes.append(NO_WORD_YET)
    return Wording(headline(told, before, about, today, mistake), _facts(telling, told, before), notes)


def _of_reminder(telling: Telling) -> Wording:
    near = telling.told
    return Wording(reminder(near, _about(near), telling.today), _facts(telling, near, None))


def _about(told: Dated) -> str:
    """Return what a vote or an event is on."""
    return told.title if isinstance(told, Event) else matter(told)


def _facts(telling: Telling, told: Dated, before: Dated | None) -> list[Fact]:
    """Return what is known of a vote or event, against what its reader knows of it, if that is to be said."""
    if isinstance(told, Event):
        assert not isinstance(before, Vote)
        values = telling.values
        return facts_of_event(told, before, telling.today, _published(values["issues"]), values["bodies"])
    assert not isinstance(before, Event)
    is_reminder = telling.announcement.kind == Kind.REMINDER
    return facts(told, before, telling.today, None if is_reminder else telling.disposal)


def _published(titles: Sequence[str]) -> list[str]:
    """Return the issues that have a page by now: the first claim on one is told before it is published."""
    hidden = set(Issue.objects.filter(title__in=titles, published_at=None).values_list("title", flat=True))
    return [title for title in titles if title not in hidden]


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
    Kind.DATE: _of_dated,
    Kind.EVENT: _of_dated,
    Kind.RESULT: _of_dated,
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


def _corrected(telling: Telling) -> Wording:
    """Return what is so of a stand or a quote, and what its reader was told of it."""
    assert telling.known is not None
    kind, known = Kind(telling.announcement.kind), telling.known.values
    now = WORDS[kind](Telling(Announcement(kind=kind, new=telling.announcement.new), telling.now))
    title = f"Corrected: {now.title}"
    if not known or known.get("withdrawn"):
        return Wording(title, now.facts, now.notes)
    was = WORDS[kind](Telling(Announcement(kind=kind, new=known), telling.now))
    return Wording(title, [*now.facts, Fact("We had said", was.title, gone=True)], [*now.notes, CORRECTED])


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
        title = f"{distance_in_words(telling.told, telling.today)}: {title}"
    return Wording(title, lines, notes)
