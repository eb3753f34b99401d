"""Which language a text is in, by its commonest words; enough to leave alone what is not English."""

import re
from collections import Counter
from functools import cache
from importlib import import_module

# The commonest words of languages that local outlets publish in, from spaCy's lists of stop words.
LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "tl", "vi", "sv")
UNKNOWN = "und"
WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 6_000  # characters
FEWEST_WORDS = 25
SHORT = 150  # words; up to here names such as "de la Cruz" can outweigh the commonest words
LEAST = 0.03  # of the words


def language(text: str) -> str:
    """Two-letter code; `und` where no list fits. A text too short to tell counts as English."""
    sample = text[:SAMPLE]
    words = [word.casefold() for word in WORD.findall(sample)]
    letters = sum(map(len, words))
    latin = sum(1 for word in words for letter in word if letter < "ɐ" or "Ḁỿ"[0] <= letter <= "ỿ")
    if letters > FEWEST_WORDS and latin < letters / 2:
        return UNKNOWN
    if len(words) < FEWEST_WORDS:
        return "en"
    hits = Counter(code for code in LANGUAGES for word in words if word in _commonest(code))
    if len(words) < SHORT and _english_alone(words):
        return "en"
    best, count = hits.most_common(1)[0] if hits else (UNKNOWN, 0)
    if hits["en"] >= 0.9 * count and hits["en"] > 0.1 * len(words):
        return "en"
    return best if count > 0.15 * len(words) else UNKNOWN


def _english_alone(words: list[str]) -> bool:
    """Whether words that only English has are no fewer than those that only some other language has."""
    own = Counter(code for word in words if (code := _only_in().get(word)))
    return own["en"] > LEAST * len(words) and own["en"] == max(own.values())


@cache
def _only_in() -> dict[str, str]:
    """The commonest words of one language that no other one has, with the language."""
    shared = Counter(word for code in LANGUAGES for word in _commonest(code))
    return {word: code for code in LANGUAGES for word in _commonest(code) if shared[word] == 1}


@cache
def _commonest(code: str) -> frozenset[str]:
    words: set[str] = import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
    return frozenset(word for word in words if len(word) < 6)
