"""What a body's own calendar says on followed issues, as proposals: a vote that is on, a meeting, and how it moves.

No rule reads a calendar: its rows are values already.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q

from officials.models import Body, Place
from stories.findings.kinds import KINDS, MEETING_CLAIM, VOTE_CLAIM, Payload
from stories.findings.recount import NO_WINDOW
from stories.matching.agenda import issues_named
from stories.models import ArticleVersion, Finding
from votes.models import Issue, Vote
from votes.models.events import EventKind
from votes.models.status import OPEN_STATUSES, Status
from votes.windows import Precision

# The extractor's name that stands with all that calendars say.
CALENDAR = "calendar"
ITEM, MEETING, MOVED = "agenda item", "meeting", "meeting moved"
# A move that a person is to look at, whatever the body is set to.
DOUBTFUL = "meeting moved, perhaps"
LOOK_CLOSELY = "Look closely: by words beside it the meeting may be off, or they are about something else."
INTO_THE_PAST = "Look closely: the calendar moved the meeting to a day that is over."
CAME_OF_IT = "Look closely: the meeting’s day was over when the calendar said so."
# How sure it is that an item with an issue's term is on that issue: the date itself is the body's own word.
SURE = 0.9
# The claim's fields by which two say the same.
SAME = ("status", "earliest", "latest", "time", "place")
SAME_DAY = tuple(name for name in SAME if name != "time")
_HEARING = re.compile(r"\bhearings?\b", re.I)
_DECIDES = re.compile(
    r"\b(?:vot(?:e|es|ing)|action|adopt(?:s|ion)?|approv(?:e|es|al)|decision|second\s{1,3}reading)\b", re.I
)
State = Finding.State
ON = (Status.SCHEDULED, Status.EXPECTED)


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a row that may be on an issue, and where they stand in its version: an agenda's item, with its number
    as printed, or what is said of the meeting as a whole.
    """

    words: str
    start: int
    end: int
    is_item: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A calendar's row as it stands in a version, which is new where `is_new`; `listed_on` is the day under which the
    calendar lists it, `day` the one on which it will be, None where nobody knows. Where `is_doubtful`, it may be off.
    """

    version: ArticleVersion
    is_new: bool
    name: str
    body: str
    listed_on: date | None
    day: date | None
    time: time | None
    phrase: str
    location: str
    status: Status
    link: str
    meeting: Part
    is_doubtful: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(slots=True)
class _Known:
    """What was proposed of a meeting on an issue before, the newest last."""

    votes: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    events: list[Finding] = field(default_factory=list)


def propose_records(meetings: Sequence[Meeting], home: Place | None, today: date, now: datetime) -> int:
    """Write what is new in these meetings of one calendar as pending, and return how much it is; `home` is its place.

    What waits and is no longer so becomes stale. Of a meeting that is known only its moves are proposed, and what a
    person turned away, never again.
    """
    named = _named(meetings, home)
    known = _proposed(meetings)
    issues = Issue.objects.in_bulk({issue for of_meeting in named for issue in of_meeting} | {key[1] for key in known})
    reported = _reported(issues)
    bodies = _bodies(meetings, home)
    fresh: list[Finding] = []
    for meeting, of_meeting, body in zip(meetings, named, bodies, strict=True):
        article = meeting.version.article_id
        followed = {issue for key, issue in known if key == article}
        for pk in sorted(followed | of_meeting.keys()):
            about = _About(meeting, issues[pk], body, of_meeting.get(pk, []), known.get((article, pk), _Known()), today)
            fresh += about.proposals(any(_overlaps(vote, meeting) for vote in reported[pk]))
    articles = {row.article_id for row in fresh}
    told = set(Finding.objects.filter(article__in=articles).values_list("article", "fingerprint"))
    # One agenda may have an item twice, and what was taken back is not proposed anew of the same state.
    new = {key: row for row in fresh if (key := (row.article_id, row.fingerprint)) not in told}
    for row in new.values():
        row.created_at = now
    Finding.objects.bulk_create(new.values())
    return len(new)


@dataclass(frozen=True, slots=True)
class _About:
    """A meeting, and what of it is on one issue; `parts` are with the term that they name."""

    meeting: Meeting
    issue: Issue
    body: str
    parts: Sequence[tuple[Part, str]]
    known: _Known
    today: date

    def proposals(self, is_reported: bool) -> list[Finding]:
        """Return what is to be proposed; what waits of before and is no longer so is set aside.

        `is_reported` says that a vote on the issue is known for the meeting's day.
        """
        is_on = self.meeting.status in ON and self.meeting.day is not None
        is_news = is_on and self.meeting.day is not None and self.meeting.day >= self.today
        is_off = is_reported and self.meeting.status not in ON
        told = [row for part, term in self.parts if (row := self._vote(part, term, is_news or is_off))]
        has_words = any(part.is_item or self._is_hearing() for part, _ in self.parts) or self._is_named()
        event = self._event(has_words and is_news)
        self._set_aside(told, event)
        return [*told, *([event] if event else [])]

    def _vote(self, part: Part, term: str, is_news: bool) -> Finding | None:
        """Return the claim that an item is voted on, unless that is known, or moves with the meeting."""
        if not part.is_item or (_HEARING.search(part.words) and not _DECIDES.search(part.words)):
            return None
        payload = self._claim() | {
            "matter": part.words, "classification": "", "outcome": None, "yes": None, "no": None, "indefinite": False,
            "item": part.number,
        }  # fmt: skip
        before = self._of_item(part.words)
        accepted = _newest(before, State.ACCEPTED)
        if accepted and accepted.vote and accepted.vote.meeting_id and self._accepted_event():
            return None
        if not (accepted or is_news) or not _is_fresh(before, payload):
            return None
        if accepted and self._is_over(accepted.payload) and self.meeting.status in ON:
            return None
        numbered = f"item {part.number}" if part.number else "an item"
        return self._finding(VOTE_CLAIM, payload, part, ITEM, self._said(f"On the agenda, {numbered} names “{term}”."))

    def _of_item(self, words: str) -> list[Finding]:
        """Return what was proposed of an item; the only one of an issue is the same under another title."""
        if words in self.known.votes or len(self.known.votes) != 1:
            return self.known.votes.get(words, [])
        items = [part.words for part, _ in self.parts if part.is_item]
        return next(iter(self.known.votes.values())) if len(items) == 1 else []

    def _event(self, is_news: bool) -> Finding | None:
        """Return the claim that there is such a meeting or hearing, or that a known one moved."""
        accepted = self._accepted_event()
        kind = EventKind.HEARING if self._is_hearing() else EventKind.MEETING
        items = [part.words for part, _ in self.parts]
        matter = items[0] if items else str(self.issue)
        payload = self._claim() | {"kind": kind, "matter": matter}
        if accepted:
            # It is what was accepted; only when and where it is may have moved.
            payload |= {name: accepted.payload[name] for name in ("kind", "matter", "body")}
        if not (accepted or is_news) or not _is_fresh(self.known.events, payload):
            return None
        if accepted:
            return self._move(accepted, payload)
        because = f"What it is on names “{self.parts[0][1]}”." if self.parts else ""
        return self._finding(MEETING_CLAIM, payload, self.meeting.meeting, MEETING, self._said(because))

    def _move(self, accepted: Finding, payload: Payload) -> Finding | None:
        """Return the claim that a known meeting moved: of one that is over, only what came of it is news."""
        is_over = self._is_over(accepted.payload)
        if is_over and (self.meeting.status in ON or accepted.payload["status"] == self.meeting.status):
            return None
        day = self.meeting.day
        is_past = day is not None and day < self.today and day.isoformat() != accepted.payload["earliest"]
        look = CAME_OF_IT if is_over else LOOK_CLOSELY if self.meeting.is_doubtful else INTO_THE_PAST if is_past else ""
        because = look or "The calendar has it otherwise than before."
        return self._finding(MEETING_CLAIM, payload, self.meeting.meeting, DOUBTFUL if look else MOVED, because)

    def _is_over(self, before: Payload) -> bool:
        """Say whether the day of the meeting is over, by what was accepted and by the calendar now."""
        days = [before["latest"], self.meeting.day and self.meeting.day.isoformat()]
        known = [day for day in days if day]
        return bool(known) and all(day < self.today.isoformat() for day in known)

    def _said(self, because: str) -> str:
        return f"{LOOK_CLOSELY} {because}".strip() if self.meeting.is_doubtful else because

    def _accepted_event(self) -> Finding | None:
        finding = _newest(self.known.events, State.ACCEPTED)
        return finding if finding and finding.event and finding.event.withdrawn_at is None else None

    def _is_hearing(self) -> bool:
        """Say whether the meeting as a whole, or its item on the issue, is a hearing."""
        said = [self.meeting.name, *(part.words for part, _ in self.parts)]
        return any(_HEARING.search(words) for words in said)

    def _is_named(self) -> bool:
        """Say whether what is said of the meeting as a whole is on the issue."""
        return any(not part.is_item for part, _ in self.parts)

    def _claim(self) -> Payload:
        meeting = self.meeting
        window: Payload = dict(NO_WINDOW)
        if meeting.day is not None:
            day = meeting.day.isoformat()
            window = {"earliest": day, "latest": day, "precision": str(Precision.DAY)}
        return (
            window
            | {
                "body": self.body,
                "phrase": meeting.phrase if meeting.day else "",
                "time": f"{meeting.time:%H:%M}" if meeting.time and meeting.day else None,
                "place": meeting.location,
                "status": str(meeting.status),
                "link": meeting.link,
            }
            | ({"in_doubt": True} if meeting.is_doubtful else {})
        )

    def _set_aside(self, told: Iterable[Finding], event: Finding | None) -> None:
        """Set aside what waits and what the calendar says otherwise now, or no more."""
        if not self.meeting.is_new:
            return
        text, replaced = self.meeting.version.text, {(row.kind, row.payload["matter"]) for row in told}
        replaced |= {(MEETING_CLAIM, "")} if event else set()
        waiting = [row for rows in (*self.known.votes.values(), self.known.events) for row in rows]
        for row in waiting:
            if row.state != State.PENDING:
                continue
            is_event = row.kind == MEETING_CLAIM
            key = (row.kind, "" if is_event else row.payload["matter"])
            is_gone = not is_event and row.spans[0]["text"] not in text
            if key in replaced or is_gone or not _says_the_same(row.payload, self._claim()):
                Finding.objects.filter(pk=row.pk, state=State.PENDING).update(state=State.STALE)
                row.state = State.STALE

    def _finding(self, kind: Finding.Kind, payload: Payload, part: Part, rule: str, because: str) -> Finding:
        version = self.meeting.version
        words = version.text[part.start : part.end]
        essence = [str(kind), self.issue.pk, payload["matter"], version.number]
        return Finding(
            article_id=version.article_id,
            version=version,
            kind=kind,
            spans=[{"role": KINDS[kind].evidence, "start": part.start, "end": part.end, "text": words}],
            payload=payload,
            confidence=SURE,
            extractor=CALENDAR,
            rule=rule,
            because=because[:500],
            # Each state of a row may be told once: a meeting that moves there and back has moved twice.
            fingerprint=hashlib.sha256(json.dumps(essence).encode()).hexdigest(),
            issue=self.issue,
        )


def _is_fresh(before: Sequence[Finding], payload: Payload) -> bool:
    """Say whether a claim is to be proposed, by what was proposed of the same before."""
    decided = [row for row in before if row.state in (State.ACCEPTED, State.REJECTED)]
    if decided and all(row.state == State.REJECTED for row in decided):
        return False
    rejected_last = decided and decided[-1].state == State.REJECTED and _says_the_same(decided[-1].payload, payload)
    waiting = any(row.state == State.PENDING and _says_the_same(row.payload, payload) for row in before)
    accepted = _newest(before, State.ACCEPTED)
    return not (rejected_last or waiting or (accepted and _says_the_same(accepted.payload, payload)))


def _says_the_same(one: Payload, other: Payload) -> bool:
    """Say whether `other`, the later, tells nothing new: that it names no hour of the same day any more is not."""
    if other.get("in_doubt") and not one.get("in_doubt"):
        return False
    same = SAME if other.get("time") or one.get("earliest") != other.get("earliest") else SAME_DAY
    return all((one.get(name) or "") == (other.get(name) or "") for name in same)


def _newest(findings: Sequence[Finding], state: str) -> Finding | None:
    return next((row for row in reversed(findings) if row.state == state), None)


def _named(meetings: Sequence[Meeting], home: Place | None) -> list[dict[int, list[tuple[Part, str]]]]:
    """Return for each meeting its parts by the issue that they name, with the term."""
    parts = [(number, part) for number, meeting in enumerate(meetings) for part in meeting.parts]
    named: list[dict[int, list[tuple[Part, str]]]] = [defaultdict(list) for _ in meetings]
    for at, issue, term in issues_named([part.words for _, part in parts], home.pk if home else None):
        number, part = parts[at]
        named[number][issue].append((part, term))
    return named


def _proposed(meetings: Iterable[Meeting]) -> dict[tuple[int, int], _Known]:
    """Return what was proposed of each meeting, by its article and by issue."""
    articles = [meeting.version.article_id for meeting in meetings]
    known: dict[tuple[int, int], _Known] = defaultdict(_Known)
    findings = Finding.objects.filter(article__in=articles, issue__isnull=False, redacted_at=None)
    for row in findings.select_related("vote", "event").order_by("pk"):
        assert row.issue_id
        of_meeting = known[row.article_id, row.issue_id]
        if row.kind == MEETING_CLAIM:
            of_meeting.events.append(row)
        else:
            of_meeting.votes[row.payload.get("matter") or ""].append(row)
    return known


def _reported(issues: Iterable[int]) -> dict[int, list[Vote]]:
    """Return the open votes that are known, by issue."""
    votes: dict[int, list[Vote]] = defaultdict(list)
    open_votes = Vote.objects.standing().filter(Q(earliest__isnull=False), issue__in=issues, status__in=OPEN_STATUSES)
    for vote in open_votes:
        votes[vote.issue_id].append(vote)
    return votes


def _overlaps(vote: Vote, meeting: Meeting) -> bool:
    day = meeting.listed_on
    return bool(day and vote.earliest and vote.latest and vote.earliest <= day <= vote.latest)


def _bodies(meetings: Sequence[Meeting], home: Place | None) -> list[str]:
    """Return the name of each meeting's body: of one that is known where the calendar prints its name or says it in the
    title, else as printed; of a calendar that prints none, of the body whose the calendar is.
    """
    outlet = next((meeting.version.article.outlet for meeting in meetings), None)
    names: dict[str, str] = {}
    for body in Body.objects.filter(place=home) if home else ():
        names |= {name.casefold(): body.name for name in (body.name, *body.aliases) if name}
    own = names.get(outlet.name.casefold(), "") if outlet else ""
    patterns = {name: _whose(name) for name in sorted(names, key=len, reverse=True)}
    return [
        names.get(meeting.body.casefold(), meeting.body) if meeting.body
        else next((names[name] for name, whose in patterns.items() if whose.search(meeting.name.casefold())), own)
        for meeting in meetings
    ]  # fmt: skip


def _whose(name: str) -> re.Pattern[str]:
    """Return what finds a body's name in a title, but not in that of a committee of it."""
    return re.compile(rf"\b{re.escape(name)}\b(?!\W{{1,3}}(?:\w{{1,20}}\W{{1,3}}){{0,3}}(?:sub)?committee\b)")
