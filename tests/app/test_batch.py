"""Many questions in one go."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import PIPE
from typing import TypeAlias

import pytest

from crosscheck.app import Answer, Assistant
from crosscheck.app.batch import Line, answer_lines
from crosscheck.evals.bench.batch import compared, table
from crosscheck.index import Retriever

Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

FERRY = "How many passengers does the ferry Alba carry?"
PROGRAM = "from crosscheck.evals.cli import main; main()"
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


class Slow(Assistant):
    """Takes its time for every third question."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        time.sleep(0.05 if question.endswith(("0", "3", "6", "9")) else 0)
        return Answer(question, question, "not_in_sources", 0.0)


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
    command = [sys.executable, "-c", PROGRAM, "ask", "--batch", "-", "--articles", str(folder)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for question in (FERRY, "Who works on board?"):
            process.stdin.write(json.dumps({"question": question}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question
        process.communicate()


def test_answers_come_in_order_whichever_is_ready_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assistant = Slow(Retriever.open(folder))
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    lines = [Line(n, json.dumps({"question": f"Who works on board? {n}"}).encode()) for n in range(20)]
    answer_lines(assistant, lines)
    questions = [json.loads(line)["question"] for line in capfdbinary.readouterr().out.splitlines()]
    assert questions == [f"Who works on board? {n}" for n in range(20)]


def test_a_batch_ends_when_nobody_reads_its_answers(folder: Path) -> None:
    lines = (json.dumps({"question": FERRY}) + "\n") * 200
    command = [sys.executable, "-c", PROGRAM, "ask", "--batch", "-", "--articles", str(folder)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(lines)
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(60), process.stderr.read().strip()) == (1, "")


def test_the_three_ways_that_the_benchmark_compares_give_the_same_bytes(folder: Path) -> None:
    measured = compared(folder, [FERRY, "Who works on board?"], rounds=1)
    assert list(measured) == ["one by one", "Assistant.ask in a loop", "ask --batch"]
    assert table({"one": [(4.0, 2.0)], "other": [(1.0, 1.0)]}, 8).splitlines()[2:] == [
        "| one | 2.00 (1.00) | 4.00 (1.00) |",
        "| other | 8.00 (4.00) | 8.00 (2.00) |",
    ]


def test_a_batch_takes_a_third_of_the_time_of_its_questions_one_by_one(crosscheck: Run, folder: Path) -> None:
    def seconds(*arguments: str, stdin: str = "") -> float:
        begun = time.monotonic()
        assert crosscheck("ask", *arguments, "--articles", str(folder), stdin=stdin).returncode == 0
        return time.monotonic() - begun

    Retriever.open(folder)
    one = min(seconds(FERRY) for _ in range(2))
    eight = seconds("--batch", "-", stdin=(json.dumps({"question": FERRY}) + "\n") * 8)
    assert eight / 8 <= one / 3
