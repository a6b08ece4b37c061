"""The tools for agents, called by the real client of the protocol."""

import json
import subprocess
import sys
from typing import Any, Protocol

import pytest

pytest.importorskip("mcp", reason="mcp is not installed: pip install 'crosscheck[mcp]'")


class Service(Protocol):
    url: str


QUESTION = "How many passengers does the ferry Alba carry?"

CLIENT = """
import asyncio, json, sys
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

async def main(url, calls):
    async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
        hello = await session.initialize()
        tools = [tool.model_dump(mode="json") for tool in (await session.list_tools()).tools]
        results = [(await session.call_tool(name, arguments)).model_dump(mode="json") for name, arguments in calls]
        print(json.dumps({"instructions": hello.instructions, "tools": tools, "results": results}))

asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
"""


def talk(service: Service, *calls: tuple[str, dict[str, object]], path: str = "/gradio_api/mcp/") -> Any:
    command = [sys.executable, "-W", "ignore", "-c", CLIENT, service.url + path, json.dumps(calls)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def said(harbour: Service) -> Any:
    """What the server says of itself and to a few calls."""
    return talk(
        harbour,
        ("ask", {"question": QUESTION}),
        ("search", {"query": "fishing boats", "k": 1}),
        ("disagreements", {}),
        ("ask", {"question": "How much does a loaf of bread cost in Lisbon?"}),
        ("ask", {"question": "x" * 2001}),
        ("search", {"query": "ferry", "k": 101}),
        ("ask", {}),
    )


def test_there_are_three_tools_that_change_nothing(said: Any) -> None:
    assert [tool["name"] for tool in said["tools"]] == ["ask", "search", "disagreements"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in said["tools"])


def test_an_agent_is_told_how_to_use_them(said: Any) -> None:
    ask, search, disagreements = said["tools"]
    assert "disagreement" in said["instructions"]
    for tool in said["tools"]:
        assert "disagreements" in tool["description"]
        assert all("description" in parameter for parameter in tool["inputSchema"]["properties"].values())
    assert "not_in_sources" in ask["description"]
    assert ask["inputSchema"]["properties"]["question"]["maxLength"] == 2000
    assert search["inputSchema"]["properties"]["k"]["maximum"] == 100
    assert "required" not in disagreements["inputSchema"]


def test_an_answer_comes_with_sources_and_disagreements(said: Any) -> None:
    answer = said["results"][0]["structuredContent"]
    assert [citation["quote"] for citation in answer["citations"]] == ["The ferry Alba carries 200 passengers."]
    assert answer["disagreements"] == []


def test_the_text_of_a_result_is_the_same_json(said: Any) -> None:
    for result in said["results"][:4]:
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


def test_passages_come_with_sources_and_disagreements(said: Any) -> None:
    found = said["results"][1]["structuredContent"]
    assert [article["title"] for article in found["articles"]] == ["Quay"]
    assert list(found) == ["passages", "articles", "disagreements"]


def test_disagreements_can_be_listed(said: Any) -> None:
    assert said["results"][2]["structuredContent"] == {"disagreements": []}


def test_what_the_articles_do_not_say_is_no_error(said: Any) -> None:
    result = said["results"][3]
    assert (result["isError"], result["structuredContent"]["status"]) == (False, "not_in_sources")


def test_a_bad_question_is_an_error_in_words(said: Any) -> None:
    long, many, empty = said["results"][4:]
    assert [result["isError"] for result in (long, many, empty)] == [True, True, True]
    assert long["content"][0]["text"].endswith("the question has 2,001 characters: ask in at most 2,000")
    assert many["content"][0]["text"].endswith("k is 101: give a whole number from 1 to 100")


@pytest.mark.parametrize("word", ["wording", "opinions", "language model"])
def test_an_agent_is_told_what_a_language_model_may_have_to_do_with_it(said: Any, word: str) -> None:
    assert word in " ".join(tool["description"] for tool in said["tools"])
    assert "`wording` or `opinion`" in said["instructions"]


def test_the_slash_at_the_end_may_be_left_out(harbour: Service) -> None:
    assert len(talk(harbour, path="/gradio_api/mcp")["tools"]) == 3
