"""Words in quotation marks: which stretches are speech, and which reporting words they go with."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from stories.extraction.quotes.clauses import NOUNS, SUBJECTS, subject
from stories.extraction.quotes.cues import BESIDE_QUOTES
from stories.extraction.quotes.extent import BOUND
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.places import Place, Tokens, places
from stories.extraction.quotes.report import Report
from stories.extraction.quotes.titles import looks_like_title

LONGEST_SIGNATURE = 8  # words
LONGEST_MANNER = 3  # words after a verb that reports by its place
FARTHEST = 40  # tokens between the closing mark and its verb of saying


def direct(frame: Frame) -> Iterator[Report]:
    """Reports of stretches that are whole sentences, or that touch the reporting words.

    A report without pieces only tells who spoke last: the words are part of a clause that other rules find.
    """
    last: Place | None = None
    spoke: Report | None = None
    for place in places(frame):
        report = _attributed(frame, place) or _goes_on(frame, place, spoke)
        if report is None and _stands_alone(frame, place):
            report = _unattributed(frame, place, last)
        if report:
            if not report.anchor:
                report.pieces.insert(0, (place.stretch.start, place.stretch.end))
            last, spoke = place, report
            yield report


def _goes_on(frame: Frame, place: Place, spoke: Report | None) -> Report | None:
    """The second half of an interrupted quote: "“We,” she paused, “are done”"."""
    if spoke is None or spoke.cue is None or not place.touches or not _set_off(frame, place.lead):
        return None
    start, end = place.lead
    if not frame.doc[start].idx <= spoke.cue[0] < frame.doc[end - 1].idx:
        return None
    return Report("quotation marks that go on after the speaker", 0.9, cue=spoke.cue, speaker=spoke.speaker)


def _attributed(frame: Frame, place: Place) -> Report | None:
    words = frame.document.plain[place.stretch.start : place.stretch.end].strip()
    alone = frame.blank(place.lead)
    if not words or _no_speech(frame, place, words, alone=alone):
        return None
    ended = words[-1] in ",?!-—" or words.endswith(("...", "…"))
    told = (ended or alone) and not frame.blank(place.tail)
    verb = _tail_verb(frame, place.tail, ended=ended) if told else None
    if verb is not None and (alone or place.touches):
        return _by(frame, verb, "quotation marks followed by a verb of saying and who said it", 0.95)
    led = None if alone else _leads(frame, place, words)
    if verb is not None and led is None:  # "The plan is “a disaster,” she said": the clause is the quote
        return replace(_by(frame, verb, "", 0), anchor=True)
    if alone and (name := _signature(frame, place.tail)) is not None:
        return Report("quotation marks followed by a dash and a name", 0.8, speaker=name)
    return led


def _by(frame: Frame, verb: Token, rule: str, sure: float) -> Report:
    return Report(rule, sure, cue=frame.range(verb), speaker=subject(frame, verb))


def _no_speech(frame: Frame, place: Place, words: str, *, alone: bool) -> bool:
    """Whether the marks hold a title, or belong to a scrap of HTML."""
    if frame.document.plain[max(0, place.stretch.start - 2)] == "=":
        return True
    return not alone and looks_like_title(words) and not _set_off(frame, place.lead)


def _signature(frame: Frame, tail: Tokens) -> Token | None:
    """The name that signs a quotation: "“…” — Ana Ruiz"."""
    start, end = tail
    while start < end and (frame.doc[start].is_space or frame.doc[start].text in '",.'):
        start += 1
    if start >= end or frame.doc[start].text not in ("—", "-", "--", "~"):
        return None
    names = [token for token in frame.doc[start + 1 : end] if token.is_alpha]
    if not names or len(names) > LONGEST_SIGNATURE or names[0].pos_ != "PROPN":
        return None
    last = names[0]
    while last.i + 1 < end and frame.doc[last.i + 1].pos_ == "PROPN":
        last = frame.doc[last.i + 1]
    return last


def _tail_verb(frame: Frame, tail: Tokens, *, ended: bool) -> Token | None:
    """The verb that reports the stretch before it: "said Smith", "Smith, who voted no, said"."""
    doc = frame.doc
    start, end = tail
    while start < end and (doc[start].is_space or doc[start].text in '",—-'):
        start += 1
    if not ended and start < end and doc[start].pos_ in ("PART", "ADP", "SCONJ", "CCONJ"):
        return None  # the sentence goes on: "“Wait” to see, she said"
    if end - start > 3 and doc[start].lemma_ == "be" and doc[start + 1].lower_ == "how":
        return next((token for token in doc[start + 2 : end] if token.pos_ == "VERB"), None)  # "is how she put it"
    for token in doc[start : min(end, start + FARTHEST)]:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        own = [child for child in token.children if child.dep_ in SUBJECTS]
        opens = token.i <= start + 2 or any(child.left_edge.i <= start + 1 for child in own)
        if token.lemma_ in BESIDE_QUOTES:
            if opens or (own and own[0].i < token.i):
                return token
        elif opens and token.dep_ != "aux":
            return token if ended and _says_by_place(frame, token, own, end) else None
    return None


def _says_by_place(frame: Frame, verb: Token, own: list[Token], end: int) -> bool:
    """Whether a verb that is none of saying reports by where it stands: "“We,” she paused, “are done”"."""
    person = len(own) == 1 and frame.figure(own[0]) is not None
    rest = [token for token in frame.doc[verb.i + 1 : end] if token.is_alpha]
    return person and verb.tag_ in ("VBD", "VBZ") and len(rest) <= LONGEST_MANNER


def _leads(frame: Frame, place: Place, words: str) -> Report | None:
    """The lead reports the stretch: "She said: “…”", "he told the board, “…”"."""
    doc = frame.doc
    start, end = frame.stripped(place.lead)
    if end <= start:
        return None
    closing = doc[end - 1].text[-1]
    capital = words.lstrip("'[(. …")[:1].isupper()
    verb = next((t for t in reversed(doc[start:end]) if _reports(frame, t)), None)
    if verb is not None and _reaches(frame, verb, end, closing):
        set_off = closing in (",", ":")
        if set_off or verb.i == end - 1 or (capital and end - verb.i <= 8):
            if not set_off and not capital and (len(words.split()) < 3 or verb.dep_ in BOUND):
                return None
            return _by(frame, verb, "a verb of saying right before the quotation marks", 0.93)
        return None
    if closing == ":" and capital:
        cue = frame.range(doc[end - 1])
        return Report("a colon before the quotation marks", 0.75, cue=cue, speaker=_introduced(frame, (start, end)))
    return None


def _introduced(frame: Frame, lead: Tokens) -> Token | None:
    """Whom the words before a colon name: the subject of their verb, or the name that they are."""
    words = frame.doc[lead[0] : lead[1]]
    verb = next((token for token in words if token.pos_ in ("VERB", "AUX")), None)
    if verb is not None and (speaker := subject(frame, verb)) is not None:
        return speaker
    return next((token for token in words if token.pos_ in NOUNS and token.dep_ != "compound"), None)


def _set_off(frame: Frame, lead: Tokens) -> bool:
    """Whether a comma or colon stands before the mark."""
    start, end = frame.stripped(lead)
    return end > start and frame.doc[end - 1].text in (",", ":")


def _reports(frame: Frame, token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.lemma_ not in BESIDE_QUOTES or frame.inside[token.i]:
        return False
    return token.lemma_ != "ask" or any(child.dep_ == "nsubj" for child in token.lefts)


def _reaches(frame: Frame, verb: Token, end: int, closing: str) -> bool:
    """Whether nothing but adjuncts stands between the verb and the mark; another clause would be what it reports."""
    between = frame.doc[verb.i + 1 : end]
    return closing == ":" or not any(t.dep_ in SUBJECTS and t.head.i > t.i and t.head != verb for t in between)


def _stands_alone(frame: Frame, place: Place) -> bool:
    """Whether the stretch is a sentence by itself."""
    words = frame.document.plain[place.stretch.start : place.stretch.end].strip()
    if not frame.blank(place.lead) or not frame.blank(place.tail) or len(words) < 2:
        return False
    return words[-1] in ".?!,-—…'" and (len(words.split()) > 1 or (words[-1] in "!?." and not place.opens_paragraph))


def _unattributed(frame: Frame, place: Place, last: Place | None) -> Report | None:
    """Whose words they are when nobody is named beside them: see the sentence before, else the last speaker."""
    before = place.lead[1] - 1
    while before >= 0 and (frame.doc[before].is_space or frame.doc[before].text == '"'):
        before -= 1
    if before < 0:
        return None
    if frame.doc[before].text == ":" and not frame.inside[before]:
        start = frame.sentence(frame.doc[before]).start
        led = _leads(frame, Place(place.stretch, (start, before + 1), place.tail, place.paragraph), "Aa")
        if led:
            return led
    if last is not None and frame.blank((last.tail[1], before + 1)):
        if place.paragraph == last.paragraph:
            return Report("quotation marks in the same paragraph as the speaker's other words", 0.9, follows=True)
        return Report("a paragraph in quotation marks right after the same speaker's words", 0.8, follows=True)
    if (topic := _topic(frame, before)) is not None:
        return Report("quotation marks after a sentence about the speaker", 0.7, speaker=topic)
    return Report("quotation marks some way after the same speaker's words", 0.5, follows=True) if last else None


def _topic(frame: Frame, before: int) -> Token | None:
    """Who speaks in the reporter's sentence before, or whom of the story's people it is about."""
    sentence = frame.sentence(frame.doc[before])
    verb = next((token for token in sentence if _reports(frame, token) and token.dep_ not in BOUND), None)
    if verb is not None and (speaker := subject(frame, verb)) is not None:
        return speaker
    root = next((token for token in sentence if token.dep_ == "ROOT"), None)
    own = [child for child in root.lefts if child.dep_ in SUBJECTS] if root is not None else []
    return own[0] if own and frame.figure(own[0]) else None
