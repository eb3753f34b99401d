"""Reports by a noun of saying: "her claim that …", "a warning from the chief that …"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.quotes.cues import SAYINGS
from stories.extraction.quotes.extent import noun_clause_end
from stories.extraction.quotes.frame import Frame
from stories.extraction.quotes.report import Report


def nouns(frame: Frame) -> Iterator[Report]:
    """Each noun of saying with its that-clause, where the story says whose it is."""
    for that in frame.doc[1:]:
        if that.lower_ != "that" or that.tag_ != "IN" or frame.inside[that.i] or that.dep_ != "mark":
            continue
        noun = that.head.head
        if noun.lemma_ not in SAYINGS or noun.i >= that.i or that.i - noun.i > FARTHEST:
            continue
        if (speaker := _owner(noun)) is not None:
            words = (that.i, noun_clause_end(frame, noun, that.head))
            report = frame.report("a noun of saying and its that-clause", 0.6, [words], noun, speaker)
            if report:
                yield report


FARTHEST = 8  # tokens from the noun to "that"


def _owner(noun: Token) -> Token | None:
    """Whose claim it is: "his claim", "the chief's claim", "a claim by the chief"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((token for token in child.children if token.dep_ == "pobj"), None)
    return None
