"""Learn what speaks for a phrase being the matter of a decision: `.venv-train/bin/python -m tests.bench.train.weigh`.

Takes the fits that `make train` kept, each on the retold stories that it had not seen; prints how often the best phrase
fits the gold's matter, with five parts of the stories left out in turn, and the weights for matters/chains.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from stories.extraction import people
from stories.extraction.matters import chains
from stories.extraction.tagger.run import load, tag
from tests.bench.fit_matters import PARTS, Choice, fitted
from tests.bench.gold import scorer
from tests.bench.train.__main__ import left_out
from tests.bench.train.export import export
from tests.bench.train.fit import FOLDS, base
from tests.bench.train.labels import GOLD, examples, read, stories
from tests.bench.train.model import Tagger

# The groups of tellings that are decisions, not events.
DECIDED = (0, 1)


def choices(fold: int) -> Iterator[Choice]:
    """Every decision marked in the stories that a fit had not seen, with all phrases that could be its matter."""
    developed = (GOLD / "retold" / "develop.txt").read_text(encoding="utf-8").split()
    marked = stories(GOLD / "retold", developed)
    model = Tagger(base())
    model.load_state_dict(torch.load(FOLDS / f"fold{fold}.pt"))
    with tempfile.TemporaryDirectory() as folder:
        export(model.eval(), Path(folder), {"temperatures": {}})
        weights = load(Path(folder))
    for number, (example, document) in enumerate(zip(examples(marked, "retold"), read(marked), strict=True)):
        tags = tag(document, weights) if left_out(example, fold) else None
        if tags is None:
            continue
        whole = chains(document, people.find(document), tags)
        for asked in example.asked:
            if asked.group in DECIDED and asked.matter and whole.phrases:
                told = [whole.traits(one, asked.sentence, asked.group) for one in whole.phrases]
                fits = [scorer().same_matter(asked.matter, one.words, example.title) for one in whole.phrases]
                yield Choice(number % PARTS, told, fits)


def main() -> None:
    told = [choice for fold in range(2) for choice in choices(fold)]
    right = 0
    for part in range(PARTS):
        weights = fitted([one for one in told if one.part != part])
        right += sum(bool(one.fits[(one.traits @ weights).argmax()]) for one in told if one.part == part)
    print(f"{right} of {len(told)} fit where the story was left out")
    for name, weight in zip(told[0].names, np.round(fitted(told), 2), strict=True):
        print(f'    "{name}": {weight},')


if __name__ == "__main__":
    main()
