"""Undoing a action: a new row in the log, the finding as it was before, and no record left without support."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import urls
from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Body, NotSame, Person, Place, Role
from stories.curation import names
from stories.curation.choice import CurationError
from stories.curation.log import RESTORED, log, state_of, take_turn
from stories.curation.merge import unmerge
from stories.evidence.citation import citation_of
from stories.models import Finding, LoggedAction, Quote, Response
from votes import schedule
from votes.alerts import announce
from votes.models import Position, Vote, VoteChange
from votes.subjects import key_of


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
    if action.act == LoggedAction.Act.MERGE or can_reverse(action):
        unmerge(action) if action.act == LoggedAction.Act.MERGE else reverse(action)
        return log(LoggedAction.Act.UNDO, by, now, before=action.after, reason=reason, undoes=action)
    if action.finding_id is None or action.act not in ("accept", "correct", "reject"):
        raise CurationError("This can't be undone here; correct the record itself.")
    return _undo_on_finding(action, by, now, reason)


def _undo_on_finding(action: LoggedAction, by: User, now: datetime, reason: str) -> LoggedAction:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("article__outlet", "vote").get(
        pk=action.finding_id or 0
    )  # fmt: skip
    if finding.actions.exclude(act=LoggedAction.Act.EDIT).first() != action:
        raise CurationError("A later action rests on this one; undo that first.")
    before, vote, made = state_of(finding), finding.vote, action.after.get("made", {})
    restored = [name for name in RESTORED if getattr(finding, name) != action.before[name]]
    for name in restored:
        setattr(finding, name, action.before[name])
    finding.decided_at = None
    # The spans of a version that was blanked stand nowhere any more; the database would refuse them even unchanged.
    finding.save(update_fields=[*restored, "decided_at"])
    if vote is not None:
        _take_back_vote(vote, made, finding, by, now)
    _remove_unsupported(before, now)
    _remove(made)
    return log(
        LoggedAction.Act.UNDO, by, now, finding=finding, before=before, after=state_of(finding), reason=reason,
        undoes=action,
    )  # fmt: skip


def _take_back_vote(vote: Vote, made: dict[str, Any], finding: Finding, by: User, now: datetime) -> None:
    """A vote made by this claim is withdrawn, a date moved by it moves back; both are told as our mistake."""
    citation = citation_of(finding, by.get_username())
    if made.get("vote") and not vote.findings.accepted().exists():
        schedule.withdraw(vote, citation, now)
    elif version := made.get("vote_version"):
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


def _remove(made: dict[str, Any]) -> None:
    """Delete what the action made and nothing else rests on."""
    if pk := made.get("role"):
        Role.objects.filter(pk=pk).delete()
    if pk := made.get("person"):
        unused = Person.objects.filter(pk=pk, roles=None, findings=None, quotes=None, positions=None, ballots=None)
        unused.delete()
    if pk := made.get("body"):
        Body.objects.filter(pk=pk, roles=None, votes=None, issues=None).delete()
    if pk := made.get("place"):
        Place.objects.filter(pk=pk, bodies=None, issues=None, outlets=None, sources=None).delete()


def can_reverse(action: LoggedAction) -> bool:
    return action.act == LoggedAction.Act.EDIT and any(key in action.after for key in REVERSED)


def reverse(action: LoggedAction) -> None:
    next(undo for key, undo in REVERSED.items() if key in action.after)(action)


def _public_figure(action: LoggedAction) -> None:
    Person.objects.filter(pk=action.after["person"]).update(public_figure=action.before["public_figure"])


def _not_same(action: LoggedAction) -> None:
    NotSame.objects.filter(pk=action.after["not_same"]).delete()


def _response(action: LoggedAction) -> None:
    Response.objects.filter(pk=action.after["response"]).delete()


REVERSED: dict[str, Callable[[LoggedAction], None]] = {
    "public_figure": _public_figure,
    "not_same": _not_same,
    "response": _response,
    "names": names.take_back,
}
