"""How much of one story the public sees in all: the findings that weigh most first, until its measure is full.

A story belongs to its publisher. A claim that finds no room any more is shown without words, with the way to the
sentence at the publisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stories.evidence.passages import Passage, passage, sentence_ends
from stories.findings.kinds import KINDS, is_claim
from stories.models import ArticleVersion, Finding

SHARE = 1 / 3  # of a story's characters
MOST_SENTENCES = 12
ALWAYS = 2  # sentences, also of a brief of four


def shown_of(findings: Iterable[Finding]) -> dict[int, Passage | None]:
    """The passages of one story's accepted findings that the public sees, by finding: None where there is no room,
    nothing where the words were removed. First the sentences by weight, then their neighbours.
    """
    claims = (finding for finding in findings if is_claim(finding))  # who somebody is needs no words
    ordered = sorted(
        claims, key=lambda finding: (KINDS[finding.kind].weight(finding.payload), not finding.governs, finding.pk)
    )
    whole = {finding.pk: found for finding in ordered if (found := passage_of(finding))}
    room = _Room({finding.version_id: finding.version for finding in ordered}.values())
    taken = {pk for pk, found in whole.items() if room.take(found.sentence)}
    return {pk: _with_neighbours(found, room) if pk in taken else None for pk, found in whole.items()}


def passage_of(finding: Finding) -> Passage | None:
    """None where the words were redacted."""
    version, spans = finding.version, _evidence_spans(finding)
    if finding.redacted_at or version.redacted_at or not spans:
        return None
    return passage(version.text, spans[0]["start"], spans[-1]["end"])


class _Room:
    """What may still be shown of a story; a sentence that stands in two versions, or under two claims, counts once."""

    def __init__(self, versions: Iterable[ArticleVersion]) -> None:
        self._most = SHARE * max((len(version.text) for version in versions), default=0)
        self._shown: set[str] = set()
        self._length = 0

    def take(self, words: str) -> bool:
        """Whether all of these words may be shown."""
        new = {sentence for sentence in _sentences(words) if sentence not in self._shown}
        length, count = self._length + sum(map(len, new)), len(self._shown) + len(new)
        if count > MOST_SENTENCES or (length > self._most and count > ALWAYS):
            return False
        self._shown |= new
        self._length = length
        return True


def _with_neighbours(found: Passage, room: _Room) -> Passage:
    before = found.before if room.take(found.before) else ""
    return replace(found, before=before, after=found.after if room.take(found.after) else "")


def _sentences(words: str) -> Iterator[str]:
    start = 0
    for end in [*sentence_ends(words, 0, len(words)), len(words)]:
        if sentence := words[start:end].strip():
            yield sentence
        start = end


def _evidence_spans(finding: Finding) -> list[dict[str, int]]:
    """In the order of the text; an interrupted quote has several."""
    role = KINDS[finding.kind].evidence
    spans = [span for span in finding.spans if span["role"] == role] or finding.spans[:1]
    return sorted(spans, key=lambda span: span["start"])
