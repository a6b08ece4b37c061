"""Pack an MPNet that was trained here for release: `python -m crosscheck.index.models.pack FOLDER OUT`.

Matrices become bytes with a scale for each column, as `graph.py` has them, and words bytes with a scale for each
word.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from crosscheck.index.models.base import Tensors, read_tensors
from crosscheck.index.models.bert import in_bytes, initialisers
from crosscheck.index.models.packaged import PACKED_KEY

_BERT_NAMES = {  # parts of the names, in MPNet's file and in MiniLM's
    "mpnet.": "",
    "attention.attn.q.": "attention.self.query.",
    "attention.attn.k.": "attention.self.key.",
    "attention.attn.v.": "attention.self.value.",
    "attention.attn.o.": "attention.output.dense.",
    "attention.LayerNorm.": "attention.output.LayerNorm.",
    "encoder.relative_attention_bias.": "relative_attention_bias.",
    "classifier.dense.": "pooler.dense.",
    "classifier.out_proj.": "classifier.",
}
FIRST_PLACE = 2  # of its position embeddings
_WORD_STEPS = 127  # on each side of zero; nothing is multiplied with these
_WORDS, _PLACES = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
_AS_THEY_ARE = (
    "relative_attention_bias.weight",
    "pooler.dense.weight",
    "pooler.dense.bias",
    "classifier.weight",
    "classifier.bias",
)


def packed(tensors: Tensors) -> dict[str, npt.NDArray[Any]]:
    """Return the weights of an `MPNetForSequenceClassification` as `Mpnet` and its classifier take them."""
    ours = {_renamed(name): np.asarray(value, dtype=np.float32) for name, value in tensors.items()}
    words = ours[_WORDS]
    scale = np.maximum(np.abs(words).max(axis=1) / _WORD_STEPS, np.finfo(np.float32).tiny)
    return {
        **dict(in_bytes(initialisers(ours))),
        _WORDS: np.round(words / scale[:, None]).astype(np.int8),
        f"{_WORDS}.scale": scale,
        _PLACES: ours[_PLACES][FIRST_PLACE:].astype(np.float16),
        **{name: ours[name] for name in _AS_THEY_ARE},
    }


def unpacked(tensors: Tensors) -> dict[str, npt.NDArray[np.float32]]:
    """Return what `packed` was given, but for what bytes cost."""
    theirs: dict[str, npt.NDArray[np.float32]] = {}
    for name, value in tensors.items():
        if name.startswith(("encoder.", "embeddings.LayerNorm")) and not name.endswith(".scale"):
            whole = value * tensors[f"{name}.scale"] if value.dtype == np.int8 else value
            parts = np.split(whole, 3, axis=-1) if ".qkv." in name else [whole]
            for part, of in zip(("query", "key", "value"), parts, strict=False):
                theirs[name.replace("qkv", part)] = of.T
    theirs[_WORDS] = tensors[_WORDS] * tensors[f"{_WORDS}.scale"][:, None]
    theirs[_PLACES] = np.pad(tensors[_PLACES].astype(np.float32), ((FIRST_PLACE, 0), (0, 0)))
    theirs |= {name: tensors[name] for name in _AS_THEY_ARE}
    return {_named_back(name): np.array(value, dtype=np.float32, order="C") for name, value in theirs.items()}


def _renamed(name: str) -> str:
    for theirs, ours in _BERT_NAMES.items():
        name = name.replace(theirs, ours)
    return name


def _named_back(name: str) -> str:
    for theirs, ours in reversed(_BERT_NAMES.items()):
        if ours and ours in name:
            name = name.replace(ours, theirs)
            break
    return name if name.startswith("classifier.") else f"mpnet.{name}"


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.models.pack", description=__doc__)
    parser.add_argument("source", type=Path, help="a folder written by training")
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    weights = packed(read_tensors(options.source / "model.safetensors"))
    save_file(
        {name: np.ascontiguousarray(value) for name, value in weights.items()}, options.out / "model.safetensors"
    )
    config = json.loads((options.source / "config.json").read_text(encoding="utf-8")) | {PACKED_KEY: True}
    (options.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
