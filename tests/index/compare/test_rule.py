"""The code and weights that pairs were made by: those of other ones are not taken."""

from pathlib import Path
from shutil import copytree

import pytest

from crosscheck.index import Retriever, compare
from crosscheck.index.compare.rule import cut, rule, shown

CODE = Path(compare.__file__).parent


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("compare.py", True),
        ("reading.py", True),
        ("candidates.py", False),
        ("weights.json", False),
        ("projection.npz", False),
    ],
)
def test_a_change_is_another_rule_and_sometimes_shows_pairs_otherwise(
    name: str, shows: bool, tmp_path: Path
) -> None:
    changed = copytree(CODE, tmp_path / "compare") / name
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert rule(tmp_path / "compare") != rule()
    assert (shown(tmp_path / "compare") != shown()) is shows


@pytest.mark.parametrize(("name", "cuts"), [("split.py", True), ("read_html.py", True), ("search.py", False)])
def test_code_that_cuts_articles_is_told_from_the_rest(name: str, cuts: bool, tmp_path: Path) -> None:
    changed = copytree(CODE.parent, tmp_path / "index", ignore=lambda *_: ["models", "training"]) / name
    changed.write_text(changed.read_text() + "\n")
    assert (cut(tmp_path / "index") != cut()) is cuts


def test_an_index_of_articles_cut_otherwise_is_built_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages: list[str] = []
    with monkeypatch.context() as earlier:
        earlier.setattr("crosscheck.index.recipe.cut", lambda: "another")
        Retriever.open(folder)
    Retriever.open(folder, progress=lambda stage, *_: stages.append(stage))
    assert "Reading" in stages


def test_the_same_code_elsewhere_is_the_same_rule(tmp_path: Path) -> None:
    assert rule(copytree(CODE, tmp_path / "compare")) == rule()


def stages_of_another_rule(folder: Path) -> list[str]:
    """Say of the index of `folder` that another rule made it; return what opening it again does."""
    stages: list[str] = []
    root = Retriever.open(folder).root
    assert root
    manifest = root / (root / "CURRENT").read_text() / "MANIFEST.json"
    manifest.write_text(manifest.read_text().replace(rule(), "another"))
    Retriever.open(folder, progress=lambda stage, *_: stages.append(stage))
    return stages


def test_an_index_of_another_rule_is_built_again_with_its_verdicts(folder: Path) -> None:
    stages = stages_of_another_rule(folder)
    assert "Reading" in stages and "Comparing" not in stages


def test_verdicts_on_what_was_shown_otherwise_are_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("crosscheck.index.compare.compare.shown", lambda: "another")
        Retriever.open(folder)
    assert "Comparing" in stages_of_another_rule(folder)
