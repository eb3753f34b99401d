"""Reports without a clause: "called the plan “a mistake”", "criticized the delay"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from stories.extraction.quotes.clauses import negated, subject
from stories.extraction.quotes.cues import RENAMING, RETELLING, STATEMENTS
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Report
from stories.extraction.quotes.titles import looks_like_title

NAMED = "the object of a verb such as “called”, partly in quotation marks"
RETOLD = "the object of a verb such as “criticized”, in the reporter's words"
PARTS = frozenset(["dobj", "oprd", "ccomp", "xcomp", "prep", "attr", "acomp", "dative"])
PAUSES = frozenset(',.;:—"?!') | {"--", "and", "but", "while", "when", "who", "which", "that"}
ANYBODY = frozenset(
    ["everybody", "everyone", "people", "many", "most", "some", "friend", "local", "neighbor", "others"]
)
OFFENCES = frozenset(["violation", "infraction", "offense", "breach"])
COMPLEMENTS = frozenset(["dobj", "oprd", "acomp"])


def naming(frame: Frame) -> Iterator[Report]:
    """ "Called the plan “a mistake”": the verb's object and complement, where some of it stands in marks."""
    for verb in frame.naming:
        parts = [
            child for child in verb.rights if child.dep_ in PARTS and not _spoken_in(frame.doc[child.i : child.i + 5])
        ]
        if not parts or negated(verb) or _not_told(verb) or _nickname(verb):
            continue
        start, end = _around_parts(parts)
        marked = [i for i in range(start, end) if frame.inside[i]]
        if not marked or (verb.lemma_ not in RENAMING and looks_like_title(frame.doc[marked[0] : marked[-1] + 1].text)):
            continue
        words = (max(start, verb.i + 1), _past_phrase(frame, max(end, marked[-1] + 1)))
        if report := frame.report(NAMED, 0.7, [words], verb, subject(frame, verb)):
            yield report


def objects(frame: Frame) -> Iterator[Report]:
    """What somebody's words were about, told without any of them: the weakest of reports."""
    for verb in frame.retelling:
        if negated(verb) or _not_told(verb) or _nickname(verb) or verb.tag_ == "VB" or verb.lower_ == "citing":
            continue
        if _of_oneself(verb) or _charged(verb) or _in_passing(verb):
            continue
        words, speaker = _topic(verb), subject(frame, verb)
        if words is None or speaker is None or _is_somebody(frame, words):
            continue
        if report := frame.report(RETOLD, 0.4, [(words[0], _to_pause(frame, words[1]))], verb, speaker):
            yield report


def _of_oneself(verb: Token) -> bool:
    """ "Calls himself a yes" is a stance."""
    return any(child.dep_ in COMPLEMENTS and child.lower_.endswith("self") for child in verb.rights)


def _is_somebody(frame: Frame, words: Tokens) -> bool:
    """ "Criticized President Harte": whom, and not what for."""
    last = frame.doc[words[1] - 1]
    return last.pos_ == "PROPN" and frame.figure(last) is not None


def _in_passing(verb: Token) -> bool:
    """ "A plan that critics called sloppy", "what they called a payback": the sentence is about the thing."""
    return verb.dep_ == "relcl" or any(child.lower_ == "what" for child in verb.lefts)


def _charged(verb: Token) -> bool:
    """ "Cited the jail for 22 violations": an act, not words."""
    return verb.lemma_ == "cite" and any(token.lemma_ in OFFENCES for token in verb.subtree)


def _to_pause(frame: Frame, end: int) -> int:
    """On to the next comma or conjunction: the parser hangs the object's phrases on the verb."""
    while end < len(frame.doc) and frame.doc[end].lower_ not in PAUSES and not frame.doc[end].is_space:
        end += 1
    return end


def _topic(verb: Token) -> Tokens | None:
    """The object with the phrase that goes with this verb: "accused him of …", "spoke about …"."""
    links = RETELLING[verb.lemma_]
    phrases = [child for child in verb.rights if child.dep_ == "prep" and child.lower_ in links]
    things = [child for child in verb.rights if child.dep_ in COMPLEMENTS]
    if verb.lemma_ == "call":
        return _around_parts(things) if any(child.dep_ == "oprd" for child in things) else None
    if things and (phrases or "" in links):
        return _around_parts([*things, *phrases])
    if phrases and not things and phrases[0].i <= verb.i + 2:
        return phrases[0].i + 1, phrases[0].right_edge.i + 1
    return None


def _around_parts(parts: list[Token]) -> Tokens:
    return min(part.left_edge.i for part in parts), max(part.right_edge.i + 1 for part in parts)


def _nickname(verb: Token) -> bool:
    """ "Whom everybody calls Sis": a name, not somebody's words."""
    own = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    return verb.lemma_ == "call" and own is not None and own.lemma_.lower() in ANYBODY


def _not_told(verb: Token) -> bool:
    """Whether the verb is passive, has a particle ("called off") or stands for a name ("a play called")."""
    if verb.dep_ == "acl" or (verb.dep_ in ("xcomp", "acl") and verb.tag_ == "VB"):
        return True
    return any(c.dep_ == "auxpass" for c in verb.lefts) or any(c.dep_ == "prt" for c in verb.rights)


def _spoken_in(after: Span) -> bool:
    """ "… “an idea” in e-mails to a builder": where it was said, not what."""
    return after[0].pos_ == "ADP" and any(token.lemma_ in STATEMENTS for token in after)


def _past_phrase(frame: Frame, end: int) -> int:
    """On to where the marks close, and over a phrase that goes on after them: "a “blueprint” for the county"."""
    doc = frame.doc
    stretch = frame.document.quoted_at(doc[end - 1].idx)
    if stretch:
        end = frame.token_at(stretch.end)
    closed = end + 1 if end < len(doc) and doc[end].text == '"' else end
    ended = closed >= len(doc) or closed in frame.sentence_starts or doc[end - 1].text in ",.!?"
    if ended or _spoken_in(doc[closed : closed + 5]) or doc[closed].pos_ not in ("ADP", "NOUN", "ADJ", "SCONJ"):
        return closed
    return _to_pause(frame, closed)
