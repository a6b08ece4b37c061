from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.app.answer import Answer
from crosscheck.app.suggest import Suggestion, follow_ups, questions, tried
from crosscheck.index import Retriever
from crosscheck.index.types import Hit, Passage

ARTICLE = """# Lighthouses

## Fresnel lenses

A Fresnel lens is a lens made of rings. Keepers like the Fresnel lens of Skaw.

## How tall is the tower of Skaw?

The tower of Skaw is 46 metres tall. How tall is it?

## Conclusion

Visit the coast.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "lighthouses.md").write_text(ARTICLE)
    return Retriever.open(folder, cache=tmp_path_factory.mktemp("cache"))


def test_questions_come_from_what_articles_ask_and_name(retriever: Retriever) -> None:
    assert questions(retriever.index) == [
        "How tall is the tower of Skaw?",
        "What do the articles say about Fresnel lenses?",
    ]


def test_a_definition_is_asked_for_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "Cassandra is a database. It was named so, and Cassandra is fast. Cold is a state."
    )
    index = Retriever.open(tmp_path, cache=tmp_path / "cache").index
    assert questions(index) == ["What is Cassandra?"]


def test_only_what_is_answered_is_suggested(retriever: Retriever) -> None:
    assistant = Assistant(retriever)
    assert tried(assistant.ask("How tall is the tower of Skaw?")) is not None
    assert tried(assistant.ask("Who wrote Hamlet?")) is None


def test_follow_ups_are_about_the_same_passages_nearest_first_and_not_asked_before() -> None:
    def known(question: str, *starts: int) -> Suggestion:
        return Suggestion(question, frozenset(("a", start) for start in starts))

    hits = tuple(Hit(Passage("a", start, start + 9, "x" * 9, ()), 0.5, 1) for start in (0, 10, 20))
    answer = Answer("How tall is the tower?", "", "answered", 0.9, hits=hits)
    suggestions = [
        known("Who built the harbour?", 0),
        known("What do keepers eat?", 0, 10, 20),
        known("How tall is the tower of Skaw?", 0, 10),  # as good as asked
        known("When did the ferry sink?", 90),  # elsewhere
        known("Which lens is used?", 0, 10),
        known("What colour are the walls?", 10),
    ]
    asked = ["Which lens is used?"]
    assert follow_ups(answer, suggestions, asked, 2) == ["What do keepers eat?", "Who built the harbour?"]
