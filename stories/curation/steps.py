"""A curator's steps on a story, to take back and to take again: what one person did at one moment is one step."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Person
from stories.curation.beside import procedure_of
from stories.curation.choice import Choice, CurationError
from stories.curation.decide import accept, reject
from stories.curation.spans import places_of
from stories.curation.undo import FINAL, undo
from stories.findings.kinds import KINDS
from stories.models import Article, Finding, LoggedAction
from votes.models import Event, Issue, Vote
from votes.models.decisions import DISPOSING

Act = LoggedAction.Act
Step = list[LoggedAction]
# Actions looked back over: nobody takes back more by keys.
REMEMBERED = 200
# What is done again by doing the same; other acts have pages of their own.
REPEATED = (Act.ACCEPT, Act.CORRECT, Act.REJECT)


@transaction.atomic
def step_back(article: Article, by: User, now: datetime) -> Step:
    """Undo the curator's newest standing step on the story; return what was undone, the last first."""
    standing = _acts(article, by).filter(undone_by=None).exclude(act__in=FINAL)
    newest = standing.first()
    if newest is None:
        raise CurationError("There is nothing of yours to undo on this story.")
    step = list(standing.filter(at=newest.at))
    for action in step:
        undo(action.pk, by, now)
    return step


@transaction.atomic
def step_again(article: Article, by: User, now: datetime) -> Step:
    """Do again what the curator undid last on the story and did nothing after; return what was done anew."""
    undone = _undone(list(_acts(article, by).select_related("undoes")[:REMEMBERED]))
    if not undone:
        raise CurationError("There is nothing to redo: what was undone last was done again, or something else since.")
    return [_again(action, by, now) for action in undone]


def _acts(article: Article, by: User) -> Any:
    """Return what the curator did on the story's findings, one by one or together, the newest first."""
    acts = LoggedAction.objects.filter(by=by, finding__article=article, redacted_at=None)
    return acts.exclude(how=LoggedAction.How.IMPLIED).select_related("finding").order_by("-pk")


def _undone(newest_first: Sequence[LoggedAction]) -> Step:
    """Return the step on top of those that were undone, in the order in which it was done."""
    undone: list[Step] = []
    for _, together in groupby(reversed(newest_first), key=lambda action: action.at):
        step = list(together)
        if step[0].undoes is not None:
            undone.append([action.undoes for action in reversed(step) if action.undoes])
        elif undone and _same(undone[-1], step):
            undone.pop()
        else:
            undone.clear()
    return undone[-1] if undone else []


def _same(undone: Step, step: Step) -> bool:
    return [(one.finding_id, one.act) for one in undone] == [(one.finding_id, one.act) for one in step]


def _again(action: LoggedAction, by: User, now: datetime) -> LoggedAction:
    finding = action.finding
    if finding is None or action.act not in REPEATED:
        raise CurationError("This can't be done again by a key; do it on its own page.")
    if action.act == Act.REJECT:
        return reject(finding.pk, by, now, action.reason, action.fault)
    if KINDS[finding.kind].record == "vote" and procedure_of(finding) in DISPOSING:
        # What it put off was a choice of its own, which the log does not name.
        raise CurationError("A motion that puts something off is not done again by a key: accept it anew.")
    return accept(finding.pk, by, now, _choice(action, finding), action.reason)


def _choice(action: LoggedAction, finding: Finding) -> Choice:
    """Return what the curator had chosen, by what the log says that the finding was before and after."""
    before, after = action.before, action.after
    corrected = {name: value for name, value in after["payload"].items() if before["payload"].get(name) != value}
    was, now = places_of(before["spans"]), places_of(after["spans"])
    made = after.get("made", {})
    return Choice(
        kind=after["kind"],
        payload=corrected,
        spans={role: now.get(role, []) for role in {**was, **now} if was.get(role) != now.get(role)},
        issue=Issue.objects.filter(pk=after["issue_id"]).first(),
        no_issue=after["issue_id"] is None and before["issue_id"] is not None,
        person=Person.objects.shown().filter(pk=after["person_id"]).first(),
        new_person=after["payload"].get(KINDS[finding.kind].person) or "",
        vote=None if "vote" in made else Vote.objects.filter(pk=after["vote_id"]).first(),
        new_vote="vote" in made,
        event=None if "event" in made else Event.objects.filter(pk=after["event_id"]).first(),
        new_event="event" in made,
        ballots=_ballots(after.get("ballots", {})),
        new_body=after["payload"].get("body") or "" if "body" in made else "",
        governs=after["governs"] if after.get("chosen") else None,
        stale=finding.state == Finding.State.STALE,
    )


def _ballots(logged: dict[str, str]) -> dict[Person, str]:
    return {person: logged[str(person.pk)] for person in Person.objects.shown().filter(pk__in=logged)}
