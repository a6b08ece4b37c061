"""Exit codes of `crosscheck eval`: they mean something."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from crosscheck.evals import cli

CASES = "corpus: x\nsplit: dev\ncases:\n- {id: c1, type: answerable, question: Which?, evidence: [[%s]]}\n"


def exit_code(*arguments: object) -> int:
    return CliRunner().invoke(cli.group, [str(argument) for argument in arguments]).exit_code


@pytest.mark.parametrize(("quote", "code"), [("It crosses the bay", 0), ("It sinks", 2)])
def test_cases_with_a_mistake_are_2(quote: str, code: int, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x.yaml").write_text(CASES % f"{{article: ferry, quote: {quote}}}")
    assert exit_code("check", "--cases", tmp_path / "mine", "--articles", folder) == code


def test_comparing_without_a_run_is_2(tmp_path: Path) -> None:
    assert exit_code("compare", "--out", tmp_path) == 2


def test_a_folder_without_articles_is_3(tmp_path: Path) -> None:
    assert exit_code("--articles", tmp_path) == 3


def test_blessing_needs_a_reason() -> None:
    assert exit_code("bless") == 2
