"""The only door to a public record: accept, correct, reject, edit, merge, redact, undo; each leaves a logged action."""

from stories.curation.bulk import accept_quotes
from stories.curation.changed import keep, take_back
from stories.curation.choice import Choice, CurationError
from stories.curation.decide import accept, reject
from stories.curation.edit import (
    edit_vote,
    enter_disposal,
    match,
    pause,
    poll_now,
    record_ballots,
    save_body,
    save_issue,
)
from stories.curation.events import NewEvent, edit_event, enter_event
from stories.curation.merge import merge
from stories.curation.names import call, mark_public_figure, tell_apart
from stories.curation.redaction import redact_person
from stories.curation.redated import count_again, keep_date
from stories.curation.replies import respond
from stories.curation.undo import undo
from stories.curation.withdrawal import withdraw

__all__ = [
    "Choice",
    "CurationError",
    "NewEvent",
    "accept",
    "accept_quotes",
    "call",
    "count_again",
    "edit_event",
    "edit_vote",
    "enter_disposal",
    "enter_event",
    "keep",
    "keep_date",
    "mark_public_figure",
    "match",
    "merge",
    "pause",
    "poll_now",
    "record_ballots",
    "redact_person",
    "reject",
    "respond",
    "save_body",
    "save_issue",
    "take_back",
    "tell_apart",
    "undo",
    "withdraw",
]
