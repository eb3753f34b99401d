"""The tagger as it is trained: an encoder, and linear heads over its sentences and its word pieces."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from stories.extraction.tagger.heads import BEGIN, FATES, GROUPS, INSIDE, KEY, PARTS, POINTED, STANCES, TELLINGS, TENSES
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
    asked: list["Question"]
    lower: Tensor | None = None


@dataclass
class Question:
    """Of the sentence at a place of the window: which pieces hold a part of what it tells; the first one means none."""

    place: int
    group: int
    part: int
    pieces: list[int]


class Tagger(nn.Module):
    def __init__(self, weights: Path, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            weights, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(dropout)
        self.tells = nn.Linear(2 * size, len(TELLINGS))
        self.parts = nn.Linear(size, len(PARTS) * 3)
        self.fate = nn.Linear(size, len(FATES))
        self.tense = nn.Linear(size, len(TENSES))
        self.stance = nn.Linear(size, len(STANCES))
        self.ask = nn.Linear(2 * size, len(GROUPS) * len(POINTED) * KEY)
        self.key = nn.Linear(size, len(POINTED) * KEY)

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
        found.append(Row(window, tells, parts, fate, tense, stance, list(_questions(example, window, encoded))))
    return found


def _questions(example: Example, window: Window, encoded: Sequence[Any]) -> Iterator[Question]:
    """What is asked in a window: of its own sentences, for the pieces of all that it shows."""
    shown = [
        (first + n, base + a, base + b)
        for number, first, last in window.places
        for base in [example.sentences[number][0]]
        for n, (a, b) in enumerate(encoded[number].offsets[: last - first])
    ]
    numbers = [number for number, _, _ in window.places]
    for asked in example.asked:
        if asked.sentence not in window.owned:
            continue
        for part, name in enumerate(POINTED):
            spans = asked.where[name]
            told = [n for n, x, y in shown if any(x < b and y > a for a, b in spans)]
            yield Question(numbers.index(asked.sentence), asked.group, part, told or [0])


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
    told_of = pooled(hidden, batch)
    told = model.tells(told_of)
    wanted = torch.tensor(np.concatenate([row.tells for row in batch]))
    known = wanted >= 0
    each = nn.functional.binary_cross_entropy_with_logits(told, wanted.clamp(min=0), reduction="none")
    total = 8.0 * each[known].sum() / max(1, int(known.any(1).sum())) / 4
    flat = torch.cat([hidden[n, : len(row.window.pieces)] for n, row in enumerate(batch)])
    parts = torch.tensor(np.concatenate([row.parts for row in batch]))
    logits = model.parts(flat).view(-1, len(PARTS), 3)
    total = total + 6.0 * nn.functional.cross_entropy(logits.reshape(-1, 3), parts.reshape(-1), ignore_index=NOT)
    total = total + 0.3 * pointing(model, hidden, told_of, batch)
    for name, weight in (("fate", 0.3), ("tense", 0.3), ("stance", 0.3)):
        right = torch.tensor(np.concatenate([getattr(row, name) for row in batch]))
        if bool((right >= 0).any()):
            total = total + weight * nn.functional.cross_entropy(getattr(model, name)(flat), right, ignore_index=NOT)
    return total


def pointing(model: Tagger, hidden: Tensor, told_of: Tensor, batch: list[Row]) -> Tensor:
    """How far the answers to where a decision's words stand are from the marked ones, a question."""
    losses, at = [], 0
    for n, row in enumerate(batch):
        if row.asked:
            size = len(row.window.pieces)
            keys = model.key(hidden[n, :size]).view(size, len(POINTED), KEY)
            asks = model.ask(told_of[at : at + len(row.window.places)]).view(-1, len(GROUPS), len(POINTED), KEY)
            for one in row.asked:
                odds = (keys[:, one.part] @ asks[one.place, one.group, one.part] / math.sqrt(KEY)).log_softmax(0)
                losses.append(-odds[one.pieces].logsumexp(0))
        at += len(row.window.places)
    return torch.stack(losses).mean() if losses else hidden.sum() * 0
