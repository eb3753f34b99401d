"""Given names, as Faker keeps them by language: which words are one, and whether he or she bears it."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from nicknames import NickNamer

from stories.extraction.people.cast import Gender
from stories.extraction.people.lexicon import vocabulary

# Languages written in Latin letters.
LOCALES = (
    "en en_US en_GB en_IE en_IN en_KE en_NG en_NZ en_PK es es_AR es_CA es_CL es_CO es_ES es_MX pt_BR pt_PT fr_FR fr_CA "
    "fr_CH it_IT de_DE de_AT nl_NL nl_BE sv_SE no_NO da_DK fi_FI is_IS pl_PL cs_CZ sk_SK sl_SI hr_HR hu_HU ro_RO lt_LT "
    "lv_LV et_EE tr_TR az_AZ id_ID vi_VN ga_IE sw ha_NG ig_NG yo_NG zu_ZA tw_GH"
)
# Words that are names to somebody and something else to nearly every reader of civic news.
NOT_GIVEN = vocabulary(
    """an angel august bay board century chance china christian city cliff co college court cruise do don't east
    fort frontier general golden he in india israel january july june justice lake law long major march mesa
    mission north ocean park people prince princess road royal sea sea state street summer sunday south
    valley van west winter you so my no to can see may will mark bill the and for all are his her our new
    old real true ever even may read mount harbor river union liberty republic temple trinity"""
) - {"angel", "christian", "cliff", "mark", "bill", "june", "august", "justice", "will", "may", "chance", "prince"}
EITHER_SHARE = 0.8  # below this share of one gender a name gives no hint


def fold(word: str) -> str:
    """Lower case, without accents, with a straight apostrophe."""
    bare = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def is_given(word: str) -> bool:
    """Whether a word is a given name in some language, or two of them with a hyphen."""
    return _known(fold(word)) or ("-" in word and any(_known(part) for part in fold(word).split("-")))


def gender_of(word: str) -> Gender:
    """Whether mostly men or mostly women bear a given name or what it is short for; empty where it may be either."""
    folded = fold(word)
    own = _gender(folded) if folded in _bearers() else _gender(folded.split("-")[0])
    if own or folded in _bearers():
        return own
    related = {
        gender for name in _nicknames().canonicals_of(folded) | _short_forms(folded) if (gender := _gender(name))
    }
    return related.pop() if len(related) == 1 else ""


def _gender(folded: str) -> Gender:
    he, she = _bearers().get(folded, (0.0, 0.0))
    if he + she == 0 or max(he, she) / (he + she) < EITHER_SHARE:
        return ""
    return "he" if he > she else "she"


def same_given(one: str, other: str) -> bool:
    """Whether two given names can be one person's: equal, an initial, or a short form of the other."""
    first, second = fold(one).rstrip("."), fold(other).rstrip(".")
    if first == second or (min(len(first), len(second)) == 1 and first[0] == second[0]):
        return True
    return second in _short_forms(first) or first in _short_forms(second)


def _known(folded: str) -> bool:
    return folded in _bearers() and folded not in NOT_GIVEN


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


def _short_forms(folded: str) -> set[str]:
    return _nicknames().nicknames_of(folded)


@cache
def _bearers() -> dict[str, tuple[float, float]]:
    """Weight of men and of women by folded name: American counts, else one a language or English-speaking land."""
    found: dict[str, list[float]] = {}
    english: dict[str, list[float]] = {}
    american: dict[str, list[float]] = {}
    for locale in LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        table = american if locale == "en_US" else english if locale.startswith("en") else found
        for column, kind in enumerate(("male", "female")):
            names = getattr(provider, f"first_names_{kind}", ())
            for name, weight in _weighted(names):
                pair = table.setdefault(name, [0.0, 0.0])
                pair[column] += weight
    return {name: (he, she) for name, (he, she) in (found | english | american).items()}


def _weighted(names: object) -> Iterable[tuple[str, float]]:
    if isinstance(names, dict):
        return [(fold(name), weight) for name, weight in names.items()]
    if isinstance(names, (tuple, list, set)):
        return [(fold(name), 1.0) for name in set(names)]
    return []
