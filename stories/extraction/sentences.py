"""Where sentences may and must begin; spaCy's parser, told beforehand, else splits badly around quotation marks."""

from collections.abc import Sequence

from spacy.tokens import Doc

from stories.extraction.layout import Paragraph
from stories.extraction.marks import Quoted

MAY, MUST, MUST_NOT = 0, 1, -1
LONGEST = 250  # tokens; a text without sentence ends is cut there
ENDS = frozenset(
    [
        ".",
        "!",
        "?",
        "...",
        "…",
        "..",
        "....",
        "?!",
        "!!",
        "???",
        "!!!",
        "*",
        "|",
        "—",
        "--",
    ]
)
DASHES = frozenset(["—", "-", "--"])
CLOSERS = frozenset(['"', "'", ")", "]", "''"])
# Abbreviations that stand before a name or number and so never end a sentence.
BEFORE_NAMES = frozenset(
    """mr. mrs. ms. dr. sen. sens. rep. reps. gov. govs. lt. sgt. capt. col. gen. maj. det. ofc. rev. hon. prof.
    st. ste. mt. ft. atty. supt. comm. pres. no. nos. art. sec. vs. v. u.s.c. e.g. i.e.
    jan. feb. aug. sept. oct. nov. dec.""".split()
)

# Titles that spaCy parts from their full stop.
PARTED = frozenset("coun couns ald alds cllr clr commr".split())


def sentence_starts(doc: Doc, paragraphs: Sequence[Paragraph], marks: Sequence[Quoted]) -> list[int]:
    """For each token whether a sentence may, must or must not begin there."""
    edges = {paragraph.start for paragraph in paragraphs} | {paragraph.body for paragraph in paragraphs}
    opening = {stretch.start for stretch in marks}
    starts: list[int] = []
    since = 0
    previous = before = ""
    for token in doc:
        at = token.idx
        if at in edges or not starts or since >= LONGEST:
            choice = MUST
        elif token.is_space:
            choice = MUST_NOT
        else:
            choice = MUST_NOT if at in opening else _choice(token.text, previous, before, at + len(token) in opening)
        starts.append(choice)
        since = 0 if choice == MUST or (choice == MAY and previous in ENDS) else since + 1
        if not token.is_space:
            previous, before = token.lower_, previous
    return starts


def _choice(text: str, previous: str, before: str, opens: bool) -> int:
    """Only after final punctuation, and with a capital, a figure or an opening mark, may a sentence begin."""
    ended = previous in ENDS or (previous in CLOSERS and before in ENDS) or previous.endswith(".")
    if not ended or previous in BEFORE_NAMES or (previous == "." and before in PARTED) or text[0].islower():
        return MUST_NOT
    if (text in CLOSERS and not opens) or text in DASHES:
        return MUST_NOT
    if opens and previous in {".", "!", "?"}:
        return MUST
    if previous == '"' and before == ".":
        return MUST
    return MAY
