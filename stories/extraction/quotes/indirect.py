"""Reported speech without marks, or with marks inside the clause: "she said that …", "…, according to him"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from stories.extraction.quotes.clauses import SUBJECTS, negated, subject
from stories.extraction.quotes.cues import ASKING, BESIDE_QUOTES, DOCUMENTS, INFINITIVE, NAMING, STATEMENTS
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Range, Report


def indirect(frame: Frame) -> Iterator[Report]:
    """All reports of clauses, by verb first; the caller keeps those whose words are not yet taken."""
    for verb in frame.verbs:
        if not negated(verb) and (report := _by_verb(frame, verb)):
            yield report
    yield from _naming(frame)
    yield from _according(frame)


def _by_verb(frame: Frame, verb: Token) -> Report | None:
    speaker = subject(frame, verb)
    if speaker is None or (speaker.lower_ == "it" and speaker.dep_ != "nsubj"):
        return None
    if (clause := _complement(frame, verb)) is not None:
        return _report(frame, "a clause reported by a verb of saying", 0.8, [clause], verb, speaker)
    if verb.dep_ not in ("relcl", "acl") and (pieces := _around(frame, verb, speaker)):
        return _report(
            frame, "a sentence with a subject and verb of saying set off by commas", 0.8, pieces, verb, speaker
        )
    return None


def _report(
    frame: Frame, rule: str, sure: float, pieces: list[Tokens], cue: Token, speaker: Token | None
) -> Report | None:
    ranges = [found for start, end in pieces if (found := trimmed(frame, start, end))]
    return Report(rule, sure, ranges, (cue.idx, cue.idx + len(cue)), speaker) if ranges else None


def _complement(frame: Frame, verb: Token) -> Tokens | None:
    """The clause to the right of the verb."""
    for child in verb.rights:
        infinitive = child.dep_ == "xcomp" and verb.lemma_ in INFINITIVE and child.tag_ == "VB"
        if child.dep_ == "ccomp" or infinitive:
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
    end = frame.ends[verb.i]
    last = clause.right_edge.i
    for child in verb.rights:
        if child.i > last and _goes_on(doc, child):
            end = min(end, child.left_edge.i)
    for child in clause.rights:  # the parser hangs ", adding that" on either verb
        if (
            child.dep_ == "advcl"
            and child.tag_ == "VBG"
            and child.lemma_ in BESIDE_QUOTES
            and child.nbor(-1).text == ","
        ):
            end = min(end, child.i)
    for token in doc[verb.i : end]:
        if not frame.inside[token.i] and (
            token.text == ";" or (token.lower_ == "according" and token.nbor(-1).text == ",")
        ):
            end = token.i
            break
    while end > verb.i + 1 and (doc[end - 1].is_space or doc[end - 1].lower_ in (",", "and", "but", "—", "-")):
        end -= 1
    return _past_marks(frame, verb, end)


def _past_marks(frame: Frame, verb: Token, end: int) -> int:
    """An end inside quotation marks moves to where they close."""
    last = frame.doc[end - 1]
    stretch = frame.document.quoted_at(last.idx)
    return frame.token_at(stretch.end) if stretch and stretch.end > last.idx + len(last) else end


def _goes_on(doc: object, child: Token) -> bool:
    """Whether a phrase after the clause belongs to the verb of saying and not to what was said."""
    comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text in (",", "—")
    if child.dep_ == "conj":
        return True
    if child.dep_ == "advcl":
        return comma and (
            child.tag_ in ("VBG", "VBN")
            or child.left_edge.lower_ in ("while", "as", "after", "when", "though", "although", "before")
        )
    if child.dep_ == "prep":
        return child.lower_ == "according" or any(t.lemma_ in STATEMENTS for t in child.children)
    return False


def _around(frame: Frame, verb: Token, speaker: Token) -> list[Tokens]:
    """The rest of a sentence around "…, the manager said, …"."""
    doc = frame.doc
    sentence = frame.sentence(verb)
    first = _phrase_start(verb, speaker)
    before = first - 1
    while before > sentence.start and (doc[before].is_space or doc[before].text == '"'):
        before -= 1
    if before <= sentence.start or doc[before].text not in (",", "—", "-", "--", "?", "!"):
        return []
    after = _phrase_end(frame, verb, speaker, sentence)
    clause = any(t.dep_ in SUBJECTS and not frame.inside[t.i] for t in doc[sentence.start : before])
    if after < sentence.end and doc[after].text == "," and speaker.i < verb.i:
        rest: Span = doc[after + 1 : sentence.end]
        tail = any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBG" for t in rest) and not _adds(verb, rest)
    else:
        tail = False
        if after < sentence.end and doc[after].text not in (".", ",", '"', ")", ";") and not doc[after].is_space:
            return []
    if not clause and not tail:
        return []
    pieces = [(sentence.start, before)]
    return [*pieces, (after + 1, sentence.end)] if tail else pieces


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


def _adds(verb: Token, rest: Span) -> bool:
    """Whether what follows the comma says more about the speaking: ", adding that", ", who voted no"."""
    first = rest[0]
    if first.tag_ in ("VBG", "WP", "WDT", "WRB") or first.lower_ in ("according", "as", "while", "after"):
        return True
    return first.tag_ == "CC" and not any(t.dep_ in SUBJECTS for t in rest[:4])


FARTHEST_THAT = 14  # tokens


def _naming(frame: Frame) -> Iterator[Report]:
    """ "Called the plan “a mistake”": the verb's object and complement, where some of it stands in marks."""
    rule = "the object of a verb such as “called”, partly in quotation marks"
    for verb in frame.naming:
        parts = [
            c for c in verb.rights if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "acomp", "dative")
        ]
        if not parts or negated(verb) or any(c.dep_ == "auxpass" for c in verb.lefts) or verb.dep_ == "acl":
            continue
        start, end = min(c.left_edge.i for c in parts), max(c.right_edge.i + 1 for c in parts)
        marked = [i for i in range(start, end) if frame.inside[i]]
        if not marked or any(c.dep_ == "prt" for c in verb.rights):
            continue
        end = _past_phrase(frame, max(end, marked[-1] + 1))
        if report := _report(frame, rule, 0.7, [(max(start, verb.i + 1), end)], verb, subject(frame, verb)):
            yield report


def _past_phrase(frame: Frame, end: int) -> int:
    """On to where the marks close, and over a phrase that goes on after them: "a “blueprint” for the county"."""
    doc = frame.doc
    stretch = frame.document.quoted_at(doc[end - 1].idx)
    if stretch:
        end = frame.token_at(stretch.end)
    closed = end + 1 if end < len(doc) and doc[end].text == '"' else end
    if closed >= len(doc) or doc[closed].pos_ not in ("ADP", "NOUN", "ADJ") or doc[closed - 1].text in ",.":
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
