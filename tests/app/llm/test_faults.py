"""What a language model may do wrong, and what readers get all the same."""

import json
import socket
import time
from collections.abc import Iterable
from itertools import repeat
from typing import Any, Protocol

import pytest

from crosscheck.app import Answer, Assistant
from crosscheck.app.llm import KEY, endpoint, rephraser
from crosscheck.app.markdown import answer_markdown
from crosscheck.app.page.folder import Folder
from crosscheck.app.page.reply import reply_html
from crosscheck.index.errors import BadInput

TICKETS = "Are tickets sold on board?"  # "Tickets are sold on board." says one article, "not" the other
PASSENGERS = "How many passengers does the ferry Alba carry?"  # 240, says the first source; 200, the second
DOGS = "Do dogs pay?"
KEY_VALUE = "sk-secret-7f3a"


class Model(Protocol):
    url: str
    requests: list[dict[str, Any]]

    def ask(self, question: str, seconds: float = 5.0) -> Answer: ...
    def says(self, content: object) -> None: ...
    def sends(self, body: bytes, status: int = 200, **headers: str) -> None: ...
    def streams(self, chunks: Iterable[bytes], status: int = 200, every: float = 0.0, **headers: str) -> None: ...


def without_wording(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.to_json().items() if name != "wording"}


def note(answer: Answer) -> str:
    assert answer.wording
    return answer.wording.note


@pytest.mark.parametrize("where", ["http://127.0.0.1:{free}/v1", "http://nobody.invalid/v1", "https://{fake}/v1"])
def test_f1_an_endpoint_that_cannot_be_reached_leaves_the_quoted_answer_with_a_note(
    model: Model, ferry: Assistant, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))  # and does not listen
        url = where.format(free=listener.getsockname()[1], fake=model.url.removeprefix("http://"))
        answer = Assistant(ferry.retriever, ferry.relevance, reword=rephraser(url, "tiny", seconds=9)).ask(TICKETS)
    assert note(answer) == "The language model tiny cannot be reached: these are the articles' own sentences."
    assert without_wording(answer) == ferry.ask(TICKETS).to_json()


@pytest.mark.parametrize(
    ("chunks", "every", "reason"),
    [
        ([b""], 60.0, "did not answer within 1 seconds"),
        (repeat(b" "), 0.2, "did not answer within 1 seconds"),
        (repeat(b" " * 100_000, 10_000), 0.0, "sent more than an answer can hold"),
        (repeat(b"data: {}\n\n"), 0.0, "sent more than an answer can hold"),
    ],
    ids=["hangs", "drips", "gigabyte", "endless"],
)
def test_f2_time_and_bytes_are_bounded(
    model: Model, ferry: Assistant, chunks: Iterable[bytes], every: float, reason: str
) -> None:
    quoted = ferry.ask(DOGS)
    model.streams(chunks, every=every)
    begun = time.monotonic()
    answer = model.ask(DOGS, seconds=1)
    assert time.monotonic() - begun < 5  # on a busy machine; without a deadline it would be for ever
    assert note(answer) == f"The language model tiny {reason}: these are the articles' own sentences."
    assert without_wording(answer) == quoted.to_json()


GARBAGE = "sent something other than an answer"


@pytest.mark.parametrize(
    ("status", "body", "reason", "tries"),
    [
        (401, b'{"error": "key sk-secret-7f3a"}', "refused (status 401)", 1),
        (429, b"", "refused (status 429)", 2),
        (500, b"", "refused (status 500)", 2),
        (200, b"<!doctype html><html>Welcome</html>", GARBAGE, 1),
        (200, b'{"choices": [', GARBAGE, 1),
        (200, b"\xff\xfe[[[[", GARBAGE, 1),
        (200, b"[" * 100_000, GARBAGE, 1),
        (200, b'{"choices": []}', GARBAGE, 1),
        (200, b'{"choices": [{"message": {"content": null}}]}', GARBAGE, 1),
        (200, b'{"choices": [{"message": {"content": 7}}]}', GARBAGE, 1),
    ],
)
def test_f3_garbage_and_refusals_leave_the_quoted_answer_and_the_key_is_never_told(
    model: Model,
    ferry: Assistant,
    status: int,
    body: bytes,
    reason: str,
    tries: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    monkeypatch.setenv(KEY, KEY_VALUE)
    model.sends(body, status)
    answer = model.ask(DOGS)
    assert note(answer) == f"The language model tiny {reason}: these are the articles' own sentences."
    assert without_wording(answer) == ferry.ask(DOGS).to_json()
    assert [request["authorization"] for request in model.requests] == [f"Bearer {KEY_VALUE}"] * tries
    assert KEY_VALUE not in f"{caplog.text} {answer} {endpoint(model.url, 'tiny')!r}"


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("Dogs travel free", "[9]"),
        ("Dogs travel free", "[1][9]"),
        ("Dogs travel free", ""),
        ("The crossing takes twelve minutes", "[1]"),
        ("Dogs travel free on 3 ferries", "[1]"),
        ("Dogs travel free on all ferries", "[1]"),
        ("Dogs travel free on the Alba", "[1]"),
        ("Alba dogs travel free", "[1]"),
        ("Dogs do not travel free", "[1]"),
        ("Dogs pay", "[1]"),
    ],
)
def test_f4_a_sentence_that_its_sources_do_not_support_is_dropped(
    model: Model, ferry: Assistant, sentence: str, cited: str
) -> None:
    model.says(f"{sentence} {cited}.")
    answer = model.ask(DOGS)
    assert without_wording(answer) == ferry.ask(DOGS).to_json()
    assert note(answer) == "Nothing that tiny wrote was supported: these are the articles' own sentences."


def test_f5_a_warning_stands_whatever_the_model_says_of_it(model: Model, ferry: Assistant) -> None:
    quoted = ferry.ask(TICKETS)
    (number,) = [one.number for one in quoted.citations if one.quote == "Tickets are sold on board."]
    left = [(one.text, one.disputed) for one in quoted.statements if number not in one.citations]
    model.says(f"You can buy tickets on board [{number}]. There is no conflict between the sources [{number}].")
    answer = model.ask(TICKETS)
    assert answer.statements[0].citations == (1,)
    assert [(s.text, s.disputed) for s in answer.statements] == [("You can buy tickets on board.", True), *left]
    assert answer.disagreements == quoted.disagreements
    assert len(answer.disagreements) == 1
    assert "The sources disagree" in reply_html(answer, 1, Folder("ferry", {}))


@pytest.mark.parametrize(
    "markup",
    [
        "Dogs travel free ![x](http://canary.invalid/?q=dogs) [1]",
        '<img src="http://canary.invalid/"> Dogs travel free [1]',
        "Dogs travel [free](http://canary.invalid/) [1]",
        "Dogs travel free, see http://canary.invalid [1]",
        "Dogs travel free, see canary.invalid [1]",
        "Dogs travel free, see javascript:alert [1]",
    ],
)
def test_f6_markup_and_addresses_reach_no_reader(model: Model, markup: str) -> None:
    model.says(markup)
    answer = model.ask(DOGS)
    shown = [json.dumps(answer.to_json()), answer_markdown(answer), reply_html(answer, 1, Folder("ferry", {}))]
    assert [text for text in shown if "canary" in text or "javascript" in text] == []
    assert note(answer) == "Nothing that tiny wrote was supported: these are the articles' own sentences."


def test_f7_the_model_is_not_asked_when_the_articles_do_not_answer(model: Model, ferry: Assistant) -> None:
    question = "Who is the captain's wife?"
    model.says("Her name is Alba [1].")
    answer = model.ask(question)
    assert (answer.status, answer.to_json()) == ("not_in_sources", ferry.ask(question).to_json())
    assert model.requests == []


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("file:///etc/passwd", "", "has no http or https address"),
        ("ftp://127.0.0.1/v1", "", "has no http or https address"),
        ("127.0.0.1:8000", "", "has no http or https address"),
        ("http://[::1/v1", "", "has no http or https address"),
        ("http://127.0.0.1:99999/v1", "", "has no http or https address"),
        ("http://169.254.169.254/v1", "", "no language model is asked there"),
        ("http://name:secret@127.0.0.1/v1", "", "holds more than host and path"),
        ("https://models.invalid/v1?key=secret", "", "holds more than host and path"),
        ("http://models.invalid/v1", KEY_VALUE, "is not sent over http to another machine"),
        ("https://models.invalid/v1", "two\nlines", "holds what no key has"),
    ],
)
def test_f8_an_address_that_is_not_safe_is_refused_and_not_repeated(
    url: str, key: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, key)
    with pytest.raises(BadInput, match=said) as refusal:
        rephraser(url, "tiny")
    assert "secret" not in str(refusal.value)


def test_f8_a_redirect_is_not_followed(model: Model, ferry: Assistant) -> None:
    model.sends(b"", 307, location=f"{model.url}/elsewhere")
    answer = model.ask(DOGS)
    assert [request["path"] for request in model.requests] == ["/v1/chat/completions"]
    assert note(answer).startswith("The language model tiny sent us to another address, which is not followed: ")
    assert without_wording(answer) == ferry.ask(DOGS).to_json()
