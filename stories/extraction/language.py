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
    best, count = hits.most_common(1)[0] if hits else (UNKNOWN, 0)
    if hits["en"] >= 0.9 * count and hits["en"] > 0.1 * len(words):
        return "en"
    return best if count > 0.15 * len(words) else UNKNOWN


@cache
def _commonest(code: str) -> frozenset[str]:
    words: set[str] = import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
    return frozenset(word for word in words if len(word) < 6)
