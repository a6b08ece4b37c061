"""The types of the contract, seen from a project that installed the wheel."""

import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = """
from langchain_core.retrievers import BaseRetriever

from crosscheck.app import Answer, Assistant, Citation, Statement
from crosscheck.index import Article, CrosscheckError, Disagreement, Hit, Passage, Retriever, Sentence, Side

retriever: Retriever = Retriever.open("my_articles/")
hits: list[Hit] = retriever.search("Which language runs the login service?", k=5)
passage: Passage = hits[0].passage
pairs: list[Disagreement] = [*retriever.disagreements(), *retriever.disagreements(hits)]
sides: tuple[Side, Side] = pairs[0].sides
article: Article = retriever.articles[passage.article]
sentence: Sentence = retriever.sentences(passage)[0]
answer: Answer = Assistant(retriever).ask("Is it Java?", history=["What is it built with?"])
statement: Statement = answer.statements[0]
citation: Citation = answer.citations[0]
opinions: list[Disagreement] = retriever.opinions(hits)
langchain: BaseRetriever = retriever.as_langchain(k=3)
try:
    newer: Retriever = retriever.renewed()
except CrosscheckError as error:
    print(str(error), article.title, sentence.start, sides[1].quote, statement.articles, citation.number)
"""
WRONG = """
from crosscheck.index import Retriever

hits = Retriever.open(5).search("x", k="five")
score: str = hits[0].score
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an environment of its own that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("host")
    source = folder / "source"
    for name in ("index", "app", "corpus", "evals"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    venv.create(folder / "venv", symlinks=True)
    (packages,) = (folder / "venv" / "lib").glob("python*/site-packages")
    zipfile.ZipFile(next(folder.glob("crosscheck-*.whl"))).extractall(packages)
    (packages / "libraries.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    (folder / "host.py").write_text(HOST)
    (folder / "wrong.py").write_text(WRONG)
    return folder


def mypy(host: Path, name: str) -> "subprocess.CompletedProcess[str]":
    python = str(host / "venv" / "bin" / "python")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, name]
    return subprocess.run(command, cwd=host, capture_output=True, text=True)


def test_mypy_strict_accepts_a_host_project(host: Path) -> None:
    done = mypy(host, "host.py")
    assert (done.stdout, done.returncode) == ("Success: no issues found in 1 source file\n", 0)


def test_mypy_sees_the_types_and_not_any(host: Path) -> None:
    codes = [line.rsplit(" ", 1)[1] for line in mypy(host, "wrong.py").stdout.splitlines()[:-1]]
    assert codes == ["[arg-type]", "[arg-type]", "[assignment]"]


def pyright(host: Path, name: str) -> "subprocess.CompletedProcess[str]":
    (host / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    python = str(host / "venv" / "bin" / "python")
    command = [sys.executable, "-m", "basedpyright", "--pythonpath", python, name]
    return subprocess.run(command, cwd=host, capture_output=True, text=True)


def test_pyright_strict_accepts_a_host_project(host: Path) -> None:
    done = pyright(host, "host.py")
    assert (done.stdout, done.returncode) == ("0 errors, 0 warnings, 0 notes\n", 0)


def test_pyright_sees_the_types_and_not_any(host: Path) -> None:
    codes = re.findall(r"\((report\w+)\)$", pyright(host, "wrong.py").stdout, re.MULTILINE)
    assert codes == ["reportArgumentType", "reportArgumentType", "reportAssignmentType"]
