"""Group G of docs/faults.md: what is to be had over HTTP, and from whom the parts come."""

import importlib.metadata
import logging
import re

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from crosscheck.app.page.conversation import Conversation, reply
from crosscheck.app.page.opening import Opening

# The versions that fixed what is known of older ones.
FLOORS = {
    "gradio": "6.21",  # CVE-2026-59806, and <style> in what is shown
    "sentence-transformers": "6.0",  # code named in a model's modules.json
    "transformers": "5.3.0",  # CVE-2026-4372
    "langchain-text-splitters": "1.1.2",  # CVE-2025-6985, CVE-2026-41481
    "faiss-cpu": "1.15",  # reading of damaged files
}


@pytest.mark.parametrize("name", FLOORS)
def test_g6_nothing_older_than_its_fixes_is_installed_or_allowed(name: str) -> None:
    floor = Version(FLOORS[name])
    assert Version(importlib.metadata.version(name)) >= floor
    required = [Requirement(line) for line in importlib.metadata.requires("crosscheck") or []]
    (ours,) = [one for one in required if one.name == name and not one.marker]
    lowest = re.search(r">=([\d.]+)", str(ours.specifier))
    assert lowest
    assert Version(lowest[1]) >= floor


class Broken:
    """An assistant that knows a secret path."""

    retriever = None

    def ask(self, question: str, history: object = ()) -> None:
        raise RuntimeError("/secret/path\nsecond line")


def test_g7_what_is_asked_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    opening = Opening(lambda progress: Broken(), "notes")  # type: ignore[arg-type, return-value]
    opening._assistant = Broken()  # type: ignore[assignment]
    opening._over.set()
    with caplog.at_level(logging.INFO):
        views = list(reply(opening, "Is my salary \x1b[31m public?", Conversation()))
    assert "salary" not in caplog.text
    assert "/secret" not in "".join(view.notice + (view.transcript or "") for view in views)
    assert len(caplog.records) == 1
