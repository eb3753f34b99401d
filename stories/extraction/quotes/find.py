"""Brings the reports of all rules together into quotes."""

from collections.abc import Iterable, Iterator

from stories.extraction.document import Document
from stories.extraction.findings import Quote, QuoteType
from stories.extraction.people.cast import Cast
from stories.extraction.quotes.direct import direct
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.groups import stands_for
from stories.extraction.quotes.indirect import indirect
from stories.extraction.quotes.labels import labelled
from stories.extraction.quotes.objects import RETOLD
from stories.extraction.quotes.report import Report
from stories.extraction.quotes.speakers import labelled_name, name_of, namesakes, rivals, span_of


def find(document: Document, cast: Cast) -> tuple[Quote, ...]:
    """Every quote, in the order of the text; stretches that overlap are given once."""
    if not document.paragraphs:
        return ()
    frame = Frame(document, cast)
    taken = bytearray(len(document.text))
    reports = _free(labelled(document, cast), taken)
    reports += _free(_follow(direct(frame)), taken)
    cues = {report.cue for report in reports}
    reports += _free((r for r in indirect(frame) if r.rule != RETOLD or r.cue not in cues), taken)
    quotes = [quote for report in reports for quote in _quotes(frame, report)]
    return tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end)))


def _follow(reports: Iterable[Report]) -> Iterator[Report]:
    """Give a stretch that names nobody the speaker before it; drop it where there is none."""
    last: Report | None = None
    for report in reports:
        if report.follows:
            if last is None:
                continue
            report.speaker, report.label = last.speaker, last.label
        last = report
        if not report.anchor:
            yield report


def _free(reports: Iterable[Report], taken: bytearray) -> list[Report]:
    """Reports whose pieces overlap nothing that is taken: surest rules first, then the outermost clause."""
    kept: list[Report] = []
    for report in sorted(reports, key=lambda r: (-r.confidence, r.pieces[0][0], -r.pieces[-1][1])):
        report.pieces = [(start, end) for start, end in report.pieces if taken.find(1, start, end) < 0]
        for start, end in report.pieces:
            taken[start:end] = b"\x01" * (end - start)
        if report.pieces:
            kept.append(report)
    return kept


def _quotes(frame: Frame, report: Report) -> list[Quote]:
    document, speaker, name, mention = frame.document, report.speaker, None, None
    if report.label:
        name, mention = labelled_name(frame.cast, document, report.label), document.span(*report.label)
    elif speaker is not None:
        name = name_of(frame, speaker)
        group = stands_for(frame, speaker) if name is None else None
        mention = span_of(document, group or speaker, report.cue[0] if report.cue else None)
    because, confidence = _weighed(frame, report, name)
    cue = document.span(*report.cue) if report.cue else None
    return [
        Quote(
            start=start, end=end, text=document.text[start:end], type=_type(frame, report, start, end), speaker=name,
            spans=tuple(report.pieces), speaker_span=mention, cue=cue, confidence=confidence, because=because,
        )
        for start, end in report.pieces
    ]  # fmt: skip


def _weighed(frame: Frame, report: Report, name: str | None) -> tuple[str, float]:
    """The rule in words, with what makes it surer or less sure."""
    because, confidence = report.rule, report.confidence
    if report.speaker is not None and report.speaker.pos_ == "PRON":
        because, confidence = f"{because}; the speaker is a pronoun", confidence - 0.1
        if rivals(frame, report.speaker):
            because, confidence = f"{because} that somebody else could be", confidence - 0.1
    elif report.speaker is not None and name is not None and namesakes(frame, report.speaker):
        because, confidence = f"{because}; a bare surname that several bear", confidence - 0.2
    elif name is None:
        because, confidence = f"{because}; nobody is named", confidence - 0.05
    stretch = frame.document.quoted_at(report.pieces[0][0])
    if stretch is not None and not stretch.whole:
        because, confidence = f"{because}; a quotation mark is missing", confidence - 0.3
    return because, round(max(confidence, 0.1), 2)


def _type(frame: Frame, report: Report, start: int, end: int) -> QuoteType:
    """Direct for a turn and for the words between two marks, mixed where some of it stands in marks."""
    if report.turn:
        return "direct"
    stretch = frame.document.quoted_at(start)
    if stretch and frame.words_of(stretch) == (start, end):
        return "direct"
    within = frame.document.tokens(start, end)
    return "mixed" if any(frame.inside[token.i] for token in within) else "indirect"
