"""Where the words of a finding stand, by role, as a curator corrected it."""

from collections.abc import Mapping, Sequence
from typing import Any

from stories.curation.choice import CurationError, Stretch
from stories.findings.identity import Spans
from stories.findings.kinds import KINDS, MENTION, PHRASE
from stories.models import ArticleVersion, Finding

# Characters of a stretch: what a finding rests on is shown to readers, and is no whole story.
LONGEST = 3000
# And of the words that only name somebody or something.
LONGEST_NAME = 300
# Roles in which a finding may have several.
MANY = (MENTION,)
MOST = 60


def places_of(spans: Spans) -> dict[str, list[Stretch]]:
    """Return where the words of each role stand."""
    places: dict[str, list[Stretch]] = {}
    for span in spans:
        places.setdefault(span["role"], []).append((span["start"], span["end"]))
    return places


def respan(finding: Finding, chosen: Mapping[str, Sequence[Stretch]]) -> None:
    """Set the spans of these roles, and the phrase with its span; the others stay. Raises CurationError where one is no
    stretch of the story, or the finding would rest on nothing.
    """
    kind = KINDS[finding.kind]
    if unknown := next((role for role in chosen if role not in kind.roles), None):
        raise CurationError(f"A {kind.name.label.lower()} has no words for “{unknown[:40]}”; nothing was changed.")
    new = {role: _spans(finding.version, role, stretches) for role, stretches in chosen.items()}
    by_role = {role: new.get(role, [span for span in finding.spans if span["role"] == role]) for role in kind.roles}
    if not by_role[kind.roles[0]]:
        raise CurationError("Mark the words that say so: nothing is public without them.")
    finding.spans = [span for spans in by_role.values() for span in spans]
    if phrase := new.get(PHRASE):
        finding.payload = {**finding.payload, "phrase": phrase[0]["text"]}


def _spans(version: ArticleVersion, role: str, stretches: Sequence[Stretch]) -> Spans:
    if len(stretches) > (MOST if role in MANY else 1):
        raise CurationError(f"One stretch of the story is enough for “{role}”.")
    return [span_at(version, role, *stretch) for stretch in stretches]


def span_at(version: ArticleVersion, role: str, start: int, end: int) -> dict[str, Any]:
    """Return the span of a role that stands there, without the space around it."""
    words = version.text[start:end] if 0 <= start < end <= len(version.text) else ""
    longest = LONGEST if role in {kind.roles[0] for kind in KINDS.values()} - {MENTION} else LONGEST_NAME
    if not words.strip():
        raise CurationError("The corrected words must be a stretch of the story.")
    if len(words) > longest:
        raise CurationError(f"These are {len(words)} characters of the story; {longest} are enough. Mark fewer words.")
    start, text = start + len(words) - len(words.lstrip()), words.strip()
    return {"role": role, "start": start, "end": start + len(text), "text": text}
