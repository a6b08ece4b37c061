"""The Haystack component, in a pipeline of Haystack's."""

import pytest

from crosscheck.index import Retriever

haystack = pytest.importorskip(
    "haystack", reason="Haystack is not installed: pip install 'crosscheck[haystack]'", exc_type=ImportError
)


def test_a_document_says_where_it_stands(disputed: Retriever, known: dict[str, object]) -> None:
    documents = disputed.as_haystack(k=3).run(query="How many passengers does the ferry carry?")["documents"]
    one = next(document for document in documents if document.meta["article"] == "ferry")
    assert {name: one.meta[name] for name in known} == known
    assert one.content == "The ferry Alba carries 200 passengers."
    assert [found["kind"] for found in one.meta["disagreements"]] == ["number"]


def test_it_works_in_a_pipeline(disputed: Retriever) -> None:
    from haystack.components.builders import PromptBuilder

    pipeline = haystack.Pipeline()
    pipeline.add_component("retriever", disputed.as_haystack(k=1))
    template = "{% for d in documents %}{{ d.meta.title }}: {{ d.content }}{% endfor %}"
    pipeline.add_component("prompt", PromptBuilder(template, required_variables=["documents"]))
    pipeline.connect("retriever.documents", "prompt.documents")
    result = pipeline.run({"retriever": {"query": "the northern quay"}})
    assert result["prompt"]["prompt"] == "Quay: Fishing boats lie at the northern quay."


def test_documents_have_the_scores_of_the_search(disputed: Retriever) -> None:
    documents = disputed.as_haystack().run(query="the northern quay", top_k=2)["documents"]
    assert [d.score for d in documents] == [round(h.score, 4) for h in disputed.search("the northern quay", 2)]
