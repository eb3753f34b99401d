"""What stands right after a name: ", who holds Place 4", ", the board's chair,", "of District 2"."""

from stories.extraction.people import lexicon as lex
from stories.extraction.people.claims import DETERMINERS, Claim, Context, is_seat, owner
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Word, Words, text_of

NEAR = 12  # words of an apposition that are read
LITTLE = frozenset(["of", "the", "and", "for", "&"])
RELATIVE = {
    "chairs": "chair", "co-chairs": "co-chair", "leads": "leader", "heads": "head", "runs": "head",
    "directs": "director",
    "founded": "founder", "co-founded": "co-founder", "manages": "manager", "owns": "owner", "oversees": "head",
    "operates": "operator", "started": "founder", "chaired": "chair", "edits": "editor", "coaches": "coach",
    "teaches": "teacher", "organized": "organizer", "organizes": "organizer",
}  # fmt: skip
HOLDS = vocabulary("holds represents occupies held won")


def read(context: Context, name: Name) -> list[Claim]:
    """The titles, seats, roles and organisations after a name."""
    words, at = context.words, name.last
    if words[at].text == "," and words[at + 1].kind == "number" and words[at + 2].kind == "mark":
        at += 2  # an age
    if words[at].low in {"of", "from", "with", "at"}:
        return _of(context, at)
    if words[at].text == "(":
        inside = context.by_first.get(at + 1)
        return [_seat(inside)] if is_seat(inside) else _party(words, at + 1)
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
    title = context.by_first.get(at)
    if is_seat(title) and words[title.last].text != "'s" and title.last not in context.by_first:
        return [_seat(title)]
    if party := _party(words, at):
        return party
    if words[at].low == "one" and words[at + 1].low == "of":
        at += 2
    title = _title_ahead(context, at)
    if title is None:
        return _loose_role(words, at)
    because = f"'{text_of(words, at, title.last)}' after the name"
    return [Claim(title, because, 0.93, seat=_seat_before(context, title), org=owner(words, title.first))]


def _title_ahead(context: Context, at: int) -> Title | None:
    """The title that an apposition beginning at `at` gives; nothing but modifiers may stand before it."""
    words = context.words
    for number in range(at, min(at + NEAR, len(words))):
        title = context.by_first.get(number)
        if title is not None and title.sort != "seat":
            adjacent = words[title.last]
            # "Amy Roe, Mayor Bo Dean and ..." is a list, "the mayor's brother" somebody else.
            another = adjacent.text == "'s" or (adjacent.cap and not title.of and adjacent.kind == "word")
            return None if another else title
        word = words[number]
        if title is None and not _modifies(word):
            return None
    return None


def _modifies(word: Word) -> bool:
    if word.kind == "mark":
        return word.text in {"'s", "'", "-"}
    return word.kind in {"word", "number"} and not word.tag.startswith(("VB", "MD", "IN", "W", "CC", "TO"))


def _seat_before(context: Context, title: Title) -> str:
    """A seat that stands apart before the noun: "the Place 6 council member" is one title, "Ward 2's member" two."""
    seat = context.by_last.get(title.first) or context.by_last.get(title.first - 1)
    return title.seat or (seat.seat if seat is not None and seat.sort == "seat" else "")


def _seat(title: Title) -> Claim:
    return Claim(title, f"seat '{title.seat}' after the name", 0.85, seat=title.seat)


def _of(context: Context, at: int) -> list[Claim]:
    """ "of Place 10", "with the Elm Row Tenants Project"."""
    words = context.words
    start = at + 1 + (words[at + 1].low in {"the", "a"})
    title = context.by_first.get(start)
    if is_seat(title) and words[at].low in {"of", "from"}:
        return [_seat(title)]
    org = _capitals(words, start)
    if not org:
        return []
    return [Claim(None, f"'{words[at].text} {' '.join(org)}' after the name", 0.6, org=org)]


def _capitals(words: Words, at: int) -> tuple[str, ...]:
    """The capitalised words of an organisation's name, little words inside it included."""
    end = at
    while end < at + NEAR and (words[end].cap or (words[end].low in LITTLE and words[end + 1].cap)):
        end += 1
    return tuple(word.text for word in words[at:end])


def _party(words: Words, at: int) -> list[Claim]:
    """ "R-Springfield", "D-Ward 3" after a lawmaker's name."""
    word = words[at]
    if word.text[:2] in {"R-", "D-", "I-"} or (word.text in {"R", "D", "I"} and words[at + 1].text == "-"):
        return [Claim(None, f"party label '{word.text}' after the name", 0.7, head="legislator")]
    return []


def _copula(context: Context, at: int) -> list[Claim]:
    """ "is the city's planning director": what stands after the verb at `at`."""
    words, title = context.words, _title_ahead(context, at + 1)
    if title is None or title.plural or words[at].low == "was":
        return []
    because = f"'{text_of(words, at, title.last)}' told of the person"
    return [Claim(title, because, 0.8, seat=title.seat, org=owner(words, title.first))]


def _relative(context: Context, at: int) -> list[Claim]:
    """ "who holds Place 4", "who chairs the Streets Committee", "who voted no"."""
    words = context.words
    verb = words[at + 1]
    if verb.low in {"also", "now", "currently", "has"}:
        at, verb = at + 1, words[at + 2]
    if verb.low in {"is", "serves", "works", "was"}:
        # "who is in her third term as mayor"
        role = next((number for number in range(at + 2, min(at + 10, len(words))) if words[number].low == "as"), at + 1)
        return _copula(context, role)
    if found := clause(context, at + 1):
        return found
    if verb.low in {"voted", "votes", "cast", "abstained"}:
        return [Claim(None, f"'who {verb.text}' after the name", 0.6, votes=True)]
    if verb.low in {"lives", "lived", "grew", "rents", "moved"}:
        return [Claim(None, f"'who {verb.text}' after the name", 0.6, role="resident")]
    return []


def clause(context: Context, at: int) -> list[Claim]:
    """What a verb at `at` says of its subject: "holds Place 4", "chairs the Streets Committee"."""
    words = context.words
    if at + 1 >= len(words):
        return []
    verb = words[at]
    start = at + 1 + (words[at + 1].low in DETERMINERS)
    if verb.low in HOLDS:
        title = context.by_first.get(start)
        because = f"'{verb.text} {title.seat}' told of the person" if title is not None else ""
        return [Claim(title, because, 0.9, seat=title.seat)] if is_seat(title) else []
    if verb.low not in RELATIVE:
        return []
    org = _capitals(words, _named_group(words, start)) or _plain_body(words, start)
    role = RELATIVE[verb.low]
    phrase = text_of(words, at, start + max(len(org), 1))
    return [Claim(None, f"'{phrase}' told of the person", 0.75, head=role, role=role, org=org)]


def _plain_body(words: Words, at: int) -> tuple[str, ...]:
    """ "the board", "the planning commission" in small letters."""
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
    """ "a retired librarian": what follows an article, up to the next mark or preposition."""
    if words[at].low not in {"a", "an"}:
        return []
    end = at + 1
    while end < at + 7 and words[end].kind == "word" and words[end].tag.startswith(("NN", "JJ", "VBN", "VBG")):
        end += 1
    if end == at + 1:
        return []
    role = text_of(words, at + 1, end)
    start = end + 1 + (words[end + 1].low == "the")
    org = _capitals(words, start) if words[end].low in {"of", "at", "with", "for"} else ()
    return [Claim(None, f"'{role}' after the name", 0.7, role=role, org=org)]
