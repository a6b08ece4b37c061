"""What a language model thinks of pairs of sentences: asked for at build time, and marked wherever it is shown."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from crosscheck.app.llm import adviser
from crosscheck.app.llm.client import LanguageModelError
from crosscheck.app.page.folder import Folder, disagreements_html, header_html
from crosscheck.app.report import write_report
from crosscheck.app.terminal import print_audit
from crosscheck.index import Retriever
from crosscheck.index.types import Disagreement, Opinion, Side

Done = subprocess.CompletedProcess[str]


class Model(Protocol):
    url: str
    folder: Path
    requests: list[dict[str, Any]]

    def says(self, content: object) -> None: ...
    def sends(self, body: bytes, status: int = 200, **headers: str) -> None: ...


SIDES = Side("a", "The ferry", None, "It is <blue>.", 0, 13), Side("b", "A tour", None, "It is red.", 0, 10)
OURS = Disagreement("entity", 0.9, "the ferry", SIDES, opinion=Opinion("tiny", disagree=False))
ALONE = replace(OURS, score=0.1, opinion=Opinion("<b>tiny</b>", disagree=True, alone=True))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("yes", True),
        ("No.", False),
        ("**Yes**, they do", True),
        ("<think>yes, or no?</think> no", False),
        ("They might", None),
        ("yesterday", None),
        ("42", None),
    ],
)
def test_its_first_word_is_its_opinion(model: Model, reply: str, expected: bool | None) -> None:
    model.says(reply)
    assert adviser(f"{model.url}/v1", "tiny").disagrees("It is blue.", "It is red.") is expected
    assert model.requests[0]["messages"][1]["content"] == "1. It is blue.\n2. It is red."


def test_a_refusal_is_no_opinion(model: Model) -> None:
    model.sends(b"", 401)
    with pytest.raises(LanguageModelError, match=r"refused \(status 401\)"):
        adviser(f"{model.url}/v1", "tiny").disagrees("It is blue.", "It is red.")


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    """A copy of two articles that plainly disagree: with an index of its own."""
    for article in model.folder.iterdir():
        (tmp_path / article.name).write_bytes(article.read_bytes())
    return tmp_path


def test_the_program_of_the_docs_runs(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (model.folder.parent / "language-model.md").read_text(encoding="utf-8")
    _, program = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    shutil.copytree(model.folder, tmp_path / "docs" / "ferry")
    monkeypatch.chdir(tmp_path)
    model.says("yes")
    exec(program.replace("http://127.0.0.1:11434", model.url), {})
    assert len(program.split("\n")) <= 10
    assert capsys.readouterr().out == "The language model llama3.2 thinks so too.\nTrue\n"


def built(crosscheck: Callable[..., Done], model: Model, folder: Path) -> Done:
    llm = ("--judge", "llm", "--llm", f"{model.url}/v1", "--llm-model", "tiny")
    return crosscheck("build", "--articles", str(folder), "--json", *llm)


def test_a_build_stores_what_the_model_says_and_the_audit_tells_whose_opinion_it_is(
    model: Model, folder: Path, crosscheck: Callable[..., Done]
) -> None:
    without = json.loads(crosscheck("audit", "--articles", str(folder), "--json").stdout)
    model.says("yes")
    done = built(crosscheck, model, folder)
    assert json.loads(done.stdout)["opinions"] == len(model.requests) > 0
    found = json.loads(crosscheck("audit", "--articles", str(folder), "--json").stdout)
    ours = [{name: value for name, value in one.items() if name != "opinion"} for one in found["disagreements"]]
    assert {"disagreements": ours} == without
    assert [one["opinion"] for one in found["disagreements"]] == [
        {"model": "tiny", "disagree": True, "alone": False, "note": "The language model tiny thinks so too."}
    ] * len(ours)


def test_what_only_the_model_takes_for_a_disagreement_is_listed_apart_and_marked(
    model: Model, folder: Path, crosscheck: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosscheck.index.compare.opinions._LEAST_SCORE", 0.0)  # of whatever the weights make
    model.says("yes")
    Retriever.open(folder, adviser=adviser(f"{model.url}/v1", "tiny"), rebuild=True)
    found = json.loads(crosscheck("audit", "--articles", str(folder), "--json").stdout)
    assert {one["opinion"]["alone"] for one in found["opinions"]} == {True}


def test_a_model_that_cannot_be_asked_leaves_the_index_as_without_it_and_a_note(
    model: Model, folder: Path, crosscheck: Callable[..., Done]
) -> None:
    without = crosscheck("audit", "--articles", str(folder), "--json").stdout
    model.sends(b"", 401)
    done = built(crosscheck, model, folder)
    assert done.returncode == 0
    assert "note: the language model tiny refused (status 401): 0 of " in done.stderr
    assert len(model.requests) == 1
    assert crosscheck("audit", "--articles", str(folder), "--json").stdout == without


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--judge", "me"], "--judge me is not known: give --judge llm, or leave it out"),
        (
            ["--llm", "http://127.0.0.1:1/v1"],
            "a build asks a language model for its opinion only: add --judge llm",
        ),
        (["--judge", "llm"], "the language model has no http or https address: give it as http://host:port/v1"),
    ],
)
def test_options_that_do_not_go_together_are_one_line(
    options: list[str], said: str, crosscheck: Callable[..., Done]
) -> None:
    done = crosscheck("build", *options)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"crosscheck: {said}\n")


def test_the_terminal_tells_whose_opinion_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_audit([OURS], [ALONE])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "1 disagreement found."
    assert "The sources disagree (entity): the ferry" in lines
    assert "The language model tiny sees no disagreement here." in lines
    assert "In the opinion of <b>tiny</b> only (entity): the ferry" in lines


def test_the_page_lists_opinions_apart_under_their_own_heading() -> None:
    ours, alone = disagreements_html([OURS], [ALONE]).split("<h2>Where only a language model thinks so</h2>")
    assert "The sources disagree" in ours and "The language model tiny sees no disagreement here." in ours
    assert "In the opinion of &lt;b&gt;tiny&lt;/b&gt; only" in alone and "The sources disagree" not in alone
    assert 'href="disagreements"' in header_html("notes", Folder("notes", {}, opinions=1))


@pytest.mark.parametrize("name", ["report.md", "report.html"])
def test_a_report_counts_ours_and_says_of_the_others_whose_they_are(name: str, tmp_path: Path) -> None:
    write_report(tmp_path / name, [OURS], [ALONE])
    text = (tmp_path / name).read_text()
    assert "Where the articles disagree: 1 place" in text
    assert text.count("sees no disagreement here.") == text.count("thinks that these disagree.") == 1
