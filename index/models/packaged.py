"""Crosscheck's own weights, run by ONNX Runtime.

transformers would do the same after five more seconds of imports, which each start of the command line would
pay. The weights on disk are those of a `BertForSequenceClassification` in float16 without its word embeddings:
these are the packaged MiniLM's, frozen in training, and are read from there. `export` writes the whole model
in the layout of sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import Tensors, read_tensors, verify
from crosscheck.index.models.bert import Bert, Mask
from crosscheck.index.models.scoring import FloatMatrix, Pair

RELEASED_SHA256 = {
    "nli": "b0969e14b40b4fa9b64629b7ac50d7eb9a7e222d862ce465b4076d6edcd73561",
    "relevance": "21be529c7e060b8830d268282c92a16242142d3606b40035da3317f25b0d8eef",
}
_ARITHMETIC = "int8-text"  # the same weights score otherwise in another: verdicts of two are never mixed
EMBEDDINGS_KEY = "word_embeddings_sha256"  # in config.json
_PREFIX = "bert."  # of the encoder's weights


def is_ours(directory: Path) -> bool:
    """Whether a folder holds weights of our training: a configuration that names the shared word embeddings."""
    config = directory / "config.json"
    return config.is_file() and EMBEDDINGS_KEY in json.loads(config.read_text(encoding="utf-8"))


def released_fingerprint(name: str) -> str:
    """Return the fingerprint of the packaged `nli` or `relevance`, without loading it."""
    return f"{RELEASED_SHA256[name]}-{_ARITHMETIC}"


class PackagedScorer:
    """Weights of our training, on the CPU: matrices are multiplied in integers, all else is float32."""

    def __init__(self, directory: Path, sha256_expected: str | None = None) -> None:
        """Read the folder; a file missing, unreadable or other than expected raises `ModelError`."""
        weights = directory / "model.safetensors"
        self.fingerprint = f"{verify(weights, sha256_expected)}-{_ARITHMETIC}"
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        self.labels = tuple(config["id2label"][str(i)] for i in range(len(config["id2label"])))
        tensors = read_tensors(weights)
        self._bert = Bert({name.removeprefix(_PREFIX): v for name, v in tensors.items()}, quantised=True)
        self._head = _Classifier(tensors)

    @classmethod
    def released(cls, name: str) -> Self:
        """One of the two models in this package, `nli` or `relevance`; raises `ModelError` on damage."""
        return cls(Path(__file__).parent / name, RELEASED_SHA256[name])

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row in the order of `pairs`."""
        scores = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for rows, made in self._bert.run(pairs, self._head, kept=1):
            scores[rows] = made
        return scores


class _Classifier:
    """The pooler and the linear classifier on top of [CLS] (Devlin et al. 2019)."""

    def __init__(self, tensors: Tensors) -> None:
        names = ("bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias")
        try:
            self._weights = [tensors[name].astype(np.float32) for name in names]
        except KeyError as error:
            raise ModelError(f"Model weights are not those of a classifier: {error} is missing") from error

    def __call__(self, hidden: FloatMatrix, _: Mask) -> FloatMatrix:
        pool, pool_bias, weight, bias = self._weights
        pooled = np.tanh(hidden[:, 0] @ pool.T + pool_bias)
        logits: FloatMatrix = pooled @ weight.T + bias
        return logits
