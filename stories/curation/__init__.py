"""The only door to a public record: accept, correct, reject, edit, merge, redact, undo; each leaves a `Decision`."""

from stories.curation.choice import Choice, CurationError
from stories.curation.door import accept, accept_all, reject
from stories.curation.edit import edit_vote, record_ballots
from stories.curation.matching import match
from stories.curation.merge import merge
from stories.curation.redaction import redact_person
from stories.curation.undo import undo

__all__ = [
    "Choice",
    "CurationError",
    "accept",
    "accept_all",
    "edit_vote",
    "match",
    "merge",
    "record_ballots",
    "redact_person",
    "reject",
    "undo",
]
