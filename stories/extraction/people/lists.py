"""Lists of people: "Council members A, B and C", "Voting no were ...", "Ayes: ..."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stories.extraction.people import lexicon as lex
from stories.extraction.people.claims import Claim, Context
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.titles import Title
from stories.extraction.people.words import position, text_of

JOINS = vocabulary(", and & ; or both 's ( ) the fellow plus rev.")
LONGEST_GAP = 12  # words between two names of one list
ROLL = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|favou?r|ayes?|nays?|noes|yeas?|yes|no|opposed|dissent\w*|abstain\w*|absent|"
    r"join(?:ed|ing)|"
    r"against|second(?:ed)?|motion|(?:made up|formed|in|joined) the (?:majority|minority)|"
    r"recus\w+|approv\w+|undecided|supporters?)\b",
    re.IGNORECASE,
)
TESTIMONY = re.compile(
    r"\b(?:sp(?:eak|oke|eaking|eakers?)|testi\w+|public comment|residents?|urged|petition|rall\w+|protest\w*|"
    r"students?|parents?|"
    r"ballot|elections?|candidates?|run-?off|voters|plaintiffs?|owners?)\b",
    re.IGNORECASE,
)
# What a member does with a vote, right after the name.
VOTING = re.compile(
    r"(?:, who(?:se)? [^,.;]{1,60},|, (?:of|a|an|the) [^,.;]{1,50},)?,?\s+"
    r"(?:who )?(?:has |had |have |also |later |then |again |both )*"
    r"(?:voted|dissent(?:ed|ing)|abstain(?:ed|ing)|voting (?:no|yes|against|in favor)|seconded|recused|made the motion|"
    r"moved to (?:table|postpone|approve|adopt|amend|delay|accept|reject|deny|continue|strike|pass|send|put|rehear)|"
    r"cast (?:the|a|her|his)|joined (?:him|her|them)|"
    r"was (?:appointed|elected|re-elected|sworn in|named) to|"
    r"(?:will|would|plans? to|planned to|intends? to|expects? to|is going to|promised to) (?:not )?vote)\b"
)
# A relative clause that tells of a seat on the body:
# ", who sits on the board", ", whom the mayor named to the council".
BODY = r"the (?:\w+ ){0,2}?(?:council|board|commission|committee|authority|assembly|jury|court)\b(?! of (?:the|[A-Z]))"
MEMBERSHIP = re.compile(
    rf",(?: \d\d,)? whom? (?:has |have )?(?:[^,.;]{{0,50}}? )??(?:(?:appointed|elected|re-elected|named|chosen) to|"
    rf"sits on|serves on|(?<=has )served on|joined) {BODY}|"
    r",(?: \d\d,)? who (?:has )?represent(?:s|ed) [^,.;]{2,50} (?:for|in) (?:\w+ ){1,2}terms?\b|"
    r",(?: \d\d,)? who (?:has represented|represents) (?:the )?(?:[\w-]+ ){0,3}?"
    r"(?:side|shore|end|downtown|neighborhoods?|half|part of (?:town|the (?:city|county|district)))\b"
)
# Told of whoever has not yet been named of a body's members.
LEFT_OVER = re.compile(r"\b(?:That|Which|This) leaves $")
WITH, AGAINST = re.compile(r"\bwith $"), re.compile(r" (?:opposed|in opposition|absent)\b")
# What someone does who is asked for a stance.
OPEN = re.compile(
    r"[^.]{0,100}?\b(?:did(?:n't| not)|declined|could not|couldn't|would(?:n't| not)|has(?:n't| not)|have(?:n't| not)|"
    r"undecided|"
    r"oppos\w+|support\w*|in favor|against|leaning)\b"
)


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
        if word.low not in JOINS and not (word.low == "of" and number + 1 in context.by_first):
            return False
        seen = seen or word.low in {",", "and", "&", ";", "or"}
        number += 1
    return seen


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


def in_roll_call(sentence: str) -> bool:
    """Whether a sentence tells votes, not what the public said."""
    return ROLL.search(sentence) is not None and TESTIMONY.search(sentence) is None


def sits(text: str, name: Name) -> bool:
    """Whether the words around a name tell of a seat: ", who sits on the board", "with Ann Roe opposed"."""
    before, after = text[max(0, name.start - 20) : name.start], text[name.end : name.end + 110]
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
