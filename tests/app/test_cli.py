"""The command line, as a user meets it: a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosscheck.index import Retriever

COMMAND = [str(Path(sys.executable).parent / "crosscheck")]
KEYS = {
    *("question", "standalone_question", "status", "confidence"),
    *("statements", "citations", "disagreements", "passages"),
}


def run(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def batch(packaged: Retriever) -> "subprocess.CompletedProcess[str]":
    """Several questions in one process, since starting one takes seconds."""
    lines = [
        {"question": "Which machine learning libraries are used for recommendations?"},
        {"question": "and for security?", "history": ["Which Python libraries does Netflix use for numerics?"]},
        {"question": "How much does a loaf of bread cost in Lisbon?"},
        {"question": ""},
        {"question": "x" * 2001},
        {"question": 5},
        {"q": "no question"},
        {"question": "What is Lemur?", "history": "not a list"},
    ]
    stdin = "".join(json.dumps(line) + "\n" for line in lines) + "not json\n\n" + json.dumps(lines[0]) + "\n"
    return run("ask", "--batch", "-", stdin=stdin)


def answers(batch: "subprocess.CompletedProcess[str]") -> list[dict[str, object]]:
    return [json.loads(line) for line in batch.stdout.splitlines()]


def test_a_batch_gives_one_line_for_each_line_in_order(batch: "subprocess.CompletedProcess[str]") -> None:
    found = answers(batch)
    assert batch.returncode == 0
    assert [set(a) == KEYS for a in found] == [True, True, True, *[False] * 6, True]
    assert found[0] == found[9]


def test_a_bad_line_gets_an_error_in_its_place(batch: "subprocess.CompletedProcess[str]") -> None:
    assert [a.get("error") for a in answers(batch)[3:9]] == [
        "the question is empty: ask in words",
        "the question has 2,001 characters: ask in at most 2,000",
        "the question is of type int: give it as text",
        'this line has no question: write {"question": "..."}',
        "the history is not a list of earlier questions: give each as text",
        'this line is not JSON: write {"question": "..."}',
    ]


def test_an_answer_has_exact_quotes(batch: "subprocess.CompletedProcess[str]", packaged: Retriever) -> None:
    answer = answers(batch)[0]
    assert answer["status"] == "answered"
    assert "TensorFlow" in json.dumps(answer["statements"])
    for citation in answer["citations"]:  # type: ignore[attr-defined]
        text = packaged.articles[citation["article"]].text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_follow_up_is_shown_as_understood(batch: "subprocess.CompletedProcess[str]") -> None:
    assert answers(batch)[1]["standalone_question"] == "Which Python libraries does Netflix use for security?"


def test_what_the_articles_do_not_say_is_not_answered(batch: "subprocess.CompletedProcess[str]") -> None:
    answer = answers(batch)[2]
    assert answer["status"] == "not_in_sources"
    assert (answer["statements"], answer["citations"], answer["disagreements"]) == ([], [], [])
    assert len(answer["passages"]) == 5  # type: ignore[arg-type]


def test_two_runs_print_the_same_bytes(batch: "subprocess.CompletedProcess[str]") -> None:
    stdin = json.dumps({"question": "Which machine learning libraries are used for recommendations?"}) + "\n"
    assert run("ask", "--batch", "-", stdin=stdin).stdout == batch.stdout.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "crosscheck: give either a question or --batch FILE"),
        (["ask", "--batch", "nowhere.jsonl"], "crosscheck: cannot read nowhere.jsonl"),
        (["search", "ferry", "--articles", "nowhere"], "crosscheck: nowhere: there is no such folder"),
        (["chat", "--articles", "nowhere"], "crosscheck: nowhere: there is no such folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_1(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert result.stderr.startswith(message)


def test_the_sources_of_an_answer_are_printed_for_people(folder: Path) -> None:
    result = run("ask", "How many passengers does the ferry Alba carry?", "--articles", str(folder))
    assert result.returncode == 0
    assert "The ferry Alba carries 200 passengers. [1]" in result.stdout
    assert "[1] The ferry, 2021-05-01 (ferry, " in result.stdout


def test_search_prints_json(folder: Path) -> None:
    result = run("search", "captain", "--articles", str(folder), "--json", "-k", "1")
    passage = json.loads(result.stdout)["passages"][0]
    assert (passage["article"], passage["start"]) == ("ferry", 2)


def test_build_counts_what_it_indexed(folder: Path) -> None:
    result = run("build", "--articles", str(folder))
    assert result.stdout == "2 articles, 2 passages, 7 sentences indexed\n"


def test_audit_prints_a_list_of_disagreements() -> None:
    assert "disagreements" in json.loads(run("audit", "--json").stdout)


@pytest.mark.parametrize("command", ["chat", "ask", "search", "audit", "build", "publish"])
def test_help_shows_an_example(command: str) -> None:
    result = subprocess.run(
        [*COMMAND, command, "--help"], capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}
    )
    assert f"Example: crosscheck {command}" in result.stdout
