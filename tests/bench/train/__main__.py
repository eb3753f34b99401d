"""Trains the tagger anew from the marked stories: `make train`.

Twice with another half of the retold stories of `develop.txt` left out, which gives the card's figures and the
temperatures on stories not fitted to; then the mean of both goes on for one more round over all.
"""

import argparse
import hashlib
from datetime import UTC, datetime

import numpy as np
import torch

from stories.extraction.tagger.heads import COMING, EVENTS, HELD, STANCES
from stories.extraction.tagger.run import WEIGHTS
from tests.bench.train.export import export
from tests.bench.train.fit import EPOCHS, FOLDS, MORE_EPOCHS, SEED, answers, fit, mean, report, temperatures
from tests.bench.train.labels import GOLD, OWN, Example, examples, stories

PARTS = {"decisions made": HELD, "decisions to come": COMING, "events": EVENTS, "stances": STANCES}


def marked() -> list[Example]:
    """All stories that may be trained on; never the half of the retold ones that is held out."""
    half = (GOLD / "retold" / "develop.txt").read_text(encoding="utf-8").split()
    return [
        *examples(stories(GOLD / "retold", half), "retold"),
        *examples(stories(GOLD / "stories"), "gold"),
        *examples(stories(OWN / "told"), "told"),
        *examples(stories(OWN / "stories"), "own"),
    ]


def left_out(example: Example, fold: int) -> bool:
    """Whether a story is kept from a fit: one or the other half of the retold ones, by name."""
    return example.source == "retold" and int(hashlib.md5(example.id.encode()).hexdigest(), 16) % 2 == fold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.use_deterministic_algorithms(True)
    FOLDS.mkdir(exist_ok=True)
    whole = marked()
    models, told = [], []
    for fold in range(2):
        models.append(fit([one for one in whole if not left_out(one, fold)], chosen.epochs))
        told.append(answers(models[fold], [one for one in whole if left_out(one, fold)]))
        torch.save(models[fold].state_dict(), FOLDS / f"fold{fold}.pt")
    logits, wanted = (np.concatenate(one) for one in zip(*told, strict=True))
    heats = temperatures(logits, wanted)
    card = {
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "date": datetime.now(UTC).date().isoformat(),
        "data": {name: sum(one.source == name for one in whole) for name in ("retold", "gold", "told", "own")},
        "seed": SEED,
        "epochs": [chosen.epochs, MORE_EPOCHS],
        "figures": {name: report(logits, wanted, heats, names) for name, names in PARTS.items()},
        "figures_on": "the developed retold stories, each half by a fit that had not seen it",
        "temperatures": heats,
    }
    export(fit(whole, MORE_EPOCHS, start=mean(models)), WEIGHTS, card)


if __name__ == "__main__":
    main()
