"""What every rule on positions is given: the story, its people, who speaks where, and what is put to the vote."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.findings import Basis, Quote, Stance
from stories.extraction.grammar.hedges import is_conditional
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.positions.holders import Holders
from stories.extraction.positions.matters import LONGEST, Matters, is_amount, is_information, object_words
from stories.extraction.positions.motions import Motions
from stories.extraction.positions.polarity import Motion, Side
from stories.extraction.positions.reading import Reading

_OF_THE_BODY = re.compile(
    r"\b(?:council|board|commission|committee|commissioners|trustees|aldermen|supervisors|members|"
    r"directors|legislators|"
    r"ordinance|proposal|plan|measure|resolution|bill|it)\b[^.]{0,60}?\b(?:vot\w+|decid\w+|would|"
    r"approved|adopted|passed)\b",
    re.IGNORECASE,
)
_VOTE_TALK = re.compile(
    r"\b(?:it|ordinance|plan|proposal|measure|change|agreement|deal|resolution|law|contract|bill) "
    r"would\b|\bvot(?:e|es|ed|ing) (?:\S+ ){0,4}?(?:on|to|whether)\b|\bdecid\w+ whether\b|"
    r"\bproposal\b|\bplan to\b",
    re.IGNORECASE,
)
_NAME = 24  # characters within which an object's name begins
TITLES = re.compile(r"\s*(?:(?:the|former|state|fellow|[A-Z][\w.'-]*) )*")
_FEW = 6  # quoted words that can be part of the story's own clause: is "dead set against" it
FIRST = frozenset({"i", "we"})
FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.IGNORECASE)
PEOPLE = re.compile(
    r" (?:him|her|them|us|me|you|each other|one another|(?:any |a |the |his |her |their |fellow |"
    r"other )?(?:[\w-]+ )?"
    r"(?:colleagues?|candidates?|nominees?|campaigns?|supporters|protesters|rivals?|opponents|"
    r"critics|teachers|officers|voters|troops|famil(?:y|ies)|Sen|Rep|Gov))\b"
    r"| (?:up|down|off|away|out|into)\b",
    re.IGNORECASE,
)
TELLING = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
_EARSHOT = 300
_ROLL = 700  # characters before a paragraph in which the vote that it details is told
COUNT = re.compile(
    r"\b\d{1,2}(?:-| to )\d{1,2}\b(?! (?:p\.m|a\.m|years|percent|season|overtime))|\bunanimous", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One story, ready to be asked about positions; `words` are the verbs, nouns and adjectives of its text."""

    document: Document
    cast: Cast
    quotes: Sequence[Quote]
    holders: Holders
    words: Sequence[Token]
    motion: Motion
    motions: Motions
    matters: Matters

    @classmethod
    def of(cls, document: Document, cast: Cast, quotes: Sequence[Quote]) -> "Scene":
        """Prepare a story; `quotes` may come in any order."""
        ordered = sorted(quotes, key=lambda quote: quote.start)
        put = _what_is_put(document)
        motion = Motion.told_in([*put[:2], *(words for words in put[2:] if _OF_THE_BODY.search(words))])
        motions = Motions(document, motion)
        telling = tuple(word for word in document.doc if word.pos_ in TELLING)
        return cls(document, cast, ordered, Holders(document, cast), telling, motion, motions, Matters.told_in(put))

    def sentence(self, at: int) -> tuple[int, int]:
        """First and last character of the sentence at a place."""
        found = self.document.sentence_at(at)
        return (found.start_char, found.end_char) if found is not None else (at, at)

    def spoken_at(self, at: int) -> Quote | None:
        """The quote whose own words (in marks, or a turn of a transcript) stand at a place."""
        number = bisect_right(self.quotes, at, key=lambda quote: quote.start) - 1
        for quote in self.quotes[max(0, number - 2) : number + 1]:
            if quote.start <= at < quote.end and (quote.type == "direct" or self.document.quoted_at(at)):
                return quote
        return None

    def in_speech(self, at: int) -> bool:
        """Whether a place is somebody's own words; a few quoted words within the story's clause are the story's."""
        if (quote := self.spoken_at(at)) is not None and quote.type == "direct":
            return True
        stretch = self.document.quoted_at(at)
        if stretch is None:
            return False
        words = self.document.plain[stretch.start : stretch.end]
        return len(words.split()) > _FEW or FIRST_PERSON.search(words) is not None

    def holders_at(self, at: int, *, alone: bool = False) -> tuple[Figure, ...]:
        """Whose words or deeds a verb tells: its subject's, or the speaker's who says "I" (or "we", unless `alone`)."""
        if not self.in_speech(at):
            return self.holders.of_verb(at)
        subject, quote = self.holders.subject_at(at), self.spoken_at(at)
        if quote is None or subject is None or subject.lower_ not in ({"i"} if alone else FIRST):
            return ()
        speaker = self.speaker(quote)
        return () if speaker is None else (speaker,)

    def speaker(self, quote: Quote) -> Figure | None:
        """The figure who says a quote."""
        return self.cast.named(quote.speaker) if quote.speaker else None

    def object_after(self, at: int) -> str:
        """The story's words for what a verb that ends at `at` is about, "" where only a pronoun or nothing is."""
        end = self.sentence(at)[1]
        found = object_words(self.document.plain[at : min(at + LONGEST, end)], end <= at + LONGEST)
        return "" if found is None else self.document.text[at + found[0] : at + found[1]]

    def before(self, at: int) -> str:
        """The sentence up to a place, as far as it bears on it."""
        return self.document.plain[max(self.sentence(at)[0], at - _EARSHOT) : at]

    def after(self, at: int) -> str:
        """The sentence from a place on, as far as it bears on it."""
        return self.document.plain[at : min(self.sentence(at)[1], at + _EARSHOT)]

    def side_after(self, at: int) -> Side | None:
        """Whether the words after a place name the matter or its undoing; None where they name mere procedure."""
        words = self.document.plain[at : at + LONGEST].lstrip()
        _, _, undone = words.partition(" ")
        return self.motion.side_of(words, about=self.matters.shares(words) or self.matters.named_in(undone))

    def is_active(self, at: int) -> bool:
        """Whether the word at a place is a verb whose subject does it (no noun, no "backed by")."""
        tokens = self.document.tokens(at, at + 1)
        if not len(tokens) or tokens[0].pos_ not in {"VERB", "AUX", "ADJ"}:
            return False
        if tokens[0].tag_ in {"VB", "NN"}:
            return False
        return not (tokens[0].tag_ == "VBN" and tokens[0].dep_ == "acl" and tokens[0].lower_ != "opposed")

    def is_person(self, at: int) -> bool:
        """Whether the object that begins at a place is a person, whom one endorses but does not decide on."""
        plain = self.document.plain
        if PEOPLE.match(plain, at):
            return True
        first = self.holders.first_after(at, at + _NAME)
        return (
            first is not None
            and not plain.startswith("'s", first.end)
            and TITLES.fullmatch(plain, at, first.start) is not None
        )

    def is_matter(self, words: str) -> bool:
        """Whether an object's first words speak of a public matter: this story's own, or one by its kind."""
        return self.matters.named_in(words) or self.motion.names_undoing(words)

    def may_be_matter(self, at: int) -> bool:
        """Whether the object that begins at a place is the story's matter, or is left out."""
        words = self.object_after(at)
        return not words or self.is_matter(words)

    def is_wish(self, at: int) -> bool:
        """Whether what is asked for from a place on is a decision or money, not an answer, a delay or a paper."""
        words = self.after(at).lstrip()
        return not is_information(words) and (is_amount(words) or self.is_matter(words))

    def reading(
        self,
        figure: Figure,
        stance: Stance,
        basis: Basis,
        start: int,
        end: int,
        rule: str,
        matter: str = "",
        *,
        evidence: tuple[int, int] | None = None,
        stale: bool = False,
        weak: bool = False,
    ) -> Reading:
        """A reading whose telling words stand from `start` to `end`; the evidence is their sentence, or as given."""
        first, last = evidence or self._evidence(start)
        bound = basis not in {"past_vote", "declined", "no_response"} and stance in {"support", "oppose"}
        conditional = bound and is_conditional(self.before(start), self.after(end))
        words = self.document.text[start:end]
        return Reading(
            figure, stance, basis, first, last, start, rule, words, matter, "", conditional, stale, weak
        )  # fmt: skip

    def vote_told_near(self, at: int) -> bool:
        """Whether a vote taken, with its count, is told in the paragraph of a place or right before it."""
        paragraph = self.document.paragraph_at(at)
        start = paragraph.start if paragraph else at
        return COUNT.search(self.document.plain, max(0, start - _ROLL), self.sentence(at)[1]) is not None

    def _evidence(self, at: int) -> tuple[int, int]:
        """The sentence, or as much of it as is somebody's own words."""
        start, end = self.sentence(at)
        quote = self.spoken_at(at) if self.in_speech(at) else None
        return (start, end) if quote is None else (max(start, quote.start), min(end, quote.end))


def _what_is_put(document: Document) -> list[str]:
    """The title, the first paragraph of prose, and sentences that tell of a vote on something."""
    first = next((paragraph for paragraph in document.paragraphs if paragraph.kind in {"prose", "turn"}), None)
    told = [document.plain[one.start_char : one.end_char] for one in document.sentences]
    lead = [document.plain[first.body : first.end]] if first else []
    return [document.story.title, *lead, *(words for words in told if _VOTE_TALK.search(words))]
