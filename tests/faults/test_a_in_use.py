"""Group A of docs/faults.md: the index on disk while something answers from it, and after many builds."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.index import Retriever, store
from crosscheck.index.errors import IndexCorrupt, StoreError
from crosscheck.index.index import Index

COMMAND = [sys.executable, "-c", "from crosscheck.evals.cli import main; main()"]


def test_a2_a_full_disk_is_told_with_the_space_that_is_needed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    retriever = Retriever.open(folder, cache=tmp_path / "cache")
    (notice,) = retriever.notices
    assert notice.endswith(": No space left on device (it needs about 1 MB); the last one is still in use")
    assert retriever.search("ferry")[0].passage.article == "ferry"


def test_a15_a_build_that_cannot_be_kept_is_an_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment = {**os.environ, "CROSSCHECK_CACHE": str(tmp_path / "file" / "cache")}
    command = [*COMMAND, "build", "--articles", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines()[-1] == "crosscheck: the index could not be kept: see the note above"


def test_a16_an_index_deleted_while_it_is_in_use_is_answered_from_to_the_end(folder: Path) -> None:
    retriever = Retriever.open(folder)
    before = retriever.search("Who works on board?")
    assert retriever.root
    shutil.rmtree(retriever.root)
    assert retriever.search("Who works on board?") == before
    assert retriever.renewed() is retriever
    with pytest.raises(StoreError, match="no index in .*: run `crosscheck build`"):
        store.load(retriever.root)
    assert Retriever.open(folder).search("Who works on board?") == before


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_a17_an_index_without_its_disagreements_is_refused(
    root: Path, generation: Path, damage: bytes | None
) -> None:
    pairs = generation / "pairs" / "rows.npy"
    pairs.unlink() if damage is None else pairs.write_bytes(damage)
    with pytest.raises(IndexCorrupt, match=r"rows\.npy"):
        store.load(root)


@pytest.mark.parametrize("builds", [40, pytest.param(200, marks=pytest.mark.soak)])
def test_a18_many_builds_leave_two_generations_and_no_open_file(
    root: Path, indexed: Callable[..., Index], builds: int
) -> None:
    indexes = [indexed(f"The number is {number}.") for number in (1, 2)]

    def save(times: int) -> None:
        for number in range(times):
            with store.exclusive(root):
                store.save(root, indexes[number % 2], store.Stamp("articles", "lengths", 1200))

    save(10)
    used, opened, memory = size(root), open_files(), resident()
    save(builds)
    assert (len(list(root.glob("gen-*"))), size(root)) == (2, used)
    assert [path for path in open_files() if path.startswith(str(root))] == []
    assert len(open_files()) < len(opened) + builds // 10  # what else this process has opened is not ours to count
    assert {path.name for path in root.iterdir() if "gen-" not in path.name} == {"CURRENT", "LOCK"}
    assert resident() < 1.1 * memory


def size(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*"))


def open_files() -> list[str]:
    found = []
    for descriptor in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the listing's own is closed by now
            found.append(os.readlink(f"/proc/self/fd/{descriptor}"))
    return found


def resident() -> int:
    """Return the memory of this process in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1])
