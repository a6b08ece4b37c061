"""Group A of docs/faults.md: an index that does not fit: of another model, format, or state of the articles."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.index import Retriever, store
from crosscheck.index.errors import IndexCorrupt

FERRY = "How many passengers does the ferry Alba carry?"


def test_a4_an_index_damaged_on_the_disk_is_built_again_and_says_so(folder: Path) -> None:
    before = Retriever.open(folder)
    assert before.root
    corpus = before.root / (before.root / "CURRENT").read_text() / "corpus.json"
    corpus.write_bytes(corpus.read_bytes()[:-10])
    again = Retriever.open(folder)
    assert again.notices == ("the index was damaged on the disk and has been built again",)
    assert again.search(FERRY)[0].passage == before.search(FERRY)[0].passage
    assert Retriever.open(folder).notices == ()


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
