"""Group B of docs/faults.md: articles that are too much for a reader, and builds that are disturbed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.index import store
from crosscheck.index.errors import IndexBusy
from crosscheck.index.split import split
from crosscheck.index.types import Article


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\n" * 100_000 + "x", "x\n" * 100_000, "[" * 20_000, "a. " * 100_000],
    ids=lambda t: t[:3],
)
def test_b3_text_without_structure_is_cut_in_time(text: str) -> None:
    start = time.process_time()
    parts = split(Article("a", text, "A"))
    assert time.process_time() - start < 10
    assert all(text[s.start : s.end] == s.text for s in parts.sentences)
    assert max(len(passage.text) for passage in parts.passages) <= 1200


def test_b3_a_heading_without_end_is_not_repeated_below_it() -> None:
    parts = split(Article("a", f"# {'x ' * 100_000}\n\n" + "One two three. " * 500, "A"))
    assert len(parts.sentences) > 500
    assert max(len(heading) for sentence in parts.sentences for heading in sentence.headings) == 300


def test_b10_a_copy_of_an_article_is_no_second_opinion(
    saved: Callable[..., None], indexed: Callable[..., object], tmp_path: Path
) -> None:
    saved(tmp_path, "The ferry is red.", "The ferry is red.")
    loaded = store.load(tmp_path)
    assert list(loaded.articles) == ["a0", "a1"]
    assert [sentence.article for sentence in loaded.sentences] == ["a0", "a1"]


HOLD = """
import sys, time
from pathlib import Path
from crosscheck.index import store
with store.exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_b13_a_second_build_is_refused_and_the_lock_of_a_dead_one_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        start = time.monotonic()
        with pytest.raises(IndexBusy, match="^another process is building this index: try again"):
            store.exclusive(tmp_path).__enter__()
        assert time.monotonic() - start < 1
        holder.kill()
    with store.exclusive(tmp_path):
        pass


SAVE_FOR_EVER = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started to ignore it
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from crash import STAMP, indexed
from crosscheck.index import store
index = indexed("One two three.")
print("ready", flush=True)
while True:
    with store.exclusive(Path(sys.argv[1])):
        store.save(Path(sys.argv[1]), index, STAMP)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_b14_a_build_that_is_interrupted_leaves_an_index(root: Path, number: int) -> None:
    command = [sys.executable, "-c", SAVE_FOR_EVER, str(root), str(Path(__file__).parent)]
    for pause in (0.0, 0.03, 0.08, 0.15):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(number)
            try:
                process.communicate(timeout=60)
            finally:
                process.kill()
        assert len(store.load(root).sentences) in (1, 3)
