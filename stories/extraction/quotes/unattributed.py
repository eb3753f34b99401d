"""Quotations that name nobody: the speaker goes on, or the sentence before tells."""

from spacy.tokens import Token

from stories.extraction.quotes.clauses import SUBJECTS, subject
from stories.extraction.quotes.extent import BOUND
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.lead import leads, reports, set_off
from stories.extraction.quotes.places import Place
from stories.extraction.quotes.report import Report


def goes_on(frame: Frame, place: Place, spoke: Report | None) -> Report | None:
    """The second half of an interrupted quote: "“We,” she paused, “are done”"."""
    if spoke is None or spoke.cue is None or not place.touches or not set_off(frame, place.lead):
        return None
    start, end = place.lead
    if not frame.doc[start].idx <= spoke.cue[0] < frame.doc[end - 1].idx:
        return None
    return Report("quotation marks that go on after the speaker", 0.9, cue=spoke.cue, speaker=spoke.speaker)


def stands_alone(frame: Frame, place: Place) -> bool:
    """Whether the stretch is a sentence by itself."""
    words = frame.document.plain[place.stretch.start : place.stretch.end].strip()
    if not frame.blank(place.lead) or not frame.blank(place.tail) or len(words) < 2:
        return False
    return words[-1] in ".?!,-—…'" and (len(words.split()) > 1 or (words[-1] in "!?." and not place.opens_paragraph))


def unattributed(frame: Frame, place: Place, last: Place | None) -> Report | None:
    """Whose words they are when nobody is named beside them: see the sentence before, else the last speaker."""
    before = frame.stripped((0, place.lead[1]))[1] - 1
    if before < 0:
        return None
    if frame.doc[before].text == ":" and not frame.inside[before]:
        start = frame.sentence(frame.doc[before]).start
        if led := leads(frame, (start, before + 1), "A sentence"):
            return led
    if last is not None and frame.blank((last.tail[1], before + 1)):
        if place.paragraph == last.paragraph:
            return Report("quotation marks in the same paragraph as the speaker's other words", 0.9, follows=True)
        return Report("a paragraph in quotation marks right after the same speaker's words", 0.7, follows=True)
    if (topic := _topic(frame, before)) is not None:
        return Report("quotation marks after a sentence about the speaker", 0.7, speaker=topic)
    return Report("quotation marks some way after the same speaker's words", 0.5, follows=True) if last else None


def _topic(frame: Frame, before: int) -> Token | None:
    """Who speaks in the reporter's sentence before, or whom of the story's people it is about."""
    sentence = frame.sentence(frame.doc[before])
    verb = next((token for token in sentence if reports(frame, token) and token.dep_ not in BOUND), None)
    if verb is not None and (speaker := subject(frame, verb)) is not None:
        return speaker
    root = next((token for token in sentence if token.dep_ == "ROOT"), None)
    own = [child for child in root.lefts if child.dep_ in SUBJECTS] if root is not None else []
    return own[0] if own and frame.figure(own[0]) else None
