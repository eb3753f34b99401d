"""Given names of many languages: which words are one, and whether he or she bears it."""

import unicodedata
from functools import cache
from pathlib import Path

from nicknames import NickNamer

from stories.extraction.people.cast import Gender
from stories.extraction.people.lexicon import vocabulary

# Made once from Faker's lists; the file says how, and under which licence.
NAMES = Path(__file__).with_name("given_names.tsv")
# Words that are names to somebody and something else to nearly every reader of civic news.
NOT_GIVEN = vocabulary(
    """an angel august bay board century chance china christian city cliff co college court cruise do don't east
    fort frontier general golden he in india israel january july june justice lake law long major march mesa
    mission north ocean park people prince princess road royal sea sea state street summer sunday south
    valley van west winter you so my no to can see may will mark bill the and for all are his her our new
    old real true ever even may read mount harbor river union liberty republic temple trinity"""
) - {"angel", "christian", "cliff", "mark", "bill", "june", "august", "justice", "will", "may", "chance", "prince"}


def fold(word: str) -> str:
    """Return a word in lower case, without accents, with a straight apostrophe."""
    bare = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def is_given(word: str) -> bool:
    """Say whether a word is a given name in some language, or two of them with a hyphen."""
    return _known(fold(word)) or ("-" in word and any(_known(part) for part in fold(word).split("-")))


def gender_of(word: str) -> Gender:
    """Say who mostly bears a given name or what it is short for, men or women; empty where it may be either."""
    folded, genders = fold(word), _genders()
    own = genders.get(folded, genders.get(folded.split("-")[0], ""))
    if own or folded in genders:
        return own
    related = {genders.get(name, "") for name in _nicknames().canonicals_of(folded) | _short_forms(folded)} - {""}
    return related.pop() if len(related) == 1 else ""


def same_given(one: str, other: str) -> bool:
    """Say whether two given names can be one person's: equal, an initial, or a short form of the other."""
    first, second = fold(one).rstrip("."), fold(other).rstrip(".")
    if first == second or (min(len(first), len(second)) == 1 and first[0] == second[0]):
        return True
    return second in _short_forms(first) or first in _short_forms(second)


def _known(folded: str) -> bool:
    return folded in _genders() and folded not in NOT_GIVEN


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


def _short_forms(folded: str) -> set[str]:
    return _nicknames().nicknames_of(folded)


@cache
def _genders() -> dict[str, Gender]:
    """Return by folded name whether mostly men or mostly women bear it; empty where it may be either."""
    genders: dict[str, Gender] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, gender = line.split("\t")
            genders[name] = "he" if gender == "he" else "she" if gender == "she" else ""
    return genders
