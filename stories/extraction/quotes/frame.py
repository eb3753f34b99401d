"""A document as the quote rules see it: which tokens stand in quotation marks, and the reporting words outside."""

from functools import cached_property

from spacy.tokens import Span, Token

from stories.extraction.document import Document
from stories.extraction.marks import Quoted
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.quotes.cues import ASIDE, CLAUSE, NAMING, RETELLING
from stories.extraction.quotes.report import Range, Report

Tokens = tuple[int, int]  # from the first token up to, not including, the last
EDGES = frozenset(",:;—-.?!(") | {"--"}


class Frame:
    """Looks up tokens by place; `inside[i]` says that token i stands in quotation marks."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.document = document
        self.cast = cast
        self.doc = document.doc
        self.inside = self._mask(document.quoted)
        self.sentence_starts = frozenset(sentence.start for sentence in document.sentences)

    def _mask(self, marks: tuple[Quoted, ...]) -> bytearray:
        mask = bytearray(len(self.doc) + 1)
        stretches = iter(marks)
        current = next(stretches, None)
        for token in self.doc:
            while current and token.idx >= current.end:
                current = next(stretches, None)
            if current is None:
                break
            mask[token.i] = token.idx + len(token) > current.start
        return mask

    @cached_property
    def _number(self) -> list[int]:
        """For each token the number of its sentence."""
        numbers = [0] * len(self.doc)
        for number, sentence in enumerate(self.document.sentences):
            numbers[sentence.start : sentence.end] = [number] * (sentence.end - sentence.start)
        return numbers

    @cached_property
    def ends(self) -> list[int]:
        """For each token the end of the sentence that holds it."""
        sentences = self.document.sentences
        return [sentences[number].end for number in self._number]

    def sentence(self, token: Token) -> Span:
        """The sentence that holds a token."""
        return self.document.sentences[self._number[token.i]]

    def backward(self, token: Token, count: int) -> list[Span]:
        """The sentence that holds a token and those before it, nearest first."""
        number = self._number[token.i]
        return list(self.document.sentences[max(0, number + 1 - count) : number + 1])[::-1]

    def figure(self, noun: Token) -> Figure | None:
        """The person that a noun or pronoun names, where the cast tells."""
        if noun.pos_ == "PRON":
            return self.cast.antecedent(noun.idx)
        return self.cast.figure_at(noun.idx, noun.idx + len(noun))

    def entry(self, verb: Token) -> Token | None:
        """Whose entry in a list a sentence without subject is in: "Lee Cole, Ward 2: Opposes. Said it is too late"."""
        if verb.tag_ not in ("VBD", "VBZ") or verb.i != self.sentence(verb).start:
            return None
        paragraph = self.document.paragraph_at(verb.idx)
        named = self.doc[self.token_at(paragraph.start) : verb.i] if paragraph else ()
        return next((t for t in named if t.pos_ == "PROPN" and t.dep_ != "compound" and self.figure(t)), None)

    def blank(self, tokens: Tokens) -> bool:
        """Whether there are no words among the tokens."""
        return not any(token.is_alpha or token.like_num for token in self.doc[tokens[0] : tokens[1]])

    def stripped(self, tokens: Tokens) -> Tokens:
        """The tokens without white space and marks at their end."""
        start, end = tokens
        while end > start and (self.doc[end - 1].is_space or self.doc[end - 1].text == '"'):
            end -= 1
        return start, end

    def trimmed(self, start: int, end: int) -> Range | None:
        """The characters of tokens `start` to `end` without a leading "that" and the punctuation around them."""
        doc = self.doc
        while start < end and (doc[start].is_space or doc[start].text in EDGES or doc[start].text == ")"):
            start += 1
        if end - start > 2 and doc[start].lower_ in ("only", "simply", "just") and doc[start + 1].lower_ == "that":
            start += 1
        if end - start > 1 and doc[start].lower_ == "that" and doc[start].tag_ in ("IN", "WDT"):
            start += 1
        while start < end and (doc[start].is_space or doc[start].text in EDGES):
            start += 1
        while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGES):
            end -= 1
        if self.blank((start, end)):
            return None
        return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])

    def report(self, rule: str, sure: float, pieces: list[Tokens], cue: Token, speaker: Token | None) -> Report | None:
        """A report of these stretches of tokens; None where no words are left of them."""
        ranges = [found for start, end in pieces if (found := self.trimmed(start, end))]
        return Report(rule, sure, ranges, self.range(cue), speaker) if ranges else None

    def words_of(self, stretch: Quoted) -> Range:
        """The characters between two marks, without white space at either end."""
        words = self.document.text[stretch.start : stretch.end]
        return stretch.start + len(words) - len(words.lstrip()), stretch.end - len(words) + len(words.rstrip())

    def range(self, token: Token) -> tuple[int, int]:
        """The characters of a token."""
        return token.idx, token.idx + len(token)

    def token_at(self, place: int) -> int:
        """The index of the first token that ends after a character."""
        low, high = 0, len(self.doc)
        while low < high:
            middle = (low + high) // 2
            token = self.doc[middle]
            if token.idx + len(token) <= place:
                low = middle + 1
            else:
                high = middle
        return low

    @cached_property
    def _verbs(self) -> list[Token]:
        return [t for t in self.doc if t.pos_ in ("VERB", "AUX") and not self.inside[t.i]]

    @cached_property
    def verbs(self) -> list[Token]:
        """Verbs of saying outside quotation marks, in order."""
        found = [verb for verb in self._verbs if verb.lemma_ in CLAUSE or verb.lemma_ in ASIDE]
        taken_for_nouns = [t for t in self.doc[1:-1] if t.tag_ == "NNS" and t.lemma_ in CLAUSE and self._claims(t)]
        return sorted([*found, *taken_for_nouns], key=lambda token: token.i) if taken_for_nouns else found

    def _claims(self, token: Token) -> bool:
        """Whether the tagger took a verb for a noun: "the mayor claims that …"."""
        return token.nbor().lower_ == "that" and token.nbor(-1).pos_ in ("PROPN", "PRON") and not self.inside[token.i]

    @cached_property
    def naming(self) -> list[Token]:
        """Verbs such as "call", outside quotation marks."""
        return [verb for verb in self._verbs if verb.lemma_ in NAMING]

    @cached_property
    def retelling(self) -> list[Token]:
        """Verbs such as "criticize", outside quotation marks."""
        return [verb for verb in self._verbs if verb.lemma_ in RETELLING]

    @cached_property
    def according(self) -> list[Token]:
        """Each "according" that goes before "to"."""
        return [
            t for t in self.doc[:-2] if t.lower_ == "according" and t.nbor().lower_ == "to" and not self.inside[t.i]
        ]
