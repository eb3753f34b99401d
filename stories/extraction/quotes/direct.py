"""Words in quotation marks: which stretches are speech, and which reporting words they go with."""

from collections.abc import Iterator
from dataclasses import replace

from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.lead import by_verb, leads, set_off
from stories.extraction.quotes.places import Place, places
from stories.extraction.quotes.report import Report
from stories.extraction.quotes.tail import new_sentence, signature, tail_verb
from stories.extraction.quotes.titles import looks_like_title
from stories.extraction.quotes.unattributed import goes_on, stands_alone, unattributed


def direct(frame: Frame) -> Iterator[Report]:
    """Reports of stretches that are whole sentences, or that touch the reporting words.

    A report without pieces only tells who spoke last: the words are part of a clause that other rules find.
    """
    last: Place | None = None
    spoke: Report | None = None
    for place in places(frame):
        if frame.document.plain[place.stretch.end - 1] in "?!" and new_sentence(frame, place.tail):
            place = replace(place, tail=(place.tail[0], place.tail[0]))
        report = _attributed(frame, place) or goes_on(frame, place, spoke)
        if report is None and stands_alone(frame, place):
            report = unattributed(frame, place, last)
        if report:
            if not report.anchor:
                report.pieces.insert(0, frame.words_of(place.stretch))
            last, spoke = place, report
            yield report


def _attributed(frame: Frame, place: Place) -> Report | None:
    words = frame.document.plain[place.stretch.start : place.stretch.end].strip()
    alone = frame.blank(place.lead)
    if not words or _no_speech(frame, place, words, alone=alone):
        return None
    ended = words[-1] in ",?!-—" or words.endswith(("...", "…"))
    told = (ended or alone) and not frame.blank(place.tail)
    verb = tail_verb(frame, place.tail, ended=ended) if told else None
    if verb is not None and (alone or place.touches):
        return by_verb(frame, verb, "quotation marks followed by a verb of saying and who said it", 0.95)
    led = None if alone else leads(frame, place.lead, words)
    if verb is not None and led is None:  # "The plan is “a disaster,” she said": the clause is the quote
        return replace(by_verb(frame, verb, "", 0), anchor=True)
    if alone and (name := signature(frame, place.tail)) is not None:
        return Report("quotation marks followed by a dash and a name", 0.8, speaker=name)
    return led


def _no_speech(frame: Frame, place: Place, words: str, *, alone: bool) -> bool:
    """Whether the marks hold a title, or belong to a scrap of HTML."""
    if frame.document.plain[max(0, place.stretch.start - 2)] == "=":
        return True
    return not alone and looks_like_title(words) and not set_off(frame, place.lead)
