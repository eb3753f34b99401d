"""Measures how surely copies are found, and how often different stories are taken for one.

Run as `python -m tests.bench.bench_copies`; needs ../shared/bench, and says so where it is missing. Each
story is altered in five ways and looked up among all stories, like the database does: candidates share
a hash, `is_copy` decides. The alterations are fixed here and were not tuned to.
"""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stories.ingestion.shingles import is_copy, shingle_hashes

BENCH = Path(__file__).parents[3] / "shared" / "bench"
SEED = 20261103

NOISE = (
    "Advertisement",
    "Share this story by e-mail or copy its link",
    "A view of the town hall at dusk. File photo",
    "Read more: What we know so far about the budget",
    "Sign up for our morning newsletter and never miss a story from your town",
)
FOOTER = (
    "This story was first published by a partner newsroom and appears here by agreement. Support local reporting "
    "with a gift, write to our desk with tips and corrections, and follow us wherever you read the news."
)


@dataclass(frozen=True)
class Score:
    """Share of copies found for each way of copying, and pairs of different stories taken for one."""

    stories: int
    found: dict[str, float]
    pairs: list[tuple[int, int]]
    milliseconds: float  # CPU for one fingerprint
    hashes: float  # in one fingerprint


def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]


def extractor_noise(text: str, chance: random.Random) -> str:
    kept = [chance.choice(NOISE)]
    for paragraph in paragraphs(text):
        if chance.random() > 0.1:
            kept.append(paragraph)
        if chance.random() < 0.15:
            kept.append(chance.choice(NOISE))
    return "\n".join(kept).replace("'", "’").replace('"', "“")


def cut_to(share: float) -> Callable[[str, random.Random], str]:
    def cut(text: str, chance: random.Random) -> str:
        words = text.split()
        return " ".join(words[: max(1, round(len(words) * share))])

    return cut


def edited(text: str, chance: random.Random) -> str:
    """A tenth of the paragraphs gone, a fifth rewritten in places, a new lead and a footer."""
    kept = ["The following report reached us this morning."]
    for paragraph in paragraphs(text):
        words, draw = paragraph.split(), chance.random()
        if draw < 0.2:
            at = chance.randrange(len(words))
            words[at : at + 3] = ["as", "officials", "put", "it", "on", "Tuesday"]
        if draw < 0.9:
            kept.append(" ".join(words))
    return "\n".join([*kept, FOOTER])


def words_changed(text: str, chance: random.Random) -> str:
    return " ".join(f"other{chance.randrange(9999)}" if chance.random() < 0.05 else word for word in text.split())


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "extractor noise": extractor_noise,
    "cut to 50 %": cut_to(0.5),
    "cut to 25 %": cut_to(0.25),
    "edited + footer": edited,
    "5 % words changed": words_changed,
}


def load() -> tuple[list[str], list[str]]:
    """The stories to be copied, and others among which they are to be found; OSError where they are missing."""
    pages = json.loads((BENCH / "pages" / "truth.json").read_text(encoding="utf-8"))
    others = [json.loads((BENCH / "quotes" / f"{part}.json").read_text(encoding="utf-8")) for part in ("train", "dev")]
    return [page["text"] for page in pages.values()], [story["text"] for part in others for story in part]


class Shelf:
    """Fingerprints by hash, as the GIN index keeps them."""

    def __init__(self, fingerprints: list[list[int]]) -> None:
        self.fingerprints = fingerprints
        self.holders: dict[int, list[int]] = defaultdict(list)
        for number, fingerprint in enumerate(fingerprints):
            for value in fingerprint:
                self.holders[value].append(number)

    def copies(self, fingerprint: list[int]) -> set[int]:
        candidates = {number for value in fingerprint for number in self.holders.get(value, ())}
        return {number for number in candidates if is_copy(fingerprint, self.fingerprints[number])}


def measure() -> Score:
    pages, others = load()
    texts = pages + others
    started = time.process_time()
    shelf = Shelf([shingle_hashes(text) for text in texts])
    seconds = time.process_time() - started
    chance = random.Random(SEED)
    found = {
        way: sum(number in shelf.copies(shingle_hashes(alter(text, chance))) for number, text in enumerate(pages))
        for way, alter in WAYS.items()
    }
    pairs = [(a, b) for a, f in enumerate(shelf.fingerprints) for b in sorted(shelf.copies(f)) if a < b]
    return Score(
        stories=len(texts),
        found={way: count / len(pages) for way, count in found.items()},
        pairs=pairs,
        milliseconds=1000 * seconds / len(texts),
        hashes=sum(map(len, shelf.fingerprints)) / len(texts),
    )


def main() -> int:
    if not BENCH.is_dir():
        print(f"{BENCH} is missing: this bench needs the shared benchmark data.", file=sys.stderr)
        return 2
    score = measure()
    for way, share in score.found.items():
        print(f"{way:18} {share:.3f} found")
    print(f"{len(score.pairs)} pairs taken for one story among {score.stories}; look whether they are:")
    pages, others = load()
    texts = pages + others
    for a, b in score.pairs:
        print(f"  {texts[a][:50]!r} = {texts[b][:50]!r}")
    print(f"{score.milliseconds:.2f} ms CPU and {score.hashes:.0f} hashes a story")
    return 0


if __name__ == "__main__":
    sys.exit(main())
