"""The only door to a public record: accept, correct, reject, edit, merge, redact, undo; each leaves a logged action."""

from stories.curation.bulk import accept_quotes
from stories.curation.changed import keep, take_back
from stories.curation.choice import Choice, CurationError
from stories.curation.corrected import correct_position, correct_quote
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
from stories.curation.merge import merge, tell_apart
from stories.curation.names import call, mark_public_figure
from stories.curation.naming import put_aside, say_new, say_no_person, say_who
from stories.curation.offices import save_place, save_role
from stories.curation.parts import add, join, split
from stories.curation.redaction import redact_person
from stories.curation.redated import count_again, keep_date
from stories.curation.replies import respond
from stories.curation.roster import apply_roster
from stories.curation.siblings import apply_to, siblings_of
from stories.curation.site_pages import save_site_page
from stories.curation.undo import undo
from stories.curation.withdrawal import withdraw

__all__ = [
    "Choice",
    "CurationError",
    "NewEvent",
    "accept",
    "accept_quotes",
    "add",
    "apply_roster",
    "apply_to",
    "call",
    "correct_position",
    "correct_quote",
    "count_again",
    "edit_event",
    "edit_vote",
    "enter_disposal",
    "enter_event",
    "join",
    "keep",
    "keep_date",
    "mark_public_figure",
    "match",
    "merge",
    "pause",
    "poll_now",
    "put_aside",
    "record_ballots",
    "redact_person",
    "reject",
    "respond",
    "save_body",
    "save_issue",
    "save_place",
    "save_role",
    "save_site_page",
    "say_new",
    "say_no_person",
    "say_who",
    "siblings_of",
    "split",
    "take_back",
    "tell_apart",
    "undo",
    "withdraw",
]
