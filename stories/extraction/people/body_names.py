"""Public bodies as a story writes them: "the Port Marden City Council", "Board of Aldermen", "the school board"."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.words import Words, text_of

ANCHORS = vocabulary(
    """council commission board committee court legislature senate assembly authority jury selectboard"""
)
DECIDING = ANCHORS - {"committee"}
UNITS = vocabulary("city town village borough county parish township nation tribe")
# Words that belong to the kind of body, not to the place before it.
GENERIC = (
    UNITS | ANCHORS | lex.PUBLIC | lex.NEUTRAL
    | vocabulary(
    """common unified independent consolidated regional joint union central public select metro commissioners'
    commissioners appeals"""
)
) - vocabulary("river national union central")  # fmt: skip
# Courts of law, which decide no public matter by vote.
JUDICIAL = vocabulary(
    "district circuit federal supreme superior appeals appellate probate juvenile municipal traffic bankruptcy claims"
)
NAMED_ONLY = vocabulary("district department library schools office utilities")  # bodies only with a capital
POINTERS = vocabulary("the its their his her our this that a full each")
LITTLE = frozenset(["the", "and", "of", "&"])
GEOGRAPHIC = vocabulary("harbor port park river fort lake forest falls beach")


@dataclass(frozen=True, slots=True)
class Body:
    """A public body as written: the place before it, what kind it is, and the noun its name turns on."""

    place: str
    kind: str
    anchor: str
    at: int

    @property
    def full(self) -> str:
        return f"{self.place} {self.kind}".strip()


def scan(words: Words) -> Iterator[Body]:
    """All public bodies of a story, in order, as written."""
    capital = {word.low for word in words if word.cap and word.low in ANCHORS}
    number = 0
    while number < len(words):
        word = words[number]
        if word.kind == "word" and (word.low in ANCHORS or (word.cap and word.low in NAMED_ONLY)):
            body, number = _body_at(words, number)
            if body is not None and not _idle(words, body, number, capital):
                yield body
        else:
            number += 1


def _idle(words: Words, body: Body, after: int, capital: Collection[str]) -> bool:
    """ "the drawing board", "in court", "with authority": the noun in another sense."""
    noun = words[after - 1]
    if noun.cap or " " in body.full or noun.low == "council":
        return False
    before = words[after - 2]
    if noun.low != "board" and noun.low != "commission" and noun.low not in capital:
        return True
    return before.low not in POINTERS and before.tag not in {"JJ", "POS", "JJS"} and before.kind == "word"


def _body_at(words: Words, anchor: int) -> tuple[Body | None, int]:
    first, last = anchor, anchor + 1
    while first > 0 and anchor - first < 8 and _joins(words, first - 1, anchor):
        first -= 1
    while first < anchor and (
        words[first].low in {"of", "and", "&", "'s", "the"} or words[first].low in lex.NO_NAME - GENERIC
    ):
        first += 1
    if words[last].low == "of" and (words[last + 1].cap or (words[last + 1].low == "the" and words[last + 2].cap)):
        last = _of_end(words, last + 1)
    if words[anchor].low == "district" and words[last].kind == "number":
        last += 1
    split = first
    while (
        split < anchor
        and words[split].cap
        and (words[split].low not in GENERIC or _starts_place(words, first, split, anchor))
    ):
        split += 1
    if split > first and words[split].low in {"county", "parish", "township"} and split < anchor:
        split += 1
    if words[split].text == "'s":
        split += 1
    place = text_of(words, first, split)
    kind = text_of(words, split, last)
    told = {word.low for word in words[first:last]}
    if lex.PRIVATE_FOR_SURE & told or (words[anchor].low == "court" and JUDICIAL & told):
        return None, last
    if words[anchor].low == "office" and "sheriff" not in kind.casefold():
        return None, last
    return Body(
        place.removesuffix("'s"),
        kind[:1].upper() + kind[1:] if words[anchor].cap else kind.title(),
        "board" if kind.casefold() == "school committee" else words[anchor].low,  # New England's school boards
        words[first].start,
    ), last


def _starts_place(words: Words, first: int, at: int, anchor: int) -> bool:
    """ "Port Marden City Council", "Reed Harbor council": a word of a kind of body that is the place's."""
    if not words[anchor].cap:
        return True
    if words[at].low in GEOGRAPHIC and words[at + 1].low in UNITS | {"council", "school", "common", "police", "board"}:
        return at > first
    return at == first and at + 1 < anchor and words[at + 1].cap and words[at + 1].low not in GENERIC


def _joins(words: Words, at: int, anchor: int) -> bool:
    """Whether the word at `at` belongs to the name of the body whose noun comes later."""
    word, after = words[at], words[at + 1]
    if word.kind == "mark":
        return word.text in {"'s", "'"} and words[at - 1].cap
    if word.kind == "number":
        return words[at - 1].low == "district" and words[at - 1].cap
    if word.kind != "word":
        return False
    if word.low in {"of", "and", "&", "the"}:
        return (
            words[anchor].cap and words[at - 1].cap and after.cap and word.low != "the" and words[at - 1].low in GENERIC
        )
    if not word.cap:
        return (
            word.low
            in UNITS
            | {"school", "planning", "zoning", "library", "parks", "health", "select", "water", "transit", "district"}
            and not words[anchor].cap
        )
    return (
        word.low not in lex.NO_NAME - GENERIC
        and word.low not in lex.HEADS - {"sheriff"}
        and (not word.opens or after.cap)
    )


def _of_end(words: Words, at: int) -> int:
    end = at
    while (words[end].cap and words[end].low not in lex.HEADS) or (words[end].low in LITTLE and words[end + 1].cap):
        end += 1
    return end
