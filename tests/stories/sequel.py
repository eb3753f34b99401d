"""What became of the real story, entered by hand: the findings that `expected.json` asks of each of the five stories,
beside the sentence that holds them. No sentence of a story stands here; a few letters find it.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import RequestFactory
from django.utils.html import strip_tags

from civictrack.demo.curator import accept_each
from officials.models import Body, Place
from stories import curation
from stories.curation import Choice
from stories.curation.who import name_in
from stories.findings.kinds import KINDS
from stories.findings.propose import propose_all
from stories.models import Article, ArticleIssue, Finding
from stories.public import pages, views
from stories.public.look import Look
from tests.factories import make_article, make_finding, make_outlet
from tests.stories.curation import kiln
from votes.models import Issue, Subscriber, Vote

COMMITTEES, COUNCIL = "Public Safety and Government Efficiency committees", "Dallas City Council"
MATTER = "The 287(g) proposal"
SOON = timedelta(hours=2)
NOV_6 = {"status": "held", **kiln.day("2025-11-06")}
# By story, each finding: its kind, letters of the sentence that holds it, and what it says.
TOLD: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "1-joint-meeting": [
        (
            "event", "to hold a joint meeting",
            kiln.day("2025-11-06", kind="meeting", time="09:00", body=COMMITTEES, place="council chambers at City Hall")
            | {"phrase": "Thursday at 9 a.m."},
        ),
        (
            "event", "want to speak",
            kiln.day("2025-11-05", kind="deadline", time="17:00", body=COMMITTEES, matter="Sign up to speak")
            | {"phrase": "until 5 p.m. Wednesday"},
        ),
    ],
    "2-shelved": [
        (
            "vote", "postpone the item",
            {**NOV_6, "body": COMMITTEES, "outcome": "postponed", "indefinite": True, "no": 0, "phrase": "Thursday"},
        ),
    ],
    "3-rejected": [
        ("vote", "joint committee has rejected", {**NOV_6, "body": f"{COUNCIL} joint committee", "outcome": "failed"}),
    ],
    "4-wrong-body": [
        ("vote", "unanimously rejected", {**NOV_6, "body": COUNCIL, "outcome": "failed", "yes": 0}),
    ],
    "5-deadline": [
        ("event", "has until April 23", kiln.day("2026-04-23", kind="deadline", body=None, matter="Answer the letter")),
        (
            "vote", "rejected a partnership",
            {
                "status": "held", "body": COUNCIL, "outcome": "failed", "earliest": "2025-11-01",
                "latest": "2025-11-30", "precision": "month", "phrase": "in November",
            },
        ),
    ],
}  # fmt: skip


@dataclass
class Sequel:
    """The seed story, read by the machine and accepted, and those that followed, so far as they were told."""

    folder: Path
    by: User
    issue: Issue
    told_at: datetime

    @property
    def vote(self) -> Vote:
        """The council's vote of which the seed story told."""
        return Vote.objects.filter(issue=self.issue).order_by("pk")[0]

    def tell(self, name: str) -> Article:
        """Take in a story with its findings, and accept each two hours after it appeared."""
        article = self.take_in(name)
        for kind, letters, payload in TOLD[name]:
            self.accept(self.finding(article, kind, letters, payload))
        return article

    def read(self, name: str) -> list[tuple[Finding, str]]:
        """Take in a story, have the machine read it, and accept what it proposes as a curator who knows that whoever is
        not known yet is new, and which vote is meant, and puts right whose meeting it was; returns what could not be
        accepted, with the reason.
        """
        article = self.take_in(name)
        ArticleIssue.objects.create(article=article, issue=self.issue, state="accepted")
        propose_all([article.versions.get()], self.told_at)
        refused = []
        pending = Finding.objects.pending().filter(article=article)
        for finding in sorted(pending, key=lambda finding: ([*KINDS].index(finding.kind), finding.pk)):
            if not Finding.objects.pending().filter(pk=finding.pk).exists():
                continue  # a speaker is accepted with the words
            is_vote = finding.kind == "vote"
            puts_off = is_vote and finding.payload.get("outcome") == "postponed"
            of_both = puts_off or (name == "1-joint-meeting" and finding.kind == "event")
            right = {"body": COMMITTEES} if of_both else {}
            choice = Choice(new_person=name_in(finding), vote=self.vote if is_vote else None, payload=right)
            try:
                curation.accept(finding.pk, self.by, self.told_at, choice)
            except curation.CurationError as error:
                refused.append((finding, str(error)))
        return refused

    def take_in(self, name: str) -> Article:
        """Keep a story as it was printed; what is told from now on is two hours later."""
        told = json.loads((self.folder / "sequel" / f"{name}.json").read_text())
        published = datetime.fromisoformat(told["published_at"])
        offset = published.utcoffset()
        assert offset is not None
        article = make_article(
            told["text"], told["title"], outlet=make_outlet(told["outlet"], place=self.issue.place), url=told["url"],
            published_at=published, utc_offset=int(offset.total_seconds() // 60),
        )  # fmt: skip
        self.told_at = published + SOON
        return article

    def finding(self, article: Article, kind: str, letters: str, payload: dict[str, Any]) -> Finding:
        text = article.versions.get().text
        sentences = re.findall(r"[A-Z](?:[^.]|\b(?:Gov|Nov|a\.m|p\.m|U\.S)\.(?=[ m\n])|\.(?=\w))+\.", text)
        sentence = next(sentence for sentence in sentences if letters in sentence)
        whole = {"vote": kiln.VOTE, "event": kiln.EVENT}[kind] | {"matter": MATTER} | payload
        return make_finding(article, sentence, kind, "evidence", payload=whole, issue=self.issue)

    def accept(self, finding: Finding) -> None:
        """Accept it as a curator who knows that all of them tell of what the council was to vote on."""
        known = self.vote if finding.kind == "vote" else None
        curation.accept(finding.pk, self.by, self.told_at, Choice(vote=known))
        finding.refresh_from_db()

    def page(self, now: datetime) -> str:
        """The words of the issue's page at a moment."""
        return words(self.html(now))

    def html(self, now: datetime, on: date | None = None) -> str:
        self.issue.refresh_from_db()
        issue = Issue.objects.select_related("place", "body__place").get(pk=self.issue.pk)
        shown = pages.issue_page(issue, now, Look(on=on))
        request = RequestFactory().get(self.issue.get_absolute_url())
        return views.show(request, "public/issue.html", shown).content.decode()


def words(html: str) -> str:
    """What a reader reads, in one line."""
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"(?s)<(head|script|style).*?</\1>", "", html)))


def begin(folder: Path) -> Sequel:
    """The seed story taken in and accepted on the evening on which it appeared."""
    call_command("ingest", str(folder / "cbs-dallas-287g.html"), "--issue", "dallas-287g", stdout=StringIO())
    article = Article.objects.get()
    assert article.published_at is not None
    by = User.objects.create_user("una")
    at = article.published_at + SOON
    assert accept_each(Finding.objects.pending(), by, at) == []
    issue = Issue.objects.get()
    Body.objects.filter(name=COUNCIL).update(seats=15)
    # The place of a body that a story made known has the program's own zone until somebody says where it is.
    Place.objects.update(time_zone="America/Chicago")
    return Sequel(folder, by, issue, at)


def mails_to(reader: Subscriber, mails: list[Any]) -> list[str]:
    """The subjects of what a reader was sent, in order."""
    return [str(mail["Subject"]).strip() for mail in mails if reader.email in str(mail["To"])]
