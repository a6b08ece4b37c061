"""The benchmark: its table and its folder, and that a task is measured as a whole process."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from crosscheck.evals.bench import __main__ as bench
from crosscheck.evals.bench.passages import folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Public data in small, with four different sentences that are short enough."""
    rows = {
        "nli/train.jsonl.gz": [{"premise": "First."}, {"premise": "First."}, {"premise": "Long. " * 50}],
        "qa/train_squad1_sentences.jsonl.gz": [{"sentence": "Second!"}],
        "retrieval/scifact/corpus.jsonl.gz": [{"text": "Third? Fourth."}],
    }
    for name, lines in rows.items():
        (tmp_path / name).parent.mkdir(parents=True)
        with gzip.open(tmp_path / name, "wt") as file:
            file.write("".join(f"{json.dumps(line)}\n" for line in lines))
    return tmp_path


def test_a_cell_is_the_median_with_its_ratio_to_the_plain_script() -> None:
    figures = {("first cpu_s", "plain"): [4.0, 9.0, 3.0], ("first cpu_s", "search"): [0.5, 0.6, 7.0]}
    assert bench.table(figures).splitlines()[2] == "| first cpu_s | 4 (1.00) | 0.6 (0.15) |"


def test_what_a_peer_does_not_do_is_a_dash() -> None:
    figures = {("build cpu_s", "plain"): [4.0], ("first cpu_s", "plain"): [2.0], ("first cpu_s", "ask"): [1.0]}
    assert bench.table(figures).splitlines()[2] == "| build cpu_s | 4 (1.00) | – |"


def test_a_large_folder_has_articles_of_two_sentences_that_are_all_different(data: Path, tmp_path: Path) -> None:
    articles = folder(data, tmp_path / "articles", 2)
    texts = [path.read_text() for path in sorted(articles.iterdir())]
    assert sorted(" ".join(texts).split()) == ["First.", "Fourth.", "Second!", "Third?"]
    assert [len(text.split()) for text in texts] == [2, 2]


def test_a_large_folder_that_is_there_is_not_made_again(data: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    assert not list(folder(data, tmp_path / "articles", 2).iterdir())


def test_too_few_sentences_for_a_folder_end_the_run(data: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="has only 4 different sentences"):
        folder(data, tmp_path / "articles", 3)


def test_a_task_is_measured_with_its_whole_process(tmp_path: Path) -> None:
    program = tmp_path / "task.py"
    program.write_text("import json; held = bytearray(90_000_000); print(json.dumps({'texts': 3, 'found': []}))")
    figures = bench.measure([sys.executable, str(program)])
    assert figures["texts"] == 3
    assert 0 < figures["cpu_s"] < 10
    assert figures["peak_mb"] > 90
    assert "found" not in figures


def test_a_task_that_fails_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="failed"):
        bench.measure([sys.executable, "-c", "raise SystemExit(3)"])
