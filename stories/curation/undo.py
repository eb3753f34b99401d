"""Undoing a logged action: a new row in the log, what the action changed as it was, and no record without support."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import urls
from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Body, NotSame, Person, Place, Role
from stories.curation import names
from stories.curation.belonging import take_back_issue
from stories.curation.choice import CurationError
from stories.curation.log import (
    FINDING,
    MERGE,
    NAMES,
    PUBLIC_FIGURE,
    RESPONSE,
    RESTORED,
    TOLD_APART,
    Subject,
    log,
    state_of,
    subject_of,
    take_turn,
)
from stories.curation.merge import unmerge
from stories.curation.records import renew_affiliations
from stories.evidence.citation import citation_of
from stories.models import Finding, LoggedAction, Quote, Response
from votes import schedule
from votes.alerts import announce
from votes.models import Position, Vote, VoteChange
from votes.subjects import key_of

Act = LoggedAction.Act
# What takes back an action that is on no finding. The others are corrected on the record itself.
REVERSALS: dict[Subject, Callable[[LoggedAction], object]] = {
    MERGE: unmerge,
    NAMES: names.take_back,
    PUBLIC_FIGURE: lambda action: Person.objects.filter(pk=action.after["person"]).update(
        public_figure=action.before["public_figure"]
    ),
    TOLD_APART: lambda action: NotSame.objects.filter(pk=action.after["not_same"]).delete(),
    RESPONSE: lambda action: Response.objects.filter(pk=action.after["response"]).delete(),
}
# Which acts can be undone, by what they were about.
UNDOABLE: dict[Subject, tuple[Act, ...]] = {
    FINDING: (Act.ACCEPT, Act.CORRECT, Act.REJECT),
    **dict.fromkeys(REVERSALS, (Act.EDIT, Act.MERGE)),
}


def is_undoable(action: LoggedAction) -> bool:
    """Say whether the action can be undone as far as it goes; what rests on it may still forbid it."""
    subject = subject_of(action)
    gone = hasattr(action, "undone_by") or action.redacted_at
    return bool(not gone and subject and action.act in UNDOABLE.get(subject, ()))


@transaction.atomic
def undo(action_id: int, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Take back the newest action on a finding, a merge, what was said of a person, or a reply.

    Raises CurationError where later acts rest on it.
    """
    take_turn()
    action = LoggedAction.objects.select_for_update().get(pk=action_id)
    if hasattr(action, "undone_by"):
        raise CurationError("This was undone already.")
    if action.redacted_at:
        raise CurationError("What this was about has been removed; it can't be brought back.")
    subject = subject_of(action)
    if subject is None or not is_undoable(action):
        raise CurationError("This can't be undone here; correct the record itself.")
    if subject == FINDING:
        return _undo_on_finding(action, by, now, reason)
    REVERSALS[subject](action)
    return log(Act.UNDO, by, now, before=action.after, reason=reason, undoes=action)


def _undo_on_finding(action: LoggedAction, by: User, now: datetime, reason: str) -> LoggedAction:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("article__outlet", "vote").get(
        pk=action.finding_id or 0
    )  # fmt: skip
    if finding.actions.exclude(act=Act.EDIT).first() != action:
        raise CurationError("A later action rests on this one; undo that first.")
    before, vote, created = state_of(finding), finding.vote, action.after.get("made", {})
    restored = [name for name in RESTORED if getattr(finding, name) != action.before[name]]
    for name in restored:
        setattr(finding, name, action.before[name])
    finding.decided_at = None
    # The spans of a version that was blanked stand nowhere any more; the database would refuse them even unchanged.
    finding.save(update_fields=[*restored, "decided_at"])
    if vote is not None:
        _take_back_vote(vote, created, finding, by, now)
    _remove_unsupported(before, now)
    _remove(created)
    renew_affiliations(finding.article_id, before["quote_id"])
    if before["state"] == Finding.State.ACCEPTED:
        take_back_issue(finding.article_id, before["issue_id"])
    return log(
        Act.UNDO, by, now, finding=finding, before=before, after=state_of(finding), reason=reason, undoes=action
    )  # fmt: skip


def _take_back_vote(vote: Vote, created: dict[str, Any], finding: Finding, by: User, now: datetime) -> None:
    """Withdraw a vote made by this claim, move back a date moved by it; both are told as our mistake."""
    citation = citation_of(finding, by.get_username())
    if created.get("vote") and not vote.findings.accepted().exists():
        schedule.withdraw(vote, citation, now)
    elif version := created.get("vote_version"):
        if vote.version != version:
            raise CurationError("The vote has changed since; correct its date on the vote's own page.")
        schedule.change(vote, vote.changes.get(version=version).old, citation, now, why=VoteChange.Why.MISTAKE)


def _remove_unsupported(before: dict[str, Any], now: datetime) -> None:
    """Delete the quote or position that this was the last report of, whichever made it, and take back its news."""
    quote = Quote.objects.filter(pk=before["quote_id"], findings=None).select_related("issue").first()
    position = Position.objects.filter(pk=before["position_id"], findings=None).select_related("issue").first()
    for record in (quote, position):
        if record is not None:
            path = record.issue.get_absolute_url() if record.issue else urls.reverse("home")
            announce.take_back(key_of(record), path, now)
            record.delete()


def _remove(created: dict[str, Any]) -> None:
    """Delete what the action made and nothing else rests on."""
    if pk := created.get("role"):
        Role.objects.filter(pk=pk).delete()
    if pk := created.get("person"):
        unused = Person.objects.filter(pk=pk, roles=None, findings=None, quotes=None, positions=None, ballots=None)
        unused.delete()
    if pk := created.get("body"):
        Body.objects.filter(pk=pk, roles=None, votes=None, issues=None).delete()
    if pk := created.get("place"):
        Place.objects.filter(pk=pk, bodies=None, issues=None, outlets=None, sources=None).delete()
