"""Pack a model that was trained here for release: `python -m crosscheck.index.models.pack FOLDER OUT`.

Matrices become bytes with a scale for each column, as `graph.py` has them, and an MPNet's words bytes with a scale
for each word.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from crosscheck.index.models.base import Tensors, is_packed, read_tensors, sha256
from crosscheck.index.models.bert import in_bytes, initialisers
from crosscheck.index.models.packaged import ONTO_KEY, PACKED_KEY

_BERT, _MPNET = "bert.", "mpnet."
_BERT_NAMES = {  # parts of the names, in MPNet's file and in MiniLM's
    _MPNET: "",
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
    "relative_attention_bias.weight",  # of an MPNet
    "embeddings.token_type_embeddings.weight",  # of a MiniLM
    "pooler.dense.weight",
    "pooler.dense.bias",
    "classifier.weight",
    "classifier.bias",
)


def packed(tensors: Tensors) -> dict[str, npt.NDArray[Any]]:
    """Return the weights of a cross-encoder as `Mpnet` or `Bert`, and the classifier on top, take them.

    They are those of an `MPNetForSequenceClassification`, or of a `BertForSequenceClassification`, whose words are
    left out: they are those of the packaged MiniLM.
    """
    large = any(name.startswith(_MPNET) for name in tensors)
    ours = {_renamed(name): np.asarray(value, dtype=np.float32) for name, value in tensors.items()}
    found = dict(in_bytes(initialisers(ours))) | {name: ours[name] for name in _AS_THEY_ARE if name in ours}
    if large:
        scale = np.maximum(np.abs(ours[_WORDS]).max(axis=1) / _WORD_STEPS, np.finfo(np.float32).tiny)
        found |= {_WORDS: np.round(ours[_WORDS] / scale[:, None]).astype(np.int8), f"{_WORDS}.scale": scale}
    return found | {_PLACES: ours[_PLACES][FIRST_PLACE if large else 0 :].astype(np.float16)}


def packed_onto(beneath: Tensors, tensors: Tensors) -> dict[str, npt.NDArray[Any]]:
    """Return what `packed` gives for `tensors` and, where these lack some, those of a packed model `beneath`.

    What that model has anyway is left out.
    """
    whole = packed({**unpacked(beneath), **tensors})
    # A scale that went through its words is the same but for the last bit.
    return {name: value for name, value in whole.items() if not np.allclose(value, beneath[name], rtol=1e-6)}


def unpacked(tensors: Tensors) -> Tensors:
    """Return what `packed` was given, but for what bytes cost; what is not packed as it is."""
    if not is_packed(tensors):
        return tensors
    theirs: dict[str, npt.NDArray[np.float32]] = {}
    for name, value in tensors.items():
        if name.startswith(("encoder.", "embeddings.LayerNorm")) and not name.endswith(".scale"):
            whole = value * tensors[f"{name}.scale"] if value.dtype == np.int8 else value
            parts = np.split(whole, 3, axis=-1) if ".qkv." in name else [whole]
            for part, of in zip(("query", "key", "value"), parts, strict=False):
                theirs[name.replace("qkv", part)] = of.T
    theirs |= {name: tensors[name] for name in (*_AS_THEY_ARE, _PLACES) if name in tensors}
    if large := _WORDS in tensors:
        theirs[_WORDS] = tensors[_WORDS] * tensors[f"{_WORDS}.scale"][:, None]
        theirs[_PLACES] = np.pad(tensors[_PLACES], ((FIRST_PLACE, 0), (0, 0)))
    named = _named_back if large else _prefixed
    return {named(name): np.array(value, dtype=np.float32, order="C") for name, value in theirs.items()}


def _renamed(name: str) -> str:
    name = name.removeprefix(_BERT)
    for theirs, ours in _BERT_NAMES.items():
        name = name.replace(theirs, ours)
    return name


def _named_back(name: str) -> str:
    for theirs, ours in reversed(_BERT_NAMES.items()):
        if ours and ours in name:
            name = name.replace(ours, theirs)
            break
    return _prefixed(name, _MPNET)


def _prefixed(name: str, prefix: str = _BERT) -> str:
    return name if name.startswith("classifier.") else f"{prefix}{name}"


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.models.pack", description=__doc__)
    parser.add_argument("source", type=Path, help="a folder written by training")
    parser.add_argument("out", type=Path)
    parser.add_argument("--onto", help="the model in this package whose last layers alone were trained")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    found = read_tensors(options.source / "model.safetensors")
    config = json.loads((options.source / "config.json").read_text(encoding="utf-8")) | {PACKED_KEY: True}
    if options.onto:
        beneath = Path(__file__).parent / options.onto / "model.safetensors"
        weights = packed_onto(read_tensors(beneath), found)
        config |= {ONTO_KEY: {"name": options.onto, "sha256": sha256(beneath)}}
    else:
        weights = packed(found)
    save_file(
        {name: np.ascontiguousarray(value) for name, value in weights.items()}, options.out / "model.safetensors"
    )
    (options.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
