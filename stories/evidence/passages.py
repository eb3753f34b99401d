"""A sentence in its place: the words a claim rests on, with at most one sentence on either side."""

import re
from dataclasses import dataclass

# Bounded runs: a hostile text of a million full stops costs no more than any other.
SENTENCE_END = re.compile(r"[.!?…]{1,4}[\"'”’)\]]{0,4}\s{1,20}(?=[\"'“‘(\[]{0,4}[^\W\d_a-zß-öø-ÿ])")
SHORT_FORM = re.compile(
    r"(?:\b[A-Za-z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:mr|mrs|ms|dr|sen|rep|gov|lt|sgt|capt|col|gen|maj|rev|hon|prof|st|jr|sr"
    r"|vs|jan|feb|aug|sept|oct|nov|dec))\.$",
    re.IGNORECASE,
)
NEAR = 2_000  # characters looked at on either side
CONTEXT = 400  # characters shown on either side at most: a text without sentence ends is not shown whole


@dataclass(frozen=True, slots=True)
class Passage:
    """The evidence sentence is `lead + words + tail`; `before` and `after` are its neighbours in the paragraph."""

    before: str
    lead: str
    words: str
    tail: str
    after: str

    @property
    def is_whole(self) -> bool:
        """Nothing stands beside the words, so there is nothing to set them off from."""
        return not (self.before or self.lead.strip() or self.tail.strip() or self.after)

    @property
    def sentence(self) -> str:
        return self.lead + self.words + self.tail


def passage(text: str, start: int, end: int) -> Passage:
    """The words text[start:end] in their sentence. Splitting is by punctuation: the web process loads no model."""
    first, last = _paragraph(text, start, end)
    ends = sentence_ends(text, first, last)
    opened = max((edge for edge in ends if edge <= start), default=first)
    closed = min((edge for edge in ends if edge >= end), default=last)
    before = max((edge for edge in ends if edge < opened), default=first)
    after = min((edge for edge in ends if edge > closed), default=last)
    return Passage(
        _last(text[before:opened].strip()),
        _last(text[opened:start]),
        text[start:end],
        _first(text[end:closed].rstrip()),
        _first(text[closed:after].strip()),
    )


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraphs that the words stand in begin and end, no further away than need be."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    broken = text.rfind("\n\n", first, start)
    ended = text.find("\n\n", end, last)
    return (first if broken < 0 else broken + 2), (last if ended < 0 else ended)


def sentence_ends(text: str, first: int, last: int) -> list[int]:
    """Where each sentence but the last of a paragraph ends, the white space included."""
    found = SENTENCE_END.finditer(text, first, last)
    return [
        match.end() for match in found if not SHORT_FORM.search(text, max(first, match.start() - 12), match.start() + 1)
    ]


def _last(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _first(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
