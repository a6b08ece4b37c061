"""Group A of docs/faults.md: files of the index that were damaged are refused."""

import json
import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.index import store
from crosscheck.index.errors import IndexCorrupt, StoreError

Forge = Callable[[Path, str, bytes], None]


def files(generation: Path) -> list[Path]:
    return sorted(path for path in generation.rglob("*") if path.is_file())


def accepted(root: Path, path: Path, damaged: bytes) -> bool:
    """Say whether the index is loaded with `damaged` in place of what `path` holds."""
    whole = path.read_bytes()
    path.write_bytes(damaged)
    try:
        store.load(root)
    except StoreError:
        return False
    else:
        return True
    finally:
        path.write_bytes(whole)


def test_a4_a_file_truncated_anywhere_is_refused(root: Path, generation: Path) -> None:
    tried = 0
    for path in files(generation):
        whole = path.read_bytes()
        lengths = sorted({len(whole) * part // 60 for part in range(60)})
        tried += len(lengths)
        assert [n for n in lengths if accepted(root, path, whole[:n])] == [], path.name
    sys.stdout.write(f"{tried} truncated files tried, 0 accepted\n")
    assert tried > 400


def test_a5_one_flipped_bit_in_any_file_is_refused(root: Path, generation: Path) -> None:
    tried = 0
    for path in files(generation):
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << place % 8
            tried += 1
            # White space of the manifest, and the case of its hexadecimal digits, mean nothing.
            same = path.name == "MANIFEST.json" and _means_the_same(whole, bytes(flipped))
            assert same or not accepted(root, path, bytes(flipped)), (path.name, place)
    sys.stdout.write(f"{tried} flipped bits tried, 0 accepted\n")
    assert tried > 300


def _means_the_same(one: bytes, other: bytes) -> bool:
    """Say whether two manifests differ in nothing that is checked: the stamp is compared when it is used."""
    try:
        files = [json.loads(text)["files"] for text in (one, other)]
        formats = [json.loads(text)["stamp"]["format"] for text in (one, other)]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(files[0] == files[1] and formats[0] == formats[1])


@pytest.mark.parametrize("name", ["sentences.faiss", "corpus.json", "bm25/data.npy"])
def test_a6_a_zeroed_page_is_refused(root: Path, generation: Path, name: str) -> None:
    whole = (generation / name).read_bytes()
    assert not accepted(root, generation / name, bytes(min(4096, len(whole))) + whole[4096:])


@pytest.mark.parametrize("size", [2**60, 2**33, 3])
def test_a7_a_header_that_promises_more_vectors_is_refused_at_once(
    root: Path, generation: Path, size: int, forge: Forge
) -> None:
    whole = (generation / "sentences.faiss").read_bytes()
    header = whole[:8] + struct.pack("<q", size) + whole[16:]
    place = header.index(struct.pack("<q", 3 * 2), 16)  # three sentences of two numbers
    forge(generation, "sentences.faiss", header[:place] + struct.pack("<q", 2 * size + 2) + header[place + 8 :])
    start = time.monotonic()
    with pytest.raises(IndexCorrupt, match="cannot be read"):
        store.load(root)
    assert time.monotonic() - start < 1


@pytest.fixture
def newest(root: Path, saved: Callable[..., None]) -> Callable[[str], Path]:
    """Return what saves an index of other articles and gives its files."""

    def save(text: str) -> Path:
        saved(root, text)
        return root / (root / "CURRENT").read_text()

    return save


def test_a8_files_of_two_generations_are_not_mixed(
    root: Path, generation: Path, newest: Callable[[str], Path], forge: Forge
) -> None:
    newer = newest("# Top\n\nSix five four. Three two one.")
    forge(newer, "passages.faiss", (generation / "passages.faiss").read_bytes())
    old = (generation / "corpus.json").read_bytes()
    assert not accepted(root, newer / "corpus.json", old)


def test_a8_parts_that_do_not_belong_together_are_refused_though_the_checksums_fit(
    root: Path, generation: Path, newest: Callable[[str], Path], forge: Forge
) -> None:
    newer = newest("Just one sentence.")
    forge(newer, "sentences.faiss", (generation / "sentences.faiss").read_bytes())
    with pytest.raises(IndexCorrupt, match="parts that do not belong together"):
        store.load(root)


def _sparse(path: Path) -> None:
    os.truncate(path, 1_000_000_000)


def _absent(path: Path) -> None:
    path.unlink()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _empty_list(path: Path) -> None:
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"files": {}}))


@pytest.mark.parametrize("damage", [_sparse, _absent, _pipe, _empty_list])
def test_a9_a_manifest_of_no_use_is_refused(root: Path, generation: Path, damage: Callable[[Path], None]) -> None:
    damage(generation / "MANIFEST.json")
    with pytest.raises(IndexCorrupt, match=r"MANIFEST\.json cannot be read: run `crosscheck build`"):
        store.load(root)
