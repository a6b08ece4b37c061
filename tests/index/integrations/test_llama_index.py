"""The LlamaIndex retriever, in LlamaIndex's own hands."""

import asyncio

import pytest

from crosscheck.index import Retriever

pytest.importorskip(
    "llama_index.core",
    reason="LlamaIndex is not installed: pip install 'crosscheck[llama-index]'",
    exc_type=ImportError,
)


def test_a_node_says_where_it_stands(disputed: Retriever, known: dict[str, object]) -> None:
    from llama_index.core.schema import TextNode

    nodes = disputed.as_llama_index(k=3).retrieve("How many passengers does the ferry carry?")
    one = next(node for node in nodes if node.node.metadata["article"] == "ferry")
    assert {name: one.node.metadata[name] for name in known} == known
    assert one.text == "The ferry Alba carries 200 passengers."
    assert isinstance(one.node, TextNode)
    assert (one.node.start_char_idx, one.node.end_char_idx) == (known["start"], known["end"])
    assert [found["kind"] for found in one.node.metadata["disagreements"]] == ["number"]


def test_nodes_have_the_scores_of_the_search(disputed: Retriever) -> None:
    nodes = disputed.as_llama_index(k=2).retrieve("the northern quay")
    assert [node.score for node in nodes] == [round(h.score, 4) for h in disputed.search("the northern quay", 2)]


def test_it_can_be_awaited(disputed: Retriever) -> None:
    (node,) = asyncio.run(disputed.as_llama_index(k=1).aretrieve("the northern quay"))
    assert node.text == "Fishing boats lie at the northern quay."


def test_a_language_model_is_shown_title_and_date_only(disputed: Retriever) -> None:
    from llama_index.core.schema import MetadataMode

    nodes = disputed.as_llama_index(k=3).retrieve("the ferry Alba")
    one = next(node for node in nodes if node.node.metadata["article"] == "ferry")
    assert one.node.get_content(MetadataMode.LLM) == (
        "title: The ferry\ndate: 2021-05-01\n\nThe ferry Alba carries 200 passengers."
    )
