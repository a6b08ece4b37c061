"""Every program in docs/embedding.md runs, and prints what the page says it prints."""

import importlib.util
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "embedding.md"
_EXAMPLE = re.compile(r"```(python|sh|js)([^\n]*)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_LONGEST = 10  # lines that are not blank


class Service(Protocol):
    url: str


@dataclass(frozen=True)
class Example:
    """A program of the page, what it needs, and what it prints."""

    language: str
    needs: str
    program: str
    output: str


EXAMPLES = [Example(*found) for found in _EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))]


def test_every_program_is_shown_with_what_it_prints() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLES) == len(re.findall(r"^```(?:python|sh|js)", text, re.MULTILINE)) == 15
    assert max(len(re.findall(r"\S.*\n", example.program)) for example in EXAMPLES) <= _LONGEST


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.language}{example.needs}")
def test_a_program_prints_what_the_page_says(example: Example, netflix: Service, tmp_path: Path) -> None:
    _skip_without(example)
    done = run(example, netflix.url, tmp_path)
    assert (done.stdout, done.returncode) == (example.output, 0), done.stderr


def run(example: Example, url: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = {"python": [sys.executable, "-c"], "sh": ["sh", "-c"], "js": ["node", "-e"]}[example.language]
    program = example.program.replace("http://127.0.0.1:7860", url)
    if example.language == "sh":
        ours = f"'{sys.executable}' -c '{_MAIN}' "
        program = re.sub(r"(^|\| )crosscheck ", rf"\1{ours}", program, flags=re.MULTILINE)
    return subprocess.run([*command, program], capture_output=True, text=True, timeout=300, cwd=folder)


_MAIN = "from crosscheck.evals.cli import main; main()"


def _skip_without(example: Example) -> None:
    library = re.search(r"needs (\w+)", example.needs)
    if library and not importlib.util.find_spec(library[1]):
        pytest.skip(f"{library[1]} is not installed: pip install 'crosscheck[{library[1].replace('_', '-')}]'")
    if example.language == "js" and not _has_gradio_client():
        pytest.skip("@gradio/client is not installed: npm install @gradio/client, with its folder in NODE_PATH")
    if example.language == "sh" and not shutil.which("curl"):
        pytest.skip("curl is not installed")


def _has_gradio_client() -> bool:
    if not (node := shutil.which("node")):
        return False
    return subprocess.run([node, "-e", 'require("@gradio/client")'], capture_output=True).returncode == 0
