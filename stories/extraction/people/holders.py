"""Titles that stand for their holder: "the mayor", "her police chief", "the Place 6 council member"."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from stories.extraction.people import lexicon as lex
from stories.extraction.people.cast import Figure, Mention
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.reading import Reading
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words

OTHERS_TITLES = frozenset(["next", "new", "other", "former", "previous", "first", "last", "future", "current"])
POINTERS = vocabulary("the his her its their our")
NEAR, LOOK_BACK = 600, 20  # characters, and mentions among them, before a title that several hold
GENDERED = {"man": "he", "woman": "she"}


def with_titles(figures: Sequence[Figure], reading: Reading, used: Collection[int]) -> tuple[Figure, ...]:
    """The figures, with the titles that stand for them among their mentions; `used` are titles read as claims."""
    added: dict[int, list[Mention]] = {}
    by_head = _by_head(figures)
    spoken_of = sorted((mention.start, number) for number, who in enumerate(figures) for mention in who.mentions)
    for title in reading.context.titles:
        if title.first in used or title.plural or title.past or title.sort == "seat" or not title.head:
            continue
        start = _start(reading.context.words, title)
        if start is None:
            continue
        holder = _holder(title, figures, by_head, spoken_of, start)
        if holder is not None:
            end = reading.context.words[title.last - 1].end
            added.setdefault(holder, []).append(Mention(start, end, reading.document.text[start:end], "title", start))
    return tuple(_add(who, added.get(number, [])) for number, who in enumerate(figures))


def _add(who: Figure, mentions: list[Mention]) -> Figure:
    return (
        replace(who, mentions=tuple(sorted((*who.mentions, *mentions), key=lambda one: one.start))) if mentions else who
    )


def _by_head(figures: Sequence[Figure]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, who in enumerate(figures):
        if who.kind == "official":
            for word in set(who.title.casefold().replace("-", " ").split()):
                found.setdefault(word, []).append(number)
    return found


def _start(words: Words, title: Title) -> int | None:
    """Where the phrase begins, its article or owner taken in; None where it points to nobody in particular."""
    at = title.first
    while words[at - 1].tag in {"JJ", "CD"} and words[at - 1].kind == "word" and not words[at - 1].cap:
        if words[at - 1].low in OTHERS_TITLES:
            return None
        at -= 1
    before = words[at - 1]
    if before.low in POINTERS:
        return before.start
    if before.text in {"'s", "'"} and at > 2:
        owner = at - 2
        if words[owner - 1].low in POINTERS:
            return words[owner - 1].start
        return words[owner].start if words[owner].cap else None
    return None


def _holder(
    title: Title,
    figures: Sequence[Figure],
    by_head: Mapping[str, list[int]],
    spoken_of: Sequence[tuple[int, int]],
    start: int,
) -> int | None:
    """Whoever holds the title: the only one who fits, or of several the last one spoken of shortly before."""
    if title.head == "member" and not title.seat:
        return None
    fitting = [number for number in by_head.get(title.head, ()) if _fits(title, figures[number])]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    end = bisect_left(spoken_of, (start, 0))
    near = (number for at, number in spoken_of[max(0, end - LOOK_BACK) : end][::-1] if start - at < NEAR)
    return next((number for number in near if number in fitting), None)


def _fits(title: Title, who: Figure) -> bool:
    words = set(who.title.casefold().replace("-", " ").split())
    core = {word.casefold() for word in title.core} - lex.RANKS - {"city", "county", "village", "town"} | (
        {word.casefold() for word in title.core} & {"deputy", "vice", "assistant"}
    )
    seat = set(title.seat.casefold().split())
    gender = next((gender for ending, gender in GENDERED.items() if title.head.endswith(ending)), "")
    if gender and who.gender and gender != who.gender:
        return False
    if title.head == "member" and title.seat:
        return seat <= words
    ranks = words & {"deputy", "vice", "assistant"}
    return core | seat <= words | {title.head} and ranks <= core and not _foreign(title, who)


def _foreign(title: Title, who: Figure) -> bool:
    """ "the Ohio governor", "president of the union": a place or organisation that isn't the holder's."""
    named = {word.casefold() for word in (*title.place, *title.of) if word[0].isupper()}
    return bool(named) and not named & set(f"{who.body} {who.title}".casefold().split())


def titles_used(reading: Reading) -> Iterator[int]:
    """Where the titles stand that were read as said of a name."""
    return (claim.title.first for claims in reading.claims for claim in claims if claim.title is not None)
