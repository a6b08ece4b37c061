"""Crosscheck's own weights, run by a forward pass of a few lines.

transformers would do the same after five more seconds of imports, which each start of the command line would
pay. The weights on disk are those of a `BertForSequenceClassification` in float16 without its word embeddings:
these are the packaged MiniLM's, frozen in training, and are read from there. `export` writes the whole model
in the layout of sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import WORD_EMBEDDINGS, base_directory, read_word_embeddings, verify
from crosscheck.index.models.scoring import FloatMatrix, Pair

if TYPE_CHECKING:
    import torch

RELEASED_SHA256 = {
    "nli": "9d8b5c4ca70abb0ec8d3a4f7ab054774e3bc6999c7428951a8944bb6cd3f0b27",
    "relevance": "e09f9c48e17e5ed79cd99b8c7815886f20ac65fbee2f0372344574f2e326e327",
}
EMBEDDINGS_KEY = "word_embeddings_sha256"  # in config.json
_MAX_TOKENS = 256  # of a pair; the longer text is cut first
_BATCH = 32


def is_ours(directory: Path) -> bool:
    """Whether a folder holds weights of our training: a configuration that names the shared word embeddings."""
    config = directory / "config.json"
    return config.is_file() and EMBEDDINGS_KEY in json.loads(config.read_text(encoding="utf-8"))


class PackagedScorer:
    """Weights of our training. Scores in float32 on the CPU."""

    def __init__(self, directory: Path, sha256_expected: str | None = None) -> None:
        """Read the folder; a file missing, unreadable or other than expected raises `ModelError`."""
        weights = directory / "model.safetensors"
        self.fingerprint = verify(weights, sha256_expected)
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        self.labels = tuple(config["id2label"][str(i)] for i in range(len(config["id2label"])))
        self._network = Network(weights, config)

    @classmethod
    def released(cls, name: str) -> Self:
        """One of the two models in this package, `nli` or `relevance`; raises `ModelError` on damage."""
        return cls(Path(__file__).parent / name, RELEASED_SHA256[name])

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row in the order of `pairs`."""
        scores = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(pairs)), key=lambda i: len(encodings[i].ids))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            width = len(encodings[rows[-1]].ids)
            for i in rows:
                encodings[i].pad(width)
            scores[rows] = self._network(
                np.array([encodings[i].ids for i in rows]),
                np.array([encodings[i].type_ids for i in rows]),
                np.array([encodings[i].attention_mask for i in rows]),
            )
        return scores

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(base_directory() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MAX_TOKENS)
        return tokenizer


class Network:
    """BERT with a pooler and a linear classifier (Devlin et al. 2019), inference only."""

    def __init__(self, weights: Path, config: dict[str, int]) -> None:
        try:
            with safe_open(weights, framework="pt") as file:
                self._weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        except SafetensorError as error:
            raise ModelError(f"Model weights cannot be read: {weights} ({error}).") from error
        self._weights[WORD_EMBEDDINGS] = read_word_embeddings()
        self._layers, self._heads = config["num_hidden_layers"], config["num_attention_heads"]
        self._epsilon = config["layer_norm_eps"]

    def __call__(self, ids: np.ndarray, segments: np.ndarray, mask: np.ndarray) -> FloatMatrix:
        """Logits `(n, classes)` of token ids, segment ids and attention mask, each `(n, tokens)`."""
        import torch

        with torch.inference_mode():
            hidden = self._embed(torch.from_numpy(ids), torch.from_numpy(segments))
            visible = None if mask.all() else torch.from_numpy(mask).bool()[:, None, None, :]
            for layer in range(self._layers):
                hidden = self._layer(hidden, f"bert.encoder.layer.{layer}", visible)
            pooled = torch.tanh(self._linear(hidden[:, 0], "bert.pooler.dense"))
            scores: FloatMatrix = self._linear(pooled, "classifier").numpy()
        return scores

    def _embed(self, ids: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
        tables = "bert.embeddings.{}_embeddings.weight".format
        hidden = self._weights[tables("word")][ids] + self._weights[tables("token_type")][segments]
        hidden = hidden + self._weights[tables("position")][: ids.shape[1]]
        return self._norm(hidden, "bert.embeddings.LayerNorm")

    def _layer(self, hidden: torch.Tensor, name: str, visible: torch.Tensor | None) -> torch.Tensor:
        import torch.nn.functional as functional

        attended = self._attend(hidden, f"{name}.attention.self", visible)
        attended = self._linear(attended, f"{name}.attention.output.dense")
        hidden = self._norm(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = functional.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(hidden + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attend(self, hidden: torch.Tensor, name: str, visible: torch.Tensor | None) -> torch.Tensor:
        import torch.nn.functional as functional

        n, tokens, width = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}.{part}").view(n, tokens, self._heads, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=visible)
        return mixed.transpose(1, 2).reshape(n, tokens, width)

    def _linear(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        import torch.nn.functional as functional

        return functional.linear(hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        import torch.nn.functional as functional

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(hidden, weight.shape, weight, bias, self._epsilon)
