"""Long work as bars, and for whoever else wants to know."""

import pytest

from crosscheck.app.progress import progress_bars


def test_what_the_bars_show_is_told_elsewhere_too() -> None:
    heard: list[tuple[str, int, int]] = []
    with progress_bars(lambda *stage: heard.append(stage)) as told:
        told("Embedding", 3, 12)
    assert heard == [("Embedding", 3, 12)]


def test_nothing_is_shown_of_no_work(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars():
        pass
    assert capsys.readouterr().err == ""
