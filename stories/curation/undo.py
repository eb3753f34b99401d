"""Undoing a decision: a new row in the log, the finding as it was before, and no record left without support."""

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
from stories.evidence.citation import evidence_of
from stories.models import Decision, Finding, Quote, Response
from votes import schedule
from votes.alerts import announce
from votes.models import Position, Vote, VoteChange


@transaction.atomic
def undo(decision_id: int, by: User, now: datetime, reason: str = "") -> Decision:
    """Take back the newest decision on a finding, a merge, what was said of a person, or a reply.

    Raises CurationError where later decisions rest on it.
    """
    take_turn()
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if hasattr(decision, "undone_by"):
        raise CurationError("This was undone already.")
    if decision.redacted_at:
        raise CurationError("What this was about has been removed; it can't be brought back.")
    if decision.act == Decision.Act.MERGE or can_reverse(decision):
        unmerge(decision) if decision.act == Decision.Act.MERGE else reverse(decision)
        return log(Decision.Act.UNDO, by, now, before=decision.after, reason=reason, undoes=decision)
    if decision.finding_id is None or decision.act not in ("accept", "correct", "reject"):
        raise CurationError("This can't be undone here; correct the record itself.")
    return _undo_on_finding(decision, by, now, reason)


def _undo_on_finding(decision: Decision, by: User, now: datetime, reason: str) -> Decision:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("article__outlet", "vote").get(
        pk=decision.finding_id or 0
    )  # fmt: skip
    if finding.decisions.exclude(act=Decision.Act.EDIT).first() != decision:
        raise CurationError("A later decision rests on this one; undo that first.")
    before, vote, made = state_of(finding), finding.vote, decision.after.get("made", {})
    restored = [name for name in RESTORED if getattr(finding, name) != decision.before[name]]
    for name in restored:
        setattr(finding, name, decision.before[name])
    finding.decided_at = None
    # The spans of a version that was blanked stand nowhere any more; the database would refuse them even unchanged.
    finding.save(update_fields=[*restored, "decided_at"])
    if vote is not None:
        _take_back_vote(vote, made, finding, by, now)
    _remove_unsupported(before, now)
    _remove(made)
    return log(
        Decision.Act.UNDO, by, now, finding=finding, before=before, after=state_of(finding), reason=reason,
        undoes=decision,
    )  # fmt: skip


def _take_back_vote(vote: Vote, made: dict[str, Any], finding: Finding, by: User, now: datetime) -> None:
    """A vote made by this claim is withdrawn, a date moved by it moves back; both are told as our mistake."""
    evidence = evidence_of(finding, by.get_username())
    if made.get("vote") and not vote.findings.accepted().exists():
        schedule.withdraw(vote, evidence, now)
    elif version := made.get("vote_version"):
        if vote.version != version:
            raise CurationError("The vote has changed since; correct its date on the vote's own page.")
        schedule.change(vote, vote.changes.get(version=version).old, evidence, now, why=VoteChange.Why.MISTAKE)


def _remove_unsupported(before: dict[str, Any], now: datetime) -> None:
    """Delete the quote or position that this was the last report of, whichever made it, and take back its news."""
    quote = Quote.objects.filter(pk=before["quote_id"], findings=None).select_related("issue").first()
    position = Position.objects.filter(pk=before["position_id"], findings=None).select_related("issue").first()
    for kind, record in (("quote", quote), ("position", position)):
        if record is not None:
            path = record.issue.get_absolute_url() if record.issue else urls.reverse("home")
            announce.take_back(f"{kind}:{record.pk}", path, now)
            record.delete()


def _remove(made: dict[str, Any]) -> None:
    """Delete what the decision made and nothing else rests on."""
    if pk := made.get("role"):
        Role.objects.filter(pk=pk).delete()
    if pk := made.get("person"):
        unused = Person.objects.filter(pk=pk, roles=None, findings=None, quotes=None, positions=None, ballots=None)
        unused.delete()
    if pk := made.get("body"):
        Body.objects.filter(pk=pk, roles=None, votes=None, issues=None).delete()
    if pk := made.get("place"):
        Place.objects.filter(pk=pk, bodies=None, issues=None, outlets=None, sources=None).delete()


def can_reverse(decision: Decision) -> bool:
    return decision.act == Decision.Act.EDIT and any(key in decision.after for key in REVERSED)


def reverse(decision: Decision) -> None:
    next(undo for key, undo in REVERSED.items() if key in decision.after)(decision)


def _public_figure(decision: Decision) -> None:
    Person.objects.filter(pk=decision.after["person"]).update(public_figure=decision.before["public_figure"])


def _not_same(decision: Decision) -> None:
    NotSame.objects.filter(pk=decision.after["not_same"]).delete()


def _response(decision: Decision) -> None:
    Response.objects.filter(pk=decision.after["response"]).delete()


REVERSED: dict[str, Callable[[Decision], None]] = {
    "public_figure": _public_figure,
    "not_same": _not_same,
    "response": _response,
    "names": names.take_back,
}
