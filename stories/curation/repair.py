"""Setting back to proposed what is public without a person's act, each as a logged action: `check_public --repair`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import Role
from stories.curation.check import Fault, Kind, standing_acceptance
from stories.curation.choice import CurationError
from stories.curation.log import log, state_of, take_turn
from stories.curation.records import affiliation_of
from stories.curation.scheduled import SCHEDULED
from stories.curation.undo import undo
from stories.models import ArticleIssue, Finding, LoggedAction, Quote
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Event, Position, Vote
from votes.subjects import key_of

# Who is named in the log where nobody says under whose name this is done.
USERNAME = "check_public"
REASON = "was public without a person's act"
# What a finding that nobody has decided leads to.
UNDECIDED = {
    "state": Finding.State.PENDING, "person_id": None, "quote_id": None, "position_id": None, "vote_id": None,
    "event_id": None, "governs": False, "chosen": False,
}  # fmt: skip


def system_user(username: str = USERNAME) -> User:
    """Return the account for what the program itself sets right, or does by this name; nobody can sign in as that."""
    user, created = User.objects.get_or_create(username=username, defaults={"is_active": False})
    if created:
        user.set_unusable_password()
        user.save()
    return user


@transaction.atomic
def repair(fault: Fault, by: User, now: datetime) -> None:
    """Set it back. Raises CurationError, and changes nothing, where a curator must look at it."""
    take_turn()
    row = type(fault.row)._default_manager.filter(pk=fault.row.pk).first()
    if row is not None:  # else mending another took it along
        REPAIRS[fault.kind](row, by, now)


def _set_back(finding: Finding, by: User, now: datetime) -> None:
    """Undo the acceptance; where nobody accepted it, the finding waits again and what rests on it alone goes."""
    act = standing_acceptance(finding)
    if act is not None:
        undo(act.pk, by, now, REASON)
        return
    before = state_of(finding)
    records = [
        record for record in (finding.quote, finding.position, finding.vote, finding.event) if record is not None
    ]
    Finding.objects.filter(pk=finding.pk).update(**UNDECIDED, decided_at=None)
    finding.refresh_from_db()
    log(LoggedAction.Act.EDIT, by, now, finding=finding, before=before, reason=REASON)
    for record in records:
        if not record.findings.accepted().exists():
            take_turn()
            _remove_record(record, by, now)


def _set_back_slip(person: Any, by: User, now: datetime) -> None:
    _set_back(person.findings.accepted().get(), by, now)


def _remove_record(record: Quote | Position | Vote | Event, by: User, now: datetime) -> None:
    """Take a record back: a vote or an event is withdrawn, a quote or position removed; all of them are told."""
    if isinstance(record, Vote | Event):
        SCHEDULED[type(record)].withdraw(record, Citation("", "", "", by.get_username()), now)
        about: dict[str, Any] = {record._meta.model_name or "": record.pk}
        log(LoggedAction.Act.EDIT, by, now, before=about, after=about | {"withdrawn": True}, reason=REASON)
        return
    if record.responses.exists():
        raise CurationError("There is a reply to it; a curator must decide.")
    name = record._meta.model_name or ""
    Finding.objects.filter(**{name: record}).update(**{name: None})
    path = record.issue.get_absolute_url() if record.issue else "/"
    announce.take_back(key_of(record), path, now)
    about = {"removed": name, "id": record.pk}
    record.delete()
    log(LoggedAction.Act.EDIT, by, now, before=about, after=about, reason=REASON)


def _remove_ballots(vote: Vote, by: User, now: datetime) -> None:
    before = {str(ballot.person_id): ballot.choice for ballot in vote.ballots.all()}
    vote.ballots.all().delete()
    log(
        LoggedAction.Act.EDIT, by, now, before={"vote": vote.pk, "ballots": before},
        after={"vote": vote.pk, "ballots": {}}, reason=REASON,
    )  # fmt: skip


def _propose(row: ArticleIssue, by: User, now: datetime) -> None:
    row.state = ArticleIssue.State.PROPOSED
    row.save(update_fields=["state"])
    about = {"match": row.pk, "article": row.article_id, "on": row.issue_id}
    log(
        LoggedAction.Act.EDIT, by, now, before=about | {"state": ArticleIssue.State.ACCEPTED},
        after=about | {"state": row.state}, reason=REASON,
    )  # fmt: skip


def _clear_affiliation(quote: Quote, by: User, now: datetime) -> None:
    quote.affiliation = affiliation_of(quote)
    quote.save(update_fields=["affiliation"])
    about = {"removed": "affiliation", "id": quote.pk}
    log(LoggedAction.Act.EDIT, by, now, before=about, after=about, reason=REASON)


def _remove_role(role: Role, by: User, now: datetime) -> None:
    about = {"removed": "role", "id": role.pk}
    role.delete()
    log(LoggedAction.Act.EDIT, by, now, before=about, after=about, reason=REASON)


REPAIRS: dict[Kind, Callable[[Any, User, datetime], None]] = {
    Kind.NO_ACT: _set_back,
    Kind.UNSEEN: _set_back,
    Kind.NO_SENTENCE: _set_back,
    Kind.SLIP: _set_back_slip,
    Kind.NO_FINDING: _remove_record,
    Kind.NO_ROLL_CALL: _remove_ballots,
    Kind.SCORE: _propose,
    Kind.AFFILIATION: _clear_affiliation,
    Kind.ROLE: _remove_role,
}
