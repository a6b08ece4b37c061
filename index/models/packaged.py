"""Crosscheck's own weights, run by ONNX Runtime.

transformers would do the same after five more seconds of imports, which each start of the command line would
pay. The weights on disk are a whole MPNet in bytes, as `pack` writes it, or a `BertForSequenceClassification`
without its word embeddings: these are the packaged MiniLM's, frozen in training, and are read from there. It is in
bytes too, or in float16 as training writes it. `export` writes either in the layout of sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import TensorFile, Tensors, read_tensors, require, verify
from crosscheck.index.models.bert import Bert
from crosscheck.index.models.mpnet import Mpnet
from crosscheck.index.models.runtime import Mask, Runner
from crosscheck.index.models.scoring import FloatMatrix, Pair

RELEASED_SHA256 = {
    "nli": "ab50d250825d841bc4ef7dae5ff97bc45693e27d68339d8c74cefc51b74e33ca",
    "nli_large": "25712771357f81fa2aa7bb60af3bdfe0424089695c9b39046addf64a3926759d",
    "relevance": "93cd93de584e5750ee248bb9a5281db6725885e2e923a4fc671d26a4e045ac2e",
    "rivals": "315f30841e7f028869f631401d95fae85b660c9a76473ffa5f01e3db7654e5b6",
}
_ARITHMETIC = "int8-text"  # the same weights score otherwise in another: verdicts of two are never mixed
EMBEDDINGS_KEY = "word_embeddings_sha256"  # in config.json
PACKED_KEY = "packed"  # there, for a model in bytes
ONTO_KEY = "onto"  # there, for one that has its other weights from another: the name of that, and its sha256
_WEIGHTS = "model.safetensors"
_PREFIX = "bert."  # of the encoder's weights


def is_ours(directory: Path) -> bool:
    """Whether a folder holds weights of our training, by its configuration."""
    config = directory / "config.json"
    return config.is_file() and not {EMBEDDINGS_KEY, PACKED_KEY}.isdisjoint(json.loads(config.read_text("utf-8")))


def released_fingerprint(name: str) -> str:
    """Return the fingerprint of one of the models in this package, without loading it."""
    return f"{RELEASED_SHA256[name]}-{_ARITHMETIC}"


def _released(name: str) -> Path:
    return Path(__file__).parent / name


class PackagedScorer:
    """Weights of our training, on the CPU: matrices are multiplied in integers, all else is float32."""

    def __init__(self, directory: Path, sha256_expected: str | None = None) -> None:
        """Read the folder; a file missing, unreadable or other than expected raises `ModelError`."""
        weights = directory / _WEIGHTS
        self.fingerprint = f"{verify(weights, sha256_expected)}-{_ARITHMETIC}"
        config = _config(directory)
        self.labels = _labels(config)
        files = weights_of(directory)
        tensors = {name.removeprefix(_PREFIX): value for file in files for name, value in file.items()}
        large = config["model_type"] == "mpnet"
        self._runner: Runner = Mpnet(tensors) if large else Bert(tensors, quantised=True)
        self._head = _Classifier(tensors)
        for file in files:
            file.forget()  # ONNX Runtime has put the matrices in an order of its own

    @classmethod
    def released(cls, name: str) -> Self:
        """One of the models in this package, by the name of its folder; raises `ModelError` on damage."""
        return cls(_released(name), RELEASED_SHA256[name])

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row in the order of `pairs`."""
        scores = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for rows, made in self._runner.run(pairs, self._head, kept=1):
            scores[rows] = made
        return scores


class LateScorer:
    """One of the models in this package, loaded when it first has something to read."""

    def __init__(self, name: str) -> None:
        """Look for the folder of the model; raises `ModelError` where its weights are missing."""
        self._name = name
        require(_released(name) / _WEIGHTS)
        self.labels = _labels(_config(_released(name)))
        self._scorer: PackagedScorer | None = None
        self._loading = Lock()

    @property
    def fingerprint(self) -> str:
        """Name of the weights, and of how they are computed."""
        return released_fingerprint(self._name)

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row; raises `ModelError` where the weights are damaged."""
        with self._loading:
            if self._scorer is None:
                self._scorer = PackagedScorer.released(self._name)
        return self._scorer.logits(pairs)


def weights_of(directory: Path) -> list[TensorFile]:
    """Return the files of a model's weights: first, where it has only some of its own, that of the model beneath.

    Raises `ModelError` where one cannot be read, or that beneath is not the one they were trained on.
    """
    config, files = _config(directory), [read_tensors(directory / _WEIGHTS)]
    if ONTO_KEY in config:
        beneath = _released(config[ONTO_KEY]["name"]) / _WEIGHTS
        verify(beneath, config[ONTO_KEY]["sha256"])
        files.insert(0, read_tensors(beneath))
    return files


def _config(directory: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    return found


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(config["id2label"][str(i)] for i in range(len(config["id2label"])))


class _Classifier:
    """The pooler and the linear classifier on top of [CLS] (Devlin et al. 2019)."""

    def __init__(self, tensors: Tensors) -> None:
        names = ("pooler.dense.weight", "pooler.dense.bias", "classifier.weight", "classifier.bias")
        try:
            self._weights = [tensors[name].astype(np.float32) for name in names]
        except KeyError as error:
            raise ModelError(f"Model weights are not those of a classifier: {error} is missing") from error

    def __call__(self, hidden: FloatMatrix, _: Mask) -> FloatMatrix:
        pool, pool_bias, weight, bias = self._weights
        pooled = np.tanh(hidden[:, 0] @ pool.T + pool_bias)
        logits: FloatMatrix = pooled @ weight.T + bias
        return logits
