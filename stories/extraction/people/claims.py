"""What a story says of a name, right before or after it: a title, a seat, a role, an organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from stories.extraction.people import lexicon as lex
from stories.extraction.people.names import Name
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Word, Words, text_of

DETERMINERS = frozenset("the a an its her his their our this that both another".split())
NEAR = 12  # words of an apposition that are read
RELATIVE = {
    "chairs": "chair", "co-chairs": "co-chair", "leads": "leader", "heads": "head", "runs": "head", "directs": "director",
    "founded": "founder", "co-founded": "co-founder", "manages": "manager", "owns": "owner", "oversees": "head",
    "operates": "operator", "started": "founder", "chaired": "chair", "edits": "editor", "coaches": "coach",
    "teaches": "teacher", "organized": "organizer", "organizes": "organizer",
}  # fmt: skip
HOLDS = frozenset("holds represents occupies held won".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said of a name, before or `after` it. `words_from` is where a mention that takes it in would begin;
    `definite` says that "the" or "its" stands before the title, `at` where in the text the name is.
    """

    title: Title | None
    because: str
    strength: float
    seat: str = ""
    org: tuple[str, ...] = ()
    role: str = ""
    head: str = ""
    votes: bool = False
    words_from: int = -1
    after: bool = False
    definite: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a story with its titles by where they begin and end."""

    words: Words
    titles: Sequence[Title]
    by_first: Mapping[int, Title] = field(default_factory=dict)
    by_last: Mapping[int, Title] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Words, titles: Sequence[Title]) -> "Context":
        return cls(words, titles, {title.first: title for title in titles}, {title.last: title for title in titles})


def read(context: Context, name: Name) -> list[Claim]:
    """All that stands directly before and after one name."""
    before = (replace(claim, at=name.start) for claim in _before(context, name))
    return [*before, *(replace(claim, at=name.start, after=True) for claim in _after(context, name.last, name))]


def _before(context: Context, name: Name) -> list[Claim]:
    words, at = context.words, name.first
    found: list[Claim] = []
    while title := context.by_last.get(at):
        found.append(_titled(title, words))
        at = title.first
        if words[at - 1].low == "the":
            at -= 1
    while words[at - 1].low in lex.HONORIFICS:
        at -= 1
    if words[at - 1].text == "'s" and (title := context.by_last.get(at - 1)) and title.sort == "seat":
        found.append(Claim(title, f"seat '{title.seat}' before the name", 0.9, seat=title.seat, words_from=title.first))
    elif words[at - 1].text == "," and (title := context.by_last.get(at - 1)) and _set_off(words, title, name):
        org = _owner(words, title.first)
        found.append(Claim(title, f"'{text_of(words, title.first, title.last)}' set off before the name", 0.9, org=org, definite=_definite(words, title.first)))
    elif not found and (role := _noun_before(words, at)):
        found.append(Claim(None, f"'{role}' before the name", 0.6, role=role))
    return found


def _titled(title: Title, words: Words) -> Claim:
    phrase = text_of(words, title.first, title.last)
    return Claim(
        title,
        f"title '{phrase}' before the name",
        0.97,
        seat=title.seat,
        org=_owner(words, title.first),
        words_from=-1 if title.plural else title.first,
    )


def _set_off(words: Words, title: Title, name: Name) -> bool:
    """"Her police chief, Lamont Iverson,": begun by an article or owner and closed after the name."""
    opener = words[title.first - 1]
    closer = words[name.last]
    opened = opener.low in DETERMINERS or opener.text in {"'s", "'"} or opener.tag in {"JJ", "JJR", "JJS", "PRP$"}
    return not title.plural and opened and (closer.kind in {"mark", "break"} or closer.low in {"of", "who"})


def _noun_before(words: Words, at: int) -> str:
    """A lower-case noun right before a name: "barber Ottavia Renz", "tire shop owner Bill Dunn"."""
    first = at
    while first > 0 and at - first < 4 and words[first - 1].kind == "word" and words[first - 1].tag in {"NN", "JJ"}:
        if words[first - 1].text[0].isupper():
            break
        first -= 1
    if first == at or words[at - 1].tag != "NN" or words[at - 1].low in NOT_ROLES:
        return ""
    return text_of(words, first, at)


NOT_ROLES = frozenset("today yesterday tomorrow tonight week month year morning night afternoon while according time way".split())


def _definite(words: Words, at: int) -> bool:
    while words[at - 1].tag in {"JJ", "JJS", "RB"}:
        at -= 1
    return words[at - 1].low in {"the", "its", "their"}


def _owner(words: Words, at: int) -> tuple[str, ...]:
    """Whose title it is: the words before a possessive ("the Budget Committee's chair", "the city's police chief")."""
    end = at
    while end > 0 and words[end - 1].tag in {"JJ", "JJS", "RB"} and words[end - 1].kind == "word":
        end -= 1
    if words[end - 1].text not in {"'s", "'"}:
        return ()
    first = end - 1
    while first > 0 and end - first < 8 and words[first - 1].kind == "word" and (words[first - 1].cap or first == end - 1):
        first -= 1
    return tuple(word.text for word in words[first : end - 1] if word.kind == "word" and word.low not in DETERMINERS)


def _after(context: Context, at: int, name: Name) -> list[Claim]:
    words = context.words
    if words[at].text == "," and words[at + 1].kind == "number" and words[at + 2].kind == "mark":
        at += 2  # an age
    if words[at].low in {"of", "from", "with", "at"}:
        return _of(context, at)
    if words[at].text == "(":
        return [_seat(context.by_first[at + 1])] if _is_seat(context.by_first.get(at + 1)) else _party(words, at + 1)
    if words[at].low in {"is", "was"}:
        return _copula(context, at)
    if words[at].low in {"who", "whose"}:
        return _relative(context, at)
    if words[at].low in RELATIVE or (words[at].low in HOLDS and words[at].tag.startswith("VB")):
        return clause(context, at)
    if words[at].text not in {",", "—", "–", "-"}:
        return []
    return _apposition(context, at + 1)


def _apposition(context: Context, at: int) -> list[Claim]:
    words = context.words
    if words[at].low in {"of", "from", "with"}:
        return _of(context, at)
    if words[at].low in {"who", "whose"}:
        return _relative(context, at)
    if _is_seat(title := context.by_first.get(at)):
        assert title is not None
        follow = context.by_first.get(title.last)
        if words[title.last].text != "'s" and follow is None:
            return [_seat(title)]
    if party := _party(words, at):
        return party
    if words[at].low == "one" and words[at + 1].low == "of":
        at += 2
    title = _title_ahead(context, at)
    if title is not None:
        phrase = text_of(words, at, title.last)
        return [Claim(title, f"'{phrase}' after the name", 0.93, seat=_seat_before(context, title), org=_owner(words, title.first))]
    return _loose_role(words, at)


def _title_ahead(context: Context, at: int) -> Title | None:
    """The title that an apposition beginning at `at` gives; nothing but modifiers may stand before it."""
    words = context.words
    for number in range(at, min(at + NEAR, len(words))):
        title = context.by_first.get(number)
        if title is not None and title.sort != "seat":
            adjacent = words[title.last]
            # "Amy Roe, Mayor Bo Dean and ..." is a list, not an apposition.
            return None if adjacent.cap and not title.of and adjacent.kind == "word" else title
        word = words[number]
        if title is None and not _modifies(word):
            return None
    return None


def _modifies(word: Word) -> bool:
    if word.kind == "mark":
        return word.text in {"'s", "'", "-"}
    return word.kind in {"word", "number"} and not word.tag.startswith(("VB", "MD", "IN", "W", "CC", "TO")) and word.low != "and"


def _seat_before(context: Context, title: Title) -> str:
    """A seat that stands apart before the noun: "the Place 6 council member" is one title, "Ward 2's member" two."""
    seat = context.by_last.get(title.first) or context.by_last.get(title.first - 1)
    return title.seat or (seat.seat if seat is not None and seat.sort == "seat" else "")


def _is_seat(title: Title | None) -> bool:
    return title is not None and title.sort == "seat"


def _seat(title: Title | None) -> Claim:
    assert title is not None
    return Claim(title, f"seat '{title.seat}' after the name", 0.85, seat=title.seat)


def _of(context: Context, at: int) -> list[Claim]:
    """"of Place 10", "with the Rio Bend Workers Project"."""
    words = context.words
    start = at + 1 + (words[at + 1].low in {"the", "a"})
    if _is_seat(title := context.by_first.get(start)) and words[at].low in {"of", "from"}:
        return [_seat(title)]
    org = _capitals(words, start)
    if not org:
        return []
    return [Claim(None, f"'{words[at].text} {' '.join(org)}' after the name", 0.6, org=org)]


def _capitals(words: Words, at: int) -> tuple[str, ...]:
    """The capitalised words of an organisation's name, little words inside it included."""
    end = at
    while end < at + NEAR and (words[end].cap or (words[end].low in {"of", "the", "and", "for", "&"} and words[end + 1].cap)):
        end += 1
    return tuple(word.text for word in words[at:end])


def _party(words: Words, at: int) -> list[Claim]:
    """"R-Springfield", "D-Ward 3" after a lawmaker's name."""
    word = words[at]
    if word.text[:2] in {"R-", "D-", "I-"} or (word.text in {"R", "D", "I"} and words[at + 1].text == "-"):
        return [Claim(None, f"party label '{word.text}' after the name", 0.7, head="legislator")]
    return []


def _copula(context: Context, at: int) -> list[Claim]:
    title = _title_ahead(context, at + 1)
    if title is None or title.plural or context.words[at].low == "was":
        return []
    return [Claim(title, "told in the sentence", 0.8, seat=title.seat, org=_owner(context.words, title.first))]


def _relative(context: Context, at: int) -> list[Claim]:
    """"who holds Place 4", "who chairs the Traffic Committee", "who voted no"."""
    words = context.words
    verb = words[at + 1]
    if verb.low in {"also", "now", "currently", "has"}:
        at, verb = at + 1, words[at + 2]
    if verb.low in {"is", "serves", "works", "was"}:
        return _copula(context, at + 1 + (words[at + 2].low == "as"))
    if found := clause(context, at + 1):
        return found
    if verb.low in {"voted", "votes", "cast", "abstained"}:
        return [Claim(None, f"'who {verb.text}' after the name", 0.6, votes=True)]
    if verb.low in {"lives", "lived", "grew", "rents", "moved"}:
        return [Claim(None, f"'who {verb.text}' after the name", 0.6, role="resident")]
    return []


def clause(context: Context, at: int) -> list[Claim]:
    """What a verb at `at` says of its subject: "holds Place 4", "chairs the Traffic Committee"."""
    words = context.words
    verb = words[at]
    start = at + 1 + (words[at + 1].low in DETERMINERS)
    if verb.low in HOLDS:
        title = context.by_first.get(start)
        if not _is_seat(title) or title is None:
            return []
        return [Claim(title, f"'{verb.text} {title.seat}' told of the person", 0.9, seat=title.seat)]
    if verb.low not in RELATIVE:
        return []
    org = _capitals(words, _named_group(words, start)) or _plain_body(words, start)
    role = RELATIVE[verb.low]
    phrase = text_of(words, at, start + max(len(org), 1))
    return [Claim(None, f"'{phrase}' told of the person", 0.75, head=role, role=role, org=org)]


def _plain_body(words: Words, at: int) -> tuple[str, ...]:
    """"the board", "the planning commission" in small letters."""
    end = at
    while end < at + 3 and words[end].low in lex.PUBLIC | lex.NEUTRAL:
        end += 1
    return tuple(word.text for word in words[at:end])


def _named_group(words: Words, at: int) -> int:
    """Past "the trade group", "a nonprofit called" to the name."""
    end = at
    while end < at + 5 and not words[end].cap and words[end].tag in {"NN", "JJ", "VBN", "DT"}:
        end += 1
    return end if words[end].cap else at


def _loose_role(words: Words, at: int) -> list[Claim]:
    """"a retired librarian": what follows an article, up to the next mark or preposition."""
    if words[at].low not in {"a", "an"}:
        return []
    end = at + 1
    while end < at + 7 and words[end].kind == "word" and words[end].tag.startswith(("NN", "JJ", "VBN", "VBG")):
        end += 1
    if end == at + 1:
        return []
    role = text_of(words, at + 1, end)
    org = _capitals(words, end + 1 + (words[end + 1].low == "the")) if words[end].low in {"of", "at", "with", "for"} else ()
    return [Claim(None, f"'{role}' after the name", 0.7, role=role, org=org)]
