"""The LangChain retriever, in LangChain's own hands."""

import asyncio
import json

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from langchain_core.tools import create_retriever_tool

from crosscheck.index import Retriever
from crosscheck.index.errors import BadInput

QUESTION = "How many passengers does the ferry carry?"


def quoted(documents: list[Document]) -> list[str]:
    return [f"{document.metadata['article']}: {document.page_content}" for document in documents]


@pytest.fixture
def chain(disputed: Retriever) -> Runnable[str, dict[str, object]]:
    return {"question": RunnablePassthrough(), "context": disputed.as_langchain(k=1) | RunnableLambda(quoted)} | (
        RunnableLambda(lambda parts: parts)
    )


def test_it_is_a_retriever_of_langchain(disputed: Retriever) -> None:
    assert isinstance(disputed.as_langchain(), BaseRetriever)


def test_a_document_says_where_it_stands(disputed: Retriever, known: dict[str, object]) -> None:
    document = next(d for d in disputed.as_langchain().invoke(QUESTION) if d.metadata["article"] == "ferry")
    assert {name: document.metadata[name] for name in known} == known
    assert document.id == f"ferry:{known['start']}-{known['end']}"
    text = disputed.articles["ferry"].text
    assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_a_document_carries_the_disagreements_that_touch_it(disputed: Retriever) -> None:
    touched = {
        d.metadata["article"]: d.metadata["disagreements"] for d in disputed.as_langchain().invoke(QUESTION)
    }
    assert touched["quay"] == []
    assert touched["ferry"] == touched["guide"]
    (one,) = touched["ferry"]
    assert (one["kind"], one["score"], [side["quote"] for side in one["sides"]]) == (
        "number",
        0.99,
        ["The ferry Alba carries 200 passengers.", "The ferry Alba carries 300 passengers."],
    )


def test_scores_are_those_of_the_search(disputed: Retriever) -> None:
    scores = [document.metadata["score"] for document in disputed.as_langchain().invoke(QUESTION)]
    assert scores == [round(hit.score, 4) for hit in disputed.search(QUESTION)]


def test_metadata_are_plain_json(disputed: Retriever) -> None:
    (document,) = disputed.as_langchain(k=1).invoke(QUESTION)
    assert json.loads(json.dumps(document.metadata)) == document.metadata


def test_k_is_set_once_or_for_one_query(disputed: Retriever) -> None:
    retriever = disputed.as_langchain(k=2)
    assert [len(retriever.invoke(QUESTION)), len(retriever.invoke(QUESTION, k=1))] == [2, 1]


def test_a_batch_keeps_the_order_of_its_queries(disputed: Retriever) -> None:
    queries = ["the northern quay", "the ferry Alba", "the northern quay"]
    found = disputed.as_langchain(k=1).batch(queries)
    assert [documents[0].metadata["article"] for documents in found] == ["quay", "ferry", "quay"]


def test_it_can_be_awaited(disputed: Retriever) -> None:
    retriever = disputed.as_langchain(k=1)

    async def both() -> list[list[Document]]:
        return [await retriever.ainvoke("the northern quay"), *await retriever.abatch(["the ferry Alba"])]

    assert [documents[0].metadata["article"] for documents in asyncio.run(both())] == ["quay", "ferry"]


def test_it_works_in_a_chain(chain: Runnable[str, dict[str, object]]) -> None:
    assert chain.invoke("the northern quay") == {
        "question": "the northern quay",
        "context": ["quay: Fishing boats lie at the northern quay."],
    }


def test_a_chain_with_it_streams(chain: Runnable[str, dict[str, object]]) -> None:
    async def streamed() -> list[dict[str, object]]:
        return [part async for part in chain.astream("the northern quay")]

    expected = ["quay: Fishing boats lie at the northern quay."]
    for parts in (list(chain.stream("the northern quay")), asyncio.run(streamed())):
        assert [part["context"] for part in parts if "context" in part] == [expected]


def test_it_makes_a_tool(disputed: Retriever) -> None:
    tool = create_retriever_tool(disputed.as_langchain(k=1), "harbour", "Finds what the articles say.")
    assert tool.invoke({"query": "the northern quay"}) == "Fishing boats lie at the northern quay."


@pytest.mark.parametrize("query", ["", "x" * 2001])
def test_a_query_that_cannot_be_looked_for_is_refused(disputed: Retriever, query: str) -> None:
    with pytest.raises(BadInput):
        disputed.as_langchain().invoke(query)
