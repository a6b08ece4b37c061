"""Which index holds how many vectors, and that each gives back what was put in and finds what is near."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest

from crosscheck import corpus
from crosscheck.index import Retriever, nearest, store
from crosscheck.index.compare.candidates import candidates
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import Index, build_index
from crosscheck.index.nearest import as_kept, hnsw, inverted, vector_index
from crosscheck.index.read import read_folder
from crosscheck.index.types import FloatMatrix

SMALL = np.eye(6, 8, dtype=np.float32)
KINDS: dict[str, Callable[[FloatMatrix], faiss.Index]] = {"HNSW": hnsw, "IVF": inverted}


@pytest.fixture(scope="module")
def small() -> Index:
    """The packaged articles, not compared."""
    return build_index(read_folder(corpus.folder()).articles, load_encoder())


@pytest.fixture(scope="module")
def real(small: Index) -> FloatMatrix:
    """The vectors of their sentences."""
    return np.unique(small.sentence_vectors.reconstruct_n(0, len(small.sentences)), axis=0)


@pytest.mark.parametrize(
    ("count", "kind"),
    [
        (3, faiss.IndexFlatIP),
        (4, faiss.IndexHNSWFlat),
        (5, faiss.IndexHNSWFlat),
        (6, faiss.IndexIVFScalarQuantizer),
    ],
)
def test_the_number_of_vectors_decides(count: int, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "FLAT_UP_TO", 3)
    monkeypatch.setattr(nearest, "HNSW_UP_TO", 5)
    assert type(vector_index(SMALL[:count])) is kind


def test_a_folder_of_tens_of_thousands_of_sentences_is_searched_exactly() -> None:
    assert isinstance(vector_index(np.ones((50_000, 1), dtype=np.float32)), faiss.IndexFlatIP)


@pytest.mark.parametrize("kind", KINDS)
def test_nine_of_ten_neighbours_of_real_sentences_are_found(kind: str, real: FloatMatrix) -> None:
    _, true = nearest.flat(real).search(real, 10)
    _, found = KINDS[kind](real).search(real, 10)
    shared = [len(set(t) & set(f)) for t, f in zip(true.tolist(), found.tolist(), strict=True)]
    assert sum(shared) / true.size > 0.9


def test_walking_gives_back_each_vector_to_the_bit(real: FloatMatrix) -> None:
    index = hnsw(real)
    assert np.array_equal(index.reconstruct_n(0, len(real)), real)
    assert np.array_equal(index.reconstruct(3), real[3])


def test_lists_give_back_each_vector_as_half_floats(real: FloatMatrix) -> None:
    index = inverted(real)
    assert np.array_equal(index.reconstruct_n(0, len(real)), real.astype(np.float16).astype(np.float32))
    assert np.array_equal(index.reconstruct_batch(np.array([5, 3]))[1], index.reconstruct(3))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_vectors_give_the_same_bytes(kind: str, real: FloatMatrix) -> None:
    assert _bytes(KINDS[kind](real)) == _bytes(KINDS[kind](real))


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_of_what_an_index_gave_back_is_the_same(kind: str, real: FloatMatrix) -> None:
    first = KINDS[kind](real)
    assert _bytes(KINDS[kind](first.reconstruct_n(0, len(real)))) == _bytes(first)


def test_what_is_kept_of_very_many_vectors_is_what_their_index_gives_back(
    real: FloatMatrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "FLAT_UP_TO", 3)
    assert as_kept(real) is real
    monkeypatch.setattr(nearest, "HNSW_UP_TO", 5)
    assert np.array_equal(as_kept(real), vector_index(real).reconstruct_n(0, len(real)))


def test_long_work_is_told_step_by_step(real: FloatMatrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_BLOCK", 100)
    told: list[tuple[int, int]] = []
    hnsw(np.repeat(real, 2, axis=0)[:250], lambda added, total: told.append((added, total)))
    assert told == [(100, 250), (200, 250), (250, 250)]


@pytest.mark.parametrize("limits", [(0, 1_000_000), (0, 0)], ids=["HNSW", "IVF"])
def test_a_large_index_is_searched_alike_after_it_was_saved(
    limits: tuple[int, int], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "FLAT_UP_TO", limits[0])
    monkeypatch.setattr(nearest, "HNSW_UP_TO", limits[1])
    built = Retriever.open(folder, cache=tmp_path / "cache")
    loaded = replace(built, index=store.load(tmp_path / "cache" / next((tmp_path / "cache").iterdir()).name))
    assert type(loaded.index.sentence_vectors) is not faiss.IndexFlatIP
    assert loaded.search("How many sailors work on board?") == built.search("How many sailors work on board?")
    assert (
        loaded.index.sentence_vectors.reconstruct(0).tolist()
        == built.index.sentence_vectors.reconstruct(0).tolist()
    )


def test_neighbours_to_compare_are_found_in_a_large_folder_as_in_a_small_one(
    small: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = claims(small.sentences)
    vectors = small.sentence_vectors.reconstruct_n(0, len(small.sentences))
    true = {(pair.first, pair.second) for pair in candidates(found, vectors)}
    monkeypatch.setattr(nearest, "FLAT_UP_TO", 0)
    near = {(pair.first, pair.second) for pair in candidates(found, vectors)}
    assert len(true & near) / len(true) > 0.98


def _bytes(index: faiss.Index) -> bytes:
    return bytes(faiss.serialize_index(index))
