"""What the desk says of a finding or a logged action, in words."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

from stories.curation.siblings import CARRIED_OVER
from stories.curation.undo import is_undoable
from stories.curation.who import name_in
from stories.desk import settling
from stories.desk.log import action_in_words
from stories.desk.words import found_by_in_words, redated_in_words, stands_in_words, summary_of, sureness_in_words
from stories.evidence.rewording import Piece
from stories.evidence.rewording import since_accepted as pieces_since_accepted
from stories.findings.kinds import KINDS, is_claim
from stories.models import Finding, LoggedAction
from votes.models import Event, Vote

register = template.Library()


@register.filter
def name(finding: Finding) -> str:
    """Return the name of the person whose finding it is."""
    return name_in(finding)


@register.filter
def summary(finding: Finding) -> str:
    return summary_of(finding)


@register.filter
def found_by(finding: Finding) -> str:
    """Return who found it where that is not the rules alone."""
    return found_by_in_words(finding)


@register.filter
def stands(record: Vote | Event) -> str:
    """Return how it stands with a vote or an event, in words."""
    return stands_in_words(record)


@register.filter
def evidence_words(finding: Finding) -> str:
    """Return the words a claim rests on; nothing where it only says who somebody is."""
    return str(finding.spans[0]["text"]) if is_claim(finding) and finding.spans else ""


@register.filter
def lacks_issue(finding: Finding) -> bool:
    """Say whether it can't be accepted before somebody chooses the issue."""
    return KINDS[finding.kind].needs_issue and finding.issue_id is None


@register.filter
def redated(finding: Finding) -> str:
    """Say that it was counted from a day on which its story was not printed; "" where it was not."""
    return redated_in_words(finding)


@register.filter
def since_accepted(finding: Finding) -> list[Piece]:
    """Return how the sentence that it rests on reads now, word by word; of those that `changed_since` returned."""
    return pieces_since_accepted(finding, getattr(finding, "newest_text", "") or "")


@register.filter
def sureness(finding: Finding) -> str:
    """Return how sure it is and what its rule was worth; loaded by `with_record`, it asks for nothing more."""
    return sureness_in_words(finding)


@register.filter
def of(values: dict[int, Any], finding: Finding) -> Any:
    """Return what is kept under this finding."""
    return values.get(finding.pk)


@register.filter(name="json")
def in_json(values: Any) -> str:
    """Return plain values for a script to read from an attribute, which escapes them."""
    return json.dumps(values)


@register.filter
def last_action(finding: Finding) -> LoggedAction | None:
    """Return the one that stands, of those loaded with the finding."""
    standing = (action for action in finding.actions.all() if action.act not in ("undo", "edit"))
    newest = next(standing, None)
    return newest if newest and not hasattr(newest, "undone_by") else None


@register.filter
def may_be_elsewhere(action: LoggedAction) -> bool:
    """Say whether other findings may have the mistake that a correction set right."""
    return action.act == LoggedAction.Act.CORRECT and not CARRIED_OVER.isdisjoint(action.corrected)


@register.filter
def words(action: LoggedAction) -> str:
    return action_in_words(action)


@register.filter
def undoable(action: LoggedAction) -> bool:
    return is_undoable(action)


@register.filter
def goes_out(action: LoggedAction) -> str:
    """Return when readers are told of what was done; "" where they aren't, or have been."""
    return settling.goes_out(action.at, takes_back=action.act == LoggedAction.Act.UNDO)


@register.filter
def ago(moment: datetime | None) -> str:
    """Return how long it is: "3 hours ago", "never"."""
    return f"{timesince(moment, timezone.now(), depth=1)} ago" if moment else "never"
