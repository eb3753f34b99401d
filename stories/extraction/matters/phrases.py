"""The noun phrase in which a matter is told, from the words that the tagger points at and the parse around them."""

import re

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from stories.extraction.dates.finder import find
from stories.extraction.dates.words import SHORT_DAYS, SHORT_MONTHS
from stories.extraction.document import Document
from stories.extraction.findings import Span
from stories.extraction.people.cast import Cast

MOST_WORDS = 12
LEADING = frozenset({"DET", "ADP", "SCONJ", "CCONJ", "PART", "PUNCT", "SPACE", "ADV", "AUX", "PRON"})
TRAILING = frozenset({"DET", "ADP", "SCONJ", "CCONJ", "PART", "PUNCT", "SPACE", "AUX", "PRON"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NAMING = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
MODIFIERS = frozenset({"compound", "amod", "nummod", "nmod", "quantmod", "poss"})
TIMES = frozenset("today tonight tomorrow yesterday night morning evening afternoon week month year meeting".split())
# Last words of a body's name, which is no matter.
BODIES = frozenset(
    """council board commission committee subcommittee court jury senate house legislature cabinet authority
    commissioners supervisors trustees councilors councillors aldermen selectmen members""".split()
)
TITLES = frozenset(
    "counci commis superv truste alderm mayor chairm chairw chair presid sherif superi rep sen cr cllr mr ms".split()
)
MARKS = (("(", ")"), ("[", "]"), ("“", "”"))

WORD = re.compile(r"[^\W_][\w$.,]*[^\W_]|\w", re.UNICODE)
STEM = 6  # letters; "rezoning" meets "rezone"
# They stand in any matter, or for any: "the proposed ordinance", "the item".
FILLER = frozenset(
    """the a an of for to on in at and or by with from its their his her this that these those it they proposed plan
    proposal matter item measure motion request vote votes voting council board commission committee city county town
    village district ordinance resolution bill first second third final reading readings tentative approval
    recommendation new one two which would whether issue question idea project decision thing agenda meeting members
    application petition case amendment agreement contract change deal rule rules policy action""".split()
)
# Of these alone no matter can be made, though they say something beside others.
POOR = frozenset(
    "project application petition case amendment agreement contract change deal rule rules policy action issue".split()
)


def phrase(document: Document, cast: Cast, start: int, end: int) -> Span | None:
    """Return the matter told between two offsets, mended to whole words of one phrase; None where it is none."""
    tokens = document.tokens(start, end)
    if not len(tokens):
        return None
    first, last = _grown(tokens)
    doc = tokens.doc
    while first <= last and (doc[first].pos_ in LEADING or doc[first].lower_ in ("the", "a", "an")):
        first += 1
    first = _after_verb(doc[first : last + 1]) if first <= last else first
    if len(doc[first : last + 1]) > MOST_WORDS:
        last = _shortened(doc[first : last + 1])
    while last >= first and doc[last].pos_ in TRAILING and doc[last].text not in (")", "%", "”", '"'):
        last -= 1
    if last < first:
        return None
    last = _before_clause(doc, first, last)
    if not any(word.pos_ in ("NOUN", "PROPN", "NUM") or word.tag_ == "VBG" for word in doc[first : last + 1]):
        return None
    found = _balanced(document, document.span(doc[first].idx, doc[last].idx + len(doc[last])))
    if found and is_matter(found.text, document.story.title, cast):
        return found
    deed = _deed(doc, first, last)
    found = document.span(doc[deed].idx, doc[last].idx + len(doc[last])) if deed < first else None
    return found if found and is_matter(found.text, document.story.title, cast) else None


def is_matter(text: str, title: str, cast: Cast) -> bool:
    """Say whether words can name a matter: no headline, no person, no date, and at least one telling word."""
    telling = stems(text)
    shouted = text.isupper() and len(text) > 4 and text.isalpha()
    if not telling or shouted or len(text.split()) > MOST_WORDS + 2 or _plain(text) == _plain(title):
        return False
    words = re.findall(r"[a-z]+", text.lower())
    if (
        not words
        or words[-1] in BODIES
        or all(word in SHORT_DAYS or word in SHORT_MONTHS or word in TIMES for word in words)
    ):
        return False
    named = {stem for who in cast.figures for word in who.name.split() for stem in stems(word)}
    others = telling - named - TITLES
    return len(others) == len(telling) or len(others) > 1 or (len(others) == 1 and text[:1].islower())


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] in (["a"], ["an"], ["the"]) else words)


def _grown(tokens: Tokens) -> tuple[int, int]:
    """The first and last token with what belongs to the same noun on either side."""
    doc, sentence = tokens.doc, tokens[0].sent
    first, last = tokens.start, tokens.end - 1
    while first > sentence.start and _modifies(doc[first - 1], first, last):
        first -= 1
    while last + 1 < sentence.end and doc[last].dep_ in MODIFIERS and last < doc[last].head.i <= last + 3:
        if doc[last + 1].pos_ not in NAMING:
            break
        last += 1
    if doc[last].pos_ == "ADP" and last + 1 < sentence.end:
        inner = next((child for child in doc[last].children if child.dep_ in ("pobj", "pcomp")), None)
        last = min(inner.right_edge.i, last + 6) if inner is not None and inner.i > last else last
    return first, last


def _modifies(word: Token, first: int, last: int) -> bool:
    close = word.dep_ in MODIFIERS or word.text in ("-", "$")
    return close and first <= word.head.i <= last and word.pos_ not in ("PRON", "DET")


def _after_verb(tokens: Tokens) -> int:
    """Where the phrase begins behind "buy" or "adopting", when a noun with telling words stands right there."""
    verb = tokens[0]
    if verb.tag_ not in ("VB", "VBP", "VBZ", "VBD") or len(tokens) < 3:
        return int(tokens.start)
    thing = next((child for child in verb.children if child.dep_ == "dobj" and child.i < tokens.end), None)
    if thing is None or len(stems(tokens.doc[thing.left_edge.i : tokens.end].text)) < 2:
        return int(tokens.start)
    edge = thing.left_edge.i
    while tokens.doc[edge].pos_ in LEADING and edge < thing.i:
        edge += 1
    return int(edge)


def _deed(doc: Doc, first: int, last: int) -> int:
    """Where "dismiss Town Coordinator Ann Lee" begins: a person is no matter, what is done with one may be."""
    root = doc[first : last + 1].root
    verb = root.head
    return int(verb.i) if root.dep_ == "dobj" and verb.tag_ in ("VB", "VBG") and first - 3 <= verb.i < first else first


def _before_clause(doc: Doc, first: int, last: int) -> int:
    """The last token before a verb with its own subject, or a date at the end, makes more than a phrase of it."""
    for at in range(first + 1, last + 1):
        word = doc[at]
        subjects = (child for child in word.children if child.dep_ in ("nsubj", "nsubjpass") and first <= child.i < at)
        if word.tag_ in FINITE and word.dep_ not in ("relcl", "acl") and any(subjects):
            return at - 1
        if doc[at - 1].text == "," and word.dep_ == "cc" and word.head.pos_ in ("VERB", "AUX"):
            return at - 2
    for phrase in find(doc.text, doc[first].idx, doc[last].idx + len(doc[last])):
        inside = [at for at in range(first + 1, last + 1) if phrase.start <= doc[at].idx < phrase.end]
        if inside and inside[-1] == last and phrase.words not in ("year", "week"):
            return inside[0] - 1
    return last


def _shortened(tokens: Tokens) -> int:
    """The last token of the dozen words before which a phrase can end."""
    end = tokens.start + MOST_WORDS
    for at in range(end, tokens.start + 3, -1):
        if tokens.doc[at].pos_ in ("ADP", "SCONJ", "CCONJ", "PUNCT") or tokens.doc[at].dep_ in ("relcl", "acl"):
            return at - 1
    return int(end - 1)


def _balanced(document: Document, found: Span) -> Span | None:
    """Without what stands behind or before half of a pair of brackets or marks."""
    start, end = found.start, found.end
    for opening, closing in MARKS:
        words = document.text[start:end]
        if words.count(opening) > words.count(closing):
            cut = words.rindex(opening)
            start, end = (start + cut + 1, end) if cut < len(words) / 3 else (start, start + cut)
        elif words.count(closing) > words.count(opening):
            end = start + words.index(closing)
    words = document.text[start:end]
    if words.count('"') % 2:
        cut = words.index('"')
        start, end = (start + cut + 1, end) if cut < len(words) / 2 else (start, start + cut)
    words = document.text[start:end]
    start += len(words) - len(words.lstrip(" ,;:—–-"))
    end -= len(words) - len(words.rstrip(" ,;:—–-"))
    return document.span(start, end) if start < end else None


def stems(text: str) -> frozenset[str]:
    """Return what is compared of a matter: its telling words, cut short."""
    words = (word.lower().removesuffix("'s").removesuffix("’s") for word in WORD.findall(text.replace("-", " ")))
    return frozenset(word[:STEM] for word in words if word not in FILLER)


def alike(one: str, other: str) -> float:
    """Return the share of the shorter matter's telling words that the other has; 0 when either says nothing."""
    a, b = stems(one), stems(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
