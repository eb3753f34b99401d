"""Runs the tagger's weights over a story, on one thread; without weights or onnxruntime there is no tagger."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stories.extraction.document import Document
from stories.extraction.tagger.heads import (
    BEGIN,
    FATES,
    GROUPS,
    INSIDE,
    KEY,
    PARTS,
    POINTED,
    STANCES,
    TELLINGS,
    TENSES,
)
from stories.extraction.tagger.tags import Piece, Pointing, Tags
from stories.extraction.tagger.windows import Window, windows

WEIGHTS = Path(__file__).with_name("weights")
BATCH = 2  # windows read at once
MOST_SENTENCES = 1_500  # read of one story
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "matter": ("fate", FATES), "when": ("tense", TENSES), "actor": ("stance", STANCES), "object": ("stance", STANCES),
}  # fmt: skip
ASKED = 0.05  # how likely a sentence tells of a decision for its words to be asked for
LITTLE = 0.005  # a share too small to be kept
Array = NDArray[np.float32]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Model:
    """The encoder with its tokenizer, the linear heads by name, and what each logit is divided by to be calibrated."""

    encoder: Any
    tokenizer: Any
    heads: Mapping[str, Array]
    temperatures: Mapping[str, float]


@cache
def load(folder: Path = WEIGHTS) -> Model | None:
    """Return the weights of a folder, loaded once a process; None where they or what runs them isn't installed."""
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        encoder = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        with np.load(folder / "heads.npz") as stored:
            heads = {name: stored[name].astype(np.float32) for name in stored.files}
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except Exception as error:
        log.warning("The tagger is not at hand (%s); stories are read by rules alone", error)
        return None
    return Model(encoder, tokenizer, heads, card["temperatures"])


def available() -> bool:
    """Say whether the tagger can be run."""
    return load() is not None


def tag(document: Document, model: Model | None = None) -> Tags | None:
    """Return what the tagger says of a story; None where there is no tagger."""
    model = model or load()
    if model is None:
        return None
    sentences = list(islice(document.sentences, MOST_SENTENCES))
    texts = [_whole(document.text[one.start_char : one.end_char]) for one in sentences]
    title = model.tokenizer.encode(_whole(document.story.title), add_special_tokens=False).ids
    encoded = model.tokenizer.encode_batch(texts, add_special_tokens=False)
    tells: list[Mapping[str, float]] = [{}] * len(sentences)
    pieces: dict[str, list[Piece]] = {part: [] for part in PARTS}
    pointed: dict[tuple[int, int], Mapping[str, Pointing]] = {}
    for window, hidden in _read(model, windows(title, [one.ids for one in encoded])):
        offsets = {
            first + n: (sentences[number].start_char + a, sentences[number].start_char + b)
            for number, first, last in window.places
            for n, (a, b) in enumerate(encoded[number].offsets[: last - first])
        }
        for number, first, last in window.places:
            if number in window.owned:
                vector = _vector(hidden, first, last)
                tells[number] = _tells(model, vector)
                _add(model, pieces, hidden[first:last], [offsets[n] for n in range(first, last)])
                pointed |= _pointed(model, hidden[: len(window.pieces)], vector, number, tells[number], offsets)
    return Tags(tells, pieces, pointed)


def _whole(text: str) -> str:
    """The same text with a question mark for each half of a character, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _read(model: Model, cut: Sequence[Window]) -> Iterator[tuple[Window, Array]]:
    """Each window with the encoder's vector for each of its word pieces."""
    for at in range(0, len(cut), BATCH):
        batch = cut[at : at + BATCH]
        longest = max(len(window.pieces) for window in batch)
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        for row, window in enumerate(batch):
            ids[row, : len(window.pieces)] = window.pieces
        hidden = model.encoder.run(None, {"input_ids": ids, "attention_mask": (ids != 0).astype(np.int64)})[0]
        yield from zip(batch, hidden, strict=True)


def _vector(hidden: Array, first: int, last: int) -> Array:
    """What is made of a sentence: the mean of its pieces beside the mark behind it."""
    mean = hidden[first:last].mean(axis=0) if last > first else hidden[last]
    return np.concatenate([mean, hidden[last]])


def _tells(model: Model, vector: Array) -> Mapping[str, float]:
    logits = _linear(model, "tells", vector)
    heat = np.array([model.temperatures.get(name, 1.0) for name in TELLINGS])
    return dict(zip(TELLINGS, (1 / (1 + np.exp(-logits / heat))).tolist(), strict=True))


def _add(model: Model, pieces: dict[str, list[Piece]], hidden: Array, offsets: Sequence[tuple[int, int]]) -> None:
    parts = _softmax(_linear(model, "parts", hidden).reshape(len(hidden), len(PARTS), 3))
    odds = {name: _softmax(_linear(model, name, hidden)) for name in ("fate", "tense", "stance")}
    for column, part in enumerate(PARTS):
        head, names = KINDS.get(part, ("", ()))
        no_kinds = dict.fromkeys(names, 0.0)
        for row, (start, end) in enumerate(offsets):
            begins, inside = float(parts[row, column, BEGIN]), float(parts[row, column, INSIDE])
            kinds = dict(zip(names, odds[head][row].tolist(), strict=True)) if head and begins + inside > 0.05 else {}
            pieces[part].append(Piece(start, end, begins, begins + inside, kinds or no_kinds))


def _pointed(
    model: Model,
    hidden: Array,
    vector: Array,
    number: int,
    tells: Mapping[str, float],
    offsets: Mapping[int, tuple[int, int]],
) -> Mapping[tuple[int, int], Mapping[str, Pointing]]:
    """Where the parts of what a sentence may tell stand in its window, by group."""
    groups = [n for n, names in enumerate(GROUPS) if max(tells[name] for name in names) >= ASKED]
    if not groups:
        return {}
    asks = _linear(model, "ask", vector).reshape(len(GROUPS), len(POINTED), KEY)
    keys = _linear(model, "key", hidden).reshape(len(hidden), len(POINTED), KEY)
    found = {}
    for group in groups:
        shares = [_softmax(keys[:, n] @ asks[group, n] / KEY**0.5) for n in range(len(POINTED))]
        found[number, group] = {
            part: Pointing(
                1 - float(sum(share[n] for n in offsets)),
                [(*offsets[n], float(share[n])) for n in offsets if share[n] > LITTLE],
            )
            for part, share in zip(POINTED, shares, strict=True)
        }
    return found


def _linear(model: Model, name: str, vectors: Array) -> Array:
    found: Array = vectors @ model.heads[f"{name}.weight"].T + model.heads[f"{name}.bias"]
    return found


def _softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares
