"""What agents and programs get from a server that has a language model, and an index with its opinions."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest

from crosscheck.app.llm import adviser
from crosscheck.index import Retriever

pytest.importorskip("mcp", reason="mcp is not installed: pip install 'crosscheck[mcp]'")

CLIENT = """
import asyncio, json, sys
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

async def main(url):
    async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        answer = await session.call_tool("ask", {"question": "Are tickets sold on board?"})
        listed = await session.call_tool("disagreements", {})
        print(json.dumps([answer.structuredContent, listed.structuredContent]))

asyncio.run(main(sys.argv[1]))
"""


class Service(Protocol):
    url: str


class Model(Protocol):
    url: str
    folder: Path

    def says(self, content: object) -> None: ...


Serving = Callable[..., AbstractContextManager[Service]]


@pytest.fixture
def told(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serving_chat: Serving
) -> Iterator[list[Any]]:
    """Its answer and its list of disagreements, of an index for which the model said yes of every pair."""
    for article in model.folder.iterdir():
        (tmp_path / article.name).write_bytes(article.read_bytes())
    monkeypatch.setattr("crosscheck.index.compare.opinions._LEAST_SCORE", 0.0)
    model.says("yes")
    Retriever.open(tmp_path, adviser=adviser(f"{model.url}/v1", "tiny"), rebuild=True)
    model.says("Yes, tickets are sold [9].")
    with serving_chat(tmp_path, "--llm", f"{model.url}/v1", "--llm-model", "tiny") as service:
        command = [sys.executable, "-W", "ignore", "-c", CLIENT, f"{service.url}/gradio_api/mcp/"]
        yield json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_an_agent_is_told_whose_words_and_whose_opinion_it_gets(told: list[Any]) -> None:
    answer, listed = told
    assert answer["wording"]["note"] == (
        "Nothing that tiny wrote was supported: these are the articles' own sentences."
    )
    assert answer["disagreements"][0]["opinion"]["note"] == "The language model tiny thinks so too."
    assert listed["disagreements"][0]["opinion"]["alone"] is False
    assert {one["opinion"]["note"] for one in listed["opinions"]} == {
        "Only the language model tiny thinks that these disagree."
    }
