"""Who sits on a deciding body though no title says so: those named where the story tells its votes or members."""

from bisect import bisect_left
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.claims import Context
from stories.extraction.people.clusters import Person
from stories.extraction.people.governing import CHAIRS, VICES
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.reading import Reading
from stories.extraction.people.roll_words import (
    AGAINST,
    ECHO,
    LEFT_OVER,
    MEMBERSHIP,
    ON_THE_BODY,
    OPEN,
    ROLL,
    TESTIMONY,
    VOTING,
    WITH,
)
from stories.extraction.people.words import position

# Characters: a name's sentence, and the one before it, are looked for no further back.
LONGEST_PARAGRAPH = 4_000
LAWMAKERS = vocabulary("representative senator delegate legislator assemblymember director magistrate justice")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where in the text somebody is told to sit on a body; `beside` a titled member, so that a trade says nothing."""

    at: int
    beside: bool = False


def seat(reading: Reading, person: Person) -> Seat | None:
    """Where the story tells how a person votes, or lists the person where votes or members are told."""
    spots = [number for number, _ in person.names]
    if (beside := next((number for number in spots if _beside_member(reading, number)), None)) is not None:
        return Seat(reading.names[beside].start, beside=True)
    return next((Seat(reading.names[number].start) for number in spots if _votes_at(reading, number)), None)


def _votes_at(reading: Reading, number: int) -> bool:
    name, text = reading.names[number], reading.document.plain
    if any(claim.votes for claim in reading.claims[number]):
        return True
    if name.full and (VOTING.match(text, name.end, name.end + 110) or sits(text, name) or _told_before(reading, name)):
        return True
    if number in reading.listed and _in_roll_call(reading, name):
        return True
    paragraph = reading.document.paragraph_at(name.start)
    asked = OPEN.search(text[name.end : name.end + 110])
    return bool(name.full and paragraph and asked and follows_members(reading.context, paragraph.start, name))


def _beside_member(reading: Reading, number: int) -> bool:
    """Whether a name stands in a list of voters with somebody whose title is a member's or a chair's."""
    name = reading.names[number]
    if number not in reading.listed or not name.full:
        return False
    group = next(group for group in reading.groups if number in group.members)
    voting = _in_roll_call(reading, name) or _in_roll_call(reading, name, back=1)
    return voting and any(_titled_member(reading, member) for member in group.members if member != number)


def _titled_member(reading: Reading, number: int) -> bool:
    heads = {claim.title.head for claim in reading.claims[number] if claim.title is not None and not claim.title.past}
    return bool(heads & (CHAIRS | VICES | lex.MEMBERS | LAWMAKERS))


def _in_roll_call(reading: Reading, name: Name, back: int = 0) -> bool:
    """Whether the sentence of a name, or one before it in the paragraph, tells votes, not what the public said."""
    paragraph = reading.document.paragraph_at(name.start)
    if paragraph is None:
        return False
    told = reading.document.sentences_in(max(paragraph.start, name.start - LONGEST_PARAGRAPH), name.start + 1)
    own = told[-1:] if told else ()
    wanted = told[-1 - back : -back] if back else own
    spoken = any(TESTIMONY.search(sentence.text) for sentence in own)
    return not spoken and any(ROLL.search(sentence.text) for sentence in wanted)


def _told_before(reading: Reading, name: Name) -> bool:
    """ "So did Ann Roe", "On the five-member board, she can count on Ann Roe": what stands before a name."""
    sentence = reading.document.sentence_at(name.start)
    if sentence is None:
        return False
    before = reading.document.plain[sentence.start_char : name.start]
    if ON_THE_BODY.match(before):
        return True
    names = [one.text for _, one in _names_between(reading, sentence.start_char, name.start)]
    return ECHO.search(_without(before, names)) is not None and _in_roll_call_before(reading, sentence.start_char)


def _without(before: str, names: list[str]) -> str:
    """The words before a name without the names joined to it by "and"."""
    for one in names:
        before = before.replace(f"{one}, ", "").replace(f"{one} and ", "")
    return before


def _in_roll_call_before(reading: Reading, start: int) -> bool:
    """Whether the sentence before tells how a member voted."""
    told = reading.document.sentence_at(max(0, start - 1))
    if told is None or not ROLL.search(told.text) or TESTIMONY.search(told.text):
        return False
    within = _names_between(reading, told.start_char, told.end_char)
    plain = reading.document.plain
    return any(_titled_member(reading, number) or VOTING.match(plain, name.end) for number, name in within)


def _names_between(reading: Reading, start: int, end: int) -> list[tuple[int, Name]]:
    """Return the names that begin between two characters, each with its number."""
    first, last = (bisect_left(reading.names, place, key=lambda name: name.start) for place in (start, end))
    return list(enumerate(reading.names[first:last], first))


def sits(text: str, name: Name) -> bool:
    """Whether the words around a name tell of a seat: ", who sits on the board", "with Ann Roe opposed"."""
    before, after = text[max(0, name.start - 40) : name.start], text[name.end : name.end + 110]
    if MEMBERSHIP.match(after) or LEFT_OVER.search(before):
        return True
    return WITH.search(before) is not None and AGAINST.match(after) is not None


def follows_members(context: Context, start: int, name: Name) -> bool:
    """Whether the paragraph speaks of "council members" or the like before a name."""
    first = position(context.words, start)
    return any(
        title.head in lex.MEMBERS
        or (title.sort == "post" and bool({"council", "board"} & {word.casefold() for word in title.core}))
        for number in range(max(first, name.first - 200), name.first)
        if (title := context.by_first.get(number)) is not None
    )
