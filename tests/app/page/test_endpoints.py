"""The endpoints for programs, called by the programs people use."""

import json
import shutil
import subprocess
import sys
from typing import Any, Protocol

import httpx
import pytest


class Service(Protocol):
    url: str


QUESTION = "How many passengers does the ferry Alba carry?"
KEYS = [
    *("question", "standalone_question", "status", "confidence"),
    *("statements", "citations", "disagreements", "passages"),
]

CLIENT = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
call = json.loads(sys.argv[2])
print(json.dumps([client.predict(*arguments, api_name=name) for name, arguments in call]))
"""

STREAM = """
import json, sys
from gradio_client import Client
job = Client(sys.argv[1], verbose=False).submit(sys.argv[2], api_name="/ask")
print(json.dumps(list(job)))
"""


def call(service: Service, name: str, *arguments: object) -> Any:
    """Call an endpoint with gradio_client, in a process of its own: it leaves sockets open."""
    return calls(service, (name, list(arguments)))[0]


def calls(service: Service, *each: tuple[str, list[object]]) -> list[Any]:
    command = [sys.executable, "-c", CLIENT, service.url, json.dumps(each)]
    return list(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def post(service: Service, path: str, body: object) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    return httpx.post(
        f"{service.url}/gradio_api/{path}", content=content, headers=headers, timeout=60, trust_env=False
    )


def test_ask_gives_the_object_of_the_contract(harbour: Service) -> None:
    answer = call(harbour, "/ask", QUESTION)
    assert list(answer) == KEYS
    assert [(c["article"], c["date"], c["quote"]) for c in answer["citations"]] == [
        ("ferry", "2021-05-01", "The ferry Alba carries 200 passengers.")
    ]


def test_ask_understands_a_follow_up(harbour: Service) -> None:
    answer = call(harbour, "/ask", "And how long does it take to cross the bay?", [QUESTION])
    assert answer["question"] != answer["standalone_question"]
    assert "Alba" in answer["standalone_question"]


def test_the_stream_of_ask_grows_to_the_whole_answer(harbour: Service) -> None:
    question = "How many passengers does the ferry carry, and where do fishing boats lie?"
    command = [sys.executable, "-c", STREAM, harbour.url, question]
    parts = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    counts = [len(part["statements"]) for part in parts]
    assert counts == sorted(counts)
    assert parts[-1] == call(harbour, "/ask", question)
    for part in parts:
        assert {n for s in part["statements"] for n in s["citations"]} == {c["number"] for c in part["citations"]}


def test_search_gives_passages_with_their_sources_and_disagreements(harbour: Service) -> None:
    found = call(harbour, "/search", "fishing boats", 1)
    assert [passage["article"] for passage in found["passages"]] == ["quay"]
    assert found["articles"] == [
        {"id": "quay", "title": "Quay", "date": None, "author": None, "url": None, "characters": 72}
    ]
    assert found["disagreements"] == []


def test_articles_and_disagreements_can_be_listed(harbour: Service) -> None:
    articles, everywhere, about = calls(
        harbour, ("/articles", []), ("/disagreements", []), ("/disagreements", ["ferry"])
    )
    assert [article["id"] for article in articles["articles"]] == ["ferry", "quay"]
    assert (everywhere, about) == ({"disagreements": []}, {"disagreements": []})


def test_what_is_wrong_with_a_question_is_an_object(harbour: Service) -> None:
    assert calls(
        harbour,
        ("/ask", [""]),
        ("/ask", ["x" * 2001]),
        ("/ask", [5]),
        ("/ask", [QUESTION, "not a list"]),
        ("/ask", [QUESTION, 7]),
        ("/search", ["ferry", 0]),
        ("/search", ["ferry", 10**9]),
        ("/search", ["ferry", "x"]),
        ("/disagreements", ["?"]),
    ) == [
        {"error": "the question is empty: ask in words"},
        {"error": "the question has 2,001 characters: ask in at most 2,000"},
        {"error": "the question is of type int: give it as text"},
        {"error": "the history is not a list of earlier questions: give each as text"},
        {"error": "the history is not a list of earlier questions: give each as text"},
        {"error": "k is 0: give a whole number from 1 to 100"},
        {"error": "k is 1000000000: give a whole number from 1 to 100"},
        {"error": "k is 'x': give a whole number from 1 to 100"},
        {"error": "the question is empty: ask in words"},
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("call/v2/nobody", {}),
        ("call/nobody", {"data": []}),
        ("call/v2/ask", {"q": 1}),
        ("call/v2/ask", {}),
        ("call/v2/ask", b"not json"),
        ("run/search", b"x" * 70_000),
        ("upload", b"x"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_json(harbour: Service, path: str, body: object) -> None:
    response = post(harbour, path, body)
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/json"
    assert {"error", "detail"} & set(response.json())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ask", [], "0 of 2 values came: give question, history"),
        ("search", [], "0 of 2 values came: give query, k"),
        ("search", "x", 'the request has another form: send {"data": [...]} with the values in order, as JSON'),
    ],
)
def test_values_that_are_missing_are_named_in_one_line(
    harbour: Service, name: str, data: object, said: str
) -> None:
    answer = post(harbour, f"run/{name}", {"data": data})
    assert (answer.status_code >= 400, answer.json()["error"]) == (True, said)


def test_an_event_says_what_is_missing(harbour: Service) -> None:
    lines = told(harbour, "search", [])
    assert lines[0] == "event: error"
    assert json.loads(lines[1].removeprefix("data: "))["error"] == "0 of 2 values came: give query, k"


def test_values_that_have_a_default_may_be_left_out(harbour: Service) -> None:
    assert told(harbour, "search", ["fishing boats"]) == told(harbour, "search", ["fishing boats", 5])
    assert told(harbour, "disagreements", []) == ["event: complete", 'data: [{"disagreements": []}]']


def told(service: Service, name: str, values: list[object]) -> list[str]:
    """Return the lines of the event that a call ends with."""
    event = post(service, f"call/{name}", {"data": values}).json()["event_id"]
    url = f"{service.url}/gradio_api/call/{name}/{event}"
    return httpx.get(url, timeout=60, trust_env=False).text.strip().splitlines()


def test_parameters_can_be_named(harbour: Service) -> None:
    event = post(harbour, "call/v2/search", {"query": "fishing boats", "k": 1}).json()["event_id"]
    lines = httpx.get(
        f"{harbour.url}/gradio_api/call/search/{event}", timeout=60, trust_env=False
    ).text.splitlines()
    assert lines[0] == "event: complete"
    assert json.loads(lines[1].removeprefix("data: "))[0]["passages"][0]["article"] == "quay"


JAVASCRIPT = """
const { Client } = require("@gradio/client");
(async () => {
  const client = await Client.connect(process.argv[1]);
  const { data } = await client.predict("/ask", { question: process.argv[2] });
  console.log(JSON.stringify(data[0]));
  process.exit(0);
})();
"""


def test_javascript_can_ask(harbour: Service) -> None:
    node = shutil.which("node") or "node"
    try:
        subprocess.run([node, "-e", 'require("@gradio/client")'], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("@gradio/client is not installed: npm install @gradio/client, with its folder in NODE_PATH")
    command = [node, "-e", JAVASCRIPT, harbour.url, QUESTION]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == call(harbour, "/ask", QUESTION)
