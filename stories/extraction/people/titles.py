"""Titles as a story writes them: "Ward 3 Alderwoman", "interim police chief", "director of public works"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stories.extraction.people import lexicon as lex
from stories.extraction.people import seats
from stories.extraction.people.given import is_given
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.words import Words

Sort = Literal["office", "post", "other", "reporter", "seat"]

LINKS = frozenset(["the", "and", "&", "of", "a", "an", "for"])
SECOND = tuple(
    ("and", *half.split()) for half in ("chief executive officer", "chief executive", "ceo", "general manager")
)
# Nouns of titles that are verbs as well; others that the tagger took for one stand before a name all the same.
VERBS_TOO = vocabulary(
    """chair chairs head heads host judge coach marshal register engineer doctor father nurse anchor author parent
    delegate lead leads trustees directors pastor principal counsel warden champion captain mother baker farmer"""
)
LONGEST_TITLE = 14  # words to either side of the noun


@dataclass(frozen=True, slots=True)
class Title:
    """Words `first` up to, not including, `last` that say what someone is.

    `head` is the noun, `core` the words that belong to it ("interim police chief"), `seat` "Ward 3" or "At-Large",
    `place` capitalised words before them ("Cedar Ridge"), `of` what stands after "of" or "for". `sort`: an `office` is
    public by itself, a `post` only with a public word, a `seat` has no noun. `past` ("former") that it is held no more.
    """

    first: int
    last: int
    head: str
    core: tuple[str, ...]
    sort: Sort
    seat: str = ""
    place: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    of_first: int = 0
    plural: bool = False
    past: str = ""
    elect: bool = False
    cap: bool = False


def scan(words: Words) -> list[Title]:
    """All titles of a story, in order; none overlaps another."""
    found: list[Title] = []
    number, floor = 0, 0
    while number < len(words):
        if _is_noun(words, number):
            title = _around(words, number, floor)
            found += _seats(words, floor, title.first)
            found.append(title)
            number = floor = title.last
        else:
            number += 1
    return [*found, *_seats(words, floor, len(words))]


def _is_noun(words: Words, number: int) -> bool:
    """Whether the word can be the noun of a title."""
    word = words[number]
    if word.kind != "word" or (word.tag.startswith("VB") and (word.low in VERBS_TOO or not words[number + 1].cap)):
        return False
    if word.low == "general":
        return words[number - 1].low in {"attorney", "solicitor", "surgeon", "postmaster"}
    known = (
        word.low in lex.HEADS
        or word.low in lex.PLURALS
        or word.low.removesuffix("-elect").removesuffix("-at-large") in lex.HEADS
        or _double(word.low)
    )
    named = _is_surname(words, number) or (
        word.cap and words[number + 1].cap and words[number + 1].low in lex.NAMESAKES
    )
    return known and not named and not _goes_on(words, number)


def _double(low: str) -> bool:
    """ "judge-executive", "clerk-treasurer"."""
    parts = low.split("-")
    return len(parts) == 2 and all(part in lex.OFFICES | lex.POSTS for part in parts)


def _goes_on(words: Words, number: int) -> bool:
    """ "Attorney General", "Chief Business Officer": the noun is a later word of the same title."""
    word, later = words[number], words[number + 1]
    if word.low == "principal":
        return later.low in lex.POSTS
    if word.low in {"chief", "deputy", "senior", "lead", "executive"}:
        return words[_past_modifiers(words, number + 1)].low in lex.HEADS - lex.OTHERS
    if word.low in lex.HONORIFICS or not later.cap or not word.cap:
        return False
    if later.low in {"general"} | lex.PRIVATE_NOUNS | lex.BODY_NOUNS:
        return True
    if word.low in lex.MEMBERS or lex.PLURALS.get(word.low) in lex.MEMBERS:
        return later.low in {"director", "president", "chair", "chairman", "chairwoman", "chairperson"}
    return word.low in {"chief", "clerk"} and later.low in lex.HEADS - lex.HONORIFICS - lex.OTHERS


def _past_modifiers(words: Words, number: int) -> int:
    """The first word from `number` on that only modifies no title."""
    while (_in_vocabulary(words[number].low) or words[number].low in lex.RANKS) and words[number].low not in LINKS:
        number += 1
    return number


def _seats(words: Words, first: int, last: int) -> Iterator[Title]:
    """The bare seats between two words."""
    for number in range(first, last):
        if words[number].kind == "word":
            seat, size = seats.at(words, number)
            if size:
                yield Title(number, number + size, "", (), "seat", seat=seat)


def _is_surname(words: Words, number: int) -> bool:
    """ "Mike Judge said": a capitalised noun after a given name, with no name behind it."""
    word, before, after = words[number], words[number - 1], words[number + 1]
    if not word.cap or not before.cap or after.cap:
        return False
    return is_given(before.text) and not _in_vocabulary(before.low) and before.low not in lex.HEADS | lex.RANKS


def _around(words: Words, number: int, floor: int) -> Title:
    """The title around its noun."""
    head = words[number].low
    elect = head.endswith("-elect")
    noun = head.removesuffix("-elect").removesuffix("-at-large")
    plural = noun in lex.PLURALS
    noun = lex.PLURALS.get(noun, noun)
    spelled, noun = noun, lex.SAME_NOUN.get(noun, noun)
    first = _left(words, number, floor)
    last, of_first, seat_after = _right(words, number)
    second = _second(words, last) if noun in lex.POSTS and last == number + 1 else ()
    last += len(second)
    lead = [word.text for word in words[first:number] if word.kind in {"word", "number"}]
    seat, lead = seats.take(lead)
    past = next((word.casefold() for word in lead if word.casefold() in lex.PAST), "")
    lead = [word for word in lead if word.casefold() not in lex.PAST | lex.PASSING]
    size = _place_size(words, first, number)
    return Title(
        first=first,
        last=last,
        head=noun,
        core=(*lead[size:], spelled, *_tail(words, number + 1, of_first or last), *second),
        sort=_sort(noun),
        seat="At-Large" if head.endswith("-at-large") else seat or seat_after,
        place=tuple(lead[:size]),
        of=_of(words, of_first, last),
        of_first=of_first,
        plural=plural,
        past=past,
        elect=elect,
        cap=words[number].cap or words[first].cap,
    )


def _second(words: Words, at: int) -> tuple[str, ...]:
    """The other half of a double title: "president and chief executive", "executive director and CEO"."""
    size = next((len(half) for half in SECOND if tuple(word.low for word in words[at : at + len(half)]) == half), 0)
    return tuple(word.text for word in words[at : at + size])


def _of(words: Words, first: int, last: int) -> tuple[str, ...]:
    return tuple(word.text for word in words[first:last] if word.kind == "word" or word.text == "'s") if first else ()


def _sort(noun: str) -> Sort:
    if noun in lex.OFFICES or noun == "general" or "-" in noun:
        return "office"
    if noun in lex.OTHERS:
        return "other"
    return "reporter" if noun in lex.REPORTERS else "post"


def _left(words: Words, number: int, floor: int) -> int:
    """Where the words before the noun that belong to the title begin."""
    first = number
    while first > max(floor, number - LONGEST_TITLE) and _belongs(words, first - 1, number):
        first -= 1
    while first < number and words[first].low in {"and", "&", "of", "for", "'s", "-"}:
        first += 1
    return first


def _belongs(words: Words, at: int, number: int) -> bool:
    """Whether the word at `at` can stand in a title before its noun at `number`."""
    word, after = words[at], words[at + 1]
    if word.kind == "number":
        return words[at - 1].low in lex.SEATS or after.low in lex.SEATS
    if word.kind == "mark":
        return word.text == "'s" and at + 1 < number and words[at - 1].kind == "number"
    if word.kind != "word":
        return False
    if word.low == "of":  # "Zoning Board of Appeals Chairman"
        return words[at - 1].low in lex.BODY_NOUNS and after.low in lex.PUBLIC and at + 1 < number
    if word.low in lex.RANKS | lex.PAST | lex.PASSING | lex.SEATS | lex.AT_LARGE | lex.ORDINALS:
        return True
    if word.low in lex.PUBLIC or word.low in lex.NEUTRAL - {"the", "of", "for"}:
        # "Parks and Recreation Director", but not "Jo Park and Mayor Ines Marlow".
        return word.low not in {"and", "&"} or (at + 1 < number and _in_vocabulary(words[at - 1].low))
    if word.low in lex.HEADS:
        return word.low in {"chief", "attorney", "clerk", "sheriff", "executive"} | lex.MEMBERS and after.kind == "word"
    if word.low in lex.PRIVATE_NOUNS:
        return True
    return word.cap and word.low not in lex.NO_NAME and _place_like(words, at, number)


def _in_vocabulary(low: str) -> bool:
    return low in lex.PUBLIC or low in lex.NEUTRAL


def _place_like(words: Words, at: int, number: int) -> bool:
    """Capitalised words before a title are a place or body only where they touch it without a comma."""
    return all(word.kind in {"word", "number"} for word in words[at:number])


def _place_size(words: Words, first: int, number: int) -> int:
    size = 0
    for word in words[first:number]:
        if (
            word.kind != "word"
            or _in_vocabulary(word.low)
            or word.low in lex.RANKS | lex.SEATS | lex.AT_LARGE | lex.HEADS
        ):
            break
        if word.low in lex.PAST | lex.PASSING:
            continue
        size += 1
    return size


def _right(words: Words, number: int) -> tuple[int, int, str]:
    """Where the title ends, where an "of ..." begins (0: nowhere), and a seat told after the noun."""
    at = number + 1
    while words[at].low in {"pro", "tem", "tempore", "emeritus", "elect"} or words[at].text == "-":
        if words[at].text == "-" and words[at + 1].low not in {"at", "elect"}:
            break
        at += 1
    if words[at].low == "at" and words[at + 1].low in {"large", "-large"}:
        return at + 2, 0, "At-Large"
    if words[at].low in lex.AT_LARGE:
        return at + 1, 0, "At-Large"
    if words[at].low in lex.SEATS and seats.is_number(words[at + 1].text) and words[at + 2].cap:
        return at + 2, 0, seats.spelled(words[at].low, words[at + 1].text)
    if words[at].low in {"of", "for"}:
        end = _tail_end(words, at + 1)
        return (end, at + 1, "") if end > at + 1 else (at, 0, "")
    return at, 0, ""


def _tail_end(words: Words, at: int) -> int:
    """End of the words after "of": title words, and capitalised ones up to the first that is neither."""
    if words[at].low == "the" and words[at + 1].low == "peace":
        return at + 2
    end = at
    while (
        end < min(at + LONGEST_TITLE, len(words) - 1)
        and _in_tail(words, end)
        and not (end > at and _is_name(words, end))
    ):
        end += 1
    while end > at and (words[end - 1].low in LINKS or words[end - 1].text == "'s"):
        end -= 1
    return end


def _is_name(words: Words, at: int) -> bool:
    """ "Chief of Police Al Reyes": a given name behind the last word of an organisation."""
    word, before = words[at], words[at - 1].low
    ends = _in_vocabulary(before) or before in lex.BODY_NOUNS | lex.PRIVATE_NOUNS
    return word.cap and ends and before not in LINKS and is_given(word.text) and words[at + 1].cap


def _in_tail(words: Words, at: int) -> bool:
    word = words[at]
    if word.low in LINKS or word.text == "'s":
        return True
    return word.kind == "word" and (_in_vocabulary(word.low) or (word.cap and word.low not in lex.NO_NAME))


def _tail(words: Words, first: int, last: int) -> tuple[str, ...]:
    return tuple(word.text for word in words[first:last] if word.low in {"pro", "tem", "tempore"})
