"""Changes a vote's date, place or status, which nothing else may: the vote, its ledger, the announcement, as one."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet

from officials.models import Body, Person
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Announcement, Ballot, Issue, Vote, VoteChange
from votes.models.changes import ByWhat, Why
from votes.models.decisions import DISPOSING, NEWS_FIELDS, SCHEDULE_FIELDS
from votes.models.events import EventKind
from votes.models.status import Status
from votes.snapshots import plain, typed, values_of
from votes.subjects import key_of, make_key
from votes.windows import NO_DATE

__all__ = ["Citation", "change", "create", "record_ballots", "restore", "withdraw"]

# A result that is older than this when we learn of it is not announced.
RESULT_IS_NEWS = timedelta(days=30)


@transaction.atomic
def create(
    issue: Issue, body: Body, motion: str, citation: Citation, now: datetime, *, moved_by: Vote | None = None,
    overruling: bool = False, **fields: object,
) -> Vote:  # fmt: skip
    """Return a new vote, version 0, announced unless it was found in an old story and is no news any more.

    `moved_by` is the procedural vote by which it was put off, where that is the first we hear of it; it is news as long
    as that one is. One that is `overruling` may put off what was known as decided: a curator says so.
    """
    vote = Vote(issue=issue, body=body, motion=motion, **_clean(fields))
    _without_date(vote)
    _check(vote, None, overruling)
    _write(vote)
    blank = Vote(issue=issue, body=body)
    _log(vote, blank, [*fields], citation, now, Why.NEWS, moved_by)
    today = now.astimezone(body.place.zone).date()
    # No news is what was expected for a day gone by, or held long ago.
    told = moved_by if moved_by and not vote.is_dated else vote
    if not told.is_over(today if told.is_open else today - RESULT_IS_NEWS):
        _announce(vote, blank, citation, now, Why.NEWS, [moved_by.body_id] if moved_by else [])
    return vote


@transaction.atomic
def change(
    vote: Vote,
    new: Mapping[str, object],
    citation: Citation,
    now: datetime,
    why: str = Why.NEWS,
    moved_by: Vote | None = None,
) -> VoteChange | None:
    """Move the vote to its `new` values and bring the caller's `vote` up to date; None when nothing differs.

    `new` holds fields of SCHEDULE_FIELDS; dates and times may be ISO strings. A vote that is shelved loses its date,
    and one that is moved, called off or brought back by itself leaves the meeting at which it was to be taken.
    """
    rows = Vote.objects.select_for_update(of=("self",)).select_related("issue", "body__place", "meeting")
    row = rows.annotate(movers=ArraySubquery(_movers(OuterRef("pk")))).get(pk=vote.pk)
    before = copy(row)
    for name, value in _clean(new).items():
        setattr(row, name, value)
    _without_date(row)
    _without_meeting(row)
    names = [name for name in SCHEDULE_FIELDS if getattr(row, name) != getattr(before, name)]
    if not names:
        _bring_up_to_date(vote, before)
        return None
    row.version += 1
    _check(row, before)
    _write(row)
    _bring_up_to_date(vote, row)
    changed = _log(row, before, names, citation, now, why, moved_by)
    if any(name in NEWS_FIELDS for name in names):
        movers = [*row.movers, *([moved_by.body_id] if moved_by else [])]  # type: ignore[attr-defined]
        _announce(row, before, citation, now, why, movers)
    return changed


@transaction.atomic
def withdraw(vote: Vote, citation: Citation, now: datetime, *, silently: bool = False) -> VoteChange | None:
    """Take back a vote that was our mistake: it is shown nowhere, and whoever was told of it is told so, unless what
    they were told holds of another record.
    """
    row = Vote.objects.select_for_update().get(pk=vote.pk)
    before = Vote.objects.get(pk=vote.pk)
    if row.withdrawn_at is not None:
        return None
    row.withdrawn_at = now
    row.version += 1
    row.save()
    vote.refresh_from_db()
    changed = _log(row, row, [], citation, now, Why.MISTAKE)
    if not silently:
        _announce(row, before, citation, now, Why.MISTAKE, _movers(row.pk))
    return changed


@transaction.atomic
def restore(vote: Vote, citation: Citation, now: datetime) -> VoteChange | None:
    """Have a vote stand again that was withdrawn; whoever was told that there is no such vote is told what holds."""
    row = Vote.objects.select_for_update().get(pk=vote.pk)
    before = Vote.objects.get(pk=vote.pk)
    if row.withdrawn_at is None:
        return None
    row.withdrawn_at = None
    row.version += 1
    row.save()
    vote.refresh_from_db()
    changed = _log(row, row, [], citation, now, Why.MISTAKE)
    _announce(row, before, citation, now, Why.MISTAKE, _movers(row.pk))
    return changed


@transaction.atomic
def record_ballots(vote: Vote, ballots: Mapping[Person, str]) -> None:
    """Write how each person voted; said again, the later word stands."""
    Ballot.objects.bulk_create(
        [Ballot(vote=vote, person=person, choice=Ballot.Choice(choice)) for person, choice in ballots.items()],
        update_conflicts=True,
        unique_fields=["vote", "person"],
        update_fields=["choice"],
    )


def _clean(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return the values as the model's own types. Raises ValueError for a field that can't change here."""
    unknown = sorted(set(fields) - set(SCHEDULE_FIELDS))
    if unknown:
        raise ValueError(f"A vote's {', '.join(unknown)} can't change here; only {', '.join(SCHEDULE_FIELDS)} can.")
    return typed(Vote, fields, fields)


def _without_date(vote: Vote) -> None:
    """Take the date from a vote that is shelved: what is off for good has none."""
    if vote.status == Status.SHELVED:
        for name, value in (NO_DATE | {"meeting_id": None}).items():
            setattr(vote, name, value)


def _without_meeting(vote: Vote) -> None:
    """Let go of the meeting where the vote's days are no longer the meeting's, or one is called off without the
    other.
    """
    meeting = vote.meeting
    if meeting is None:
        return
    is_of_its_days = (vote.earliest, vote.latest) == (meeting.earliest, meeting.latest)
    if not is_of_its_days or (vote.status == Status.CANCELLED) != (meeting.status == Status.CANCELLED):
        vote.meeting = None


def _check(vote: Vote, before: Vote | None, overruling: bool = False) -> None:
    """Raise ValidationError, with a sentence that says what to do, where the vote contradicts itself or another."""
    if before and before.is_open and vote.classification in DISPOSING and before.classification not in DISPOSING:
        raise ValidationError(
            "This vote is on the matter itself, which would be gone with it. Leave what sort it is, and enter the"
            " motion under “It was put off by a vote”."
        )
    if vote.meeting and vote.meeting.kind == EventKind.DEADLINE:
        raise ValidationError("No vote is taken at a deadline; choose a meeting or a hearing, or leave the vote out.")
    if vote.disposes_of_id and vote.disposes_of_id != (before.disposes_of_id if before else None):
        put_off = Vote.objects.filter(pk=vote.disposes_of_id).first()
        if put_off is None or put_off.pk == vote.pk:
            raise ValidationError("A vote can't put itself off; choose the vote that it puts off.")
        if put_off.issue_id != vote.issue_id:
            raise ValidationError(f"“{put_off}” is a vote on another issue; it can't be put off by one on this.")
        if put_off.is_procedural:
            raise ValidationError(f"“{put_off}” is itself about a motion; choose the vote that was put off.")
        if put_off.status == Status.HELD and not overruling:
            raise ValidationError(
                f"“{put_off}” was decided already; what is decided can't be put off. Undo what decided it, or say that"
                " this report governs."
            )
    # What a vote is linked with, and was before, is there: the row is locked, or nothing of it was changed.
    links = ("issue", "body", "meeting", "disposes_of")
    same = [name for name in links if before and getattr(vote, f"{name}_id") == getattr(before, f"{name}_id")]
    vote.full_clean(exclude=same, validate_constraints=False)


def _write(vote: Vote) -> None:
    """Write the row. The database holds to its constraints by itself; only where it refuses is each of them asked, for
    the sentence that says which. Raises ValidationError then.
    """
    try:
        with transaction.atomic():
            vote.save()
    except IntegrityError:
        vote.validate_constraints()
        raise


def _bring_up_to_date(vote: Vote, row: Vote) -> None:
    """Give the caller's vote what the row says."""
    for field in Vote._meta.concrete_fields:
        setattr(vote, field.attname, getattr(row, field.attname))


def _log(
    vote: Vote, before: Vote, names: list[str], citation: Citation, now: datetime, why: str,
    moved_by: Vote | None = None,
) -> VoteChange:  # fmt: skip
    """Write the named fields, old and new, into the ledger."""
    return VoteChange.objects.create(
        vote=vote,
        version=vote.version,
        old={name: plain(getattr(before, name)) for name in names},
        new={name: plain(getattr(vote, name)) for name in names},
        why=why,
        by_what=ByWhat.PROCEDURAL if moved_by else citation.by_what,
        moved_by=moved_by,
        learnt_at=now,
        **citation.as_fields(),
    )


def _movers(vote: Any) -> QuerySet[Vote, int]:
    """Return the bodies whose motions ever put the vote off, by its number."""
    return Vote.objects.filter(made_changes__vote=vote).order_by("pk").values_list("body", flat=True)


def _announce(
    vote: Vote, before: Vote, citation: Citation, now: datetime, why: str, movers: Iterable[int]
) -> None:  # fmt: skip
    """Tell the followers, and those of the bodies whose motions put it off, the `movers`; a procedural vote is told by
    what becomes of the vote that it puts off.
    """
    if vote.is_procedural:
        return
    topics = [
        *announce.topics_of(vote),
        # Who heard of it by the meeting that it leaves hears that, too.
        *(announce.topics_of(before) if before.pk else []),
        *(make_key("body", body) for body in movers),
    ]
    news = announce.News(
        Announcement.Kind.RESULT if vote.status == Status.HELD else Announcement.Kind.DATE,
        key_of(vote),
        vote.version,
        topics=list(dict.fromkeys(topics)),
        path=vote.issue.get_absolute_url(),
        citation=citation,
        old=values_of(before),
        new=values_of(vote),
        why=why,
    )
    announce.tell(news, now)
