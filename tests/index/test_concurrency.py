"""One retriever, many threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from crosscheck.index import Retriever

QUERIES = [
    f"{what} of the {whose} harbour" for what in ("ferry", "crew", "quay", "boats") for whose in ("old", "new")
]

FIRST_SEARCHES = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from crosscheck.index import Retriever
retriever, start = Retriever.open(sys.argv[1]), threading.Barrier(6)
def search(query):
    start.wait()
    return [(hit.passage.article, hit.score) for hit in retriever.search(query)]
with ThreadPoolExecutor(6) as pool:
    print(len({str(found) for found in pool.map(search, ["captain and crew"] * 6)}))
"""


def test_searches_at_once_find_what_they_find_alone(packaged: Retriever) -> None:
    alone = [packaged.search(query) for query in QUERIES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(packaged.search, QUERIES * 4))
    assert together == alone * 4


def test_the_first_searches_may_come_at_once(folder: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FIRST_SEARCHES, str(folder)], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("1\n", "")
