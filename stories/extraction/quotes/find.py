"""Brings the reports of all rules together into quotes."""

from collections.abc import Iterable, Iterator

from stories.extraction.document import Document
from stories.extraction.findings import Quote, QuoteType
from stories.extraction.people.cast import Cast
from stories.extraction.quotes.direct import direct
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.indirect import indirect
from stories.extraction.quotes.labels import labelled
from stories.extraction.quotes.report import Report
from stories.extraction.quotes.speakers import labelled_name, name_of, span_of


def find(document: Document, cast: Cast) -> tuple[Quote, ...]:
    """Every quote, in the order of the text; stretches that overlap are given once."""
    if not document.paragraphs:
        return ()
    frame = Frame(document, cast)
    taken = bytearray(len(document.text))
    reports = _free(labelled(document, cast), taken)
    reports += _free(_follow(direct(frame)), taken)
    reports += _free(indirect(frame), taken)
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
    document = frame.document
    speaker = report.speaker
    if report.label:
        name, mention = labelled_name(frame.cast, document, report.label), document.span(*report.label)
    else:
        name = name_of(frame, speaker) if speaker is not None else None
        mention = span_of(document, speaker, report.cue[0] if report.cue else None) if speaker is not None else None
    cue = document.span(*report.cue) if report.cue else None
    return [
        Quote(
            start=start, end=end, text=document.text[start:end], type=_type(document, start, end), speaker=name,
            spans=tuple(report.pieces), speaker_span=mention, cue=cue,
            confidence=report.confidence, because=report.rule,
        )
        for start, end in report.pieces
    ]  # fmt: skip


def _type(document: Document, start: int, end: int) -> QuoteType:
    """Direct where the piece is the words between two marks, mixed where some of it stands in marks."""
    stretch = document.quoted_at(start)
    if stretch and stretch.start == start and stretch.end == end:
        return "direct"
    return "mixed" if any(s.start < end and start < s.end for s in document.quoted) else "indirect"
