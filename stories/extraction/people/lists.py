"""Lists of people: "Council members A, B and C", "Voting no were ...", "Ayes: ..."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stories.extraction.people.claims import Claim, Context
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.titles import Title
from stories.extraction.people.words import text_of

JOINS = vocabulary(", and & ; or both 's ( ) the fellow plus rev.")
LONGEST_GAP = 12  # words between two names of one list
LONGEST_TRADE = 3  # words
LONGEST_LABEL = 60  # characters of "Voting in favor, as before: "
FEW = 3  # names without titles before a verb of voting, fewer of which are no roll call
ROLL_LABEL = re.compile(
    r"(?:^|[\n.;(•]\s{0,3})(?:(?:those |the )?(?:voting |voted )?(?:for|against|in favou?r|opposed|yes|no|"
    r"ayes?|nays?|noes|yeas?|"
    r"present|absent|abstain(?:ed|ing)))(?: \(\d+\)| \d+)?: ?$",
    re.IGNORECASE,
)
ROLL_VERB = re.compile(r",? (?:all |both )?(?:voted?|voting|dissented|were (?:for|against|opposed|in favou?r))\b")


@dataclass(frozen=True, slots=True)
class Group:
    """Names told in one breath, as indexes into the names of the story."""

    members: tuple[int, ...]


def groups(context: Context, names: Sequence[Name]) -> list[Group]:
    """All lists of two or more names."""
    found: list[Group] = []
    current: list[int] = []
    for number, name in enumerate(names):
        if current and _joined(context, names[current[-1]], name):
            current.append(number)
        else:
            if len(current) > 1:
                found.append(Group(tuple(current)))
            current = [number]
    if len(current) > 1:
        found.append(Group(tuple(current)))
    return found


def _joined(context: Context, one: Name, other: Name) -> bool:
    """Whether nothing but commas, "and", titles and seats stands between two names."""
    words = context.words
    number = one.last
    if other.first - number > LONGEST_GAP or other.first <= number:
        return False
    seen = False
    while number < other.first:
        title = context.by_first.get(number)
        if title is not None and title.last <= other.first:
            number = title.last
            continue
        word = words[number]
        if word.text == "," and (after := _past_aside(context, number, other.first)):
            number, seen = after, True
            continue
        if seen and _trade(context, number, other.first):
            break
        if word.low not in JOINS and not (word.low == "of" and number + 1 in context.by_first):
            return False
        seen = seen or word.low in {",", "and", "&", ";", "or"}
        number += 1
    return seen


def _trade(context: Context, first: int, last: int) -> bool:
    """Whether only a trade in small letters stands before the name: ", pharmacist Ann Roe and surveyor Bo Dean"."""
    between = context.words[first:last]
    return len(between) <= LONGEST_TRADE and all(
        word.kind == "word" and not word.cap and word.tag in {"NN", "NNP", "JJ"} for word in between
    )


def _past_aside(context: Context, comma: int, last: int) -> int:
    """Behind an aside that a semicolon ends: "Ann Roe, a dentist; Bo Dean, Ann's brother; and Cy Fox"; 0 for none."""
    for number in range(comma + 1, last):
        word = context.words[number]
        if word.text == ";":
            return number + 1
        if word.kind == "break" or word.text in {".", ",", ":"} or word.tag in {"VBD", "VBZ", "VBP", "MD"}:
            return 0
    return 0


def roll_calls(plain: str, names: Sequence[Name], found: Sequence[Group]) -> Iterator[tuple[int, Claim]]:
    """What a roll call says of each of its names: "Ayes: Roe, Dean", "Roe, Dean and Fox voted no"."""
    for group in found:
        first, last = names[group.members[0]], names[group.members[-1]]
        labelled = ROLL_LABEL.search(plain, max(0, first.start - LONGEST_LABEL), first.start)
        voted = len(group.members) >= FEW and ROLL_VERB.match(plain, last.end)
        if labelled or voted:
            for member in group.members:
                yield member, Claim(None, "in a roll call", 0.7, votes=True, at=names[member].start)


def plural_claims(context: Context, names: Sequence[Name], found: Sequence[Group]) -> Iterator[tuple[int, Claim]]:
    """What a plural title says of each name it stands before or after."""
    in_group = {member: group for group in found for member in group.members}
    starts = {name.first: number for number, name in enumerate(names)}
    for title in context.titles:
        if not title.plural:
            continue
        first = _first_name(context, title, starts)
        if first is not None:
            yield from _spread(context, names, in_group.get(first, Group((first,))), first, title)


def _first_name(context: Context, title: Title, starts: dict[int, int]) -> int | None:
    """The name right after a plural title, past a seat, colon or comma."""
    for number in range(title.last, title.last + 4):
        if number in starts:
            return starts[number]
        word = context.words[number]
        seat = context.by_first.get(number) or context.by_first.get(number - 1)
        passed = word.text in {":", ",", "'s", "—"} or word.low in {"including", "like", "are", "were"}
        if not passed and not (seat is not None and seat.first <= number < seat.last):
            return None
    return None


def _spread(
    context: Context, names: Sequence[Name], group: Group, first: int, title: Title
) -> Iterator[tuple[int, Claim]]:
    phrase = text_of(context.words, title.first, title.last)
    for member in group.members:
        if member < first:
            continue
        own = context.by_last.get(names[member].first)
        if own is not None and own is not title and own.sort != "seat":
            break
        seat = own.seat if own is not None else ""
        yield member, Claim(title, f"in a list after '{phrase}'", 0.92, seat=seat, at=names[member].start)


def among_people(names: Sequence[Name], claims: Sequence[Sequence[Claim]], found: Sequence[Group]) -> Iterator[int]:
    """Names listed together with at least one other that is plainly a person's."""
    for group in found:
        sure = [
            member
            for member in group.members
            if names[member].known_given or any(claim.title for claim in claims[member])
        ]
        if sure:
            yield from (member for member in group.members if member not in sure or len(sure) > 1)
