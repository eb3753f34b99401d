"""Changes a vote's date, place or status, which nothing else may: the vote, its ledger, the announcement, as one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from officials.models import Body, Person
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Announcement, Ballot, Issue, Vote, VoteChange
from votes.models.decisions import NEWS_FIELDS, SCHEDULE_FIELDS, Status
from votes.snapshots import plain, values_of
from votes.subjects import key_of

__all__ = ["Citation", "change", "create", "record_ballots", "withdraw"]

# A result that is older than this when we learn of it is not announced.
RESULT_IS_NEWS = timedelta(days=30)


@transaction.atomic
def create(issue: Issue, body: Body, motion: str, citation: Citation, now: datetime, **fields: object) -> Vote:
    """Return a new vote, version 0, announced unless it was found in an old story and is no news any more."""
    vote = Vote(issue=issue, body=body, motion=motion, **_clean(fields))
    vote.full_clean()
    vote.save()
    blank = Vote(issue=issue, body=body)
    _log(vote, blank, [*fields], citation, now, VoteChange.Why.NEWS)
    today = now.astimezone(body.place.zone).date()
    # No news is what was expected for a day gone by, or held long ago.
    if not vote.is_over(today if vote.is_open else today - RESULT_IS_NEWS):
        _announce(vote, blank, citation, now, VoteChange.Why.NEWS)
    return vote


@transaction.atomic
def change(
    vote: Vote,
    new: Mapping[str, object],
    citation: Citation,
    now: datetime,
    why: str = VoteChange.Why.NEWS,
) -> VoteChange | None:
    """Move the vote to its `new` values and bring the caller's `vote` up to date; None when nothing differs.

    `new` holds fields of SCHEDULE_FIELDS; dates and times may be ISO strings.
    """
    row = Vote.objects.select_for_update().get(pk=vote.pk)
    before = Vote.objects.select_related("issue", "body__place").get(pk=vote.pk)
    values = {name: value for name, value in _clean(new).items() if getattr(row, name) != value}
    if not values:
        vote.refresh_from_db()
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    vote.refresh_from_db()
    changed = _log(row, before, [*values], citation, now, why)
    if any(name in NEWS_FIELDS for name in values):
        _announce(row, before, citation, now, why)
    return changed


@transaction.atomic
def withdraw(vote: Vote, citation: Citation, now: datetime) -> VoteChange | None:
    """Take back a vote that was our mistake: it is shown nowhere, and whoever was told of it is told so."""
    row = Vote.objects.select_for_update().get(pk=vote.pk)
    before = Vote.objects.get(pk=vote.pk)
    if row.withdrawn_at is not None:
        return None
    row.withdrawn_at = now
    row.version += 1
    row.save()
    vote.refresh_from_db()
    changed = _log(row, row, [], citation, now, VoteChange.Why.MISTAKE)
    _announce(row, before, citation, now, VoteChange.Why.MISTAKE)
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
    columns = {field.name: field for field in Vote._meta.fields}
    return {name: columns[name].to_python(value) for name, value in fields.items()}


def _log(vote: Vote, before: Vote, names: list[str], citation: Citation, now: datetime, why: str) -> VoteChange:
    """Write the named fields, old and new, into the ledger."""
    return VoteChange.objects.create(
        vote=vote,
        version=vote.version,
        old={name: plain(getattr(before, name)) for name in names},
        new={name: plain(getattr(vote, name)) for name in names},
        why=why,
        learnt_at=now,
        **asdict(citation),
    )


def _announce(vote: Vote, before: Vote, citation: Citation, now: datetime, why: str) -> None:
    news = announce.News(
        Announcement.Kind.RESULT if vote.status == Status.HELD else Announcement.Kind.DATE,
        key_of(vote),
        vote.version,
        topics=announce.topics_of(vote),
        path=vote.issue.get_absolute_url(),
        citation=citation,
        old=values_of(before),
        new=values_of(vote),
        why=why,
    )
    announce.tell(news, now)
