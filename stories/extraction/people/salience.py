"""How much a mention of somebody stays in a reader's mind: its place in the sentence and how far back it is."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.people.cast import Mention
from stories.extraction.people.lexicon import vocabulary

# What one does with words, as lemmas; besides saying, what opens a stretch that goes on with somebody's words.
SPEAKING = vocabulary(
    """say tell write ask add reply argue note explain believe think announce warn state acknowledge insist recall
    testify predict continue conclude respond call claim contend concede admit agree declare joke suggest stress
    emphasize remark observe describe reiterate tweet post urge promise pledge vow assert maintain lament complain
    caution quip deny propose recount begin read repeat counter answer confirm mention report reveal estimate
    expect hope speak talk hear order offer want"""
)
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
ROLES = {"poss": -0.5, "pobj": -0.4, "dobj": -0.1, "appos": 0.1, "conj": -0.1, "compound": -0.8}
EARLY = 40  # characters from a sentence's start
LEADING = 1.0
SUBJECT, MAIN, SPEAKER, RETOLD = 0.6, 0.4, 0.5, -0.4
AGENT = 0.2  # whoever a passive's "by" names
PRONOUN = 0.4  # a pronoun tells that its person was in mind already
QUOTED = 1.2  # taken off where the mention stands in quotation marks
QUESTIONING = frozenset(["questioning", "question", "grilling", "prodding", "pressure", "prompting"])
NOT_HE = -3.0  # whoever asks is not the one who answers


@dataclass(slots=True)
class Trace:
    """A place where somebody was spoken of, by name or pronoun; `weight` is how much that brings to mind.

    `sentence` and `paragraph` count those of the reporter's own words; `token` is -1 where spaCy has none.
    """

    who: int
    sentence: int
    paragraph: int
    start: int
    weight: float
    token: int = -1
    speaks: bool = False


class Places:
    """Where in a story a word stands, and how prominent it is there."""

    def __init__(self, document: Document, tokens: Mapping[int, Token]) -> None:
        self.document = document
        self.tokens = tokens
        self.sentences = [sentence.start_char for sentence in document.sentences]
        self.paragraphs = [paragraph.start for paragraph in document.paragraphs]
        self.told = _told(document)
        self.led: dict[int, int] = {}

    def sentence(self, start: int) -> int:
        """How many sentences the reporter has told up to a character; those in quotation marks don't count."""
        return self.told[bisect_right(self.sentences, start)]

    def paragraph(self, start: int) -> int:
        return bisect_right(self.paragraphs, start)

    def trace(self, mention: Mention, who: int) -> Trace:
        token = self.head(mention)
        weight = prominence(token) if token is not None else 0.0
        weight = max(weight, LEADING) if self.leads(mention) else weight
        weight = NOT_HE if token is not None and _presses(token) else weight
        weight -= QUOTED * (self.document.quoted_at(mention.start) is not None)
        return self._trace(who, mention.start, weight, token)

    def trace_of(self, token: Token, who: int) -> Trace:
        return self._trace(who, token.idx, PRONOUN + prominence(token), token)

    def _trace(self, who: int, start: int, weight: float, token: Token | None) -> Trace:
        return Trace(
            who, self.sentence(start), self.paragraph(start), start, weight,
            token.i if token is not None else -1, token is not None and speaks(token),
        )  # fmt: skip

    def leads(self, mention: Mention) -> bool:
        """Whether it is the sentence's first name and stands early in it, whatever the parser made of it."""
        number = bisect_right(self.sentences, mention.start)
        if not number or self.led.setdefault(number, mention.start) != mention.start:
            return False
        return mention.start - self.sentences[number - 1] < EARLY

    def head(self, mention: Mention) -> Token | None:
        """The token of a mention that the rest of the sentence hangs on."""
        token = self.tokens.get(mention.name_start)
        for _ in range(8):
            if token is None or not mention.start <= token.head.idx < mention.end or token.head is token:
                break
            token = token.head
        return token


def _told(document: Document) -> list[int]:
    """For each count of sentences, how many of them are not wholly in quotation marks."""
    counts = [0]
    for sentence in document.sentences:
        stretch = document.quoted_at(sentence.start_char)
        inside = stretch is not None and stretch.end >= sentence.end_char - 1
        counts.append(counts[-1] + (not inside))
    return counts


def prominence(token: Token) -> float:
    """Subjects stand out, speakers more so; owners and whoever a "by" or "for" brings in recede."""
    while token.dep_ == "appos" and token.head is not token:
        token = token.head
    if token.dep_ in SUBJECTS:
        verb = token.head
        main = verb.dep_ in {"ROOT", "ccomp", "parataxis"}
        return SUBJECT + MAIN * main + SPEAKER * (verb.lemma_ in SPEAKING) + RETOLD * _retold(verb)
    if token.dep_ == "conj" and token.head is not token:
        return prominence(token.head) - 0.4
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return AGENT
    return ROLES.get(token.dep_, 0.0)


def _retold(verb: Token) -> bool:
    """Whether the clause is what somebody else says: "the chief said that Cole left"."""
    over = verb.head
    return verb.dep_ == "ccomp" and over.lemma_ in SPEAKING and any(child.dep_ in SUBJECTS for child in over.children)


def speaks(token: Token) -> bool:
    """Whether it is the subject of a verb of saying."""
    return token.dep_ in SUBJECTS and token.head.lemma_ in SPEAKING


def _presses(token: Token) -> bool:
    """ "Under questioning from Cole, he …": Cole asks."""
    return token.dep_ == "pobj" and token.head.lower_ in {"from", "by"} and token.head.head.lemma_ in QUESTIONING
