"""Accepting and rejecting findings: each act in one transaction, with its row in the log.

What accepting makes of a finding is registered here by kind; it stands in `people` and `records`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Person, Place
from stories.curation import decisions, events, meetings, people, records, who
from stories.curation.belonging import accept_issue
from stories.curation.beside import Beside, beside, coming_in, disposal_waiting_in
from stories.curation.choice import Choice, CurationError
from stories.curation.edit import write_ballots
from stories.curation.log import Verdict, log, state_of, take_turn
from stories.curation.recast import check_payload, recast
from stories.curation.records import renew_affiliation, renew_affiliations
from stories.curation.spans import respan
from stories.curation.verdict import corrected_in
from stories.evidence.citation import citation_of
from stories.findings.kinds import KINDS, PEOPLE
from stories.models import Article, Finding, LoggedAction
from votes.models import Event, Issue, Vote
from votes.models.status import Status

How = LoggedAction.How
NO_CHOICE = Choice()
# Each makes the record, or finds the known one that the finding supports, sets it on the finding and returns what is
# new, for undoing. The issue that the kind needs, the person whose claim it is and what stands beside it are there.
Acceptance = Callable[[Finding, Choice, datetime, User, Beside], dict[str, Any]]
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
    finding = undecided(finding_id)
    if finding.state == Finding.State.STALE and not choice.stale:
        raise CurationError("The story has changed meanwhile and no longer says this; nothing was accepted.")
    before = state_of(finding)
    after = carry_out(finding, choice, by, now, how)
    corrected = corrected_in(before, finding, choice)
    act = LoggedAction.Act.CORRECT if corrected else LoggedAction.Act.ACCEPT
    verdict = Verdict(how, corrected=corrected)
    return log(act, by, now, finding=finding, before=before, after=after, reason=reason, verdict=verdict)


def carry_out(
    finding: Finding, choice: Choice, by: User, now: datetime, how: LoggedAction.How = How.ONE_BY_ONE
) -> dict[str, Any]:  # fmt: skip
    """Make an open finding public, for the act whose turn it is; return what the log keeps of that."""
    _check_choice(finding, choice)
    correct(finding, choice)
    kind, name = KINDS[finding.kind], who.name_in(finding)
    is_asked = bool(name) and not choice.person and (kind.is_claim or choice.new_person.strip() != name.strip())
    known = who.known_person(finding) if is_asked else None
    who.refuse_silently_new(finding, choice, known)
    created: dict[str, Any] = {}
    if kind.is_claim and kind.person:
        finding.person = choice.person or (_person_of(finding, choice, known, created) if name else None)
    if kind.needs_issue and finding.issue is None:
        raise CurationError("Choose the issue this belongs to first.")
    # One act accepts both that a matter was put off and to when; the other one of the two asks for nothing more.
    told, asks_for_more = beside(finding), how != How.IMPLIED
    implied = _accept_disposal_first(finding, told, choice, by, now) if asks_for_more else []
    if implied:
        told = beside(finding)
    coming = coming_in(told, finding) if asks_for_more and choice.governs is not False else None
    try:
        created |= ACCEPTANCES[finding.kind](finding, choice, now, by, told)
    except ValidationError as error:
        raise CurationError(f"This can't be kept as it stands: {'; '.join(error.messages)}") from error
    _close(finding, Finding.State.ACCEPTED, now)
    if coming is not None:
        put_off = finding.vote.disposes_of if finding.vote else None
        new_vote = choice.new_vote and put_off is None
        same = Choice(issue=finding.issue, new_body=choice.new_body, vote=put_off, new_vote=new_vote)
        implied.append(accept(coming.pk, by, now, same, how=How.IMPLIED).pk)
    if finding.vote and finding.governs and finding.article.is_record:
        implied += _accept_meeting(finding, finding.vote, by, now)
    accept_issue(finding, now)
    # Who somebody is may stand beside any quote of the story; a new report of one beside that alone.
    if finding.kind in PEOPLE:
        renew_affiliations(finding.article_id)
    elif finding.quote:
        renew_affiliation(finding.quote, [finding] if "quote" in created else None)
    after = {"made": created, "implied": implied}
    return after | ({"ballots": _ballots(finding, choice)} if choice.ballots else {})


def _ballots(finding: Finding, choice: Choice) -> dict[str, str]:
    """Write how each member voted beside the vote that the finding tells of; return it as the log keeps it."""
    vote = finding.vote and Vote.objects.get(pk=finding.vote.pk)
    if vote is None or vote.status != Status.HELD:
        raise CurationError("Only a vote that was held has ballots. Say that it was held, or leave the ballots out.")
    return write_ballots(vote, choice.ballots)


def _accept_meeting(finding: Finding, vote: Vote, by: User, now: datetime) -> list[int]:
    """Have a vote that stands in a body's own calendar be taken at that meeting, and accept the meeting where it waits;
    return the number of that act.
    """
    if meeting := meetings.meeting_told_beside(finding):
        return [accept(meeting.pk, by, now, Choice(issue=finding.issue, vote=vote), how=How.IMPLIED).pk]
    event = meetings.event_of(finding)
    if event and vote.meeting_id is None and vote.issue in event.issues.all():
        meetings.take_along(event, [vote], citation_of(finding, by.get_username()), now)
    return []


def _accept_disposal_first(finding: Finding, told: Beside, choice: Choice, by: User, now: datetime) -> list[int]:
    """Accept by what vote a matter was put off, where the finding says to when and that waits beside it; return the
    number of that act. Of the same issue, told in one sentence, both are one act.
    """
    disposal = disposal_waiting_in(told, finding)
    if disposal is None:
        return []
    same = Choice(issue=finding.issue, new_body=choice.new_body, vote=choice.vote, new_vote=choice.new_vote)
    return [accept(disposal.pk, by, now, same, how=How.IMPLIED).pk]


@transaction.atomic
def reject(
    finding_id: int, by: User, now: datetime, reason: str = "", fault: str = "", how: LoggedAction.How = How.ONE_BY_ONE
) -> LoggedAction:  # fmt: skip
    """Keep the finding from the public for good: a later reading of the same words does not propose it again. `fault`
    is one of LoggedAction.Fault, or "" where the curator names none.
    """
    if fault and fault not in LoggedAction.Fault:
        raise CurationError("Choose one of the listed reasons, or none.")
    take_turn()
    finding = undecided(finding_id)
    before = state_of(finding)
    _close(finding, Finding.State.REJECTED, now)
    verdict = Verdict(how, fault)
    return log(LoggedAction.Act.REJECT, by, now, finding=finding, before=before, reason=reason, verdict=verdict)


def undecided(finding_id: int) -> Finding:
    """Return the open finding, for the act whose turn it is. Raises CurationError where there is none to decide."""
    findings = Finding.objects.select_for_update(of=("self",)).select_related(
        "article__outlet__place", "article__withdrawal", "version", "issue__place", "issue__body__place"
    )
    finding = findings.filter(pk=finding_id).first()
    if finding is None:
        raise CurationError("This finding does not exist.")
    refuse_withdrawn(finding.article)
    if finding.redacted_at or finding.version.redacted_at:
        raise CurationError("The words of this finding were removed; there is nothing left to decide.")
    if finding.state in (Finding.State.ACCEPTED, Finding.State.REJECTED):
        last = finding.actions.select_related("by").first()
        who = f" by {last.by.get_username()}" if last else ""
        raise CurationError(f"This was {finding.state}{who} already; undo that first to decide anew.")
    return finding


def refuse_withdrawn(article: Article) -> None:
    """Raise CurationError where the story was withdrawn."""
    if hasattr(article, "withdrawal"):
        raise CurationError("The story was withdrawn; undo that first to decide on what it says.")


def _check_choice(finding: Finding, choice: Choice) -> None:
    """Raise CurationError where what was chosen is gone: others act while a page is open. The finding's own issue is
    there.
    """
    if choice.person and not Person.objects.shown().filter(pk=choice.person.pk).exists():
        raise CurationError(f"{choice.person} was merged or removed meanwhile; choose the person anew.")
    if choice.vote and not Vote.objects.standing().filter(pk=choice.vote.pk).exists():
        raise CurationError("The chosen vote was withdrawn meanwhile; choose anew.")
    if choice.place and not Place.objects.filter(pk=choice.place.pk).exists():
        raise CurationError("The chosen place is no longer there; choose anew.")
    if choice.event and not Event.objects.standing().filter(pk=choice.event.pk).exists():
        raise CurationError("The chosen event was withdrawn meanwhile; choose anew.")
    is_other = choice.issue is not None and choice.issue.pk != finding.issue_id
    if choice.issue and is_other and not Issue.objects.filter(pk=choice.issue.pk).exists():
        raise CurationError("The chosen issue is no longer there; choose anew.")


def correct(finding: Finding, choice: Choice) -> None:
    """Put the curator's corrections into the finding."""
    was = finding.kind
    if choice.kind:
        recast(finding, choice.kind)
    if choice.no_issue or (choice.issue and choice.issue.pk != finding.issue_id):
        finding.issue = None if choice.no_issue else choice.issue
    if choice.spans:
        respan(finding, choice.spans)
    finding.payload = {**finding.payload, **choice.payload}
    if finding.kind != was or choice.payload:
        check_payload(finding.kind, finding.payload)


def _person_of(finding: Finding, choice: Choice, known: Person | None, created: dict[str, Any]) -> Person:
    """Return whose words or stand it is. Somebody new becomes a person only where the curator agrees to that name, and
    has nothing but the name: who they are is a finding of its own.
    """
    name = who.name_in(finding)
    if known is None and choice.new_person.strip() != name.strip():
        raise CurationError(
            f"Nobody known here is called {name}. Agree to make a person of that name, or say who it is."
        )
    return known or people.make_person(name, created)


def _close(finding: Finding, state: Finding.State, now: datetime) -> None:
    finding.state, finding.decided_at = state, now
    finding.save()
