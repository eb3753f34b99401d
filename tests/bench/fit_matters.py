"""Learn what speaks for a phrase being the matter of a stance: `python -m tests.bench.fit_matters FOLDER...`.

Reads marked stories, prints how often the best phrase fits the gold's matter on stories left out of the fit (five
parts), and the weights for stories/extraction/matters/subject_words.py. Needs ../shared/gold/score.py.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from stories.extraction import people
from stories.extraction.document import documents
from stories.extraction.jsonl import read_story
from stories.extraction.matters.subjects import Subjects
from tests.bench.gold import scorer, stories

PARTS, STEPS, RATE, SHRINK = 5, 300, 0.3, 0.02
BALLOTS = frozenset({"past_vote", "vote_intent"})


class Choice:
    """One marked position: the traits of each phrase of its story, and which phrases fit."""

    def __init__(self, part: int, traits: Sequence[dict[str, float]], fits: Sequence[bool]) -> None:
        self.part = part
        self.names = list(traits[0])
        self.traits = np.array([[one[name] for name in self.names] for one in traits], dtype=float)
        self.fits = np.array(fits)


def choices(entries: Sequence[dict[str, object]]) -> Iterator[Choice]:
    """Every marked position of stories, with all phrases that could be its matter."""
    given = [
        read_story(json.dumps({key: one.get(key) for key in ("id", "title", "text", "published_at")}))[1]
        for one in entries
    ]
    for number, (gold, document) in enumerate(zip(entries, documents(given), strict=True)):
        subjects = Subjects(document, people.find(document))
        for position in gold["positions"]:  # type: ignore[attr-defined]
            ballot = position["basis"] in BALLOTS
            told = [subjects.traits(one, position["start"], ballot=ballot) for one in subjects.phrases]
            fits = [scorer().same_matter(position["matter"], one.words, gold["title"]) for one in subjects.phrases]
            if told:
                yield Choice(number % PARTS, told, fits)


def fitted(seen: Sequence[Choice]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Weights under which the phrases that fit are likeliest, by plain gradient ascent on standardised traits."""
    every = np.vstack([one.traits for one in seen])
    spread = every.std(0) + 1e-9
    weights = np.zeros(every.shape[1])
    useful = [(one.traits / spread, one.fits) for one in seen if one.fits.any()]
    for _ in range(STEPS):
        step = np.zeros_like(weights)
        for traits, fits in useful:
            share = np.exp((scores := traits @ weights) - scores.max())
            share /= share.sum()
            right = share * fits
            step += traits.T @ (right / right.sum() - share)
        weights += RATE * (step / len(useful) - SHRINK * weights)
    return weights / spread


def main() -> int:
    told = list(choices([entry for folder in sys.argv[1:] for entry in stories(Path(folder))]))
    right = 0
    for part in range(PARTS):
        weights = fitted([one for one in told if one.part != part])
        right += sum(bool(one.fits[(one.traits @ weights).argmax()]) for one in told if one.part == part)
    print(f"{right} of {len(told)} fit where the story was left out")
    for name, weight in zip(told[0].names, fitted(told), strict=True):
        print(f'    "{name}": {weight:.2f},')
    return 0


if __name__ == "__main__":
    sys.exit(main())
