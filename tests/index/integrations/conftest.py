"""A folder of two articles that disagree about a ferry, whatever the models think of it."""

from dataclasses import replace

import pytest

from crosscheck.index import Retriever
from crosscheck.index.compare.pairs import Pair, Verdict

FERRY = "The ferry Alba carries 200 passengers."
GUIDE = "The ferry Alba carries 300 passengers."


@pytest.fixture(scope="session")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Three articles; two of them contradict each other."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "ferry.md").write_text(f"---\ntitle: The ferry\ndate: 2021-05-01\n---\n{FERRY}\n")
    (folder / "guide.md").write_text(f"---\ntitle: A guide\nauthor: A. Writer\n---\n{GUIDE}\n")
    (folder / "quay.txt").write_text("Fishing boats lie at the northern quay.\n")
    retriever = Retriever.open(folder)
    rows = [[s.text for s in retriever.index.sentences].index(text) for text in (FERRY, GUIDE)]
    pair = Pair(rows[0], rows[1], Verdict(1.0, 1.0, 0.0, 0.0), 0.9, 0.99, 0.0, "number", "the ferry Alba")
    return replace(retriever, index=replace(retriever.index, pairs=(pair,)))


@pytest.fixture(scope="session")
def known(disputed: Retriever) -> dict[str, object]:
    """What a document about the ferry carries besides its score and the disagreement."""
    start = disputed.articles["ferry"].text.index(FERRY)
    return {
        "article": "ferry",
        "title": "The ferry",
        "date": "2021-05-01",
        "author": None,
        "url": None,
        "headings": [],
        "start": start,
        "end": start + len(FERRY),
    }
