"""What makes two findings of a story the same one, however the story was read."""

import hashlib
import json
from typing import Any

from stories.findings.kinds import KINDS, Payload

Spans = list[dict[str, Any]]
# What two findings have in common that differ in wording only.
Likeness = tuple[str | None, ...]


def fingerprint(kind: str, payload: Payload, spans: Spans, title: str) -> str:
    """Return what names a finding within its story and the copies: its likeness, and what tells two of one sentence
    apart. A matter that is only the story's `title` counts as none: another headline is no other finding. Confidence
    and the wording of the reason are left out, so that a better extractor proposes nothing twice.
    """
    headline = one_spaced(title)
    apart = [one_spaced(payload.get(key) or "") for key in KINDS[kind].apart]
    essence = [*likeness(kind, payload, spans), *("" if words == headline else words for words in apart)]
    return hashlib.sha256(json.dumps(essence).encode()).hexdigest()


def likeness(kind: str, payload: Payload, spans: Spans) -> Likeness:
    """Return the kind's identity and the evidence words, wherever they stand."""
    words = one_spaced(spans[0]["text"]) if KINDS[kind].is_claim and spans else ""
    return (str(kind), *(payload.get(key) for key in KINDS[kind].identity), words)


def one_spaced(words: str) -> str:
    """Return words in small letters with single spaces between them."""
    return " ".join(words.casefold().split())
