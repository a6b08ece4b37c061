"""Vectors to measure indexes with: those of real sentences, and as many more like them as are wanted.

Random vectors mislead: in 384 dimensions none of them has near neighbours. Real sentences lie in a space of about
twenty dimensions, with dense and sparse places, and so must those that stand in for more of them.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from crosscheck.index.encoder import load_encoder
from crosscheck.index.journal import JournaledEncoder, journal
from crosscheck.index.types import FloatMatrix, Rows

__all__ = ["dimension", "more", "questions", "real", "sentences"]

_SEED = 7
_NEAR = 30  # neighbours of a vector, itself among them, that say how others lie about it
_STEP = 1024  # rows in work at once


def sentences(data: Path, count: int, longest: int = 10_000) -> list[str]:
    """Return `count` different sentences of the premises, answers and abstracts below `data`, drawn by a seed.

    Those of more than `longest` characters are passed over.
    """
    found = sorted({text for text in _sentences(data) if len(text) <= longest})
    drawn = np.random.default_rng(_SEED).permutation(len(found))[:count]
    if len(drawn) < count:
        raise SystemExit(f"{data} has only {len(drawn):,} different sentences")
    return [found[i] for i in drawn]


def _sentences(data: Path) -> Iterator[str]:
    yield from _fields(data / "nli" / "train.jsonl.gz", "premise")
    for path in sorted((data / "qa").glob("train_*.jsonl.gz")):
        yield from _fields(path, "sentence")
    for text in _fields(data / "retrieval" / "scifact" / "corpus.jsonl.gz", "text"):
        yield from re.split(r"(?<=[.!?]) ", text)


def questions(data: Path, count: int) -> list[str]:
    """Return `count` different questions that people asked of Wikipedia, drawn by a seed."""
    found = sorted(set(_fields(data / "qa" / "test_squad2_sentences.jsonl.gz", "question")))
    return [found[i] for i in np.random.default_rng(_SEED).permutation(len(found))[:count]]


def _fields(path: Path, name: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)[name]


def real(texts: list[str], work: Path) -> FloatMatrix:
    """Return the vectors of `texts`, kept below `work`; an embedding that was killed goes on where it was."""
    encoder = load_encoder()
    name = hashlib.sha256("\n".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:12]
    place = work / f"{name}.npy"
    if not place.is_file():
        work.mkdir(parents=True, exist_ok=True)
        with journal(work) as kept:
            vectors = JournaledEncoder(encoder, kept).encode(texts)
            np.save(place, vectors)
    found: FloatMatrix = np.load(place)
    return found


def more(vectors: FloatMatrix, count: int) -> FloatMatrix:
    """Return `vectors` and, behind them, as many made from them as there must be to have `count`.

    One is drawn near a vector from the normal distribution that has the mean and the covariance of its neighbours:
    it lies as far off, and in such directions, as real sentences on this subject lie from each other.
    """
    near, draw = _neighbours(vectors), np.random.default_rng(_SEED)
    made = np.empty((count, vectors.shape[1]), dtype=np.float32)
    made[: len(vectors)] = vectors[:count]
    for start in range(len(vectors), count, _STEP):
        around = vectors[near[draw.integers(len(vectors), size=min(_STEP, count - start))]]
        mean = around.mean(axis=1)
        weights = draw.standard_normal(around.shape[:2], dtype=np.float32) / np.sqrt(np.float32(_NEAR))
        drawn = mean + np.einsum("nk,nkd->nd", weights, around) - weights.sum(axis=1)[:, None] * mean
        made[start : start + len(drawn)] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return made


def _neighbours(vectors: FloatMatrix) -> Rows:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    steps = range(0, len(vectors), _STEP)
    return np.vstack([index.search(vectors[i : i + _STEP], _NEAR)[1] for i in steps])


def dimension(vectors: FloatMatrix, among: int = 20, sample: int = 1000) -> float:
    """Return the intrinsic dimension, by maximum likelihood (Levina and Bickel 2004), from `among` neighbours."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    rows = np.random.default_rng(_SEED).permutation(len(vectors))[:sample]
    cosines, _ = index.search(vectors[rows], among + 1)
    distances = np.sqrt(np.maximum(2 - 2 * cosines[:, 1:].astype(np.float64), 1e-12))
    logs = np.log(distances[:, -1:] / distances[:, :-1])
    # The mean of the inverses: MacKay and Ghahramani's correction.
    return float(1 / np.mean(logs.sum(axis=1) / (among - 2)))
