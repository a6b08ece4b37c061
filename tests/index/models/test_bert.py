"""Our MiniLM on ONNX Runtime: the graph, its weights, and that batching changes nothing."""

import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from crosscheck.index.encoder import load_encoder
from crosscheck.index.errors import ModelError
from crosscheck.index.models import RelevanceModel, bert, graph, runtime
from crosscheck.index.models.base import base_directory, base_tensors, read_tensors

TEXTS = [
    "Which language runs the login service?",
    "Python",
    "The engineers keep the deployment tools in Python and rewrote the cache in Rust. " * 3,
    "word " * 400,  # more than a model reads
    "Füßgänger, naïve café – “quoted”, 数据 and 🎬",
]


def test_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(base_directory()), device="cpu", local_files_only=True)
    theirs = original.encode(TEXTS, normalize_embeddings=True)
    assert np.abs(load_encoder().encode(TEXTS) - theirs).max() < 1e-6


def test_a_question_has_nearly_the_vector_that_it_has_as_a_text() -> None:
    encoder = load_encoder()
    asked = np.vstack([encoder.encode_query(text) for text in TEXTS])
    cosines = (asked * encoder.encode(TEXTS)).sum(axis=1)
    assert ((cosines > 0.985) & (cosines < 1)).all()


def test_a_batch_gives_the_bytes_that_single_texts_give() -> None:
    encoder = load_encoder()
    assert (encoder.encode(TEXTS) == np.vstack([encoder.encode([text]) for text in TEXTS])).all()
    model = RelevanceModel.load()
    alone = [model.score("Who maintains the cache?", [text])[0] for text in TEXTS]
    assert model.score("Who maintains the cache?", TEXTS).tolist() == alone


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{text} {i}" for i in range(20) for text in TEXTS]
    vectors = []
    for count in ("1", "3"):
        monkeypatch.setenv("OMP_NUM_THREADS", count)
        vectors.append(load_encoder().encode(texts))
    assert (vectors[0] == vectors[1]).all()


def test_no_more_runs_at_once_than_there_are_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    model = bert.Bert(base_tensors())
    session, running, most = model._session, [], []

    class Counting:
        def run(self, *arguments: Any) -> Any:
            running.append(1)
            most.append(len(running))
            time.sleep(0.01)
            running.pop()
            return session.run(*arguments)

    monkeypatch.setattr(model, "_session", Counting())
    with ThreadPoolExecutor(8) as askers:
        list(askers.map(lambda text: list(model.run([text], lambda hidden, mask: hidden[:, 0], 1)), TEXTS * 4))
    assert max(most) == 2


@pytest.mark.parametrize("named", ["", "0", "many", "2,1"])
def test_without_a_sensible_number_every_processor_is_used(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", named)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert runtime.threads() == 3


def test_no_text_gives_no_vector() -> None:
    assert load_encoder().encode([]).shape == (0, 384)


def test_progress_counts_up_to_all_texts() -> None:
    heard: list[int] = []
    load_encoder().encode(["a ferry", "b"] * 600, heard.append)
    assert heard == sorted(set(heard))
    assert heard[-1] == 1200


@pytest.mark.parametrize("name", graph.SHAPES)
def test_the_graph_is_the_one_that_the_code_writes(name: str) -> None:
    written = (Path(bert.__file__).parent / f"{name}.onnx").read_bytes()
    assert written == graph.make(graph.SHAPES[name]).SerializeToString(deterministic=True)


def test_a_matrix_in_bytes_is_off_by_half_a_step_of_its_column_at_most() -> None:
    matrix = np.array([[0.64, -3.2, 0.0], [-0.013, 6.4, 0.0], [0.005, 0.3, 0.0]], dtype=np.float32)
    bias = np.array([1.5, 2.5], dtype=np.float32)
    made = dict(bert.in_bytes([("dense.weight", matrix), ("dense.bias", bias)]))
    # Steps of 0.01, 0.1 and next to nothing: 64 of them on each side of zero.
    assert made["dense.weight"].tolist() == [[64, -32, 0], [-1, 64, 0], [0, 3, 0]]
    assert made["dense.weight.scale"][:2].tolist() == pytest.approx([0.01, 0.1])
    assert (made["dense.bias"] == bias).all()


def test_weights_of_another_model_are_refused() -> None:
    narrow = {name: value[..., :100] for name, value in base_tensors().items()}
    for tensors in (narrow, {"weight": np.zeros(3, dtype=np.float32)}):
        with pytest.raises(ModelError, match="not those of a MiniLM"):
            bert.Bert(tensors)


@pytest.mark.parametrize(
    "header",
    [
        {"a": {"dtype": "F32", "shape": [9], "data_offsets": [0, 4]}},  # more than there is
        {"a": {"dtype": "Q7", "shape": [1], "data_offsets": [0, 4]}},
        {"a": {"shape": [1]}},
        [],
    ],
)
def test_a_damaged_file_of_tensors_is_refused(tmp_path: Path, header: object) -> None:
    text = json.dumps(header).encode()
    (tmp_path / "w").write_bytes(len(text).to_bytes(8, "little") + text + b"\0" * 4)
    with pytest.raises(ModelError, match="cannot be read"):
        read_tensors(tmp_path / "w")


def test_what_was_read_of_a_file_is_forgotten_and_read_again(tmp_path: Path) -> None:
    values = np.ones(5_000_000, dtype=np.float32)
    save_file({"a": values}, tmp_path / "w")
    file = read_tensors(tmp_path / "w")
    before = in_memory_of_files()
    assert file["a"].sum() == 5_000_000
    read = in_memory_of_files()
    file.forget()
    assert read - before > 19_000 and in_memory_of_files() - before < 1_000
    assert file["a"].sum() == 5_000_000


def in_memory_of_files() -> int:
    """Return how much of files this process holds in memory, in KiB."""
    # A folder may be on a disk or in memory itself.
    return sum(map(int, re.findall(r"Rss(?:File|Shmem):\s+(\d+)", Path("/proc/self/status").read_text())))


def test_searching_and_building_import_no_framework(folder: Path) -> None:
    code = (
        "import sys; from crosscheck.index import Retriever; from crosscheck.app import Assistant\n"
        "Assistant(Retriever.open(sys.argv[1], rebuild=True)).ask('Who works on the ferry?')\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'gradio') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
