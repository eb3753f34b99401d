"""What a curator changes directly, without a finding: a vote's date and ballots, an issue, whether a source is polled,
a reply to a quote, and which issue a story belongs to.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import WAYS_TO_TAKE_PART, Body, Person
from stories.curation.choice import CurationError
from stories.curation.log import log, mark_of, take_turn
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Source
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Vote
from votes.models.status import Status
from votes.snapshots import plain

# Of an issue, what its form holds and the log keeps.
ISSUE_FIELDS = ("slug", "title", "question", "summary", "place_id", "body_id", "terms", "closed_at")
# Of a body likewise.
BODY_FIELDS = (
    "name", "place_id", "kind", "aliases", "url", "seats", "passage_rule", "passage_number", "accepts_own_calendar",
    *WAYS_TO_TAKE_PART,
    *(f"{checked}_checked_on" for checked in WAYS_TO_TAKE_PART.values()),
)  # fmt: skip


@transaction.atomic
def edit_vote(
    vote: Vote, new: Mapping[str, object], citation: Citation, by: User, now: datetime, why: str
) -> LoggedAction:
    """Move or settle a vote by hand, as long as its version is that of the `vote` the curator was shown. A source must
    be named: no public date without one.
    """
    take_turn()
    _check_vote(vote, vote.version)
    refuse_without_source(citation)
    try:
        change = schedule.change(vote, new, citation, now, why=why)
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    if change is None:
        raise CurationError("Nothing differs from what is known already.")
    return log(
        LoggedAction.Act.EDIT, by, now, before={"vote": vote.pk, **change.old}, after={"vote": vote.pk, **change.new},
        reason=citation.sentence,
    )  # fmt: skip


@transaction.atomic
def enter_disposal(
    vote: Vote, body: Body, motion: str, told: Mapping[str, Any], fate: Mapping[str, Any] | None, citation: Citation,
    by: User, now: datetime,
) -> LoggedAction:  # fmt: skip
    """Enter by hand the vote by which a body put another one off, or tried to. `told` are its own fields
    (classification, day, outcome, counts); `fate` is what it made of the `vote`, None where the motion failed.
    """
    take_turn()
    _check_vote(vote, vote.version)
    refuse_without_source(citation)
    if fate:
        _check_new_date(vote, told, fate)
    try:
        disposal = schedule.create(
            vote.issue, body, motion, citation, now, status=Status.HELD, disposes_of_id=vote.pk, **told
        )  # fmt: skip
        change = schedule.change(vote, fate, citation, now, moved_by=disposal) if fate else None
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    about = {"vote": vote.pk, "disposal": disposal.pk}
    old, new = (change.old, change.new) if change else ({}, {})
    return log(LoggedAction.Act.EDIT, by, now, before=about | old, after=about | new, reason=citation.sentence)


def _check_new_date(vote: Vote, told: Mapping[str, Any], fate: Mapping[str, Any]) -> None:
    """Raise CurationError where the new date of a vote that was put off can't be one."""
    latest = fate.get("latest")
    if latest is None:
        return
    if told.get("earliest") and latest < told["earliest"]:
        raise CurationError(
            "The new date is before the day of the motion that set it. Look at the year, or leave the date out."
        )
    if all(fate.get(name) in (None, getattr(vote, name)) for name in ("earliest", "latest", "time")):
        raise CurationError(
            "The new date is the one that the vote has already. Give the date to which it was put off, or leave the"
            " date out where none was named."
        )


def refuse_without_source(citation: Citation) -> None:
    """Raise CurationError where nobody says where a date was learnt: no public date without a source."""
    if not (citation.sentence.strip() and citation.source_name.strip()):
        raise CurationError("Say where this was learnt: the source and the sentence that says so.")


@transaction.atomic
def save_body(body: Body, values: Mapping[str, Any], by: User, now: datetime, seen: str | None = None) -> LoggedAction:
    """Keep a body with these values of its fields, and with these `parents`, the numbers of the bodies that a joint one
    is made of or that a committee is of; `seen` is the mark of those that were shown.
    """
    take_turn()
    row = Body.objects.select_for_update().filter(pk=body.pk).first()
    if row is None:
        raise CurationError("This body is no longer there.")
    before = body_values(row)
    if seen not in (None, mark_of(before)):
        raise CurationError("Someone else changed this body while the page was open. Open it anew.")
    for name, value in values.items():
        if name != "parents":
            setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    row.save()
    if "parents" in values:
        _set_parents(row, values["parents"])
    after = body_values(row)
    if before == after:
        raise CurationError("Nothing was changed.")
    body.refresh_from_db()
    about = {"body": body.pk}
    return log(LoggedAction.Act.EDIT, by, now, before=about | before, after=about | after)


def _set_parents(body: Body, parents: Sequence[int]) -> None:
    above, line = set(parents), set(parents)
    while line := set(Body.objects.filter(children__in=line).values_list("pk", flat=True)) - above:
        above |= line
    if body.pk in above:
        raise CurationError("A body can’t be made of itself, or of one that is a part of it.")
    body.parents.set(parents)


def body_values(body: Body) -> dict[str, Any]:
    """Return the values of the body's form, as the log keeps them."""
    values = {name: plain(getattr(body, name)) for name in BODY_FIELDS}
    return values | {"parents": sorted(body.parents.values_list("pk", flat=True))}


@transaction.atomic
def record_ballots(
    vote: Vote, ballots: Mapping[Person, str], by: User, now: datetime, reason: str = "", seen: str | None = None
) -> LoggedAction:
    """Write down how each member voted, as the curator read it. `seen` is the mark of the roll call that was shown."""
    take_turn()
    _check_vote(vote)
    if seen not in (None, mark_of(ballots_of(vote))):
        raise CurationError("The roll call was changed while this page was open. Open it anew and look at it again.")
    before = ballots_of(vote)
    if all(before.get(str(person.pk)) == choice for person, choice in ballots.items()):
        raise CurationError("Nothing differs from what is known already.")
    after = write_ballots(vote, ballots)
    return log(
        LoggedAction.Act.EDIT, by, now, before={"vote": vote.pk, "ballots": before},
        after={"vote": vote.pk, "ballots": after}, reason=reason,
    )  # fmt: skip


def write_ballots(vote: Vote, ballots: Mapping[Person, str]) -> dict[str, str]:
    """Write them, for the act whose turn it is; return the choice by the number of the person, as the log keeps it."""
    if Person.objects.shown().filter(pk__in=[person.pk for person in ballots]).count() != len(ballots):
        raise CurationError("One of these people was merged or removed meanwhile. Open the page anew.")
    schedule.record_ballots(vote, ballots)
    return {str(person.pk): str(choice) for person, choice in ballots.items()}


def _check_vote(vote: Vote, version: int | None = None) -> None:
    """Raise CurationError unless the vote still stands, and in this version if one is given."""
    now = Vote.objects.standing().filter(pk=vote.pk).first()
    if now is None:
        raise CurationError("This vote was withdrawn.")
    if version is not None and now.version != version:
        raise CurationError("The vote was changed while this page was open. Open it anew and look at what it says now.")


def ballots_of(vote: Vote) -> dict[str, str]:
    """Return the choice by the number of the person, in the order of the numbers."""
    return {str(pk): choice for pk, choice in vote.ballots.order_by("person").values_list("person", "choice")}


@transaction.atomic
def save_issue(
    issue: Issue, values: Mapping[str, Any], by: User, now: datetime, seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Keep the issue, new or known, with these values of its fields; it is public from then on. `seen` is the mark of
    those that were shown.
    """
    take_turn()
    known = Issue.objects.select_for_update().filter(pk=issue.pk).first() if issue.pk else None
    if issue.pk and known is None:
        raise CurationError("This issue is no longer there.")
    before = issue_values(known) if known else {}
    if known and seen not in (None, mark_of(before)):
        raise CurationError("Someone else changed this issue while the page was open. Open it anew.")
    row = known or issue
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    row.published_at = row.published_at or now
    row.save()
    after = issue_values(row)
    if before == after:
        raise CurationError("Nothing was changed.")
    issue.refresh_from_db()
    return log(LoggedAction.Act.EDIT, by, now, before=before, after={"issue": issue.pk, **after})


def issue_values(issue: Issue) -> dict[str, Any]:
    """Return the values of the issue's form, as the log keeps them."""
    values = {name: getattr(issue, name) for name in ISSUE_FIELDS}
    moments = {name: getattr(issue, name) for name in ("closed_at", "published_at")}
    return values | {name: moment.isoformat() if moment else None for name, moment in moments.items()}


@transaction.atomic
def pause(pk: int, paused: bool, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Pause or resume a source: paused, it is not asked until it is resumed, and then at once."""
    take_turn()
    source = Source.objects.select_for_update().filter(pk=pk).first()
    if source is None:
        raise CurationError("This source is no longer there.")
    if source.paused == paused:
        raise CurationError(f"It is {'paused' if paused else 'polled'} already.")
    source.paused = paused
    source.next_poll_at = source.next_poll_at if paused else now
    source.save(update_fields=["paused", "next_poll_at"])
    about = {"source": source.pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"paused": not paused}, after=about | {"paused": paused},
        reason=reason,
    )  # fmt: skip


def poll_now(pk: int, now: datetime, *, afresh: bool = False) -> None:
    """Make the source due; the next worker that looks takes it. One that had stopped is tried again.

    `afresh` forgets, this once, what is known of its list.
    """
    live = Source.objects.filter(pk=pk, paused=False)
    if not (live.ask_afresh(now) if afresh else live.update(next_poll_at=now, gone_at=None)):
        raise CurationError("It is paused; resume it first.")


@transaction.atomic
def match(article: Article, issue: Issue, state: ArticleIssue.State, by: User, now: datetime) -> LoggedAction:
    """Say whether a story belongs to an issue. If it does, its open findings without an issue take this one; if not,
    they lose it.
    """
    take_turn()
    known = ArticleIssue.objects.select_for_update().filter(article=article, issue=issue).first()
    row, _ = ArticleIssue.objects.update_or_create(
        article=article, issue=issue, defaults={"state": state, "reason": ArticleIssue.CHOSEN, "score": 1.0}
    )
    pending = Finding.objects.pending().filter(article=article)
    if state == ArticleIssue.State.ACCEPTED:
        pending.filter(issue=None).update(issue=issue)
    else:
        pending.filter(issue=issue).update(issue=None)
    about = {"match": row.pk, "article": article.pk, "on": issue.pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"state": known.state if known else None},
        after=about | {"state": state},
    )  # fmt: skip
