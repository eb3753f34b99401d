"""What a story's paragraphs are: prose, headings, list items, transcript turns, live-blog stamps and the like."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["prose", "heading", "item", "turn", "stamp", "byline", "sound"]
Range = tuple[int, int]

# A line break before a lower-case word is a hard wrap inside a paragraph; every other one ends a paragraph.
BREAK = re.compile(r"(?>\r\n|[\n\r\v\f\x85\u2028\u2029])(?![a-z])\s*")
BULLET = re.compile(r"(?:[•●▪◦‣*·–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t\xa0]+(?=\S)")
CLOCK = r"(?:1[0-2]|0?[1-9])(?::[0-5]\d)?\s?[ap]\.?m\.?"
STAMP = re.compile(
    rf"[\[(]?(?:update[d:,]*\s+)?{CLOCK}[\])]?(?:\s*(?P<bar>[|:—–-])\s*|\s*$)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?P<name>[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,4}?)(?:, (?P<role>[\w .’'-]{2,40})| \([^()]{2,40}\))?:"
    r"[ \t\xa0]+(?=\S)"
)
ASKED = re.compile(r"(?P<name>Q|A)\.[ \t\xa0]+(?=\S)(?P<role>)")
STAFF = re.compile(
    r"\b(?:host|byline|reporter|anchor|moderator|correspondent|interviewer|narrator)\b",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(r"\breporting (?:live |from |at |for |in )", re.IGNORECASE)
# Capitalised words before a colon that introduce facts, not a speaker.
NOT_SPEAKERS = frozenset(
    """ayes aye noes nays nay yes no yea yeas absent abstain abstained abstaining abstentions present recused for
    against what when where who why how update updated note correction clarification editor's editors read watch
    photo photos listen more related source sources contact about motion result location time date media
    breaking""".split()
)
SOUND = re.compile(r"\((?:SOUNDBITE|LAUGHTER|APPLAUSE|CROSSTALK|MUSIC|CHEERING)[^()]*\)\.?")
DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]{1,30}(?: [A-Z][A-Z.’'-]{1,30}){0,3} ?(?:, [A-Z][\w. ]{1,20})?"
    r"(?:, [A-Z][a-z.]{2,9} \d{1,2}(?:, \d{4})?)?(?: ?\([\w ./&]{2,30}\))? ?(?:--|[—–―-])[ \xa0]*(?=\S)"
)
BYLINE = re.compile(r"By (?:[A-Z][\w.’'-]*+,? ?(?:and )?){1,8}(?:[|/•].*)?")
LONGEST_HEADING = 14  # words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`body` is where its words begin, after a bullet, stamp, dateline or speaker label; `speaker` is the label's name.

    `staff` marks a turn of a host or reporter, whose words are narration.
    """

    start: int
    end: int
    kind: Kind
    body: int
    speaker: Range | None = None
    staff: bool = False


def paragraphs(text: str, headings: Sequence[Range] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of `text` in order; `headings` are ranges known to be headings."""
    bounds = _bounds(text)
    speakers = _speakers(text, bounds)
    known = sorted(headings)
    found = []
    for number, (start, end) in enumerate(bounds):
        while known and known[0][1] <= start:
            known.pop(0)
        if known and known[0][0] < end and end - start <= known[0][1] - known[0][0] + 2:
            found.append(Paragraph(start, end, "heading", start))
        else:
            found.append(_read(text, start, end, speakers, last=number == len(bounds) - 1))
    return tuple(found)


def _bounds(text: str) -> list[Range]:
    """Where paragraphs start and end, without the white space around them."""
    edges = [
        0,
        *(edge for match in BREAK.finditer(text) for edge in match.span()),
        len(text),
    ]
    trimmed = (_trim(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [(start, end) for start, end in trimmed if start < end]


def _trim(text: str, start: int, end: int) -> Range:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _speakers(text: str, bounds: Sequence[Range]) -> dict[str, bool]:
    """Labels that name speakers, and whether each is a host or reporter.

    They are in capitals or repeated, and at least two paragraphs of the story are labelled so.
    """
    matches = ((_label(text, start, end), (start, end)) for start, end in bounds)
    labels = [(m, bound) for m, bound in matches if m and m["name"].split()[0].casefold() not in NOT_SPEAKERS]
    counts = Counter(m["name"] for m, _ in labels)
    names = [name for name, count in counts.items() if name.isupper() or (count > 1 and name[0].isupper())]
    if sum(counts[name] for name in names) < 2:
        return {}
    said = {name: [text[m.end() : end] for m, (_, end) in labels if m["name"] == name] for name in names}
    staff = {m["name"].split()[-1] for m, _ in labels if STAFF.search(m["role"] or m["name"])} | {"Q"}
    staff |= {name.split()[-1] for name in names if _asks(said[name])}
    return {name: name.split()[-1] in staff for name in names}


def _label(text: str, start: int, end: int) -> re.Match[str] | None:
    """What labels a paragraph as somebody's turn: "MAYOR RUIZ:", or the "Q." and "A." of questions and answers."""
    return LABEL.match(text, start, end) or ASKED.match(text, start, end)


def _asks(turns: Sequence[str]) -> bool:
    """Whether somebody's turns are mostly questions, or sign off as a reporter's do."""
    questions = sum(turn.endswith("?") for turn in turns)
    return (len(turns) > 1 and questions * 2 >= len(turns)) or any(SIGN_OFF.search(turn) for turn in turns)


def _read(text: str, start: int, end: int, speakers: Mapping[str, bool], *, last: bool) -> Paragraph:
    label = _label(text, start, end)
    if label and label["name"] in speakers:
        return Paragraph(start, end, "turn", label.end(), label.span("name"), speakers[label["name"]])
    if stamp := STAMP.match(text, start, end):
        if stamp.end() == end or _looks_like_heading(text[stamp.end() : end]):
            return Paragraph(start, end, "stamp", stamp.end())
        if stamp["bar"]:
            return Paragraph(start, end, "prose", stamp.end())
    if bullet := BULLET.match(text, start, end):
        return Paragraph(start, end, "item", bullet.end())
    dateline = DATELINE.match(text, start, end)
    return Paragraph(start, end, _kind_by_look(text[start:end], last=last), dateline.end() if dateline else start)


def _kind_by_look(words: str, *, last: bool) -> Kind:
    if SOUND.fullmatch(words):
        return "sound"
    if BYLINE.fullmatch(words):
        return "byline"
    return "heading" if not last and _looks_like_heading(words) else "prose"


def _looks_like_heading(words: str) -> bool:
    """Short, capitalised, without final punctuation; a labelled fact ("Ayes: ...") is none."""
    if len(words) > 120 or not words or not (words[0].isupper() or words[0].isdigit()):
        return False
    label = words.partition(":")[0].casefold()
    if words[-1] in ".!…,;:\"”'’)—" or (label in NOT_SPEAKERS and ":" in words):
        return False
    return len(words.split()) <= (LONGEST_HEADING if words[-1] != "?" else 6)
