"""Many questions in one go."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from typing import TypeAlias

import pytest

from crosscheck.app import Assistant
from crosscheck.index import Retriever

Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

FERRY = "How many passengers does the ferry Alba carry?"
LINES = [
    b'\xef\xbb\xbf{"question": "How many passengers does the ferry Alba carry?"}',
    b"",
    b'{"question": "\xff"}',
    b'{"question": "half \\ud800 a character"}',
    '{"question": "Who works\u2028on board of the ferry?"}'.encode(),
    b'{"question": "And how long does it take?", "history": 7}',
    b'{"question": "And how long does it take?", "history": {"a": "b"}}',
    b'{"question": "And how long does it take to cross the bay?", "history": ["Where does the ferry go?"]}',
    b"[" * 100_000,
    b'{"question": "How much does a loaf of bread cost in Lisbon?"}',
]


@pytest.fixture
def batch(crosscheck: Run, folder: Path) -> "subprocess.CompletedProcess[str]":
    return crosscheck("ask", "--batch", "-", "--articles", str(folder), stdin=b"\n".join(LINES))


def test_each_line_has_its_answer_or_its_error_in_its_place(batch: "subprocess.CompletedProcess[str]") -> None:
    not_json = 'this line is not JSON: write {"question": "..."}'
    no_list = "the history is not a list of earlier questions: give each as text"
    found = [json.loads(line) for line in batch.stdout.splitlines()]
    assert [one if "error" in one else one["question"] for one in found] == [
        FERRY,
        {"error": not_json, "line": 3},
        {"error": "the question holds half a character: send it as valid Unicode", "line": 4},
        "Who works\u2028on board of the ferry?",
        {"error": no_list, "line": 6},
        {"error": no_list, "line": 7},
        "And how long does it take to cross the bay?",
        {"error": not_json, "line": 9},
        "How much does a loaf of bread cost in Lisbon?",
    ]


def test_standard_error_tells_how_it_went(batch: "subprocess.CompletedProcess[str]") -> None:
    last = batch.stderr.splitlines()[-1]
    assert batch.returncode == 0
    assert last.startswith("9 lines: 3 answered, 1 not in the sources, 5 errors, ")
    assert last.endswith(" s")


def test_an_answer_is_what_the_question_gets_alone(
    batch: "subprocess.CompletedProcess[str]", folder: Path
) -> None:
    alone = Assistant(Retriever.open(folder)).ask(FERRY).to_json()
    assert batch.stdout.split("\n")[0] == json.dumps(alone, ensure_ascii=False)


def test_an_answer_does_not_wait_for_the_next_question(folder: Path) -> None:
    program = "from crosscheck.evals.cli import main; main()"
    command = [sys.executable, "-c", program, "ask", "--batch", "-", "--articles", str(folder)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for question in (FERRY, "Who works on board?"):
            process.stdin.write(json.dumps({"question": question}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question
        process.communicate()


def test_a_batch_takes_a_third_of_the_time_of_its_questions_one_by_one(crosscheck: Run, folder: Path) -> None:
    def seconds(*arguments: str, stdin: str = "") -> float:
        begun = time.monotonic()
        assert crosscheck("ask", *arguments, "--articles", str(folder), stdin=stdin).returncode == 0
        return time.monotonic() - begun

    Retriever.open(folder)
    one = min(seconds(FERRY) for _ in range(2))
    eight = seconds("--batch", "-", stdin=(json.dumps({"question": FERRY}) + "\n") * 8)
    assert eight / 8 <= one / 3
