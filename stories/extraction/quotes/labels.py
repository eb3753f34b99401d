"""Speech that a label introduces: turns of a transcript, and headings such as "Mayor Ruiz: We will not wait"."""

import re
from collections.abc import Iterator

from stories.extraction.document import Document
from stories.extraction.layout import Paragraph
from stories.extraction.people.cast import Cast
from stories.extraction.quotes.report import Range, Report
from stories.extraction.quotes.speakers import labelled_name

HEADING = re.compile(r"(?P<name>(?:[A-Z][\w.'-]*)(?: [A-Z][\w.'-]*){0,3}): +(?P<words>\S.{8,160})")

ANSWER = "A"  # beside "Q"
OFFICE = re.compile(r"(?:Mayor|Chief|Police|Sheriff|Superintendent|Council|Board|Governor|Poll|Study|Report)\b")


def labelled(document: Document, cast: Cast) -> Iterator[Report]:
    """A source's turn is one direct quote; a host's or reporter's is narration."""
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.kind == "turn" and paragraph.speaker and not paragraph.staff:
            if _reports_news(cast, document, paragraph.speaker) or not _may_speak(cast, document, paragraph.speaker):
                continue
            rule = "a labelled turn in a transcript"
            yield Report(rule, 0.96, [(paragraph.body, paragraph.end)], label=paragraph.speaker, turn=True)
        elif number == 0 or paragraph.kind == "heading":
            yield from _headline(document, cast, paragraph)


def _may_speak(cast: Cast, document: Document, label: Range) -> bool:
    """Whether a label names a person or an office, and not a part of a list ("ACTION: Approved a lease")."""
    words = document.plain[slice(*label)]
    if words == ANSWER:
        return True
    return labelled_name(cast, document, label) is not None or OFFICE.match(words.title()) is not None


def _reports_news(cast: Cast, document: Document, label: Range) -> bool:
    name = labelled_name(cast, document, label)
    figure = cast.named(name) if name else None
    return figure is not None and figure.kind == "journalist"


def _headline(document: Document, cast: Cast, paragraph: Paragraph) -> Iterator[Report]:
    found = HEADING.fullmatch(document.plain, paragraph.start, paragraph.end)
    if not found or (labelled_name(cast, document, found.span("name")) is None and not OFFICE.match(found["name"])):
        return
    start, end = found.span("words")
    while end > start and document.plain[end - 1] in " .'\"":
        end -= 1
    while start < end and document.plain[start] in " '\"":
        start += 1
    yield Report("a heading that names the speaker before a colon", 0.5, [(start, end)], label=found.span("name"))
