"""What accepting a claim about a meeting, hearing or deadline makes of it; and entering and changing one by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Body
from stories.curation import vote_claims
from stories.curation.beside import Beside
from stories.curation.choice import Choice, CurationError
from stories.curation.edit import refuse_without_source
from stories.curation.log import log, take_turn
from stories.curation.meetings import event_of, take_along, votes_of
from stories.curation.people import body_named, known_body
from stories.curation.votes_meant import motion_of
from stories.evidence.citation import citation_of
from stories.findings.claims import bodies_claimed, event_claimed
from stories.models import Finding, LoggedAction
from votes import events
from votes.citation import Citation
from votes.models import Event, Issue, Vote
from votes.models.changes import Why
from votes.models.events import EventKind
from votes.models.status import Status

# Claims of these say that something happened to an event, whatever day they name.
TOLD_OF_A_KNOWN_ONE = (Status.POSTPONED, Status.CANCELLED)
# For so long after its day a story may tell what became of an event.
STILL_TOLD = timedelta(days=7)


def accept_event(finding: Finding, choice: Choice, now: datetime, by: User, told: Beside) -> dict[str, Any]:
    """Take a claim about an event: it makes the event known, moves it, or only supports what is known."""
    created: dict[str, Any] = {}
    issue = finding.issue
    assert issue is not None  # the kind needs one
    names = bodies_claimed(finding.payload)
    # A body that only this report names is made only where it has an event of its own.
    bodies = [body for name in names if (body := known_body(name, finding))]
    event = choice.event or (None if choice.new_event else matching_event(finding, issue, bodies))
    # Of a calendar's row those whose items were accepted before.
    votes = [choice.vote] if choice.vote else votes_of(finding)
    citation, claim = citation_of(finding, by.get_username()), event_claimed(finding.payload)
    if event is None:
        bodies = [body_named(name, finding, created, choice) for name in names]
        kind = claim.pop("kind")
        finding.event = events.create(kind, title_of(finding), bodies, [issue], citation, now, votes=votes, **claim)
        finding.governs = True
        if _is_missed(finding.event, finding.article.published_at or now):
            raise CurationError("This deadline was over when the story appeared. Correct its date, or reject it.")
        return created | {"event": finding.event.pk}
    finding.event = event
    finding.chosen = choice.governs is not None
    finding.governs = (
        vote_claims.governs(finding, event, vote_claims.governing(finding, event))
        if choice.governs is None
        else choice.governs
    )
    if not finding.governs:
        return created
    del claim["kind"]
    new = vote_claims.news(claim, event, by_record=finding.article.is_record)
    if finding.article.is_record:
        new["issues"] = sorted({issue.pk, *event.issues.values_list("pk", flat=True)})
    change = events.change(event, new, citation, now, choice.why)
    if votes:
        take_along(event, votes, citation, now)
    return created | ({"event_version": change.version} if change else {})


def matching_event(finding: Finding, issue: Issue, bodies: Sequence[Body]) -> Event | None:
    """Return the one event this claim can mean: on the same issue, of the same kind and no other body, for a day that
    may be the same, or the only one of late where one was moved or called off. Of a calendar's row it is the event that
    the row is known for. None where there is no such event.
    """
    if row_event := event_of(finding):
        return row_event
    claim, known = event_claimed(finding.payload), Event.objects.standing().filter(issues=issue)
    known = known.filter(kind=claim["kind"]).order_by("pk").prefetch_related("bodies")
    shared = [event for event in known if _may_share_bodies(event, bodies)]
    same_day = [event for event in shared if _may_share_day(event, claim)]
    if same_day:
        # Of two on one day, it is the one on the claim's own matter, else the first: a third is made only by choice.
        title = title_of(finding).casefold()
        return next((event for event in same_day if event.title.casefold() == title), same_day[0])
    # What was called off is named by the day that it had, what was moved by its new one.
    if claim["status"] not in TOLD_OF_A_KNOWN_ONE or (claim["status"] == Status.CANCELLED and claim["earliest"]):
        return None
    told = (finding.article.published_at or finding.created_at).date()
    lately = [event for event in shared if event.is_open and not event.is_over(told - STILL_TOLD)]
    return lately[0] if len(lately) == 1 else None


def _may_share_bodies(event: Event, bodies: Sequence[Body]) -> bool:
    own = set(event.bodies.all())
    return not own or not bodies or not own.isdisjoint(bodies)


def _may_share_day(event: Event, claim: Mapping[str, Any]) -> bool:
    if event.earliest is None or event.latest is None or claim["earliest"] is None:
        return event.is_open
    return bool(event.earliest <= claim["latest"] and claim["earliest"] <= event.latest)


def _is_missed(event: Event, moment: datetime) -> bool:
    """Say whether it is a deadline that nobody could meet any more at the moment."""
    if event.kind != EventKind.DEADLINE or not event.is_open or event.latest is None:
        return False
    hour = time.max if event.time is None or event.ends_with_its_day else event.time
    return datetime.combine(event.latest, hour, event.zone) < moment


def title_of(finding: Finding) -> str:
    """Return what the event is on; where the story names nothing, the issue's title."""
    return motion_of(finding)[:300]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as a curator enters it; `values` are other fields of EVENT_FIELDS, `votes` are taken at it."""

    kind: str
    title: str
    bodies: Sequence[Body]
    issues: Sequence[Issue]
    votes: Sequence[Vote] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def enter_event(new: NewEvent, citation: Citation, by: User, now: datetime) -> Event:
    """Make an event known by hand. A source must be named: no public date without one."""
    take_turn()
    refuse_without_source(citation)
    try:
        event = events.create(
            new.kind, new.title, new.bodies, new.issues, citation, now, votes=new.votes, **new.values
        )  # fmt: skip
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    if _is_missed(event, now):
        raise CurationError("This deadline is over already; enter it only while somebody can still meet it.")
    about = {"event": event.pk}
    log(LoggedAction.Act.EDIT, by, now, before=about, after=about | {"title": event.title}, reason=citation.sentence)
    return event


@transaction.atomic
def edit_event(
    event: Event, new: Mapping[str, Any], citation: Citation, by: User, now: datetime, why: str = Why.NEWS,
    votes: Sequence[Vote] | None = None,
) -> LoggedAction:  # fmt: skip
    """Change an event by hand, as long as its version is that of the `event` the curator was shown; `new` as for
    `votes.events.change`, `votes` those taken at it from now on, None where that stays.
    """
    take_turn()
    known = Event.objects.standing().filter(pk=event.pk).first()
    if known is None:
        raise CurationError("This event was withdrawn.")
    if known.version != event.version:
        raise CurationError("This was changed while the page was open. Open it anew and look at what it says now.")
    refuse_without_source(citation)
    try:
        change = events.change(event, new, citation, now, why)
        has_linked = votes is not None and events.take_at(event, votes, citation, now, why)
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    if change is None and not has_linked:
        raise CurationError("Nothing differs from what is known already.")
    about = {"event": event.pk}
    old, now_known = (change.old, change.new) if change else ({}, {})
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | old, after=about | now_known, reason=citation.sentence
    )  # fmt: skip
