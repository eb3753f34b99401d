"""Writes a fitted tagger as the package has it: int8 encoder, heads, tokenizer, and a card beside them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tests.bench.train.fit import base
from tests.bench.train.model import Tagger

OPSET = 17


class _Encoder(nn.Module):
    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.encoder = model.encoder
        self.encoder.set_attn_implementation("eager")

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        hidden: Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return hidden


def export(model: Tagger, folder: Path, card: dict[str, Any]) -> None:
    """Write the weights and the card into a folder."""
    folder.mkdir(exist_ok=True)
    full, small = folder / "full.onnx", folder / "encoder.onnx"
    some = torch.ones(2, 16, dtype=torch.long)
    names = ["input_ids", "attention_mask"]
    axes = {name: {0: "windows", 1: "pieces"} for name in (*names, "hidden")}
    torch.onnx.export(
        _Encoder(model.eval()), (some, some), str(full), input_names=names, output_names=["hidden"],
        dynamic_axes=axes, opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    heads = {name: one.detach().numpy() for name, one in model.named_parameters() if not name.startswith("encoder")}
    np.savez(folder / "heads.npz", **heads)
    words = json.loads((base() / "tokenizer.json").read_text(encoding="utf-8")) | {"padding": None, "truncation": None}
    (folder / "tokenizer.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    sums = {path.name: checksum(path) for path in sorted(folder.iterdir()) if path.name != "card.json"}
    text = json.dumps(card | {"sha256": sums}, indent=1, ensure_ascii=False)
    (folder / "card.json").write_text(text + "\n", encoding="utf-8")


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
