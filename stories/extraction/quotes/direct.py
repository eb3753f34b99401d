"""Words in quotation marks: which stretches are speech, and which reporting words they go with."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.marks import Quoted
from stories.extraction.quotes.clauses import subject
from stories.extraction.quotes.cues import BESIDE_QUOTES, STATEMENTS
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.report import Report

LONGEST_TAIL = 40  # tokens between the closing mark and the verb of saying


@dataclass(slots=True)
class Place:
    """A stretch with the tokens of its sentence outside the marks: the lead before it and the tail after it."""

    stretch: Quoted
    lead: tuple[int, int]
    tail: tuple[int, int]
    paragraph: int
    touches: bool = False  # another stretch ends where the lead begins


def direct(frame: Frame) -> Iterator[Report]:
    """Reports of stretches that are whole sentences, or that end at the reporting words."""
    last: Report | None = None
    paragraph = -1
    for place in places(frame):
        report = _attributed(frame, place)
        if report is None and place.lead[0] == place.lead[1] and _sentence_like(frame, place):
            same = place.paragraph == paragraph
            report = Report(
                "quotation marks in the same paragraph as the last speaker's"
                if same
                else "a whole paragraph in quotation marks after a speaker's",
                0.9 if same else 0.7,
                follows=True,
            )
        if report:
            report.pieces.insert(0, (place.stretch.start, place.stretch.end))
            paragraph = place.paragraph
            yield report


def places(frame: Frame) -> Iterator[Place]:
    """Every stretch with its surroundings, in order."""
    document = frame.document
    marks = document.quoted
    starts = [(p.start, p.body, p.end) for p in document.paragraphs]
    number = 0
    for index, stretch in enumerate(marks):
        while number + 1 < len(starts) and starts[number + 1][0] < stretch.start:
            number += 1
        closes = number
        while closes + 1 < len(starts) and starts[closes + 1][0] < stretch.end:
            closes += 1
        before = marks[index - 1].end + 1 if index and marks[index - 1].end > starts[number][0] else starts[number][1]
        after = starts[closes][2]
        if index + 1 < len(marks) and marks[index + 1].start < after:
            after = marks[index + 1].start - 1
        first, opened = frame.token_at(before), frame.token_at(stretch.start - 1)
        closed, end = frame.token_at(stretch.end + 1), frame.token_at(after)
        lead_start = first
        for i in range(opened, first, -1):
            if i in frame.sentence_starts and (i == opened or not frame.inside[i]):
                lead_start = i
                break
        tail_end = end
        for i in range(closed, end):
            if i in frame.sentence_starts:
                tail_end = i
                break
        touches = bool(index and marks[index - 1].end + 1 == before and lead_start == first)
        yield Place(stretch, (lead_start, max(lead_start, opened)), (closed, max(closed, tail_end)), number, touches)


def _attributed(frame: Frame, place: Place) -> Report | None:
    words = frame.document.plain[place.stretch.start : place.stretch.end].rstrip()
    if not words:
        return None
    starts_sentence = _blank(frame, place.lead)
    if not _blank(frame, place.tail):
        ended = words[-1] in ",?!-—." or words.endswith("...")
        verb = _tail_verb(frame, place, ended)
        if verb is not None and (ended or starts_sentence) and len(words.split()) > 1:
            speaker = subject(frame, verb)
            report = Report(
                "quotation marks followed by a verb of saying and its subject", 0.95, cue=_range(verb), speaker=speaker
            )
            if not starts_sentence and not place.touches:
                return _mixed(frame, place, report)
            return report
    if not starts_sentence:
        return _led(frame, place, words)
    return None


def _mixed(frame: Frame, place: Place, report: Report) -> Report | None:
    """ "The plan is “a disaster,” she said": the words before the mark belong to it, unless they report it themselves."""
    lead = frame.doc[place.lead[0] : place.lead[1]]
    if any(t.lemma_ in BESIDE_QUOTES and t.pos_ == "VERB" for t in lead):
        led = _led(frame, place, "")
        return led or report
    return None


def _tail_verb(frame: Frame, place: Place, ended: bool) -> Token | None:
    """The verb that reports the stretch before it: "said Smith", "Smith, who voted no, said"."""
    doc = frame.doc
    start, end = place.tail
    while start < end and (doc[start].is_space or doc[start].text in '",—-'):
        start += 1
    if start >= end:
        return None
    for token in doc[start : min(end, start + LONGEST_TAIL)]:
        if token.pos_ not in ("VERB", "AUX") or token.lemma_ not in BESIDE_QUOTES:
            continue
        who = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
        if token.i <= start + 1 and (token.i == start or doc[start].pos_ in ("ADV", "PROPN", "PRON", "NOUN", "AUX")):
            return token
        if who and who[0].left_edge.i <= start + 1:
            return token
        if (
            who
            and who[0].i < token.i
            and not any(t.pos_ in ("VERB",) and t.dep_ == "ROOT" for t in doc[start : token.i])
        ):
            return token
    return None


def _led(frame: Frame, place: Place, words: str) -> Report | None:
    """The lead reports the stretch: "She said: “…”", "he told the board, “…”"."""
    doc = frame.doc
    start, end = place.lead
    while end > start and (doc[end - 1].is_space or doc[end - 1].text == '"'):
        end -= 1
    if end <= start:
        return None
    closing = doc[end - 1].text
    capital = words[:1].isupper() or words[:3] == "..." or (words[:1] in "'[(" and words[1:2].isupper())
    for token in reversed(doc[start:end]):
        if token.pos_ in ("VERB", "AUX") and token.lemma_ in BESIDE_QUOTES and not frame.inside[token.i]:
            between = doc[token.i + 1 : end]
            clause = any(t.dep_ in ("nsubj", "nsubjpass") and t.head.i > token.i and t.i > token.i for t in between)
            if clause and closing != ":":
                break
            if closing in (",", ":") or token.i == end - 1 or (capital and len(between) <= 6):
                if closing not in (",", ":") and not capital and len(words.split()) < 3:
                    return None
                if not capital and closing not in (",", ":") and token.i != end - 1:
                    return None
                return Report(
                    "a verb of saying right before the quotation marks",
                    0.93,
                    cue=_range(token),
                    speaker=subject(frame, token),
                )
            break
    if closing == ":" and capital:
        root = next((t for t in doc[start:end] if t.dep_ == "ROOT"), doc[start])
        return Report(
            "a colon before the quotation marks", 0.75, cue=_range(doc[end - 1]), speaker=subject(frame, root) or root
        )
    return None


def _sentence_like(frame: Frame, place: Place) -> bool:
    words = frame.document.plain[place.stretch.start : place.stretch.end].strip()
    return len(words) > 1 and words[-1] in ".?!,-—" and len(words.split()) > 2 and _blank(frame, place.tail)


def _blank(frame: Frame, tokens: tuple[int, int]) -> bool:
    return not any(t.is_alpha or t.like_num for t in frame.doc[tokens[0] : tokens[1]])


def _range(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)
