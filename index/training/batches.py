"""Pairs as padded batches of token ids, nearly equal in length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from crosscheck.index.training.examples import Example

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

_POOL_BATCHES = 50  # batches are cut from pools this large, sorted by length
_WIDTH_STEP = 4  # tokens; oneDNN compiles and caches its kernels for each width
_CHUNK = 4096  # examples


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids, segment ids and mask, each `(n, tokens)`, and the labels `(n,)`."""

    ids: torch.Tensor
    segments: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor


@dataclass(frozen=True, slots=True)
class Tokens:
    """The token ids of a pair, and how many of them belong to the first text."""

    ids: npt.NDArray[np.int32]
    first: int


def tokenize(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Tokens]:
    """Return the pairs as token ids, in chunks: the tokenizer's own records take ten times the memory."""
    tokens = []
    for start in range(0, len(examples), _CHUNK):
        part = [(e.first, e.second) for e in examples[start : start + _CHUNK]]
        for encoding in tokenizer.encode_batch_fast(part):
            tokens.append(Tokens(np.array(encoding.ids, dtype=np.int32), encoding.type_ids.index(1)))
    return tokens


def cut_batches(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Cut index batches of up to `size` with nearly equal `lengths`, in random order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pool = size * _POOL_BATCHES
    batches = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lengths.__getitem__)
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(batches)
    return batches


def collate(pairs: Sequence[Tokens], labels: Sequence[int], device: str) -> Batch:
    """Pad `pairs` to the longest of them."""
    import torch

    longest = max(len(pair.ids) for pair in pairs)
    width = -(-longest // _WIDTH_STEP) * _WIDTH_STEP
    ids = np.zeros((len(pairs), width), dtype=np.int64)
    segments, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, pair in enumerate(pairs):
        n = len(pair.ids)
        ids[row, :n] = pair.ids
        segments[row, pair.first : n] = 1
        mask[row, :n] = 1
    return Batch(
        torch.from_numpy(ids).to(device),
        torch.from_numpy(segments).to(device),
        torch.from_numpy(mask).to(device),
        torch.tensor(labels, device=device),
    )
