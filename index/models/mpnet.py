"""An MPNet with matrices of bytes on ONNX Runtime: the larger of the two NLI models.

MPNet (Song et al. 2020, arXiv 2004.09297) has the words of MiniLM's vocabulary, relative positions beside absolute
ones, and two separators between the texts of a pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer
from tokenizers.processors import TemplateProcessing

from crosscheck.index.models.base import Tensors
from crosscheck.index.models.bert import IN_GRAPH
from crosscheck.index.models.runtime import MAX_TOKENS, FloatArray, Mask, Runner, expecting, tokenizer

_BUCKETS, _FARTHEST = 32, 128  # of relative positions, half of them for each direction
_PAIR = "[CLS] $A [SEP] [SEP] $B:1 [SEP]:1"


class Mpnet(Runner):
    """An MPNet as `python -m crosscheck.index.models.pack` writes it."""

    def __init__(self, tensors: Tensors) -> None:
        """Take the weights; raises `ModelError` where some are missing."""
        with expecting("a packed MPNet"):
            self._words = tensors["embeddings.word_embeddings.weight"]
            self._word_scales = tensors["embeddings.word_embeddings.weight.scale"].astype(np.float32)
            self._positions = tensors["embeddings.position_embeddings.weight"].astype(np.float32)
            self._nearness = nearness(tensors["relative_attention_bias.weight"].astype(np.float32))
            weights = {name: value for name, value in tensors.items() if name.startswith(IN_GRAPH)}
            super().__init__("mpnet-int8", weights, alone=True)

    def _tokenizer(self) -> Tokenizer:
        return pair_tokenizer()

    def _inputs(self, encodings: Sequence[Encoding], mask: Mask) -> dict[str, npt.NDArray[Any]]:
        ids, tokens = np.array([e.ids for e in encodings]), mask.shape[1]
        embedded = self._words[ids] * self._word_scales[ids][:, :, None] + self._positions[:tokens]
        return {"embedded": embedded, "nearness": self._nearness[:, :, :tokens, :tokens]}


@cache
def pair_tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer with MPNet's separators."""
    ours: Tokenizer = Tokenizer.from_str(tokenizer().to_str())
    special = [(name, ours.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    ours.post_processor = TemplateProcessing(pair=_PAIR, special_tokens=special)
    return ours


def nearness(table: FloatArray) -> FloatArray:
    """Return what attention gains by where two tokens stand, `(1, heads, tokens, tokens)`.

    `table`, `(32, heads)`, has that of each bucket of distances: one for each of the nearest, ever wider ones for
    those farther off (Raffel et al. 2020, arXiv 1910.10683).
    """
    places = np.arange(MAX_TOKENS)
    ahead = places[None, :] - places[:, None]
    side = _BUCKETS // 2
    exact = side // 2
    far = np.abs(ahead)
    share = np.log(np.maximum(far, 1) / exact) / np.log(_FARTHEST / exact)
    wide = np.minimum(exact + (share * (side - exact)).astype(int), side - 1)
    buckets = np.where(far < exact, far, wide) + side * (ahead > 0)
    return np.ascontiguousarray(table[buckets].transpose(2, 0, 1))[None]
