"""The only door to a public record: accept, correct, reject, edit, merge, redact, undo; each leaves a `Decision`."""

from stories.curation.changed import keep, take_back
from stories.curation.choice import Choice, CurationError
from stories.curation.door import accept, accept_all, reject
from stories.curation.edit import edit_vote, record_ballots
from stories.curation.issues import save_issue
from stories.curation.matching import match
from stories.curation.merge import merge
from stories.curation.names import call
from stories.curation.person import mark_public_figure, tell_apart
from stories.curation.redaction import redact_person
from stories.curation.responses import respond
from stories.curation.sources import pause, poll_now
from stories.curation.undo import undo

__all__ = [
    "Choice",
    "CurationError",
    "accept",
    "accept_all",
    "call",
    "edit_vote",
    "keep",
    "mark_public_figure",
    "match",
    "merge",
    "pause",
    "poll_now",
    "record_ballots",
    "redact_person",
    "reject",
    "respond",
    "save_issue",
    "take_back",
    "tell_apart",
    "undo",
]
