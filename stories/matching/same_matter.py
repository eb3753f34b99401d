"""Whether a story's words for what is voted on surely name the matter of a known motion.

Where that is not sure the answer is no. Then a curator is asked, which costs a key; a vote moved by what was decided on
another matter would cost more.
"""

import re
from collections.abc import Callable, Collection, Sequence

# Of two readings, they are two votes. Which one it is may be left out, but of the first, which decides nothing yet.
READING = re.compile(r"\b(first|second|third|final) readings?\b", re.IGNORECASE)
# Bylaws are cut before joints are looked for.
WORD = re.compile(r"by-law|\$?\d[\d.,/–-]*+%?|[^\W\d_]++", re.IGNORECASE)
# What a phrase has behind these belongs before what it has in front: a "contract for drones" is a "drone contract".
JOINTS = frozenset("of for on to in at with from by about over into under regarding concerning".split())
# What may be said or left out without another thing being meant.
WEAK = frozenset(
    """a an the this that these those its their his her our it and or s which would will whether be is are was were
    new proposed draft planned pending current same whole entire final full more city town village county district
    municipal local annual passage approval adoption approve approving approved adopt adopting adopted pass passing
    consider considering item matter issue measure motion question idea vote decision plan proposal project program
    request application petition bill bid million thousand fiscal year""".split()
)
# One word for what has several.
CALLED = {
    "agreement": "contract", "deal": "contract", "bylaw": "ordinance", "by-law": "ordinance", "law": "ordinance",
    "rule": "ordinance",
}  # fmt: skip
# The form of what is decided, which either may leave out; of two forms, they are two matters.
FORMS = frozenset(("ordinance", "resolution"))
# Sums and years, likewise.
FIGURE = re.compile(r"\$[\d.,]++|(?:19|20)\d\d(?:[–-]\d{2,4})?|\d[\d.,]*+%")
DEED = re.compile(r"\bto\s++([^\W\d_]++)|\b([^\W\d_]{2,20}ing)\b")
# Things that are called by what is done there: parking is no park.
NO_DEED = frozenset("parking housing building planning meeting hearing fishing training lighting firing".split())
ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "es", "ed", "s", "e", "y")
SHORTEST = 3


def is_same_matter(said: str, motion: str, issue: str = "") -> bool:
    """Say whether the words surely name what the motion is about: both have the same telling words, or one leaves out
    at its beginning what the `issue` that both are on has said.
    """
    readings, known_readings = (set(READING.findall(text.casefold())) for text in (said, motion))
    if readings != known_readings and ((readings and known_readings) or "first" in readings | known_readings):
        return False
    said, motion = READING.sub(" ", said), READING.sub(" ", motion)
    words, known = _words(said), _words(motion)
    if any(_clash(words, known, of_sort) for of_sort in (_is_form, _is_number)):
        return False
    telling, known_telling = _telling(words), _telling(known)
    if telling and set(telling) == set(known_telling):
        return True
    understood = set(_words(issue)) - _deeds(said) - _deeds(motion)
    said_in_turn, known_in_turn = _unfigured(words), _unfigured(known)
    return _ends(said_in_turn, known_in_turn, understood) or _ends(known_in_turn, said_in_turn, understood)


def _words(text: str) -> list[str]:
    """Return the stems of the words but the weak, what stands behind "of" and the like before what it belongs to."""
    parts: list[list[str]] = [[]]
    for found in WORD.finditer(text.casefold().replace("’", "'")):
        if found[0] in JOINTS:
            parts.append([])
        elif found[0] not in WEAK:
            parts[-1].append(_stem(found[0]))
    return [word for part in reversed(parts) for word in part]


def _stem(word: str) -> str:
    if _is_number(word):
        return word.strip(".,/–-")
    if word in NO_DEED:
        return word
    single = word.removesuffix("s")
    if single in CALLED or single in FORMS:
        return CALLED.get(single, single)
    shorter = (word.removesuffix(end) for end in ENDINGS if word.endswith(end))
    return next((stem for stem in shorter if len(stem) >= SHORTEST), word)


def _is_form(word: str) -> bool:
    return word in FORMS


def _is_number(word: str) -> bool:
    return word[0] in "$0123456789"


def _clash(words: Sequence[str], known: Sequence[str], of_sort: Callable[[str], bool]) -> bool:
    """Say whether both have words of the sort, and none in common."""
    mine, theirs = set(filter(of_sort, words)), set(filter(of_sort, known))
    return bool(mine and theirs) and not mine & theirs


def _telling(words: Sequence[str]) -> list[str]:
    """Return the words that tell one matter from another; a form of act only where nothing else does."""
    stems = _unfigured(words)
    return [word for word in stems if word not in FORMS] or stems


def _unfigured(words: Sequence[str]) -> list[str]:
    return [word for word in words if not FIGURE.fullmatch(word)]


def _deeds(text: str) -> set[str]:
    """Return what is done, which is never left out: removing a lane is not the lane."""
    return {_stem(found[1] or found[2]) for found in DEED.finditer(text.casefold())}


def _ends(short: Sequence[str], full: Sequence[str], understood: Collection[str]) -> bool:
    """Say whether one is the other's last words, two of them at least, and what it leaves out is understood."""
    left_out = len(full) - len(short)
    is_end = len(short) > 1 and left_out > 0 and full[left_out:] == short
    return is_end and all(word in understood for word in full[:left_out])
