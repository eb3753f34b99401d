"""The tagger as it is trained: an encoder, and linear heads over its sentences and its word pieces."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from stories.extraction.tagger.heads import BEGIN, FATES, INSIDE, PARTS, STANCES, TELLINGS, TENSES
from stories.extraction.tagger.windows import Window, windows
from tests.bench.train.labels import IGNORED, Example

NOT = -100
# The lowest layers are left as they are: what they say of each window is worked out once.
FROZEN = 2


@dataclass
class Row:
    """One window with its labels: `tells` of owned sentences, `parts` and classes of their word pieces."""

    window: Window
    tells: np.ndarray
    parts: np.ndarray
    fate: np.ndarray
    tense: np.ndarray
    stance: np.ndarray
    lower: Tensor | None = None


class Tagger(nn.Module):
    def __init__(self, weights: Path, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="sdpa")
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(dropout)
        self.tells = nn.Linear(2 * size, len(TELLINGS))
        self.parts = nn.Linear(size, len(PARTS) * 3)
        self.fate = nn.Linear(size, len(FATES))
        self.tense = nn.Linear(size, len(TENSES))
        self.stance = nn.Linear(size, len(STANCES))

    def lower(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """What the frozen layers make of word pieces."""
        seen = self.encoder.embeddings(input_ids=pieces)
        for layer in self.encoder.encoder.layer[:FROZEN]:
            seen = _through(layer, seen, mask)
        return seen

    def upper(self, seen: Tensor, mask: Tensor) -> Tensor:
        for layer in self.encoder.encoder.layer[FROZEN:]:
            seen = _through(layer, seen, mask)
        return self.drop(seen)

    def hidden(self, pieces: Tensor, mask: Tensor) -> Tensor:
        return self.upper(self.lower(pieces, mask), mask)


def _through(layer: nn.Module, seen: Tensor, mask: Tensor) -> Tensor:
    found = layer(seen, attention_mask=mask[:, None, None, :].bool().expand(-1, 1, mask.shape[1], -1))
    return found[0] if isinstance(found, tuple) else found


def rows(example: Example, tokenizer: Tokenizer) -> list[Row]:
    title = tokenizer.encode(example.title, add_special_tokens=False).ids
    encoded = [tokenizer.encode(example.text[a:b], add_special_tokens=False) for a, b in example.sentences]
    found = []
    for window in windows(title, [one.ids for one in encoded]):
        size = len(window.pieces)
        tells = np.full((len(window.places), len(TELLINGS)), IGNORED, dtype=np.float32)
        parts = np.full((size, len(PARTS)), NOT, dtype=np.int64)
        fate, tense, stance = (np.full(size, NOT, dtype=np.int64) for _ in range(3))
        for row, (number, first, last) in enumerate(window.places):
            if number not in window.owned:
                continue
            tells[row] = [example.tells[number][name] for name in TELLINGS]
            base = example.sentences[number][0]
            parts[first:last] = 0
            offsets = [(base + a, base + b) for a, b in encoded[number].offsets[: last - first]]
            for column, part in enumerate(PARTS):
                for a, b, kind in example.parts[part]:
                    inside = [n for n, (x, y) in enumerate(offsets) if x < b and y > a]
                    for place, n in enumerate(inside):
                        parts[first + n, column] = INSIDE if place else BEGIN
                        if part == "matter" and kind:
                            fate[first + n] = FATES.index(kind)
                        elif part == "when":
                            tense[first + n] = TENSES.index(kind)
                        elif part in ("actor", "object"):
                            stance[first + n] = STANCES.index(kind)
        found.append(Row(window, tells, parts, fate, tense, stance))
    return found


def batches(many: Sequence[Row], size: int, shuffle: random.Random | None = None) -> Iterator[list[Row]]:
    """Windows of like length together."""
    order = list(many)
    if shuffle:
        shuffle.shuffle(order)
        order.sort(key=lambda row: len(row.window.pieces) + shuffle.randrange(40))
    cut = [order[n : n + size] for n in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(cut)
    yield from cut


def tensors(batch: list[Row]) -> tuple[Tensor, Tensor]:
    longest = max(len(row.window.pieces) for row in batch)
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    for n, row in enumerate(batch):
        pieces[n, : len(row.window.pieces)] = torch.tensor(row.window.pieces)
    return pieces, (pieces != 0).long()


def pooled(hidden: Tensor, batch: list[Row]) -> Tensor:
    """For each sentence the mean of its pieces beside the mark behind it."""
    vectors = [
        torch.cat([hidden[n, first:last].mean(0) if last > first else hidden[n, last], hidden[n, last]])
        for n, row in enumerate(batch)
        for _, first, last in row.window.places
    ]
    return torch.stack(vectors)


def settle(model: Tagger, many: Sequence[Row]) -> None:
    """Work out once what the frozen layers say."""
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for row in many:
            row.lower = model.lower(*tensors([row]))[0].to(torch.bfloat16)
    model.train()


def loss(model: Tagger, batch: list[Row]) -> Tensor:
    mask = tensors(batch)[1]
    seen = nn.utils.rnn.pad_sequence([row.lower for row in batch], batch_first=True).float()
    hidden = model.upper(seen, mask).float()
    told = model.tells(pooled(hidden, batch))
    wanted = torch.tensor(np.concatenate([row.tells for row in batch]))
    known = wanted >= 0
    each = nn.functional.binary_cross_entropy_with_logits(told, wanted.clamp(min=0), reduction="none")
    total = 8.0 * each[known].sum() / max(1, int(known.any(1).sum())) / 4
    flat = torch.cat([hidden[n, : len(row.window.pieces)] for n, row in enumerate(batch)])
    parts = torch.tensor(np.concatenate([row.parts for row in batch]))
    logits = model.parts(flat).view(-1, len(PARTS), 3)
    total = total + 6.0 * nn.functional.cross_entropy(logits.reshape(-1, 3), parts.reshape(-1), ignore_index=NOT)
    for name, weight in (("fate", 0.3), ("tense", 0.3), ("stance", 0.3)):
        right = torch.tensor(np.concatenate([getattr(row, name) for row in batch]))
        if bool((right >= 0).any()):
            total = total + weight * nn.functional.cross_entropy(getattr(model, name)(flat), right, ignore_index=NOT)
    return total
