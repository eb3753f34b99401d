"""Accepting and rejecting findings: each act in one transaction, with its row in the log.

What accepting makes of a finding is registered here by kind; it stands in `people` and `records`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Person
from stories.curation import decisions, events, people, records, who
from stories.curation.belonging import accept_issue
from stories.curation.choice import Choice, CurationError
from stories.curation.log import log, state_of, take_turn
from stories.curation.records import renew_affiliations
from stories.findings.kinds import KINDS
from stories.models import Finding, LoggedAction, Withdrawal
from votes.models import Event, Issue, Vote

How = LoggedAction.How
NO_CHOICE = Choice()
# Each makes the record, or finds the known one that the finding supports, sets it on the finding and returns what is
# new, for undoing. The issue that the kind needs and the person whose claim it is are there.
Acceptance = Callable[[Finding, Choice, datetime, User], dict[str, Any]]
ACCEPTANCES: dict[str, Acceptance] = {
    Finding.Kind.OFFICIAL: people.accept_official,
    Finding.Kind.SPEAKER: people.accept_speaker,
    Finding.Kind.QUOTE: records.accept_quote,
    Finding.Kind.POSITION: records.accept_position,
    Finding.Kind.VOTE: decisions.accept_vote,
    Finding.Kind.EVENT: events.accept_event,
}


@transaction.atomic
def accept(
    finding_id: int, by: User, now: datetime, choice: Choice = NO_CHOICE, reason: str = "",
    how: LoggedAction.How = How.ONE_BY_ONE,
) -> LoggedAction:  # fmt: skip
    """Make the finding public, as proposed or as corrected. Raises CurationError where that is not possible."""
    take_turn()
    finding = _undecided(finding_id)
    _check_choice(choice)
    if finding.state == Finding.State.STALE and not choice.stale:
        raise CurationError("The story has changed meanwhile and no longer says this; nothing was accepted.")
    before = state_of(finding)
    _correct(finding, choice)
    who.refuse_silently_new(finding, choice)
    kind = KINDS[finding.kind]
    created: dict[str, Any] = {}
    if kind.is_claim and kind.person:
        finding.person = _person_of(finding, choice, created)
    if kind.needs_issue and finding.issue is None:
        raise CurationError("Choose the issue this belongs to first.")
    # One act accepts both that a matter was put off and to when; the other one of the two asks for nothing more.
    implied = [] if how == How.IMPLIED else _accept_disposal_first(finding, by, now)
    is_support = how == How.IMPLIED or choice.governs is False
    coming = None if is_support else decisions.coming_told_beside(finding)
    try:
        created |= ACCEPTANCES[finding.kind](finding, choice, now, by)
    except ValidationError as error:
        raise CurationError(f"This can't be kept as it stands: {'; '.join(error.messages)}") from error
    _close(finding, Finding.State.ACCEPTED, now)
    if coming is not None:
        implied.append(accept(coming.pk, by, now, Choice(issue=finding.issue), how=How.IMPLIED).pk)
    accept_issue(finding, now)
    renew_affiliations(finding.article_id)
    act = LoggedAction.Act.CORRECT if choice.corrects else LoggedAction.Act.ACCEPT
    after = {"made": created, "implied": implied}
    return log(act, by, now, finding=finding, before=before, after=after, reason=reason, how=how)


def _accept_disposal_first(finding: Finding, by: User, now: datetime) -> list[int]:
    """Accept by what vote a matter was put off, where the finding says to when and that waits beside it; return the
    number of that act. Of the same issue, told in one sentence, both are one act.
    """
    disposal = decisions.disposal_told_beside(finding)
    if disposal is None:
        return []
    return [accept(disposal.pk, by, now, Choice(issue=finding.issue), how=How.IMPLIED).pk]


@transaction.atomic
def reject(finding_id: int, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Keep the finding from the public for good: a later reading of the same words does not propose it again."""
    take_turn()
    finding = _undecided(finding_id)
    before = state_of(finding)
    _close(finding, Finding.State.REJECTED, now)
    return log(LoggedAction.Act.REJECT, by, now, finding=finding, before=before, reason=reason)


def _undecided(finding_id: int) -> Finding:
    findings = Finding.objects.select_for_update(of=("self",)).select_related("article__outlet", "version", "issue")
    finding = findings.filter(pk=finding_id).first()
    if finding is None:
        raise CurationError("This finding does not exist.")
    if Withdrawal.objects.filter(article=finding.article_id).exists():
        raise CurationError("The story was withdrawn; undo that first to decide on what it says.")
    if finding.redacted_at or finding.version.redacted_at:
        raise CurationError("The words of this finding were removed; there is nothing left to decide.")
    if finding.state in (Finding.State.ACCEPTED, Finding.State.REJECTED):
        last = finding.actions.select_related("by").first()
        who = f" by {last.by.get_username()}" if last else ""
        raise CurationError(f"This was {finding.state}{who} already; undo that first to decide anew.")
    return finding


def _check_choice(choice: Choice) -> None:
    """Raise CurationError where what was chosen is gone: others act while a page is open."""
    if choice.person and not Person.objects.shown().filter(pk=choice.person.pk).exists():
        raise CurationError(f"{choice.person} was merged or removed meanwhile; choose the person anew.")
    if choice.vote and not Vote.objects.standing().filter(pk=choice.vote.pk).exists():
        raise CurationError("The chosen vote was withdrawn meanwhile; choose anew.")
    if choice.event and not Event.objects.standing().filter(pk=choice.event.pk).exists():
        raise CurationError("The chosen event was withdrawn meanwhile; choose anew.")
    if choice.issue and not Issue.objects.filter(pk=choice.issue.pk).exists():
        raise CurationError("The chosen issue is no longer there; choose anew.")


def _correct(finding: Finding, choice: Choice) -> None:
    """Put the curator's corrections into the finding."""
    finding.issue = choice.issue or finding.issue
    finding.payload = finding.payload | choice.payload
    if choice.span is not None:
        start, end = choice.span
        words = finding.version.text[start:end]
        if not 0 <= start < end or not words.strip():
            raise CurationError("The corrected words must be a stretch of the story.")
        first = {**finding.spans[0], "start": start, "end": end, "text": words}
        finding.spans = [first, *finding.spans[1:]]


def _person_of(finding: Finding, choice: Choice, created: dict[str, Any]) -> Person | None:
    """Return whose words or stand it is; None for someone the story does not name. Somebody new becomes a person only
    where the curator agrees to that name, and has nothing but the name: who they are is a finding of its own.
    """
    name = finding.payload.get(KINDS[finding.kind].person)
    if choice.person is not None or not name:
        return choice.person
    known = people.person_meant(name, finding)
    if known is None and choice.new_person.strip() != name.strip():
        raise CurationError(
            f"Nobody known here is called {name}. Agree to make a person of that name, or say who it is."
        )
    return known or people.make_person(name, created)


def _close(finding: Finding, state: Finding.State, now: datetime) -> None:
    finding.state, finding.decided_at = state, now
    finding.save()
