"""How much of one story the public sees in all: the findings that weigh most first, until its measure is full.

A story belongs to its publisher. A claim that finds no room any more is shown without words, with the way to the
sentence at the publisher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from stories.evidence.passages import Passage, passage_at, sentence_ends
from stories.findings.kinds import KINDS, is_claim
from stories.models import ArticleVersion, Finding

# The measure: of a story's characters, and of its sentences; two sentences are shown always, also of a brief of four.
SHARE = 1 / 3
MOST_SENTENCES = 12
ALWAYS = 2


def shown_of(findings: Iterable[Finding]) -> dict[int, Passage | None]:
    """Return by id the passages of one story's accepted findings that the public sees.

    None where there is no room, nothing where the words were removed. Room is given to the sentences by weight, then
    to their neighbours. A body's own calendar is no publisher's: all of it may be shown.
    """
    return _measured(findings)[0]


def room_beside(findings: Iterable[Finding]) -> Callable[[str], bool]:
    """Return what takes room for further words of one story beside its accepted findings', and says whether there was
    any: its measure holds for whatever a page shows of it.
    """
    return _measured(findings)[1]


def _measured(findings: Iterable[Finding]) -> tuple[dict[int, Passage | None], Callable[[str], bool]]:
    claims = (finding for finding in findings if is_claim(finding))  # who somebody is needs no words
    ordered = sorted(
        claims, key=lambda finding: (KINDS[finding.kind].weight(finding.payload), not finding.governs, finding.pk)
    )
    passages = {finding.pk: passage for finding in ordered if (passage := passage_of(finding))}
    if any(finding.article.is_record for finding in ordered):
        return dict(passages), lambda _: True
    room = _Room({finding.version_id: finding.version for finding in ordered}.values())
    taken = {pk for pk, passage in passages.items() if room.take(passage.sentence)}
    shown: dict[int, Passage | None] = dict.fromkeys(passages)
    for pk in (pk for pk in passages if pk in taken):
        before, after = (words if room.take(words) else "" for words in (passages[pk].before, passages[pk].after))
        shown[pk] = replace(passages[pk], before=before, after=after)
    return shown, room.take


def passage_of(finding: Finding) -> Passage | None:
    """Return the words that the finding rests on, in their place; None where they were redacted."""
    version, spans = finding.version, _evidence_spans(finding)
    if finding.redacted_at or version.redacted_at or not spans:
        return None
    return passage_at(version.text, spans[0]["start"], spans[-1]["end"])


class _Room:
    """What may still be shown of a story; a sentence that stands in two versions, or under two claims, counts once."""

    def __init__(self, versions: Iterable[ArticleVersion]) -> None:
        self._most = SHARE * max((len(version.text) for version in versions), default=0)
        self._shown: set[str] = set()
        self._length = 0

    def take(self, words: str) -> bool:
        """Say whether all of these words may be shown; if so, they take their room."""
        new = {sentence for sentence in _sentences(words) if sentence not in self._shown}
        length, count = self._length + sum(map(len, new)), len(self._shown) + len(new)
        if count > MOST_SENTENCES or (length > self._most and count > ALWAYS):
            return False
        self._shown |= new
        self._length = length
        return True


def _sentences(words: str) -> Iterator[str]:
    """Yield the sentences without the white space between them."""
    start = 0
    for end in [*sentence_ends(words, 0, len(words)), len(words)]:
        if sentence := words[start:end].strip():
            yield sentence
        start = end


def _evidence_spans(finding: Finding) -> list[dict[str, int]]:
    """Return the spans of the evidence in the order of the text; an interrupted quote has several."""
    role = KINDS[finding.kind].evidence
    spans = [span for span in finding.spans if span["role"] == role] or finding.spans[:1]
    return sorted(spans, key=lambda span: span["start"])
