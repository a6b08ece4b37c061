"""Learn where to look for the other side: `python -m crosscheck.index.training.projection`.

Writes ../compare/projection.npz, from the corpora and the claims written for training; two minutes of one core.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import typer

from crosscheck.index.compare import projection
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import sentence_texts
from crosscheck.index.training.corpora import Corpus, held_out, trained_on
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT
from crosscheck.index.training.groups import Group, groups
from crosscheck.index.training.written_data import labels, sentences
from crosscheck.index.types import FloatMatrix

if TYPE_CHECKING:
    import torch

__all__ = ["Space", "beside_each_other", "clashing", "fitted", "found_near", "main"]

_EPOCHS, _RATE, _TEMPERATURE, _SEED = 2, 3e-4, 0.07, 0
_WEIGHTS = {CONTRADICTION: 1.0, ENTAILMENT: 0.5}  # of the pairs to be brought together
_EVERY = 3  # group of so many is learnt from: of all, embedding would take most of the time
_GROUPS, _OF_GROUPS = 24, 0.5  # told apart beside each corpus, and what they count
_NEAR = (2, 4, 8, 16, 24)


@dataclass(frozen=True, slots=True)
class Space:
    """Claims that are told apart: their vectors, `(n, d)`, and the weight of each pair of rows to be near."""

    vectors: FloatMatrix
    pairs: Mapping[tuple[int, int], float]


def main() -> None:
    """Fit the matrix, write it, and print which share of the disagreements of other corpora it finds."""
    encoder = load_encoder()
    learnt = [_of_corpus(corpus) for corpus in trained_on()]
    kept = fitted(learnt, _of_groups(groups()[::_EVERY])).astype(np.float16)
    np.savez(
        Path(projection.__file__).with_name(projection.FILE), allow_pickle=False, **{encoder.fingerprint: kept}
    )
    others = [_of_corpus(corpus) for corpus in held_out()]
    moved = [Space(projection.projected(space.vectors, kept.astype(np.float32)), space.pairs) for space in others]
    for count in _NEAR:
        before, after = found_near(others, count), found_near(moved, count)
        typer.echo(f"among the {count} nearest: {before:.3f}, projected {after:.3f}")


def found_near(spaces: Sequence[Space], count: int) -> float:
    """Return the share of the disagreements of which one side is among the `count` nearest of the other."""
    found = []
    for space in spaces:
        likeness = space.vectors @ space.vectors.T
        np.fill_diagonal(likeness, -np.inf)
        rank = (-likeness).argsort(axis=1).argsort(axis=1)
        clashes = (pair for pair, weight in space.pairs.items() if weight == _WEIGHTS[CONTRADICTION])
        found += [min(rank[one, other], rank[other, one]) < count for one, other in clashes]
    return float(np.mean(found))


def _of_corpus(corpus: Corpus) -> Space:
    said = sentences(corpus)
    place = {claim.row: i for i, claim in enumerate(claims(said))}
    texts = sentence_texts([said[row] for row in place])
    marked = labels(corpus).items()
    weighed = {
        (place[one], place[other]): _WEIGHTS[label]
        for (one, other), label in marked
        if label in _WEIGHTS and one in place and other in place
    }
    return Space(load_encoder().encode(texts), weighed)


def _of_groups(written: Sequence[Group]) -> list[Space]:
    vectors = load_encoder().encode([text for group in written for text in group.of("abcn")])
    cuts = np.cumsum([len(group.of("abcn")) for group in written])[:-1]
    return [Space(part, clashing(group)) for group, part in zip(written, np.split(vectors, cuts), strict=True)]


def clashing(group: Group) -> dict[tuple[int, int], float]:
    """Return the pairs of its lines, look-alikes last, that give the attribute different values."""
    letters = [letter for letter in "abc" for _ in group.of(letter)]
    pairs = ((i, j) for i, j in combinations(range(len(letters)), 2) if letters[i] != letters[j])
    return dict.fromkeys(pairs, _WEIGHTS[CONTRADICTION])


def fitted(corpora: Sequence[Space], asides: Sequence[Space]) -> FloatMatrix:
    """Return the matrix, `(d, d)`, that brings the pairs together, those of `asides` some at a time."""
    import torch

    rng = random.Random(_SEED)
    width = corpora[0].vectors.shape[1]
    matrix = torch.nn.Parameter(torch.eye(width))
    optimizer = torch.optim.AdamW([matrix], lr=_RATE)
    for _ in range(_EPOCHS):
        for space in rng.sample(corpora, len(corpora)):
            if space.pairs:
                beside = beside_each_other(rng.sample(asides, min(_GROUPS, len(asides))), rng)
                loss = _loss(matrix, space) + _OF_GROUPS * _loss(matrix, beside)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
    found: FloatMatrix = matrix.detach().numpy()
    return found


def beside_each_other(spaces: Sequence[Space], rng: random.Random) -> Space:
    """Return the claims of all `spaces`, one pair of each to be near."""
    starts = np.cumsum([0, *(len(space.vectors) for space in spaces)]).tolist()
    chosen = [(start, rng.choice(list(space.pairs))) for start, space in zip(starts[:-1], spaces, strict=True)]
    pairs = {(start + one, start + other): 1.0 for start, (one, other) in chosen}
    return Space(np.concatenate([space.vectors for space in spaces]), pairs)


def _loss(matrix: torch.Tensor, space: Space) -> torch.Tensor:
    """Return how far each of a pair is from its partner, beside all claims that are no partners of it."""
    import torch
    import torch.nn.functional as functional

    moved = functional.normalize(torch.from_numpy(space.vectors) @ matrix, dim=1)
    count = len(moved)
    ends = torch.tensor([*space.pairs, *(pair[::-1] for pair in space.pairs)])
    weights = torch.tensor([*space.pairs.values()] * 2)
    away = torch.zeros(count, count)
    away[tuple(ends.T)] = -torch.inf
    away.fill_diagonal_(-torch.inf)
    likeness = moved @ moved.T / _TEMPERATURE
    others = (likeness + away)[ends[:, 0]]
    rows = torch.arange(len(ends))
    others[rows, ends[:, 1]] = likeness[tuple(ends.T)]
    losses = functional.cross_entropy(others, ends[:, 1], reduction="none")
    return (losses * weights).sum() / weights.sum()


if __name__ == "__main__":
    typer.run(main)
