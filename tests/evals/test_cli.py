"""`crosscheck eval` on a folder of one's own, and its exit codes: they mean something."""

import json
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


MINE = """
corpus: mine
split: dev
cases:
- id: crossing
  type: answerable
  question: How long does the ferry take to cross the bay?
  evidence: [[{article: ferry, quote: It crosses the bay in twelve minutes.}]]
  must_include: [[twelve minutes]]
- id: crew
  type: answerable
  question: Who works on board of the ferry?
  evidence: [[{article: ferry, quote: Four sailors and a captain work on board.}]]
- id: tides
  type: unanswerable
  question: When is high tide in Lisbon?
  kind: out_of_domain
  why: nothing is said of tides
"""
THEIRS = {
    "questions": [{"question": "When was the harbour dredged?", "evidence": [
        {"article": "harbour", "quote": "The harbour was dredged in 1998."}]}],
    "unanswerable": [], "conversations": [], "disagreements": [],
}  # fmt: skip


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of cases about the harbour."""
    cases = tmp_path / "mine"
    cases.mkdir()
    (cases / "harbour.yaml").write_text(MINE)
    return cases


def printed(*arguments: object) -> str:
    result = CliRunner().invoke(cli.group, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_own_cases_on_own_articles_are_measured(folder: Path, mine: Path) -> None:
    shown = json.loads(printed("--articles", folder, "--cases", mine, "--json"))["figures"]
    assert {name: shown[name]["n"] for name in ("passed", "hit@1", "must_include", "false_answers")} == {
        "passed": 3,
        "hit@1": 2,
        "must_include": 1,
        "false_answers": 1,
    }
    # Two articles have fewer than five passages: whatever the models say, both quotes are found.
    assert shown["hit@5"] == {"value": 1.0, "n": 2, "interval": [0.3424, 1.0]}


def test_the_figures_are_a_table_for_people(folder: Path, mine: Path) -> None:
    table = printed("--articles", folder, "--cases", mine).splitlines()
    assert table[:2] == ["| figure | value | n | 95 % interval |", "|---|---|---|---|"]
    assert "| hit@5 | 1.000 | 2 | 0.342 to 1.000 |" in table


def test_a_file_of_cases_is_read_as_json_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs.json").write_text(json.dumps(THEIRS))
    shown = json.loads(printed("--articles", folder, "--gold", tmp_path / "theirs.json", "--json"))["figures"]
    assert shown["hit@5"]["n"] == 1


def test_a_folder_without_cases_is_2(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert exit_code("--articles", folder, "--cases", tmp_path / "none") == 2
