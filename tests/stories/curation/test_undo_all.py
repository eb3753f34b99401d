"""Whatever curators do and undo in whatever order: once all is undone, the records, the open findings and the public
pages are as they were, and nothing but a sentence ever stands in the way.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from officials.models import Body, Person, Place, Role
from officials.roster import RosterRow
from stories import curation
from stories.curation import Choice, CurationError, NewEvent, steps, together
from stories.findings.kinds import KINDS
from stories.models import Article, Finding, LoggedAction, Quote, Source
from tests.factories import NOW
from tests.stories.curation import cove
from votes.citation import Citation
from votes.models import Event, Issue, Position, Vote, VoteChange
from votes.models.decisions import DISPOSING

pytestmark = pytest.mark.django_db

# Which of those there are, counted round.
WHICH = st.integers(0, 30)
NAMES = st.sampled_from(["Ida Brandt", "Ona Firth", "Ona Frith", "Ida Brand", "Olin Marsh"])
CORRECTIONS: dict[str, list[dict[str, Any]]] = {
    "official": [{"title": "Clerk"}, {"body": "Gull Cove Harbor Board"}, {"name": "Ona Frith"}],
    "speaker": [{"name": "Ida Brand"}],
    "quote": [{"speaker": "Ona Frith"}, {"speaker": "", "label": "a voice"}, {"type": "mixed"}],
    "position": [{"stance": "oppose"}, {"actor": "I. Brandt"}],
    "vote": [
        {"body": "Harbor Board"},
        {"earliest": "2026-04-02", "latest": "2026-04-02"},
        {"classification": "reading-2"},
    ],
    "event": [{"body": "Harbor Board; Gull Cove Town Council"}, {"kind": "deadline"}, {"matter": "it"}],
}
MOVES: list[dict[str, object]] = [
    {"earliest": "2026-05-05", "latest": "2026-05-05", "precision": "day"},
    {"location": "Town Hall"},
    {"status": "held", "outcome": "passed"},
    {"status": "shelved"},
    {"status": "cancelled"},
]
SOURCE = Citation("It moved.", "Agenda", "")
DAYS = st.sampled_from(["2026-03-20", "2026-04-14", "2026-05-05"])


def on(day: str) -> dict[str, Any]:
    return {"earliest": day, "latest": day, "precision": "day"}


class Curators(RuleBasedStateMachine):
    """Curators of Gull Cove, which is built once: what each example does to it is rolled back."""

    by: User
    issues: list[int]
    records: dict[str, list[dict[str, Any]]]
    pages: dict[str, tuple[int, str]]

    @initialize()
    def start(self) -> None:
        self.example = transaction.atomic()
        self.example.__enter__()
        self.client, self.at = Client(), NOW

    def teardown(self) -> None:
        if not hasattr(self, "example"):
            return
        try:
            undo_all(self.by)
            now = cove.records()
            for table, rows in self.records.items():
                assert now[table] == rows, table
            pages = cove.pages(self.client)
            for address, said in pages.items():
                assert said == self.pages.get(address, (404, "")), address
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def act(self, act: Callable[..., object], *arguments: Any, **named: Any) -> None:
        """Do it, or hear why not."""
        self.at += timedelta(minutes=1)
        with suppress(CurationError):
            act(*arguments, **named)

    def some(self, model: Any, which: int, **conditions: Any) -> Any:
        rows = model.objects.filter(**conditions).order_by("pk")
        return rows[which % len(rows)] if rows else None

    @rule(which=WHICH)
    def accept(self, which: int) -> None:
        if finding := self.some(Finding, which, state="pending"):
            self.act(curation.accept, finding.pk, self.by, self.at)

    @rule(which=WHICH, correction=WHICH, issue=WHICH)
    def correct(self, which: int, correction: int, issue: int) -> None:
        finding = self.some(Finding, which, state="pending")
        if finding:
            payload = CORRECTIONS[finding.kind][correction % len(CORRECTIONS[finding.kind])]
            # A vote stays in the ledger with its issue: a new issue that had one could not go again.
            issues = self.issues if finding.kind == "vote" else Issue.objects.values("pk")
            choice = Choice(payload=payload, issue=self.some(Issue, issue, pk__in=issues) if issue % 2 else None)
            self.act(curation.accept, finding.pk, self.by, self.at, choice)

    @rule(which=WHICH, person=WHICH)
    def accept_of(self, which: int, person: int) -> None:
        if finding := self.some(Finding, which, state="pending"):
            vote = self.some(Vote, person, issue=finding.issue_id, withdrawn_at=None) if person % 5 == 0 else None
            choice = Choice(person=self.some(Person, person), new_vote=bool(person % 2), vote=vote)
            self.act(curation.accept, finding.pk, self.by, self.at, choice)

    @rule()
    def accept_all(self) -> None:
        for finding in Finding.objects.pending().order_by("pk"):
            name = finding.payload.get(KINDS[finding.kind].person) or ""
            self.act(curation.accept, finding.pk, self.by, self.at, Choice(new_person=name))

    @rule(which=WHICH)
    def reject(self, which: int) -> None:
        if finding := self.some(Finding, which, state="pending"):
            self.act(curation.reject, finding.pk, self.by, self.at)

    @rule(gone=WHICH, kept=WHICH)
    def merge(self, gone: int, kept: int) -> None:
        pair = self.some(Person, gone), self.some(Person, kept)
        self.act(curation.merge, pair[0].pk, pair[1].pk, self.by, self.at, "one person")

    @rule(kind=WHICH, gone=WHICH, kept=WHICH)
    def merge_others(self, kind: int, gone: int, kept: int) -> None:
        model = [Body, Place, Issue, Vote][kind % 4]
        # As above: a new issue could not go again where a vote came to be on it.
        only = {"pk__in": self.issues} if model is Issue else {}
        pair = self.some(model, gone, **only), self.some(model, kept, **only)
        if all(pair):
            self.act(curation.merge, pair[0].pk, pair[1].pk, self.by, self.at, "one and the same", model)

    @rule(which=WHICH, who=WHICH, act=st.sampled_from(["who", "new", "nobody", "aside"]))
    def say_of_a_name(self, which: int, who: int, act: str) -> None:
        finding = self.some(Finding, which, state="pending")
        name = finding and finding.payload.get(KINDS[finding.kind].person)
        if name:
            story = finding.article_id
            if act == "who":
                self.act(curation.say_who, story, name, self.some(Person, who).pk, self.by, self.at)
            else:
                acts = {"new": curation.say_new, "nobody": curation.say_no_person, "aside": curation.put_aside}
                self.act(acts[act], story, name, self.by, self.at)

    @rule(which=WHICH, name=NAMES, is_whole=st.booleans(), seat=st.sampled_from(["", "District 2"]))
    def apply_roster(self, which: int, name: str, is_whole: bool, seat: str) -> None:
        rows = [RosterRow(name, "Council Member", seat, identifiers={"roster": "7"}), RosterRow("Zoe Zander", "Clerk")]
        body, meant = self.some(Body, which), {name: 0} if which % 2 else {}
        self.act(curation.apply_roster, rows, body, self.by, self.at, meant=meant, is_whole=is_whole)

    @rule(who=WHICH, name=NAMES, other=NAMES)
    def call(self, who: int, name: str, other: str) -> None:
        self.act(curation.call, self.some(Person, who).pk, name, [other], self.by, self.at, "says she")

    @rule(who=WHICH, public=st.booleans())
    def mark_public_figure(self, who: int, public: bool) -> None:
        self.act(curation.mark_public_figure, self.some(Person, who).pk, public, self.by, self.at)

    @rule(model=st.sampled_from([Person, Body, Place, Issue, Vote]), one=WHICH, other=WHICH)
    def tell_apart(self, model: type[Model], one: int, other: int) -> None:
        first, second = self.some(model, one), self.some(model, other)
        if first and second:
            self.act(curation.tell_apart, first, second, self.by, self.at, "two ages")

    @rule(which=WHICH, who=WHICH)
    def reply(self, which: int, who: int) -> None:
        quote = self.some(Quote, which)
        if quote:
            whose = {"person": self.some(Person, who)} if who % 2 else {"label": "the office"}
            values = {"text": "Not so.", "received_on": NOW.date(), **whose}
            self.act(curation.respond, quote, values, self.by, self.at)

    @rule(which=WHICH, who=WHICH)
    def reply_to_a_position(self, which: int, who: int) -> None:
        position = self.some(Position, which)
        if position:
            whose = {"person": self.some(Person, who)} if who % 2 else {"label": "the office"}
            values = {"text": "That was before.", "received_on": NOW.date(), "by_mail": True, **whose}
            self.act(curation.respond, position, values, self.by, self.at)

    @rule(which=WHICH, show=st.booleans())
    def withdraw(self, which: int, show: bool) -> None:
        self.act(curation.withdraw, self.some(Article, which), "made up", show, self.by, self.at)

    @rule(which=WHICH)
    def keep(self, which: int) -> None:
        if finding := self.some(Finding, which, state="accepted"):
            self.act(curation.keep, finding.pk, 2, self.by, self.at, "still so")

    @rule(which=WHICH, new=st.sampled_from(MOVES))
    def edit_vote(self, which: int, new: dict[str, object]) -> None:
        vote = self.some(Vote, which, withdrawn_at=None)
        if vote:
            self.act(curation.edit_vote, vote, new, SOURCE, self.by, self.at, VoteChange.Why.NEWS)

    @rule(which=WHICH, body=WHICH, kind=st.sampled_from(DISPOSING), day=DAYS, fate=st.sampled_from(MOVES))
    def enter_disposal(self, which: int, body: int, kind: str, day: str, fate: dict[str, object]) -> None:
        vote = self.some(Vote, which, withdrawn_at=None)
        if vote:
            told = {"classification": kind, "outcome": "passed", **on(day)}
            who = self.some(Body, body)
            self.act(curation.enter_disposal, vote, who, "Put it off", told, fate, SOURCE, self.by, self.at)

    @rule(issue=WHICH, body=WHICH, which=WHICH, day=DAYS)
    def enter_event(self, issue: int, body: int, which: int, day: str) -> None:
        on_issue = self.some(Issue, issue)
        vote = self.some(Vote, which, issue=on_issue, withdrawn_at=None)
        bodies = [self.some(Body, body)] if body % 3 else []
        values = {"status": "scheduled", **on(day)}
        new = NewEvent("meeting", "The pier", bodies, [on_issue], [vote] if vote and which % 2 else [], values)
        self.act(curation.enter_event, new, SOURCE, self.by, self.at)

    @rule(which=WHICH, vote=WHICH, day=DAYS, status=st.sampled_from(["scheduled", "postponed", "cancelled"]))
    def edit_event(self, which: int, vote: int, day: str, status: str) -> None:
        event = self.some(Event, which, withdrawn_at=None)
        if event:
            taken = self.some(Vote, vote, issue__in=event.issues.all(), withdrawn_at=None)
            votes = None if vote % 2 else [taken] if taken else []
            body = self.some(Body, vote)
            new = {**on(day), "status": status, "bodies": [body.pk] if vote % 3 else []}
            self.act(curation.edit_event, event, new, SOURCE, self.by, self.at, votes=votes)

    @rule(which=WHICH, seats=st.sampled_from([None, 5, 7]), alias=NAMES)
    def save_body(self, which: int, seats: int | None, alias: str) -> None:
        self.act(curation.save_body, self.some(Body, which), {"seats": seats, "aliases": [alias]}, self.by, self.at)

    @rule(which=WHICH, who=WHICH, choice=st.sampled_from(["yes", "no"]))
    def record_ballots(self, which: int, who: int, choice: str) -> None:
        vote = self.some(Vote, which, withdrawn_at=None)
        if vote:
            self.act(curation.record_ballots, vote, {self.some(Person, who): choice}, self.by, self.at)

    @rule(which=WHICH, title=st.sampled_from(["The old pier", "The pier"]), is_new=st.booleans())
    def save_issue(self, which: int, title: str, is_new: bool) -> None:
        issue = Issue(slug=f"issue-new-{which}") if is_new else self.some(Issue, which)
        self.act(curation.save_issue, issue, {"title": title}, self.by, self.at)

    @rule(which=WHICH, kind=st.sampled_from([*KINDS]), issue=WHICH)
    def recast(self, which: int, kind: str, issue: int) -> None:
        finding = self.some(Finding, which, state="pending")
        if finding:
            says = {name: known.values[-1] for name, known in KINDS[kind].choices.items() if name in ("type", "stance")}
            says |= {"basis": "statement"} if kind == "position" else {}
            chosen = self.some(Issue, issue, pk__in=self.issues)
            choice = Choice(kind=kind, payload=says, person=self.some(Person, which), issue=chosen)
            self.act(curation.accept, finding.pk, self.by, self.at, choice)

    @rule(which=WHICH, start=WHICH, without=st.booleans())
    def mark(self, which: int, start: int, without: bool) -> None:
        if finding := self.some(Finding, which, state="pending"):
            role = KINDS[finding.kind].roles[0]
            choice = Choice(spans={role: [(start, start + 40)]}, no_issue=without, person=self.some(Person, which))
            self.act(curation.accept, finding.pk, self.by, self.at, choice)

    @rule(which=WHICH, who=WHICH, choice=st.sampled_from(["yes", "no"]))
    def accept_with_ballots(self, which: int, who: int, choice: str) -> None:
        if finding := self.some(Finding, which, state="pending", kind="vote"):
            held = {"status": "held", "outcome": "passed", "earliest": "2026-03-10", "latest": "2026-03-10"}
            ballots = {self.some(Person, who): choice}
            self.act(curation.accept, finding.pk, self.by, self.at, Choice(payload=held, ballots=ballots))

    @rule(which=WHICH, start=WHICH, who=WHICH, issue=WHICH, wait=st.booleans())
    def add(self, which: int, start: int, who: int, issue: int, wait: bool) -> None:
        person, chosen = self.some(Person, who), self.some(Issue, issue, pk__in=self.issues)
        stand = {"actor": str(person), "stance": "support", "basis": "statement", "matter": "the pier"}
        says = [("quote", {"speaker": str(person), "type": "mixed"}), ("position", stand)][who % 2]
        choice = Choice(payload=says[1], person=person, issue=chosen)
        where = (start, start + 30)
        story = self.some(Article, which)
        self.act(curation.add, story, says[0], where, choice, self.by, self.at, wait=wait)

    @rule(which=WHICH)
    def split(self, which: int) -> None:
        if finding := self.some(Finding, which, state="pending"):
            start, end = finding.spans[0]["start"], finding.spans[0]["end"]
            parts = (start, start + 8), (start + 9, end)
            self.act(curation.split, finding.pk, parts, self.by, self.at)

    @rule(which=WHICH, other=WHICH)
    def join(self, which: int, other: int) -> None:
        if finding := self.some(Finding, which, state="pending"):
            alike = {"state": "pending", "kind": finding.kind, "article": finding.article_id}
            self.act(curation.join, finding.pk, self.some(Finding, other, **alike).pk, self.by, self.at)

    @rule(which=WHICH, who=WHICH, issue=WHICH)
    def correct_quote(self, which: int, who: int, issue: int) -> None:
        if quote := self.some(Quote, which):
            changes: list[dict[str, Any]] = [
                {"person_id": self.some(Person, who).pk, "label": ""}, {"person_id": None, "label": "a voice"},
                {"issue_id": self.some(Issue, issue).pk}, {"issue_id": None}, {"text": quote.text[:-1]},
            ]  # fmt: skip
            self.act(curation.correct_quote, quote, changes[who % len(changes)], self.by, self.at)

    @rule(which=WHICH, who=WHICH, issue=WHICH)
    def correct_position(self, which: int, who: int, issue: int) -> None:
        if position := self.some(Position, which):
            changes: list[dict[str, Any]] = [
                {"person_id": self.some(Person, who).pk}, {"issue_id": self.some(Issue, issue).pk},
                {"stance": "mixed", "basis": "statement"}, {"stance": "no_position", "basis": "declined"},
            ]  # fmt: skip
            self.act(curation.correct_position, position, changes[who % len(changes)], self.by, self.at)

    @rule(which=WHICH, title=st.sampled_from(["Clerk", "Mayor"]))
    def save_role(self, which: int, title: str) -> None:
        if role := self.some(Role, which):
            self.act(curation.save_role, role, {"title": title, "voting": which % 2 == 0}, self.by, self.at)

    @rule(which=WHICH, zone=st.sampled_from(["America/Denver", "America/Chicago"]))
    def save_place(self, which: int, zone: str) -> None:
        self.act(curation.save_place, self.some(Place, which), {"time_zone": zone}, self.by, self.at)

    @rule(which=WHICH, parent=WHICH)
    def join_bodies(self, which: int, parent: int) -> None:
        body, other = self.some(Body, which), self.some(Body, parent)
        self.act(curation.save_body, body, {"parents": [other.pk] if parent % 3 else []}, self.by, self.at)

    @rule(which=WHICH)
    def apply_to_siblings(self, which: int) -> None:
        acts = LoggedAction.objects.filter(act__in=["accept", "correct"], undone_by=None).order_by("pk")
        if acts:
            action = acts[which % len(acts)]
            listed = [one.finding.pk for one in curation.siblings_of(action)]
            self.act(curation.apply_to, action.pk, listed, self.by, self.at)

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        self.act(curation.pause, Source.objects.get().pk, paused, self.by, self.at)

    @rule(which=WHICH, first=WHICH, many=st.integers(1, 4), is_right=st.booleans())
    def take_a_step(self, which: int, first: int, many: int, is_right: bool) -> None:
        """As one key does with what one sentence says."""
        waiting = list(Finding.objects.pending().filter(article=self.some(Article, which)).order_by("pk"))
        parts = [*waiting, *waiting][first % (len(waiting) or 1) :][: min(many, len(waiting))]
        if is_right:
            names = [part.payload.get(KINDS[part.kind].person) or "" for part in parts]
            chosen = [(part.pk, Choice(new_person=name)) for part, name in zip(parts, names, strict=True)]
            self.act(together.accept_parts, chosen, self.by, self.at)
        else:
            self.act(together.reject_parts, [part.pk for part in parts], self.by, self.at, "", "other")

    @rule(which=WHICH)
    def step_back(self, which: int) -> None:
        self.act(steps.step_back, self.some(Article, which), self.by, self.at)

    @rule(which=WHICH)
    def step_again(self, which: int) -> None:
        self.act(steps.step_again, self.some(Article, which), self.by, self.at)

    @rule(which=WHICH)
    def step_back_and_again(self, which: int) -> None:
        """What was undone and done again by two keys is as it was."""
        story = self.some(Article, which)
        before, at = self.decided(story), self.at
        self.act(steps.step_back, story, self.by, at + timedelta(seconds=1))
        undone = LoggedAction.objects.filter(at=at + timedelta(seconds=1)).count()
        self.act(steps.step_again, story, self.by, at + timedelta(seconds=2))
        if undone and LoggedAction.objects.filter(at=at + timedelta(seconds=2)).exists():
            assert self.decided(story) == before

    def decided(self, story: Article) -> dict[int, tuple[Any, ...]]:
        """Return what a story's findings say, and whether they are public."""
        rows = story.findings.exclude(redacted_at__isnull=False).order_by("pk")
        return {row.pk: (row.state, row.kind, row.payload, row.spans, row.issue_id) for row in rows}

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        """As the desk does for a claim whose story changed, but that the finding stays open."""
        if finding := self.some(Finding, which, state="accepted"):
            accepted = finding.actions.filter(undone_by=None, act__in=["accept", "correct"]).first()
            self.act(curation.undo, accepted.pk, self.by, self.at)

    @rule(which=WHICH)
    def undo(self, which: int) -> None:
        if action := self.some(LoggedAction, which):
            self.act(curation.undo, action.pk, self.by, self.at)

    @rule()
    def undo_the_last(self) -> None:
        action = LoggedAction.objects.filter(undone_by=None).exclude(act="undo").first()
        if action:
            self.act(curation.undo, action.pk, self.by, self.at)


def undo_all(by: User) -> None:
    """Undo whatever stands, the last first. Actions refuse while others rest on them; in the end none does."""
    while standing := list(LoggedAction.objects.filter(undone_by=None).exclude(act="undo")):
        refused = []
        for action in standing:
            try:
                curation.undo(action.pk, by, NOW)
            except CurationError as error:
                if "undone already" not in str(error):
                    refused.append(f"{action.pk} {action}: {error}")
        assert len(refused) < len(standing), refused


def test_whatever_was_done_is_as_it_was_once_all_is_undone() -> None:
    cove.build()
    Curators.by = User.objects.create(username="una")
    Curators.issues = list(Issue.objects.values_list("pk", flat=True))
    Curators.records, Curators.pages = cove.records(), cove.pages(Client())
    # Without shrinking, which takes many minutes: add Phase.shrink to see the shortest way to a fault.
    quick = settings(max_examples=25, stateful_step_count=20, phases=[Phase.explicit, Phase.generate])
    run_state_machine_as_test(Curators, settings=settings(quick, suppress_health_check=[*HealthCheck], deadline=None))
