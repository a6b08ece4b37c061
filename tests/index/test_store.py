"""The index on disk: complete or refused, never mixed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crosscheck.index import store
from crosscheck.index.compare import Pair, Verdict
from crosscheck.index.compare.opinions import Opinions
from crosscheck.index.errors import IndexBusy, IndexCorrupt, IndexIncompatible, StoreError
from crosscheck.index.index import Index, build_index
from crosscheck.index.types import Article, FloatMatrix

PAIR = Pair(0, 1, Verdict(0.0, 0.0, 0.0, 0.0), 0.9, 0.5, 0.0, "entity", "a number")
OPINIONS = Opinions("tiny", "scripted", {(0, 1): True})
STAMP = store.Stamp("articles", "lengths", 1200)


class Lengths:
    """An encoder to compute in one's head: a text's vector is its length and 1."""

    fingerprint = "lengths"

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def index(*texts: str) -> Index:
    articles = [Article(f"a{i}", text, f"Title {i}", date="2019") for i, text in enumerate(texts)]
    return build_index(articles, Lengths())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with store.exclusive(tmp_path):
        store.save(tmp_path, index("# Top\n\nOne two three. Four five six."), STAMP)
    return tmp_path


def generation(root: Path) -> Path:
    return root / (root / "CURRENT").read_text()


def test_what_is_loaded_equals_what_was_saved(root: Path) -> None:
    saved, loaded = index("# Top\n\nOne two three. Four five six."), store.load(root)
    assert loaded.articles == saved.articles
    assert loaded.sentences == saved.sentences
    assert loaded.passages == saved.passages
    assert loaded.sentence_vectors.reconstruct(1).tolist() == [len("Top > One two three."), 1]


def test_the_stamp_tells_what_the_index_was_made_from(root: Path) -> None:
    assert store.read_stamp(root) == STAMP


def test_opinions_are_a_file_of_their_own_that_is_only_there_with_them(root: Path) -> None:
    assert not (generation(root) / "opinions.json").exists()
    advised = replace(index("One two three.", "Four five six."), pairs=(PAIR,), opinions=OPINIONS)
    with store.exclusive(root):
        store.save(root, advised, STAMP)
    assert (generation(root) / "opinions.json").is_file()
    assert store.load(root).opinions == OPINIONS


def test_an_opinion_on_a_pair_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with store.exclusive(tmp_path):
        store.save(tmp_path, replace(index("One two three."), opinions=OPINIONS), STAMP)
    with pytest.raises(IndexCorrupt, match="parts that do not belong together"):
        store.load(tmp_path)


def test_notices_are_kept_with_the_index_they_are_about(root: Path) -> None:
    assert store.notices(root) == ()
    with store.exclusive(root):
        store.save(root, index("One two three."), STAMP, ("skipped bad.md: is not text", "skipped ü.md: is empty"))
    assert store.notices(root) == ("skipped bad.md: is not text", "skipped ü.md: is empty")


def test_notices_that_were_planted_are_not_said(root: Path) -> None:
    (generation(root) / "notices.json").write_text('["said by another"]')
    assert store.notices(root) == ()


def test_notices_that_were_changed_are_not_said(root: Path) -> None:
    with store.exclusive(root):
        store.save(root, store.load(root), STAMP, ["skipped bad.md: is not text"])
    assert store.notices(root) == ("skipped bad.md: is not text",)
    (generation(root) / "notices.json").write_text('["said by another"]')
    assert store.notices(root) == ()


def test_no_index_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index in .* run `crosscheck build`"):
        store.load(tmp_path)


@pytest.mark.parametrize("name", ["corpus.json", "sentences.faiss", "passages.faiss", "bm25/vocabulary.json"])
def test_one_changed_byte_is_refused(root: Path, name: str) -> None:
    path = generation(root) / name
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexCorrupt, match="differs from what was written"):
        store.load(root)


def test_a_file_of_another_generation_is_refused(root: Path) -> None:
    old = (generation(root) / "corpus.json").read_bytes()
    with store.exclusive(root):
        store.save(root, index("Other words stand here."), STAMP)
    (generation(root) / "corpus.json").write_bytes(old)
    with pytest.raises(IndexCorrupt, match="corpus.json differs"):
        store.load(root)


@pytest.mark.parametrize(
    "manifest", ["", "{", "[" * 100_000, "[]", '{"stamp": {"format": 1}, "files": {"../x": ""}}']
)
def test_a_damaged_manifest_is_refused(root: Path, manifest: str) -> None:
    (generation(root) / "MANIFEST.json").write_text(manifest)
    with pytest.raises(IndexCorrupt, match="MANIFEST.json cannot be read"):
        store.load(root)


def test_a_newer_format_is_refused(root: Path) -> None:
    path = generation(root) / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    manifest["stamp"]["format"] = 99
    path.write_text(json.dumps(manifest))
    with pytest.raises(IndexIncompatible, match="has format 99, this program reads 5"):
        store.load(root)


@pytest.mark.parametrize("name", ["../../etc", "/etc", "gen-000000000000", "gen-xyz"])
def test_current_can_only_name_a_generation(root: Path, name: str) -> None:
    (root / "CURRENT").write_text(name)
    with pytest.raises(IndexCorrupt, match="CURRENT names no index"):
        store.load(root)


def test_a_second_writer_is_told_at_once(root: Path) -> None:
    with (
        store.exclusive(root),
        pytest.raises(IndexBusy, match="another process is building"),
        store.exclusive(root),
    ):
        pass


def test_two_generations_are_kept_and_no_more(root: Path) -> None:
    for words in ("Three new words.", "Four more new words.", "Five words of no use."):
        with store.exclusive(root):
            store.save(root, index(words), STAMP)
    assert len(list(root.glob("gen-*"))) == 2


def test_a_save_that_fails_leaves_the_index_in_force(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with (
        store.exclusive(root),
        pytest.raises(StoreError, match="No space left on device .it needs about 1 MB.; the last one"),
    ):
        store.save(root, index("Other words stand here."), STAMP)
    assert list(store.load(root).articles["a0"].text.split()[-1:]) == ["six."]
