"""Whom he, she, him, her and who stand for: the fitting figure that is freshest in the reader's mind."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.people.cast import Figure, Gender, Mention
from stories.extraction.people.evidence import SAYING

PRONOUNS: dict[str, Gender] = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
}  # fmt: skip
PRONOUN = re.compile(rf"\b(?:{'|'.join(PRONOUNS)}|who|whose)\b", re.IGNORECASE)
FARTHEST = 6  # sentences
EARLY = 40  # characters from a sentence's start
LEADING = 1.0
PER_SENTENCE, PER_PARAGRAPH = 1.0, 0.4
AGAIN = 0.15  # added for each further mention
QUOTED = 1.2  # taken off where the mention stands in quotation marks
UNSURE, ROLELESS = 0.4, 0.3  # taken off where the gender isn't known, and where no role is
RECENT = 12  # mentions before a pronoun that are weighed
ENOUGH = -5.0
QUESTIONING = frozenset(["questioning", "question", "grilling", "prodding", "pressure", "prompting"])
NOT_HE = -3.0  # whoever asks is not the one who answers
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(slots=True)
class Trace:
    """A place where somebody was spoken of, by name or pronoun; `weight` is how much that brings to mind."""

    who: int
    sentence: int
    paragraph: int
    start: int
    weight: float
    token: int = -1


def resolve(document: Document, tokens: Mapping[int, Token], figures: Sequence[Figure]) -> dict[int, int]:
    """For the start of each pronoun outside quotation marks, an index into `figures`; what is unclear is left out."""
    places = Places(document, tokens)
    mentions = _mentions(figures)
    traces: list[Trace] = []
    found: dict[int, int] = {}
    upcoming = 0
    for token in _pronouns(document, tokens):
        while upcoming < len(mentions) and mentions[upcoming][0].start < token.idx:
            mention, who = mentions[upcoming]
            traces.append(places.trace(mention, who))
            upcoming += 1
        chosen = (
            _who(token, traces, figures)
            if token.lower_ in {"who", "whose"}
            else _he_or_she(token, traces, figures, places)
        )
        if chosen is None:
            continue
        found[token.idx] = chosen
        if token.lower_ in PRONOUNS:
            traces.append(places.trace_of(token, chosen))
    return found


def _mentions(figures: Sequence[Figure]) -> list[tuple[Mention, int]]:
    pairs = [(mention, number) for number, who in enumerate(figures) for mention in who.mentions]
    return sorted(pairs, key=lambda pair: pair[0].start)


def _pronouns(document: Document, tokens: Mapping[int, Token]) -> Iterator[Token]:
    for match in PRONOUN.finditer(document.plain):
        token = tokens.get(match.start())
        if token is not None and document.quoted_at(token.idx) is None:
            yield token


class Places:
    """Where in a story a word stands, and how prominent it is there."""

    def __init__(self, document: Document, tokens: Mapping[int, Token]) -> None:
        self.document = document
        self.sentences = [sentence.start_char for sentence in document.sentences]
        self.paragraphs = [paragraph.start for paragraph in document.paragraphs]
        self.tokens = tokens
        self.led: set[int] = set()

    def sentence(self, start: int) -> int:
        return bisect_right(self.sentences, start)

    def paragraph(self, start: int) -> int:
        return bisect_right(self.paragraphs, start)

    def trace(self, mention: Mention, who: int) -> Trace:
        token = self.head(mention)
        weight = self.prominence(token) if token is not None else 0.0
        weight = max(weight, LEADING * self.leads(mention))
        weight = NOT_HE if token is not None and _presses(token) else weight
        weight -= QUOTED * (self.document.quoted_at(mention.start) is not None)
        return Trace(
            who,
            self.sentence(mention.start),
            self.paragraph(mention.start),
            mention.start,
            weight,
            token.i if token is not None else -1,
        )

    def trace_of(self, token: Token, who: int) -> Trace:
        return Trace(
            who, self.sentence(token.idx), self.paragraph(token.idx), token.idx, 0.4 + self.prominence(token), token.i
        )

    def leads(self, mention: Mention) -> bool:
        """Whether it is the sentence's first name and stands early in it, whatever the parser made of it."""
        number = self.sentence(mention.start)
        if number in self.led or not number:
            return False
        self.led.add(number)
        return mention.start - self.sentences[number - 1] < EARLY

    def head(self, mention: Mention) -> Token | None:
        """The token of a mention that the rest of the sentence hangs on."""
        token = self.tokens.get(mention.name_start)
        for _ in range(8):
            if token is None or not mention.start <= token.head.idx < mention.end or token.head is token:
                break
            token = token.head
        return token

    def prominence(self, token: Token) -> float:
        """Subjects stand out, speakers more so; owners and whoever a "by" or "for" brings in recede."""
        while token.dep_ == "appos" and token.head is not token:
            token = token.head
        if token.dep_ in SUBJECTS:
            verb = token.head
            main = verb.dep_ in {"ROOT", "ccomp", "parataxis"}
            return 0.6 + 0.4 * main + 0.5 * (verb.lower_ in SAYING)
        if token.dep_ == "conj" and token.head is not token:
            return self.prominence(token.head) - 0.4
        return {"poss": -0.5, "pobj": -0.4, "dobj": -0.1, "appos": 0.1, "conj": -0.1, "compound": -0.8}.get(
            token.dep_, 0.0
        )


def _presses(token: Token) -> bool:
    """ "Under questioning from Cole, he …": Cole asks."""
    return token.dep_ == "pobj" and token.head.lower_ in {"from", "by"} and token.head.head.lemma_ in QUESTIONING


def _who(token: Token, traces: Sequence[Trace], figures: Sequence[Figure]) -> int | None:
    """Whoever is named right before a relative "who"."""
    if not traces:
        return None
    last = traces[-1]
    end = next((mention.end for mention in figures[last.who].mentions if mention.start == last.start), -1)
    return last.who if 0 <= token.idx - end <= 2 else None


def _he_or_she(token: Token, traces: Sequence[Trace], figures: Sequence[Figure], places: Places) -> int | None:
    gender = PRONOUNS[token.lower_]
    sentence, paragraph = places.sentence(token.idx), places.paragraph(token.idx)
    scores: dict[int, float] = {}
    barred = _own_subject(token)
    for trace in traces[-1 : -RECENT - 1 : -1]:
        if sentence - trace.sentence > FARTHEST or figures[trace.who].gender not in {gender, ""}:
            continue
        if trace.token >= 0 and trace.token == barred:
            continue
        score = trace.weight - PER_SENTENCE * (sentence - trace.sentence)
        score -= PER_PARAGRAPH * (paragraph - trace.paragraph)
        score -= UNSURE * (not figures[trace.who].gender) + ROLELESS * (figures[trace.who].kind == "named")
        if trace.who in scores:
            scores[trace.who] = max(scores[trace.who], score) + AGAIN
        else:
            scores[trace.who] = score
    if not scores:
        return None
    best = max(scores, key=lambda who: scores[who])
    return best if scores[best] > ENOUGH else None


def _own_subject(token: Token) -> int:
    """The subject of an object's own verb, which it can't stand for: "Ott swore him in"."""
    if token.dep_ not in {"dobj", "dative", "pobj"} or token.lower_.endswith("self"):
        return -1
    verb = token.head.head if token.dep_ == "pobj" else token.head
    return next((child.i for child in verb.children if child.dep_ in SUBJECTS), -1)
