"""Names of people as a story writes them, title apart: which capitalised words may be one, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from nameparser.config import CONSTANTS

from stories.extraction.people import lexicon as lex
from stories.extraction.people.cast import SUFFIXES
from stories.extraction.people.given import fold, is_given
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Word, Words

PARTICLES = frozenset(CONSTANTS.prefixes) & vocabulary(
    """abu al ben bin da dal de degli dei del dela della der di do dos du el ibn la las le los san st st. ste ten
    ter van vande vander vom von zu"""
)
NUMERALS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many"])
LONGEST_NAME = 4  # words, initials and particles aside


@dataclass(frozen=True, slots=True)
class Name:
    """Words `first` up to, not including, `last` that may name a person; `given` and `surname` are folded.

    A `weak` one opens a sentence and may be any word: it is a name only where the surname is known.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    given: tuple[str, ...]
    surname: str
    known_given: bool
    initials: bool
    suffix: bool
    weak: bool = False

    @property
    def full(self) -> bool:
        """Whether it has more than one word."""
        return bool(self.given)


def scan(words: Words, titles: Collection[Title], text: str) -> list[Name]:
    """Every stretch of capitalised words that may name a person, outside titles, in order."""
    taken = {number for title in titles for number in range(title.first, _title_end(title))}
    found: list[Name] = []
    doubtful: list[tuple[int, int]] = []
    number = 0
    while number < len(words):
        last = _end(words, number, taken) if _begins(words, number, taken) else number
        if last > number + 1 and _weak(words[number]):
            doubtful.append((number, last))
        elif last > number:
            found += _split(words, number, last, text)
        number = max(last, number + 1)
    known = {name.surname for name in found if name.full}
    for first, last in doubtful:
        found += _doubtful(words, first, last, text, known)
    return sorted(found, key=lambda name: name.first)


def _doubtful(words: Words, first: int, last: int, text: str, known: Collection[str]) -> list[Name]:
    """A run that begins with a sentence: "Raj Patel", or "Nearby Donnelly" where the Donnellys are known."""
    rest = _split(words, first + 1, last, text)
    if last > first + 2 or words[first].tag in {"IN", "DT", "CC", "MD"} or any(name.surname in known for name in rest):
        return rest
    return _split(words, first, last, text)


def _title_end(title: Title) -> int:
    """Where a title ends as far as names go: "director of public works" has none, "spokesman for Orkin" has one."""
    plain = all(word.casefold() in lex.PUBLIC | lex.NEUTRAL | {"peace"} for word in title.of)
    return title.last if plain else title.of_first or title.last


def _begins(words: Words, number: int, taken: Collection[int]) -> bool:
    word = words[number]
    if word.text[:2] in {"R-", "D-", "I-"}:
        return False  # a lawmaker's party and home
    return number not in taken and word.cap and word.low not in lex.NO_NAME and word.low not in lex.HONORIFICS


def _weak(word: Word) -> bool:
    """A capital at the head of a sentence proves nothing: spaCy's tag or a known name must."""
    return word.opens and not (word.tag.startswith("NNP") or is_given(word.text) or word.text.endswith("."))


def _end(words: Words, first: int, taken: Collection[int]) -> int:
    """Where the run of name words ends."""
    end = first + 1
    while end < len(words) and end not in taken and end - first < 12:
        if _continues(words, end):
            end += 1
        elif size := _particles(words, end) or _nickname(words, end):
            end += size
        else:
            break
    if words[end].text == "," and _is_suffix(words[end + 1]):
        end += 2
    return end


def _continues(words: Words, number: int) -> bool:
    word = words[number]
    if not word.cap or word.kind != "word":
        return False
    if word.opens and not _is_initial(words[number - 1]):
        return False
    inside = word.low in NUMERALS and words[number + 1].cap and not words[number + 1].opens  # Jack Two Bulls
    return word.low not in lex.NO_NAME or _is_suffix(word) or inside


def _particles(words: Words, number: int) -> int:
    """How many lower-case particles ("de la") stand here before a capitalised word."""
    size = 0
    while words[number + size].low in PARTICLES and words[number + size].kind == "word":
        size += 1
    return size if size and words[number + size].cap else 0


def _nickname(words: Words, number: int) -> int:
    """How many words a nickname in marks and the name after it take: Robert "Bob" Smith, William (Bill) Jones."""
    if words[number].text not in {'"', "(", "'"} or number + 3 >= len(words):
        return 0
    closing = {'"': '"', "(": ")", "'": "'"}[words[number].text]
    inside, after = words[number + 1], words[number + 3]
    return 4 if inside.cap and words[number + 2].text == closing and after.cap else 0


def _is_initial(word: Word) -> bool:
    return (
        word.kind == "word"
        and word.text.endswith(".")
        and len(word.text.rstrip(".")) <= 5
        and word.text[0].isupper()
        and word.low not in lex.HONORIFICS
    )


def _is_suffix(word: Word) -> bool:
    return word.low.rstrip(".") in SUFFIXES and word.cap


def _split(words: Words, first: int, last: int, text: str) -> list[Name]:
    """The name that a run of capitalised words is, or nothing where it is plainly something else."""
    parts = [word for word in words[first:last] if word.kind == "word"]
    suffix = any(_is_suffix(word) for word in parts)
    parts = [word for word in parts if not _is_suffix(word)]
    weighty = [word for word in parts if word.low not in PARTICLES and not _is_initial(word)]
    if not parts or len(weighty) > LONGEST_NAME or parts[-1].low in lex.PRIVATE_NOUNS - lex.SURNAMES:
        return []
    if len(parts) > 1 and parts[-1].low in lex.NOT_SURNAMES and not is_given(parts[0].text):
        return []
    size = 1
    while size < len(parts) and parts[-1 - size].low in PARTICLES and not parts[-1 - size].text[0].isupper():
        size += 1
    surname = " ".join(fold(word.text) for word in parts[-size:]).rstrip(".")
    start, end = words[first].start, words[last - 1].end
    return [
        Name(
            first=first,
            last=last,
            start=start,
            end=end,
            text=" ".join(text[start:end].split()),
            given=tuple(fold(word.text) for word in parts[:-size]),
            surname=surname,
            known_given=len(parts) > 1 and is_given(parts[0].text),
            initials=any(_is_initial(word) for word in parts[:-1]),
            suffix=suffix,
            weak=len(parts) == 1 and _weak(parts[0]),
        )
    ]
