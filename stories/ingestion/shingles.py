"""Fingerprints by which a story's copies, whole or in part, are known; they fit an int4[] with a GIN index.

A fingerprint is a set of hashes of five-word shingles. Of a long text only every eighth hash is kept,
chosen by its value, so that the same passage gives the same hashes wherever it stands; of a short text
all are kept. Candidates are the stories whose array overlaps (`&&`); `is_copy` decides.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from zlib import crc32

KEPT_OF_LONG = 8  # one hash in so many
SHORT = 250  # shingles up to which all are kept: a brief would leave too few to judge by
# Containment from which two texts are one story: half of a brief may be a list of links that its site puts under many,
# and half of a serial's next part the story so far.
COPY_FROM = 0.6
# Less in common is a stock phrase: hashes, where all are kept and where one in eight is.
FEWEST_OF_ALL = 12
FEWEST_OF_SAMPLE = 3

WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # scripts without spaces: a sign is a word
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def words(text: str) -> list[str]:
    """Return the words as compared: no case, no punctuation, apostrophes and composed letters made alike."""
    plain = APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    if UNSPACED.search(plain):
        plain = UNSPACED.sub(r" \g<0> ", plain)
    return WORD.findall(plain)


def shingle_hashes(text: str) -> list[int]:
    """Return the text's fingerprint: distinct signed 32-bit hashes in ascending order; empty below five words."""
    tokens = words(text)
    shingles = zip(tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False)
    hashes = {crc32(" ".join(shingle).encode()) - 0x80000000 for shingle in shingles}
    return sorted(_sample(hashes) if len(hashes) > SHORT else hashes)


def containment(a: Collection[int], b: Collection[int]) -> float:
    """Return how much of the smaller fingerprint is in the larger, 0 to 1: a quarter of a story is wholly contained."""
    hashes_a, hashes_b = _at_one_rate(a, b)
    smaller = min(len(hashes_a), len(hashes_b))
    return len(hashes_a & hashes_b) / smaller if smaller else 0.0


def is_copy(a: Collection[int], b: Collection[int], boilerplate: Collection[int] = frozenset()) -> bool:
    """Say whether two texts tell the same story in the same words, at least as far as the shorter one goes.

    `boilerplate` (see below) counts for neither of them.
    """
    hashes_a, hashes_b = _at_one_rate(set(a).difference(boilerplate), set(b).difference(boilerplate))
    fewest = FEWEST_OF_SAMPLE if _is_sample(hashes_a) and _is_sample(hashes_b) else FEWEST_OF_ALL
    shared = len(hashes_a & hashes_b)
    return shared >= fewest and shared >= COPY_FROM * min(len(hashes_a), len(hashes_b))


def boilerplate(fingerprints: Iterable[Collection[int]], *, seen_in: int = 4) -> frozenset[int]:
    """Return the hashes that several different stories of one outlet share: its footers, appeals and biographies.

    Not to be asked across outlets, where what many share is an agency's story.
    """
    counts = Counter(value for fingerprint in fingerprints for value in set(fingerprint))
    return frozenset(value for value, count in counts.items() if count >= seen_in)


def _at_one_rate(a: Collection[int], b: Collection[int]) -> tuple[set[int], set[int]]:
    """Return both thinned out alike: a sampled fingerprint can only be compared with the same sample of the other."""
    if _is_sample(a) or _is_sample(b):
        return _sample(a), _sample(b)
    return set(a), set(b)


def _sample(hashes: Iterable[int]) -> set[int]:
    return {value for value in hashes if value % KEPT_OF_LONG == 0}


def _is_sample(hashes: Iterable[int]) -> bool:
    """Say whether only one hash in eight was kept: a fingerprint tells by itself."""
    return all(value % KEPT_OF_LONG == 0 for value in hashes)
