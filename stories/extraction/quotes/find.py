"""Brings the reports of all rules together into quotes."""

from stories.extraction.document import Document
from stories.extraction.findings import Quote, QuoteType
from stories.extraction.people.cast import Cast
from stories.extraction.quotes.direct import direct
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.indirect import indirect
from stories.extraction.quotes.report import Range, Report
from stories.extraction.quotes.speakers import labelled_name, name_of, span_of
from stories.extraction.quotes.labels import labelled


def find(document: Document, cast: Cast) -> tuple[Quote, ...]:
    """Every quote, in the order of the text; stretches that overlap are given once."""
    if not document.paragraphs:
        return ()
    frame = Frame(document)
    turns = list(labelled(document, cast))
    spoken = _free(_follow(list(direct(frame))), [piece for turn in turns for piece in turn.pieces])
    taken = [piece for report in (*turns, *spoken) for piece in report.pieces]
    reports = [*turns, *spoken, *_free(list(indirect(frame)), taken)]
    quotes = [quote for report in reports for quote in _quotes(document, cast, report)]
    return tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end)))


def _follow(reports: list[Report]) -> list[Report]:
    """Give a stretch that names nobody the speaker before it; drop it where there is none."""
    kept: list[Report] = []
    for report in reports:
        if report.follows:
            if not kept:
                continue
            report.speaker = kept[-1].speaker
        kept.append(report)
    return kept


def _free(reports: list[Report], taken: list[Range]) -> list[Report]:
    """Reports whose pieces overlap nothing that is taken: surest rules first, then the outermost clause."""
    kept: list[Report] = []
    claimed = list(taken)
    for report in sorted(reports, key=lambda r: (-r.confidence, r.pieces[0][0], -r.pieces[-1][1])):
        pieces = [p for p in report.pieces if not any(p[0] < b and a < p[1] for a, b in claimed)]
        if pieces:
            report.pieces = pieces
            claimed += pieces
            kept.append(report)
    return kept


def _quotes(document: Document, cast: Cast, report: Report) -> list[Quote]:
    speaker = report.speaker
    if report.label:
        name, mention = labelled_name(cast, document, report.label), document.span(*report.label)
    else:
        name = name_of(cast, document, speaker) if speaker is not None else None
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
