"""A sentence in its place: the words a claim rests on, with at most one sentence on either side."""

import re
from dataclasses import dataclass

# Bounded runs: a hostile text of a million full stops costs no more than any other.
SENTENCE_END = re.compile(r"[.!?…]{1,4}[\"'”’)\]]{0,4}\s{1,20}(?=[\"'“‘(\[]{0,4}[^\W\d_a-zß-öø-ÿ])")
# "Mr.", "J.", "U.S.", "Nov.": the full stop ends no sentence.
SHORT_FORM = re.compile(
    r"(?:\b[A-Za-z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:mr|mrs|ms|dr|sen|rep|gov|lt|sgt|capt|col|gen|maj|rev|hon|prof|st|jr|sr"
    r"|vs|jan|feb|aug|sept|oct|nov|dec))\.$",
    re.IGNORECASE,
)
# Characters looked at on either side, and shown at most: a text without sentence ends is not shown whole.
NEAR = 2_000
CONTEXT = 400


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
        """Say whether nothing stands beside the words, so that there is nothing to set them off from."""
        return not (self.before or self.lead.strip() or self.tail.strip() or self.after)

    @property
    def sentence(self) -> str:
        return self.lead + self.words + self.tail


def passage_at(text: str, start: int, end: int) -> Passage:
    """Return the words text[start:end] in their sentence, split by punctuation: the web process loads no model."""
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
    """Return where the paragraphs that the words stand in begin and end, at most `NEAR` characters away."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    broken = text.rfind("\n\n", first, start)
    ended = text.find("\n\n", end, last)
    return (first if broken < 0 else broken + 2), (last if ended < 0 else ended)


def sentence_ends(text: str, first: int, last: int) -> list[int]:
    """Return where each sentence but the last of text[first:last] ends, the white space included."""
    ends = SENTENCE_END.finditer(text, first, last)
    return [
        match.end() for match in ends if not SHORT_FORM.search(text, max(first, match.start() - 12), match.start() + 1)
    ]


def _last(text: str) -> str:
    """Return the last `CONTEXT` characters, from a whole word on."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _first(text: str) -> str:
    """Return the first `CONTEXT` characters, up to a whole word."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
