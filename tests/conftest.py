"""Shared by all tests: a small folder of articles, the packaged index, and a cache of their own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscheck.index import Retriever

os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests' indexes away from the user's."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("CROSSCHECK_CACHE")
    os.environ["CROSSCHECK_CACHE"] = str(folder)
    yield folder
    os.environ.pop("CROSSCHECK_CACHE") if before is None else os.environ.update(CROSSCHECK_CACHE=before)


@pytest.fixture(scope="session")
def packaged(cache: Path) -> Retriever:
    """The packaged articles, indexed with the real encoder."""
    return Retriever.open()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small articles about a harbour."""
    articles = tmp_path / "harbour"
    articles.mkdir()
    (articles / "ferry.md").write_text(
        "---\ntitle: The ferry\ndate: 2021-05-01\n---\n\n# The ferry\n\nThe ferry Alba carries 200 passengers. "
        "It crosses the bay in twelve minutes.\n\n## Crew\n\nFour sailors and a captain work on board.\n"
    )
    (articles / "harbour.txt").write_text(
        "The harbour was dredged in 1998. Fishing boats lie at the northern quay.\n"
    )
    return articles
