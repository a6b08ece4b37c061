"""Group A of docs/faults.md: nothing that was planted in the index leads elsewhere or is run."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.index import index, store
from crosscheck.index.errors import IndexCorrupt

PACKAGE = Path(index.__file__).parents[1]
Forge = Callable[[Path, str, bytes], None]


def test_a10_current_may_not_lead_elsewhere(root: Path, generation: Path, tmp_path: Path) -> None:
    elsewhere = generation.rename(tmp_path / "elsewhere")
    generation.symlink_to(elsewhere)
    with pytest.raises(IndexCorrupt, match="CURRENT names no index"):
        store.load(root)


def test_a11_planted_files_are_never_opened(root: Path, generation: Path, tmp_path: Path, forge: Forge) -> None:
    canary = tmp_path / "canary"
    payload = f"cposix\nsystem\n(S'touch {canary}'\ntR.".encode()
    for name in ("index.pkl", "docstore.pkl", "model.pt", "bm25/params.pkl", "sentences.faiss.pkl"):
        (generation / name).write_bytes(payload)
    store.load(root)
    forge(generation, "bm25/data.npy", b"\x93NUMPY\x01\x00\x76\x00{'descr': '|O', 'fortran_order': False, "
          b"'shape': (1,), }".ljust(127) + b"\n" + payload)  # fmt: skip
    with pytest.raises(IndexCorrupt):
        store.load(root)
    assert not canary.exists()


def test_a11_nothing_in_the_package_can_run_what_it_reads() -> None:
    forbidden = re.compile(
        r"\b(?:import|from) (?:pickle|marshal|shelve|dill|joblib)\b|torch\.load\(|allow_pickle\s*=\s*True"
        r"|allow_dangerous_deserialization|yaml\.(?:load|unsafe_load|full_load)\(|\beval\(|\bexec\("
    )
    sources = [path for folder in ("index", "app", "corpus") for path in (PACKAGE / folder).rglob("*.py")]
    at_run_time = [path for path in sources if "training" not in path.parts]
    assert len(at_run_time) > 60
    assert [str(path) for path in at_run_time if forbidden.search(path.read_text())] == []
