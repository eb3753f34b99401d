"""Reported speech without marks, or with marks inside the clause: "she said that …", "…, according to him"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from stories.extraction.quotes.clauses import SUBJECTS, negated, subject
from stories.extraction.quotes.cues import (
    ASIDE,
    ASKING,
    BESIDE_QUOTES,
    DOCUMENTS,
    HEARER,
    INFINITIVE,
    RENAMING,
    STATEMENTS,
)
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Range, Report
from stories.extraction.quotes.titles import looks_like_title


def indirect(frame: Frame) -> Iterator[Report]:
    """All reports of clauses, by verb first; the caller keeps those whose words are not yet taken."""
    for verb in frame.verbs:
        if not negated(verb) and (report := _by_verb(frame, verb)):
            yield report
    yield from _naming(frame)
    yield from _according(frame)


def _by_verb(frame: Frame, verb: Token) -> Report | None:
    speaker = subject(frame, verb)
    if speaker is None or _only_heard(verb, speaker):
        return None
    if (clause := _complement(frame, verb)) is not None:
        return _report(frame, "a clause reported by a verb of saying", 0.8, [clause], verb, speaker)
    if (
        verb.lemma_ in ASIDE
        and verb.dep_ not in BOUND
        and verb.tag_ != "VBG"
        and (pieces := _around(frame, verb, speaker))
    ):
        rule = "a sentence with a subject and verb of saying set off by commas"
        return _report(frame, rule, 0.8, pieces, verb, speaker)
    return None


def _only_heard(verb: Token, speaker: Token) -> bool:
    """Whether the subject was told and did not tell: "the board was told that"."""
    return verb.lemma_ in HEARER and speaker.dep_ == "nsubjpass" and speaker.head == verb


def _report(
    frame: Frame, rule: str, sure: float, pieces: list[Tokens], cue: Token, speaker: Token | None
) -> Report | None:
    ranges = [found for start, end in pieces if (found := trimmed(frame, start, end))]
    return Report(rule, sure, ranges, (cue.idx, cue.idx + len(cue)), speaker) if ranges else None


def _complement(frame: Frame, verb: Token) -> Tokens | None:
    """The clause to the right of the verb."""
    for child in verb.rights:
        infinitive = child.dep_ == "xcomp" and verb.lemma_ in INFINITIVE and child.tag_ == "VB"
        if infinitive or (child.dep_ == "ccomp" and child.left_edge.lower_ not in ("as", "while", "after", "though")):
            if verb.lemma_ in ASKING and not _source_asks(verb, child):
                return None
            return max(child.left_edge.i, verb.i + 1), _clause_end(frame, verb, child)
    return _that_clause(frame, verb)


def _that_clause(frame: Frame, verb: Token) -> Tokens | None:
    """A clause that the parser hung elsewhere: "told members before the vote that …"."""
    for token in frame.doc[verb.i + 1 : min(verb.i + FARTHEST_THAT, frame.ends[verb.i])]:
        if token.lower_ == "that" and token.tag_ == "IN" and not frame.inside[token.i]:
            return token.i + 1, _clause_end(frame, verb, token)
        if token.pos_ == "VERB" or token.text in (",", ";", ":", '"'):
            return None
    return None


def _source_asks(verb: Token, clause: Token) -> bool:
    """Whether a source, not the reporter, asks a question."""
    words = ("whether", "if", "what", "why", "how", "when", "who")
    question = any(token.lower_ in words for token in (clause.left_edge, *clause.lefts))
    own = [child for child in verb.lefts if child.dep_ == "nsubj"]
    return question and bool(own) and own[0].lemma_.lower() not in ("i", "we", "reporter", "host", "moderator")


def _clause_end(frame: Frame, verb: Token, clause: Token) -> int:
    """Where the reported clause ends: at the end of the sentence, unless the verb of saying goes on after it."""
    doc = frame.doc
    end = frame.ends[verb.i] if verb.dep_ not in BOUND else max(verb.right_edge.i, clause.right_edge.i) + 1
    last = clause.right_edge.i
    later = [child.left_edge.i for child in verb.rights if child.i > last and _goes_on(doc, child)]
    later += [child.i for child in clause.rights if _reports_too(verb, clause, child)]
    later += [token.i for token in doc[verb.i + 1 : end] if not frame.inside[token.i] and _stops(doc, token)]
    end = min([end, *(place for place in later if place > verb.i + 1)])
    end = _before_aside(frame, verb, end)
    while end > verb.i + 1 and (doc[end - 1].is_space or doc[end - 1].lower_ in (",", "and", "but", "—", "-")):
        end -= 1
    return _past_marks(frame, end)


def _reports_too(verb: Token, clause: Token, child: Token) -> bool:
    """Whether what the parser hangs on the clause reports by itself: ", adding that …", "and vowed to …"."""
    if child.dep_ == "advcl" and child.tag_ == "VBG":
        return child.lemma_ in BESIDE_QUOTES and child.nbor(-1).text == ","
    if child.dep_ != "conj" or any(token.dep_ in SUBJECTS for token in child.lefts):
        return False
    spoken = child.lemma_ in BESIDE_QUOTES and child.tag_ == verb.tag_
    return spoken or (child.tag_ == "VBD" == verb.tag_ and clause.tag_ in ("VBZ", "VBP", "VB", "MD"))


def _before_aside(frame: Frame, verb: Token, end: int) -> int:
    """Leave out a last ", which …" or ", who …" in the reporter's own words."""
    doc = frame.doc
    for i in range(end - 2, verb.i + 3, -1):
        if frame.inside[i]:
            return end
        if doc[i].text == "," and doc[i + 1].tag_ in ("WDT", "WP", "WP$", "WRB"):
            return i
        if doc[i].text == ",":
            return end
    return end


def _stops(doc: Doc, token: Token) -> bool:
    """Whether a reported clause ends before this token wherever it stands."""
    if token.text == ":":
        return token.i + 1 < len(doc) and doc[token.i + 1].text == '"'
    return token.text == ";" or (token.lower_ == "according" and doc[token.i - 1].text == ",")


def _past_marks(frame: Frame, end: int) -> int:
    """An end inside quotation marks moves to where they close, and on to "and “…”" after them."""
    doc = frame.doc
    while True:
        stretch = frame.document.quoted_at(doc[end - 1].idx)
        if stretch is None:
            return end
        end = frame.token_at(stretch.end)
        after = end + 1 if end < len(doc) and doc[end].text == '"' else end
        joined = after + 2 < len(doc) and doc[after].lower_ in ("and", "or", "but") and doc[after + 1].text == '"'
        if not joined or not frame.inside[after + 2]:
            return end
        end = after + 3


def _goes_on(doc: Doc, child: Token) -> bool:
    """Whether a phrase after the clause belongs to the verb of saying and not to what was said."""
    comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text in (",", "—")
    if child.dep_ == "conj":  # "said it is late and he won't go" is all hers, "said it is late but left" is not
        return comma or _after_comma(child) or not any(token.dep_ in SUBJECTS for token in child.lefts)
    if child.dep_ == "advcl":
        return comma and (
            child.tag_ in ("VBG", "VBN")
            or child.left_edge.lower_ in ("while", "as", "after", "when", "though", "although", "before")
        )
    if child.dep_ == "prep":
        return child.lower_ == "according" or any(t.lemma_ in STATEMENTS for t in child.children)
    return False


def _after_comma(verb: Token) -> bool:
    """Whether the conjunction that joins a verb follows a comma."""
    cc = next((token for token in verb.head.rights if token.dep_ == "cc" and token.i < verb.i), None)
    return cc is not None and cc.i > 0 and cc.nbor(-1).text == ","


def _around(frame: Frame, verb: Token, speaker: Token) -> list[Tokens]:
    """The rest of a sentence around "…, the manager said, …"."""
    doc = frame.doc
    sentence = frame.sentence(verb)
    before = _phrase_start(verb, speaker) - 1
    while before > sentence.start and (doc[before].is_space or doc[before].text == '"'):
        before -= 1
    if before <= sentence.start or doc[before].text not in (",", "—", "-", "--", "?", "!"):
        return []
    if any(child.dep_ == "dobj" for child in verb.rights) and verb.lemma_ not in HEARER:
        return []
    after = _phrase_end(frame, verb, speaker, sentence)
    if after < sentence.end and doc[after].text not in (".", ",", '"', ")", ";", "—") and not doc[after].is_space:
        return []
    first, tail = doc[sentence.start : before], doc[after + 1 : sentence.end]
    if after >= sentence.end or doc[after].text != "," or speaker.i > verb.i or not _continues(tail):
        return (
            [(first.start, first.end)]
            if _clausal(frame, first) and not all(frame.inside[t.i] for t in first[1:])
            else []
        )
    if _clausal(frame, first) or tail[0].pos_ in ("VERB", "AUX"):
        return [(first.start, first.end), (tail.start, tail.end)]
    return [(tail.start, tail.end)]


def _clausal(frame: Frame, tokens: Span) -> bool:
    return any(token.dep_ in SUBJECTS and not frame.inside[token.i] for token in tokens)


def _continues(tail: Span) -> bool:
    """Whether the words after the comma go on with what was said: no ", adding that", no ", who voted no"."""
    if (
        not len(tail)
        or tail[0].tag_ in ("VBG", "WP", "WDT", "WRB")
        or tail[0].lower_ in ("according", "as", "while", "after")
    ):
        return False
    if tail[0].tag_ == "CC" and not any(token.dep_ in SUBJECTS for token in tail[:4]):
        return False
    return any(token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG" for token in tail) and tail[0].text != '"'


def _phrase_start(verb: Token, speaker: Token) -> int:
    first = min(verb.i, speaker.left_edge.i if speaker.i < verb.i else verb.i)
    for child in verb.lefts:
        if child.dep_ in ("aux", "advmod") and child.i < first and first - child.i == 1:
            first = child.i
    return first


def _phrase_end(frame: Frame, verb: Token, speaker: Token, sentence: Span) -> int:
    """The first token after the verb, its subject and what else stands up to the next comma."""
    after = max(verb.i, speaker.right_edge.i if speaker.i > verb.i else verb.i) + 1
    while after < sentence.end and frame.doc[after].text not in (",", ".", ";", '"', ":", "—"):
        if frame.doc[after].pos_ == "VERB" and frame.doc[after].dep_ not in ("acl", "relcl", "pcomp", "xcomp"):
            break
        after += 1
    return after


FARTHEST_THAT = 14  # tokens
BOUND = frozenset(["advcl", "relcl", "acl", "pcomp", "csubj", "nsubj"])  # a verb in a clause of the sentence


def _naming(frame: Frame) -> Iterator[Report]:
    """ "Called the plan “a mistake”": the verb's object and complement, where some of it stands in marks."""
    rule = "the object of a verb such as “called”, partly in quotation marks"
    for verb in frame.naming:
        parts = [
            c for c in verb.rights if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "acomp", "dative")
        ]
        if not parts or negated(verb) or _not_told(verb):
            continue
        start, end = min(c.left_edge.i for c in parts), max(c.right_edge.i + 1 for c in parts)
        marked = [i for i in range(start, end) if frame.inside[i]]
        if not marked or (verb.lemma_ not in RENAMING and _title(frame, marked)):
            continue
        end = _past_phrase(frame, max(end, marked[-1] + 1))
        if report := _report(frame, rule, 0.7, [(max(start, verb.i + 1), end)], verb, subject(frame, verb)):
            yield report


def _not_told(verb: Token) -> bool:
    """Whether the verb is passive, has a particle ("called off") or stands for a name ("a play called")."""
    if verb.dep_ == "acl" or (verb.dep_ in ("xcomp", "acl") and verb.tag_ == "VB"):
        return True
    return any(c.dep_ == "auxpass" for c in verb.lefts) or any(c.dep_ == "prt" for c in verb.rights)


def _title(frame: Frame, marked: list[int]) -> bool:
    words = frame.doc[marked[0] : marked[-1] + 1].text
    return looks_like_title(words)


def _past_phrase(frame: Frame, end: int) -> int:
    """On to where the marks close, and over a phrase that goes on after them: "a “blueprint” for the county"."""
    doc = frame.doc
    stretch = frame.document.quoted_at(doc[end - 1].idx)
    if stretch:
        end = frame.token_at(stretch.end)
    closed = end + 1 if end < len(doc) and doc[end].text == '"' else end
    if closed >= len(doc) or doc[closed].pos_ not in ("ADP", "NOUN", "ADJ", "SCONJ") or doc[closed - 1].text in ",.":
        return end
    while (
        closed < len(doc)
        and doc[closed].text not in ",.;:—"
        and doc[closed].lower_ not in ("and", "but", "while")
        and not doc[closed].is_space
    ):
        closed += 1
    return closed


def _according(frame: Frame) -> Iterator[Report]:
    for token in frame.according:
        to = frame.doc[token.i + 1]
        source = next((t for t in to.children if t.dep_ == "pobj"), None)
        if source is None or source.lemma_.lower() in DOCUMENTS:
            continue
        pieces = _credited(frame, token, source)
        ranges = [found for start, end in pieces if (found := trimmed(frame, start, end))]
        if ranges:
            yield Report("“according to” and a source", 0.75, ranges, (token.idx, to.idx + 2), source)


def _credited(frame: Frame, token: Token, source: Token) -> list[Tokens]:
    """The sentence but for the "according to" phrase."""
    sentence = frame.sentence(token)
    last = source.right_edge.i + 1
    if token.i - sentence.start <= 2:
        return [(last, sentence.end)]
    pieces = [(sentence.start, token.i)]
    if last < sentence.end - 3 and frame.doc[last].text == ",":
        pieces.append((last + 1, sentence.end))
    return pieces


EDGES = frozenset(",:;—-.?!(") | {"--"}


def trimmed(frame: Frame, start: int, end: int) -> Range | None:
    """The characters of tokens `start` to `end` without the complementiser and the punctuation around them."""
    doc = frame.doc
    while start < end and (doc[start].is_space or doc[start].text in EDGES or doc[start].text == ")"):
        start += 1
    if end - start > 1 and doc[start].lower_ == "that" and doc[start].tag_ in ("IN", "WDT"):
        start += 1
    while start < end and (doc[start].is_space or doc[start].text in EDGES):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGES):
        end -= 1
    if start >= end or not any(t.is_alpha or t.like_num for t in doc[start:end]):
        return None
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
