"""A logged action in one line, whatever it was about."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from officials.models import Body, Person, Place, Role
from stories.curation import log
from stories.curation.mergeable import MERGED
from stories.desk.words import summary_of
from stories.findings.kinds import KINDS
from stories.findings.reworded import CURATOR
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Quote, SitePage, Source
from votes.models import Event, Issue, Position, Vote
from votes.models.status import Status
from votes.words import outcome_in_words

# How closely a person looked, where that is not one by one.
HOW: dict[str, str] = {
    LoggedAction.How.BULK: ", in bulk with others",
    LoggedAction.How.BY_ITSELF: ", by itself as its body is set to",
}


def action_in_words(action: LoggedAction) -> str:
    """Return who and what the action was about: "Vote: The pier, the roll call"."""
    subject = log.subject_of(action)
    if action.redacted_at or subject is None:
        return "(removed)" if action.redacted_at else ""
    return WORDS[subject](action, action.before | action.after)


def _finding(action: LoggedAction, values: dict[str, Any]) -> str:
    assert action.finding is not None
    done = next((words for name, words in DONE.items() if name in action.after), "")
    zone = action.after.get("made", {}).get("assumed_zone", "")
    assumed = f"; its place is new, its time zone was assumed to be {zone}" if zone else ""
    in_bulk = HOW.get(action.how, "")
    return f"{action.finding.get_kind_display()}: {_said(action, action.finding)}{done}{in_bulk}{assumed}"


def _said(action: LoggedAction, finding: Finding) -> str:
    """Return what the finding says; of one that was added and taken back, what it said."""
    payload = action.before.get("payload") or action.after.get("payload")
    if finding.redacted_at and finding.extractor == CURATOR and payload:
        return KINDS[finding.kind].summary(payload)
    return summary_of(finding)


def _merge(action: LoggedAction, values: dict[str, Any]) -> str:
    gone = values["gone"]
    name = gone["name"] if isinstance(gone, dict) else f"no. {gone}"
    return f"{name} into {_name(Person, values['kept'])}"


def _model(values: dict[str, Any]) -> type[Model]:
    """Return of which kind the records are; of people, where nothing was said."""
    return next(model for model in MERGED if model._meta.model_name == values.get("of", "person"))


def _told_apart(action: LoggedAction, values: dict[str, Any]) -> str:
    model = _model(values)
    pair = values.get("pair") or values["people"]
    return f"{' and '.join(_name(model, pk) for pk in pair)}: two different {model._meta.verbose_name_plural}"


def _joined(action: LoggedAction, values: dict[str, Any]) -> str:
    model = _model(values)
    return (
        f"{str(model._meta.verbose_name).capitalize()}: {values['joined']['name']} into {_name(model, values['into'])}"
    )


def _named(action: LoggedAction, values: dict[str, Any]) -> str:
    """Say whom a curator said a name means."""
    whom = _name(Person, values["person"]) if values.get("person") else "put aside"
    return f"“{values['named']}” in {_name(Article, values['article'])}: {whom}"


def _roster(action: LoggedAction, values: dict[str, Any]) -> str:
    return f"Roster of {_name(Body, values['roster'])}: {values['summary']}"


def _names(action: LoggedAction, values: dict[str, Any]) -> str:
    now = values["names"]
    was = values.get("was", now)  # undoing one holds what it took back only
    renamed = f"{was['name']} is called {now['name']} now" if was["name"] != now["name"] else now["name"]
    return f"{renamed}, also written {', '.join(now['aliases']) or 'no other way'}"


def _changes(action: LoggedAction) -> str:
    """Return which of a record's values an action changed, in words: ": date, time"; a new status itself."""
    action = action.undoes or action
    before, after = action.before, action.after
    changed = [words for name, words in VALUES.items() if name in after and before.get(name) != after[name]]
    if (status := after.get("status")) and before.get("status") != status:
        changed.append(f"now {Status(status).label.lower()}")
    listed = ", ".join(dict.fromkeys(changed))
    return f": {listed}" if listed else ""


def _vote(action: LoggedAction, values: dict[str, Any]) -> str:
    """Say what was done to a vote; of one that a motion put off, by which."""
    about = f"Vote: {_name(Vote, values['vote'])}"
    disposal = Vote.objects.select_related("body").filter(pk=values.get("disposal", 0)).first()
    if disposal is None:
        return about + _changes(action)
    return f"{about}; by a vote of {disposal.body}: {outcome_in_words(disposal)}"


def _event(action: LoggedAction, values: dict[str, Any]) -> str:
    """Say what was done to an event: entered, or changed in what."""
    is_new = len((action.undoes or action).before) == 1 and "title" in values
    done = ", entered by hand" if is_new else _changes(action) or ": the votes taken at it"
    return f"{_name(Event, values['event'])}{done}"


def _answered(values: dict[str, Any]) -> str:
    return _name(Position, values["position"]) if "position" in values else _name(Quote, values["quote"])


def _name(model: Any, pk: int) -> str:
    row = model._base_manager.filter(pk=pk).first()
    return str(row) if row else f"no. {pk}, no longer there"


# What was done to a finding beside deciding it.
DONE = {
    "kept_in": ", kept though the story changed",
    "kept_date": ", its day kept",
    "added": ", added by hand",
    "split": ", cut in two",
    "joined": ", joined with another",
}
# What the log calls a record's values.
VALUES = {
    "text": "words", "type": "how it is told", "person_id": "whose it is", "label": "whose it is",
    "issue_id": "issue", "said_on": "day", "stance": "stand", "basis": "how it is known", "conditional": "condition",
    "matter": "matter", "since": "since when", "until": "until when", "term_note": "term", "voting": "whether it votes",
    "seat": "seat", "body_id": "body", "place_id": "place", "parents": "what it is made of", "state": "state",
    "time_zone": "time zone", "ocd_division_id": "identifier",
    "earliest": "date", "latest": "date", "precision": "date", "phrase": "date", "time": "time", "location": "place",
    "outcome": "outcome", "yes": "count", "no": "count", "agenda_url": "agenda link", "classification": "sort",
    "passage_rule": "what passes", "passage_number": "what passes", "passage_needs": "what passes", "motion": "motion",
    "meeting_id": "meeting", "disposes_of_id": "what it puts off", "kind": "sort", "title": "title", "url": "link",
    "bodies": "bodies", "issues": "issues", "name": "name", "aliases": "other names", "seats": "seats",
    "accepts_own_calendar": "whether its own calendar moves its meetings by itself",
    "address": "address", "address_checked_on": "address", "sign_up_url": "sign-up link",
    "sign_up_checked_on": "sign-up link", "comment_url": "comment link", "comment_checked_on": "comment link",
}  # fmt: skip
# What is said of a story and an issue.
BELONGS = {
    ArticleIssue.State.PROPOSED: "may belong to",
    ArticleIssue.State.ACCEPTED: "belongs to",
    ArticleIssue.State.REJECTED: "does not belong to",
}
# By what an action is about: what is said of it, from its values before and after.
WORDS: dict[log.Subject, Callable[[LoggedAction, dict[str, Any]], str]] = {
    log.FINDING: _finding,
    log.MERGE: _merge,
    log.JOINED: _joined,
    log.NAMED: _named,
    log.ROSTER: _roster,
    log.TOLD_APART: _told_apart,
    log.RESPONSE: lambda _, values: f"A reply to “{_answered(values)}”",
    log.REMOVED: lambda _, values: f"{values['removed'].capitalize()} no. {values['id']}: no longer public",
    log.WITHDRAWAL: lambda _, values: f"{_name(Article, values['article'])}: withdrawn",
    log.SOURCE: lambda _, values: f"{_name(Source, values['source'])}: {'paused' if values['paused'] else 'resumed'}",
    log.MATCH: lambda _, values: (
        f"{_name(Article, values['article'])}: {BELONGS[values['state']]} {_name(Issue, values['on'])}"
    ),
    log.ISSUE: lambda _, values: f"Issue: {_name(Issue, values['issue'])}",
    log.ROLL_CALL: lambda _, values: f"Vote: {_name(Vote, values['vote'])}, the roll call",
    log.VOTE: _vote,
    log.EVENT: _event,
    log.BODY: lambda action, values: f"Body: {_name(Body, values['body'])}{_changes(action)}",
    log.PUBLIC_FIGURE: lambda _, values: (
        f"{_name(Person, values['person'])}: {'a public figure' if values['public_figure'] else 'private'}"
    ),
    log.NAMES: _names,
    log.QUOTE: lambda action, values: f"Quote: {_name(Quote, values['quote'])}{_changes(action)}",
    log.POSITION: lambda action, values: f"Position: {_name(Position, values['position'])}{_changes(action)}",
    log.ROLE: lambda action, values: f"Role: {_name(Role, values['role'])}{_changes(action)}",
    log.PLACE: lambda action, values: f"Place: {_name(Place, values['place'])}{_changes(action)}",
    log.SITE_PAGE: lambda _, values: f"{_name(SitePage, values['site_page'])}: its words",
    log.SIBLINGS: lambda _, values: (
        f"The same correction of {len(values['siblings'])} more finding{'s' if len(values['siblings']) > 1 else ''}: "
        f"{', '.join(values['parts'])}"
    ),
    log.REDACTION: lambda _, values: f"{_name(Person, values['person'])}, everywhere",
}
