"""Accepted quotes and positions put right in place: the same record at the same address, the reports it rests on along
with it. Whoever was mailed what was wrong is told so, once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from officials.models import Person
from stories.curation.belonging import accept_issue, leave_issue
from stories.curation.choice import CurationError
from stories.curation.log import take_turn
from stories.curation.parts import first_words
from stories.curation.records import deed_of, renew_affiliations, same_words, told_of_quote
from stories.curation.rows import change_row, log_change
from stories.curation.spans import respan
from stories.evidence.citation import citation_of
from stories.findings.kinds import KINDS
from stories.models import Finding, LoggedAction, Quote
from votes.alerts import announce
from votes.alerts.wording import values_of_position
from votes.models import Position
from votes.models.issues import NON_ANSWERS, Stance
from votes.subjects import key_of, make_key

# Of a quote and a position, what their forms hold and the log keeps.
QUOTE_FIELDS = ("text", "type", "person_id", "label", "issue_id", "said_on")
POSITION_FIELDS = ("person_id", "issue_id", "stance", "basis", "conditional", "matter", "since")
# What readers are told of them.
TOLD = {"person_id", "label", "issue_id", "stance", "basis", "conditional", "matter"}
# Which of these a report says in its own payload.
SAID = ("type", "label", "stance", "basis", "conditional", "matter")


@transaction.atomic
def correct_quote(
    quote: Quote, values: Mapping[str, Any], by: User, now: datetime, reason: str = "", seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Give a quote these values of QUOTE_FIELDS. Other words must stand in a story that it rests on."""
    take_turn()
    row = Quote.objects.select_for_update().filter(pk=quote.pk, redacted_at=None).first()
    if row is None:
        raise CurationError("This quote is no longer there.")
    _check_person(values)
    if bool(values.get("person_id", row.person_id)) == bool(values.get("label", row.label)):
        raise CurationError("Say whose words these are: a person’s, or those of somebody without a name, not both.")
    reports = row.findings.accepted().filter(redacted_at=None)
    if values.get("text", row.text) != row.text:
        _mark_anew(reports, str(values["text"]))
    change = change_row(row, QUOTE_FIELDS, values, seen)
    known = Quote.every.filter(person=row.person_id, label=row.label, issue=row.issue_id, redacted_at=None)
    if double := next((other for other in known.exclude(pk=row.pk) if same_words(other.text, row.text)), None):
        raise CurationError(f"The same words stand there already, as quote no. {double.pk}. Undo one of the two.")
    _carry_over(reports, row, change[0], now)
    return log_change(row, quote, change, by, now, reason)


@transaction.atomic
def correct_position(
    position: Position, values: Mapping[str, Any], by: User, now: datetime, reason: str = "", seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Give a position these values of POSITION_FIELDS."""
    take_turn()
    row = Position.objects.select_for_update().filter(pk=position.pk).first()
    if row is None:
        raise CurationError("This position is no longer there.")
    _check_person(values)
    basis, stance = values.get("basis", row.basis), values.get("stance", row.stance)
    if basis in NON_ANSWERS and stance != Stance.NO_POSITION:
        raise CurationError("Who did not answer takes no position: choose “no position”, or another basis.")
    stand = {name: values.get(name, getattr(row, name)) for name in POSITION_FIELDS}
    if hidden := Position.every.filter(**stand).exclude(withdrawn_at=None).exclude(pk=row.pk).first():
        raise CurationError(f"The same stand is kept already, hidden, as position no. {hidden.pk}; undo what hid it.")
    change = change_row(row, POSITION_FIELDS, values, seen)
    _carry_over(row.findings.accepted().filter(redacted_at=None), row, change[0], now)
    return log_change(row, position, change, by, now, reason)


def _check_person(values: Mapping[str, Any]) -> None:
    chosen = values.get("person_id")
    if chosen and not Person.objects.shown().filter(pk=chosen).exists():
        raise CurationError("This person was merged or removed meanwhile; choose the person anew.")


def _mark_anew(reports: QuerySet[Finding], words: str) -> None:
    """Let the reports that hold the corrected words rest on these. Raises CurationError where none does."""
    marked = False
    for report in reports.select_related("version"):
        near = report.spans[0]["start"] if report.spans else 0
        if stretch := first_words(report.version, words, near):
            respan(report, {KINDS[report.kind].roles[0]: [stretch]})
            report.save(update_fields=["spans"])
            marked = True
    if not marked:
        raise CurationError("Copy the words exactly as they stand in the story.")


def _carry_over(reports: QuerySet[Finding], row: Quote | Position, before: Mapping[str, Any], now: datetime) -> None:
    """Let the reports say what the record says, and their stories belong to its issue; tell whoever was told."""
    changed = {name for name, value in before.items() if getattr(row, name) != value}
    for report in reports.select_related("article"):
        said = {name: getattr(row, name) for name in changed.intersection(SAID) if name in report.payload}
        if "person_id" in changed:
            said[KINDS[report.kind].person] = row.person.name if row.person else ""
        if "label" in changed:
            said["label"] = getattr(row, "label", "")
        report.payload = {**report.payload, **said}
        report.person_id, report.issue_id = row.person_id, row.issue_id
        report.save(update_fields=["payload", "person", "issue"])
        report.refresh_from_db(fields=["issue"])
        accept_issue(report, now)
        if "issue_id" in changed:
            leave_issue(report.article_id, before["issue_id"])
        renew_affiliations(report.article_id, row.pk if isinstance(row, Quote) else None)
    if changed & TOLD:
        retell(row, now)


def retell(row: Quote | Position, now: datetime) -> None:
    """Tell those who were mailed the quote or the position otherwise how it is now; nobody, where it says the same."""
    report = row.findings.accepted().select_related("article__outlet", "version").order_by("pk").first()
    if report is None:
        return
    if isinstance(row, Position) and row.is_non_answer:
        announce.take_back(key_of(row), row.issue.get_absolute_url(), now)
        return
    if isinstance(row, Quote):
        told, path = told_of_quote(row), row.get_absolute_url()
    else:
        told, path = values_of_position(row, deed_of(row, report)), row.issue.get_absolute_url()
    about = {"issue": row.issue_id, "person": row.person_id}
    topics = [make_key(kind, pk) for kind, pk in about.items() if pk]
    announce.correct(key_of(row), topics, path, citation_of(report), told, now)
