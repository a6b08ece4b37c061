"""The diagram of docs/architecture.md is what the imports are."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [
    ".".join(path.parent.relative_to(ROOT).parts)
    for top in ("corpus", "index", "app", "evals")
    for path in sorted((ROOT / top).rglob("__init__.py"))
]


def folder_of(module: str) -> str | None:
    """Return the innermost folder that `module`, without "crosscheck.", lies in."""
    inside = [folder for folder in FOLDERS if module == folder or module.startswith(f"{folder}.")]
    return max(inside, key=len, default=None)


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "crosscheck":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("crosscheck."):
            names.add(node.module.removeprefix("crosscheck."))
    return names


def arrows_in_the_code() -> set[tuple[str, str]]:
    found = set()
    for folder in FOLDERS:
        for file in ROOT.joinpath(*folder.split(".")).glob("*.py"):
            targets = {folder_of(module) for module in imported(file)}
            found |= {(folder, target) for target in targets if target and target != folder}
    return found


def test_the_diagram_has_the_arrows_of_the_code_and_no_others() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^ +([\w.]+) --> ([\w.]+)$", text, re.MULTILINE))
    assert drawn == arrows_in_the_code()


def test_imports_go_one_way_between_the_four_folders() -> None:
    order = ("evals", "app", "index", "corpus")
    back = {
        (one, other)
        for one, other in arrows_in_the_code()
        if order.index(one.split(".")[0]) > order.index(other.split(".")[0])
    }
    assert back == set()
