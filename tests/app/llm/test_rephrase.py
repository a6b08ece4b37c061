"""What a language model may put in other words, and what stays as it is quoted."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest

from crosscheck.app import Answer, Assistant, Citation, Statement
from crosscheck.app.llm.support import Support, support
from crosscheck.index.models import NliModel
from crosscheck.index.types import Disagreement, Side

PASSENGERS = "How many passengers does the ferry Alba carry?"
THERE = "Since her refit the ferry Alba carries 240 passengers across the bay."
BACK = "The ferry Alba carries 200 passengers across the bay."


class Model(Protocol):
    requests: list[dict[str, Any]]

    def rewords(self, answer: Answer) -> Answer: ...
    def says(self, content: object) -> None: ...


@pytest.fixture
def quoted() -> Answer:
    """An answer of two sentences that disagree."""
    quotes = {"report": THERE, "brochure": BACK}
    sides = [Side(name, name, None, quote, 0, len(quote)) for name, quote in quotes.items()]
    return Answer(
        PASSENGERS,
        PASSENGERS,
        "answered",
        0.9,
        tuple(Statement(quote, (n,), 1, True) for n, quote in enumerate(quotes.values(), start=1)),
        tuple(
            Citation(n, side.article, side.title, None, side.quote, 0, side.end)
            for n, side in enumerate(sides, start=1)
        ),
        (Disagreement("number", 0.9, "passengers", (sides[0], sides[1])),),
    )


def said(answer: Answer) -> list[tuple[str, tuple[int, ...], int, bool]]:
    return [(s.text, s.citations, s.articles, s.disputed) for s in answer.statements]


def test_a_supported_sentence_takes_the_place_of_its_quote_and_the_rest_is_quoted(
    model: Model, quoted: Answer
) -> None:
    model.says("After her refit the Alba carries 240 passengers across the bay [1].")
    answer = model.rewords(quoted)
    assert said(answer) == [
        ("After her refit the Alba carries 240 passengers across the bay.", (1,), 1, True),
        (BACK, (2,), 1, True),
    ]
    assert [citation.quote for citation in answer.citations] == [THERE, BACK]


def test_citations_are_numbered_in_the_order_of_the_new_sentences(model: Model, quoted: Answer) -> None:
    model.says("<think>Which first? [1]</think>\n- The Alba carries 200 passengers across the bay. [2]")
    answer = model.rewords(quoted)
    assert [(s.text, s.citations) for s in answer.statements] == [
        ("The Alba carries 200 passengers across the bay.", (1,)),
        (THERE, (2,)),
    ]
    assert [(citation.number, citation.quote) for citation in answer.citations] == [(1, BACK), (2, THERE)]


def test_the_json_says_what_is_in_the_words_of_the_model_and_how_much_was_left_out(
    model: Model, quoted: Answer
) -> None:
    model.says("The Alba carries 240 passengers across the bay [1]. She was built in 1990 [1]. She is fast.")
    assert model.rewords(quoted).to_json()["wording"] == {
        "model": "tiny",
        "statements": 1,
        "dropped": 2,
        "problem": "",
        "note": "Put in other words by tiny and checked against the sentences cited; "
        "2 unsupported sentences left out.",
    }


def test_the_model_is_given_the_question_and_the_numbered_quotes_and_nothing_else(
    model: Model, quoted: Answer
) -> None:
    model.says("")
    model.rewords(quoted)
    (request,) = model.requests
    assert request["messages"][1]["content"] == f"Question: {PASSENGERS}\n\nQuotes:\n[1] {THERE}\n[2] {BACK}"
    assert (request["model"], request["path"], request["authorization"]) == ("tiny", "/v1/chat/completions", None)


def test_without_a_language_model_the_json_has_no_wording(ferry: Assistant) -> None:
    assert "wording" not in ferry.ask(PASSENGERS).to_json()


def test_suggestions_and_the_like_ask_no_language_model(model: Model, ferry: Assistant) -> None:
    def never(answer: Answer) -> Answer:
        raise AssertionError(answer)

    with_model = Assistant(ferry.retriever, ferry.relevance, reword=never)
    assert with_model.quoted(PASSENGERS) == ferry.ask(PASSENGERS)


QUOTES = ["The ferry Alba carries 200 passengers.", "Tickets are sold on board."]


@pytest.fixture(scope="module")
def nli() -> NliModel:
    return NliModel.load()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("You can buy tickets on board.", Support((1,))),
        ("The ferry Alba carries 200 passengers and tickets are sold on board.", Support((0, 1), jointly=True)),
        ("The ferry Alba carries 2,00 passengers.", Support()),
        ("The ferry Alba carries 200 bicycles.", Support()),
        ("The ferry Beta carries 200 passengers.", Support()),
        ("", Support()),
        ("...", Support()),
    ],
)
def test_what_supports_a_sentence(sentence: str, expected: Support, nli: NliModel) -> None:
    assert support(sentence, QUOTES, nli) == expected


def test_the_terminal_tells_whose_words_an_answer_is_in(
    model: Any, crosscheck: Callable[..., Any], ferry: Assistant
) -> None:
    question = "Are tickets sold on board?"
    quoted = ferry.ask(question)
    (number,) = [one.number for one in quoted.citations if one.quote == "Tickets are sold on board."]
    left = [one for one in quoted.statements if number not in one.citations]
    model.says(f"You can buy tickets on board [{number}].")
    llm = ("--llm", f"{model.url}/v1", "--llm-model", "tiny")
    done = crosscheck("ask", question, "--articles", str(model.folder), *llm)
    lines = done.stdout.splitlines()
    assert lines[0] == "You can buy tickets on board. [1] (the sources disagree: see below)"
    assert lines[len(left) + 1] == "(Put in other words by tiny and checked against the sentences cited.)"


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_an_address_that_cannot_be_used_is_one_line(command: str, crosscheck: Callable[..., Any]) -> None:
    question = ["Do dogs pay?"] if command == "ask" else []
    done = crosscheck(command, *question, "--llm", "file:///etc/passwd", "--llm-model", "tiny")
    said = "crosscheck: the language model has no http or https address: give it as http://host:port/v1\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


PROGRAM = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_program_of_the_docs_runs(model: Any, ferry: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).parents[3] / "docs" / "language-model.md"
    program, _ = PROGRAM.findall(page.read_text(encoding="utf-8"))
    quoted = ferry.ask("Are tickets sold on board?").citations
    (number,) = [one.number for one in quoted if one.quote == "Tickets are sold on board."]
    model.says(f"You can buy tickets on board [{number}].")
    exec(program.replace("http://127.0.0.1:11434", model.url), {})
    assert len(program.split("\n")) <= 10
    assert capsys.readouterr().out.startswith("You can buy tickets on board. Put in other words by llama3.2")
