"""What accepting a finding as proposed would do to a vote or an event, said before it is done."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.urls import reverse
from django.utils import timezone

from officials.models import Body
from stories.curation import Choice, vote_claims
from stories.curation.beside import Beside, beside, coming_in, disposal_known_in, disposal_waiting_in, procedure_of
from stories.curation.decisions import is_its_reason, meant_by_disposal
from stories.curation.events import matching_event
from stories.curation.near_records import votes_near
from stories.curation.people import known_body
from stories.curation.votes_meant import is_surely, matching_vote, motion_of
from stories.desk.words import sentence, stands_in_words, summary_of
from stories.findings.claims import bodies_claimed, is_for_good
from stories.models import Finding
from votes.alerts.announce import topics_of, topics_of_event
from votes.alerts.reach import readers_to_tell
from votes.models import Announcement, Event, Issue, Vote
from votes.models.decisions import DISPOSING, NEWS_FIELDS, Outcome
from votes.models.events import EVENT_NEWS_FIELDS
from votes.models.status import OPEN_STATUSES, Status
from votes.subjects import key_of
from votes.windows import NO_DATE
from votes.words import disposed_in_words, outcome_in_words, tally_in_words, window_in_words

Record = TypeVar("Record", Vote, Event)
# A body that accepting would make known: nothing is of it yet.
NEW_BODY = Body(pk=0)
CHOOSE_PUT_OFF = "A committee’s motion: choose under “Correct it” which vote it puts off. Until then it puts off none."


@dataclass(frozen=True, slots=True)
class Effect:
    """In words: the `deed`, the known record it is done to, how that `was` and what it `becomes` where it changes, or
    what is `said` of it; `notes` are sentences on what else happens. `readers` is how many would be told of a change,
    None where nothing changes or the record is new; then `near` are the known ones that may be the same. `asks` is a
    known vote which the claim may not be about at all: the rest holds if it is.
    """

    deed: str
    record: Vote | Event | None = None
    said: str = ""
    was: str = ""
    becomes: str = ""
    notes: tuple[str, ...] = ()
    readers: int | None = None
    near: tuple[Vote, ...] = ()
    asks: Vote | None = None

    @property
    def name(self) -> str:
        return self.record.motion if isinstance(self.record, Vote) else str(self.record or "")

    @property
    def path(self) -> str:
        """Return the desk's page of the record."""
        if self.record is None:
            return ""
        return reverse("desk-vote" if isinstance(self.record, Vote) else "desk-event", args=[self.record.pk])


def effect_of_vote(finding: Finding) -> Effect | None:
    """Return what accepting would do; None where the finding has no issue or its dates can't be read: the curator must
    correct it first.
    """
    claim = _claim_of(finding)
    if claim is None or finding.issue is None:
        return None
    if procedure_of(finding) in DISPOSING:
        return _of_disposal(finding, finding.issue, claim)
    told = beside(finding)
    if (told_by := disposal_waiting_in(told, finding)) is not None:
        disposal = Vote(**(_claim_of(told_by) or {}))
        votes = beside(told_by).votes
        known, put_off = meant_by_disposal(told_by, Choice(), finding.issue, _body_of(told_by), votes)
        return _unless_sure(_move(put_off, claim, f", {_by(disposal)}", _also(told_by)), told_by, known or put_off)
    disposed = disposal_known_in(told, finding)
    if disposed is not None and disposed.disposes_of is not None:
        return _move(disposed.disposes_of, claim, f", {_by(disposed)}")
    vote = matching_vote(finding, finding.issue, _body_of(finding), told.votes)
    by_vote = f", {_by(disposed)}" if disposed else ""
    if vote is None:
        return replace(_move(None, claim, by_vote), near=tuple(votes_near(motion_of(finding), finding.issue)))
    return _unless_sure(_of_claim(finding, vote, claim, by_vote), finding, vote)


def _of_claim(finding: Finding, vote: Vote, claim: dict[str, Any], by_vote: str) -> Effect:
    """Return what a claim does to the vote that it is about."""
    if by_vote:
        return _move(vote, claim, by_vote)
    governing = vote_claims.governing(finding, vote)
    if vote_claims.is_outranked(finding, vote, governing):
        return _outranked(vote)
    if not vote_claims.governs(finding, vote, governing):
        return _support(vote, vote_claims.tells_another_fate(claim, vote))
    return _move(vote, claim, by_record=finding.article.is_record)


def _unless_sure(effect: Effect, finding: Finding, vote: Vote | None) -> Effect:
    """Return the effect, with the question whether the claim is about that vote where it does not surely say so."""
    return effect if vote is None or is_surely(finding, vote) else replace(effect, asks=vote)


def _move(
    vote: Vote | None, claim: dict[str, Any], by_vote: str = "", notes: tuple[str, ...] = (), *, by_record: bool = False
) -> Effect:  # fmt: skip
    """Return what a claim that governs makes of the vote: it moves, or stays, or is new where none is known."""
    if vote is None:
        return Effect("Makes a new vote:", said=sentence(stands_in_words(Vote(**claim)) + by_vote), notes=notes)
    was, after = stands_in_words(vote), _with(vote, vote_claims.news(claim, vote, by_record=by_record))
    if all(getattr(vote, name) == getattr(after, name) for name in (*NEWS_FIELDS, "precision")):
        return Effect("Says the same", vote, f"{was}. Nothing moves.", notes=notes)
    becomes = f"{stands_in_words(after)}{by_vote}"
    return Effect(_deed(vote, after), vote, was=was, becomes=becomes, notes=notes, readers=_readers(vote, after))


def _of_disposal(finding: Finding, issue: Issue, claim: dict[str, Any]) -> Effect:
    """Return what a claim about a vote on a motion does to the vote that the motion is about."""
    told = beside(finding)
    known, put_off = meant_by_disposal(finding, Choice(), issue, _body_of(finding), told.votes)
    return _unless_sure(_of_motion(finding, claim, told, known, put_off), finding, known or put_off)


def _of_motion(
    finding: Finding, claim: dict[str, Any], told: Beside, known: Vote | None, put_off: Vote | None
) -> Effect:  # fmt: skip
    """Return what the claim does where it is about these: the motion that is known, or the vote that it puts off."""
    disposal = Vote(**claim, classification=procedure_of(finding))
    if known is not None and not known.is_procedural:
        return _support(known, True)
    if known is not None:
        return Effect("Supports", known, f"{outcome_in_words(known)}, which is known already. Nothing moves.")
    if disposal.outcome != Outcome.PASSED:
        return Effect("Makes a vote known:", said=f"{outcome_in_words(disposal)}. Nothing is put off by it.")
    coming = coming_in(told, finding)
    notes = _also(coming) if coming else ()
    fate = NO_DATE | {"status": Status.SHELVED if is_for_good(finding.payload) else Status.POSTPONED}
    if put_off is None:
        others = Vote.objects.standing().on_the_matter().filter(issue=finding.issue, status__in=OPEN_STATUSES)
        when = window_in_words(disposal, timezone.localdate())
        said = f"{disposed_in_words(disposal, Vote(**fate))}, {when}."
        return Effect("Makes a vote known:", said=said, notes=(CHOOSE_PUT_OFF, *notes) if others.exists() else notes)
    if coming is not None and (to_when := _claim_of(coming)) is not None:
        return _move(put_off, to_when, f", {_by(disposal)}", notes)
    if is_its_reason(finding, put_off):
        return Effect("Says by what vote it was put off", put_off, f"{stands_in_words(put_off)}. Nothing moves.")
    after = _with(put_off, fate)
    is_shelved = after.status == Status.SHELVED
    becomes = disposed_in_words(disposal, after) if is_shelved else f"{stands_in_words(after)}, {_by(disposal)}"
    was, readers = stands_in_words(put_off), _readers(put_off, after)
    return Effect(_deed(put_off, after), put_off, was=was, becomes=becomes, notes=notes, readers=readers)


def effect_of_event(finding: Finding) -> Effect | None:
    """Return what accepting would do; None where the curator must correct it first."""
    claim = _claim_of(finding)
    if claim is None or finding.issue is None:
        return None
    bodies = [known_body(name, finding) or NEW_BODY for name in bodies_claimed(finding.payload)]
    event = matching_event(finding, finding.issue, bodies)
    if event is None:
        new = Event(**claim)
        return Effect("Makes a new event:", said=sentence(f"{new.get_kind_display().lower()}, {stands_in_words(new)}"))
    governing = vote_claims.governing(finding, event)
    if vote_claims.is_outranked(finding, event, governing):
        return _outranked(event)
    if not vote_claims.governs(finding, event, governing):
        return _support(event, False)
    news = vote_claims.news(claim, event, by_record=finding.article.is_record)
    after = _with(event, {name: value for name, value in news.items() if name != "kind"})
    if all(getattr(event, name) == getattr(after, name) for name in EVENT_NEWS_FIELDS):
        return Effect("Says the same", event, f"{stands_in_words(event)}. Nothing moves.")
    votes = event.votes.standing().filter(status__in=OPEN_STATUSES)
    along = "lose their date" if after.status == Status.CANCELLED else "move along"
    notes = (f"The votes taken at it {along}: {', '.join(vote.motion for vote in votes)}.",) if votes else ()
    readers = readers_to_tell(Announcement.Kind.EVENT, key_of(event), topics_of_event(event))
    was, becomes = stands_in_words(event), stands_in_words(after)
    return Effect("Changes", event, was=was, becomes=becomes, notes=notes, readers=readers)


def _readers(vote: Vote, after: Vote) -> int:
    """Return how many would be told that a vote is so now."""
    kind = Announcement.Kind.RESULT if after.status == Status.HELD else Announcement.Kind.DATE
    return readers_to_tell(kind, key_of(vote), topics_of(vote))


def _claim_of(finding: Finding) -> dict[str, Any] | None:
    """Return the claim in the record's own fields; None where its dates can't be read."""
    try:
        return vote_claims.schedule_of(finding)
    except ValueError:
        return None


def _body_of(finding: Finding) -> Body:
    return known_body(finding.payload["body"], finding) or NEW_BODY


def _also(finding: Finding) -> tuple[str, ...]:
    return (f"Also accepts, as one act: {summary_of(finding)}",)


def _support(record: Vote | Event, differs: bool) -> Effect:
    """Return that the record stays as it is, with the reason."""
    stands = stands_in_words(record)
    if differs:
        note = "Kept beside it as another report; it does not govern unless you choose so under “Correct it”."
        return Effect("Tells another outcome", record, f"known so far: {stands}.", notes=(note,))
    return Effect("Supports", record, f"which stays at {stands}: a younger or more exact story says so.")


def _outranked(record: Vote | Event) -> Effect:
    """Return that the record stays as the body's own calendar has it."""
    note = "Kept beside it as a report; it does not govern unless you choose so under “Correct it”."
    return Effect(
        "Stands beside", record, f"{stands_in_words(record)}: the body’s own calendar says so.", notes=(note,)
    )


def _deed(before: Vote, after: Vote) -> str:
    """Return what is done to a vote that changes."""
    if after.status == Status.SHELVED:
        return "Shelves"
    return "Brings back" if before.status == Status.SHELVED and after.is_open else "Changes"


def _by(disposal: Vote) -> str:
    """Return by what vote something is put off: "by a vote 8–3"."""
    tally = tally_in_words(disposal)
    if not tally:
        return "by a procedural vote"
    return f"by a vote {tally}" if disposal.yes is not None and disposal.no is not None else "by a unanimous vote"


def _with(record: Record, values: dict[str, Any]) -> Record:
    """Return the record as it would be with these values."""
    changed = copy(record)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed
