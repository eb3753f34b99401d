"""A matter of an invented town: met about, shelved by two committees, told otherwise, revived."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone

from officials.models import Body, Person
from stories import curation
from stories.models import Finding
from stories.public.pages import issue_page
from tests.factories import make_article, make_body, make_finding, make_issue, make_official, make_outlet, make_place
from votes.models import Event, Issue, Vote

JOINT = "Safety and Budget committees"
BEFORE, AFTER, APRIL = (datetime(2025, 11, 4, 18, tzinfo=UTC), datetime(2025, 11, 11, 18, tzinfo=UTC),
                        datetime(2026, 4, 17, 18, tzinfo=UTC))  # fmt: skip


@dataclass
class Matter:
    """The issue before the council of Pellow, whose members Ines Moran and Paul Cade said they would vote no."""

    issue: Issue
    council: Body
    joint: Body
    ines: Person
    editor: User

    def tell(
        self, outlet: str, at: datetime, sentence: str, payload: dict[str, Any], kind: str = "vote",
        choice: curation.Choice | None = None,
    ) -> Finding:  # fmt: skip
        """A story of one sentence appears, and what it says is accepted."""
        story = make_article(sentence, f"{outlet} reports", outlet=make_outlet(outlet), published_at=at)
        values: dict[str, Any] = {
            "body": self.council.name, "matter": "the police partnership", "classification": "", "phrase": "",
            "earliest": None, "latest": None, "precision": "none", "time": None, "place": None, "status": "scheduled",
            "outcome": "", "yes": None, "no": None, "indefinite": False,
        }  # fmt: skip
        finding = make_finding(story, sentence, kind, "evidence", issue=self.issue, payload=values | payload)
        curation.accept(finding.pk, self.editor, at, choice or curation.Choice())
        finding.refresh_from_db()
        return finding

    @property
    def vote(self) -> Vote:
        return Vote.objects.standing().on_the_matter().get(issue=self.issue)

    @property
    def disposal(self) -> Vote:
        return Vote.objects.get(disposes_of=self.vote)

    def page(self, now: datetime) -> BeautifulSoup:
        """The issue's page as a reader saw it at that moment."""
        shown = issue_page(self.issue, now)
        with timezone.override(shown["zone"]):
            html = render_to_string("public/issue.html", {**shown, "site_name": "Civictrack", "site_url": ""})
        return BeautifulSoup(html, "lxml")

    def meet(self) -> Event:
        """The committees call a joint meeting, and a day by which to sign up for it."""
        at = datetime(2025, 11, 4, 16, tzinfo=UTC)
        day = on(date(2025, 11, 6)) | {"body": JOINT, "kind": "meeting", "time": "09:00", "place": "City Hall"}
        self.tell("The Ledger", at, "They sit together Thursday at 9 a.m.", day, "event")
        by = on(date(2025, 11, 5)) | {"body": JOINT, "kind": "deadline", "time": "17:00", "matter": "Sign up to speak"}
        self.tell("The Ledger", at, "Speakers have until 5 p.m. Wednesday.", by, "event")
        return Event.objects.get(kind="meeting")

    def shelve(self) -> None:
        """They put it off for good; one outlet says they rejected it, another that the council did."""
        held = on(date(2025, 11, 6)) | {"status": "held"}
        put_off = held | {"body": JOINT, "outcome": "postponed", "indefinite": True, "no": 0}
        self.tell("The Wire", datetime(2025, 11, 6, 23, tzinfo=UTC), "All voted to put it off indefinitely.", put_off,
                  choice=curation.Choice(vote=self.vote))  # fmt: skip
        against = curation.Choice(vote=self.vote, governs=False)
        self.tell("Channel 9", datetime(2025, 11, 7, 3, tzinfo=UTC), "A joint committee rejected the plan.",
                  held | {"body": JOINT, "outcome": "failed"}, choice=against)  # fmt: skip
        self.tell("The Weekly", datetime(2025, 11, 10, 15, tzinfo=UTC), "The council unanimously rejected the plan.",
                  held | {"outcome": "failed", "yes": 0}, choice=against)  # fmt: skip

    def revive(self) -> None:
        """In April a governor asks for an answer."""
        by = on(date(2026, 4, 23)) | {"kind": "deadline", "body": "", "matter": "Answer the governor’s letter"}
        self.tell("State News", datetime(2026, 4, 16, 20, tzinfo=UTC), "The city has until April 23.", by, "event")


def on(day: date) -> dict[str, Any]:
    return {"earliest": day.isoformat(), "latest": day.isoformat(), "precision": "day"}


def make_matter() -> Matter:
    """The vote is expected in the first week of November."""
    place = make_place("Pellow")
    council, joint = make_body("Pellow City Council", place), make_body(JOINT, place, kind="committee")
    issue = make_issue("Police partnership", council, question="Should the police of Pellow join the program?")
    matter = Matter(issue, council, joint, make_official("Ines Moran", council), User.objects.create_user("editor"))
    at = datetime(2025, 10, 20, 15, tzinfo=UTC)
    week = {"earliest": "2025-11-01", "latest": "2025-11-07", "precision": "week", "status": "expected",
            "phrase": "the first week of November"}  # fmt: skip
    matter.tell("The Ledger", at, "The council is to vote the first week of November.", week)
    said = {"actor": "Ines Moran", "matter": "the police partnership", "stance": "oppose", "basis": "vote_intent",
            "conditional": False}  # fmt: skip
    matter.tell("The Ledger", at, "Ines Moran said she plans to vote no.", said, "position")
    return matter
