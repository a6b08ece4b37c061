"""Group A of docs/faults.md: the index on disk is complete or refused."""

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.index import Retriever, index, store
from crosscheck.index.errors import IndexCorrupt, StoreError

PACKAGE = Path(index.__file__).parents[1]
FERRY = "How many passengers does the ferry Alba carry?"


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


def forge(generation: Path, name: str, content: bytes) -> None:
    """Replace a file together with its checksum, as somebody who may write the folder could."""
    (generation / name).write_bytes(content)
    path = generation / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    path.write_text(json.dumps(manifest))


def test_a4_a_file_truncated_anywhere_is_refused(root: Path, generation: Path) -> None:
    tried = 0
    for path in files(generation):
        whole = path.read_bytes()
        lengths = sorted({len(whole) * part // 60 for part in range(60)})
        tried += len(lengths)
        assert [n for n in lengths if accepted(root, path, whole[:n])] == [], path.name
    assert tried > 400


def test_a4_an_index_damaged_on_the_disk_is_built_again_and_says_so(folder: Path) -> None:
    before = Retriever.open(folder)
    assert before.root
    corpus = before.root / (before.root / "CURRENT").read_text() / "corpus.json"
    corpus.write_bytes(corpus.read_bytes()[:-10])
    again = Retriever.open(folder)
    assert again.notices == ("the index was damaged on the disk and has been built again",)
    assert again.search(FERRY)[0].passage == before.search(FERRY)[0].passage
    assert Retriever.open(folder).notices == ()


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
    root: Path, generation: Path, size: int
) -> None:
    whole = (generation / "sentences.faiss").read_bytes()
    header = whole[:8] + struct.pack("<q", size) + whole[16:]
    place = header.index(struct.pack("<q", 3 * 2), 16)  # three sentences of two numbers
    forge(generation, "sentences.faiss", header[:place] + struct.pack("<q", 2 * size + 2) + header[place + 8 :])
    start = time.monotonic()
    with pytest.raises(IndexCorrupt, match="cannot be read"):
        store.load(root)
    assert time.monotonic() - start < 1


def test_a8_files_of_two_generations_are_not_mixed(
    root: Path, generation: Path, saved: Callable[..., None]
) -> None:
    saved(root, "# Top\n\nSix five four. Three two one.")
    newer = root / (root / "CURRENT").read_text()
    forge(newer, "passages.faiss", (generation / "passages.faiss").read_bytes())
    old = (generation / "corpus.json").read_bytes()
    assert not accepted(root, newer / "corpus.json", old)


def test_a8_parts_that_do_not_belong_together_are_refused_though_the_checksums_fit(
    root: Path, generation: Path, saved: Callable[..., None]
) -> None:
    saved(root, "Just one sentence.")
    newer = root / (root / "CURRENT").read_text()
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


def test_a10_current_may_not_lead_elsewhere(root: Path, generation: Path, tmp_path: Path) -> None:
    elsewhere = generation.rename(tmp_path / "elsewhere")
    generation.symlink_to(elsewhere)
    with pytest.raises(IndexCorrupt, match="CURRENT names no index"):
        store.load(root)


def test_a11_planted_files_are_never_opened(root: Path, generation: Path, tmp_path: Path) -> None:
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


def test_a12_an_index_of_another_model_is_built_anew(folder: Path) -> None:
    before = Retriever.open(folder)
    assert before.root
    manifest = before.root / (before.root / "CURRENT").read_text() / "MANIFEST.json"
    manifest.write_text(manifest.read_text().replace(before.index.encoder, "another-model"))
    again = Retriever.open(folder)
    assert again.index.encoder == before.index.encoder
    assert again.search(FERRY)[0].passage.article == "ferry"


def test_a13_what_a_later_program_added_to_the_manifest_is_left_out(root: Path, generation: Path) -> None:
    path = generation / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    manifest["stamp"]["colour"] = "blue"
    path.write_text(json.dumps(manifest | {"weather": "fine"}))
    assert store.load(root).articles["a0"].title == "Title 0"
    assert store.read_stamp(root) == store.Stamp("articles", "lengths", 1200)


def test_a13_a_stamp_that_lacks_something_is_refused(root: Path, generation: Path) -> None:
    path = generation / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    del manifest["stamp"]["encoder"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(IndexCorrupt, match="does not say what it was made from"):
        store.load(root)


def test_a14_an_article_changed_after_the_build_is_quoted_as_it_was(folder: Path) -> None:
    retriever = Retriever.open(folder)
    ferry = folder / "ferry.md"
    ferry.write_text(ferry.read_text().replace("200 passengers", "999 passengers"))
    (citation, *_) = Assistant(retriever).ask(FERRY).citations
    assert citation.quote == retriever.articles["ferry"].text[citation.start : citation.end]
    assert "200 passengers" in citation.quote
    assert "999 passengers" in Assistant(Retriever.open(folder)).ask(FERRY).citations[0].quote


LOAD_AND_SAVE = """
import os, sys
import faiss, numpy
from pathlib import Path
from crosscheck.index import store
from crosscheck.index.errors import StoreError
root = Path(sys.argv[1])
store.load(root)  # whoever runs this may not read what Python imports on the way
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
print(len(store.load(root).sentences))
try:
    with store.exclusive(root):
        print("written")
except StoreError as error:
    print(error)
"""


def test_a15_a_folder_that_cannot_be_written_is_read_all_the_same(root: Path, tmp_path: Path) -> None:
    for path in [tmp_path, *tmp_path.parents][:3]:
        path.chmod(0o755)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-c", LOAD_AND_SAVE, str(root)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.stdout == f"3\ncannot write the index to {root}: Permission denied; set CROSSCHECK_CACHE\n", (
        run.stderr
    )
