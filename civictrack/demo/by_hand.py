"""What the demo's curator does that no rule does yet: corrects procedural votes, and enters meetings, hearings and
deadlines, with the sentence of the story as the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User

from officials.models import Body
from stories import curation
from stories.models import Article, Finding
from votes.citation import Citation
from votes.models import Issue, Vote
from votes.models.events import EventKind
from votes.models.status import OPEN_STATUSES, Status

# By story, what the claim of a vote that was taken should have said: it was a vote on a motion about the motion.
CORRECTED: dict[str, dict[str, str]] = {
    "cannery-put-off": {"classification": "postpone"},
    "meters-tabled": {"classification": "table", "matter": "Table the parking meter ordinance"},
}
# By story, the status of the claims that say less than is true: what was tabled is not merely put off.
REJECTED: dict[str, str] = {"meters-tabled": Status.POSTPONED}
# By story, words of a sentence that tells of no vote or event of this matter, though it was read as one.
MISREAD: dict[str, str] = {
    "inspections-aftermath": "Applications are due",
    "inspections-landlords": "a second visit would follow",
    "inspections-postponed": "harbor dredging plan",
    "cannery-put-off": "a show of hands",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the curator reads it in a story: `day` is one of the demo's days, `words` stand in its sentence."""

    kind: EventKind
    title: str
    issue: str
    bodies: tuple[str, ...]
    day: str
    clock: time
    words: str
    location: str = ""
    url: str = ""
    takes_vote: bool = False


JOINT = ("joint-waterfront-committee", "tern-harbor-planning-board", "tern-harbor-port-commission")
ENTERED: dict[str, tuple[Entry, ...]] = {
    "cannery-to-committee": (
        Entry(
            EventKind.MEETING, "The Planning Board and the Port Commission meet jointly", "cannery-lease", JOINT,
            "cannery_first", time(18), "will vote on the cannery lease", "Harbor Office", takes_vote=True,
        ),
    ),
    "cannery-hearing": (
        Entry(
            EventKind.HEARING, "The cannery lease", "cannery-lease", JOINT[:1], "cannery_hearing", time(18),
            "public hearing", "The ropewalk",
        ),
        Entry(
            EventKind.DEADLINE, "Sign up to speak on the cannery lease", "cannery-lease", JOINT[:1], "cannery_sign_up",
            time(12), "sign up", url="https://tern-harbor.example/waterfront/speak",
        ),
    ),
    "meters-back": (
        Entry(
            EventKind.MEETING, "The Streets Committee meets", "parking-meters", ("tern-harbor-streets-committee",),
            "meters_again", time(17), "will vote on the parking meter ordinance", "City Hall", takes_vote=True,
        ),
    ),
}  # fmt: skip


def correction(finding: Finding) -> dict[str, str]:
    """Return what a claim should have said, where no rule reads that yet."""
    is_taken = finding.kind == Finding.Kind.VOTE and finding.payload["status"] == Status.HELD
    return CORRECTED.get(_slug(finding.article), {}) if is_taken else {}


def reject_half_truths(article: Article, by: User, now: datetime) -> None:
    """Reject the claims that say less than is true, tell of what was none, or of events entered by hand with more."""
    slug = _slug(article)
    pending = Finding.objects.pending().filter(article=article)
    for finding in pending.filter(kind__in=[Finding.Kind.VOTE, Finding.Kind.EVENT]):
        if slug in MISREAD and MISREAD[slug] in finding.spans[0]["text"]:
            curation.reject(finding.pk, by, now, "The sentence tells of nothing that is decided on this.")
        elif slug in ENTERED and finding.kind == Finding.Kind.EVENT:
            curation.reject(finding.pk, by, now, "Entered by hand, with its bodies and where to sign up.")
    for finding in pending.filter(kind=Finding.Kind.VOTE, payload__status=REJECTED.get(slug, "")):
        curation.reject(finding.pk, by, now, "It was tabled: nothing is left that has a date.")


def enter_events(article: Article, known: Mapping[str, date], by: User, now: datetime) -> None:
    """Enter the events that a story tells of; `known` are the demo's days."""
    for entry in ENTERED.get(_slug(article), ()):
        day = known[entry.day]
        values: dict[str, Any] = {
            "earliest": day, "latest": day, "precision": "day", "time": entry.clock, "location": entry.location,
            "url": entry.url, "status": Status.SCHEDULED,
        }  # fmt: skip
        issue = Issue.objects.get(slug=entry.issue)
        bodies = list(Body.objects.filter(slug__in=entry.bodies))
        pending = Vote.objects.standing().filter(issue=issue, status__in=OPEN_STATUSES)
        votes = list(pending) if entry.takes_vote else []
        new = curation.NewEvent(entry.kind, entry.title, bodies, [issue], votes, values)
        curation.enter_event(new, _cite(article, entry.words, by), by, now)


def _cite(article: Article, words: str, by: User) -> Citation:
    """Return the story's sentence with these words; in the demo's stories such a sentence is a paragraph."""
    lines = article.versions.latest("number").text.splitlines()
    sentence = next(line.strip() for line in lines if words in line)
    return Citation(sentence, article.outlet.name, article.url, by.get_username())


def _slug(article: Article) -> str:
    return article.url.rpartition("/")[2].removesuffix(".html")
