from dataclasses import replace
from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.app.answer import Answer
from crosscheck.app.suggest import Suggestion, about_both_sides, follow_ups, questions, shows, tried
from crosscheck.index import Retriever
from crosscheck.index.types import Article, Disagreement, Hit, Passage, Side

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
        "What is known about Fresnel lenses?",
    ]


def test_a_heading_is_asked_about_with_its_article_in_lower_case(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Boats\n\n## The old ferry\n\nEverybody likes the ferry at nine.\n")
    index = Retriever.open(tmp_path, cache=tmp_path / "cache").index
    assert "What is known about the old ferry?" in questions(index)


def test_a_definition_is_asked_for_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "Cassandra is a database. It was named so, and Cassandra is fast. Cold is a state."
    )
    index = Retriever.open(tmp_path, cache=tmp_path / "cache").index
    assert questions(index) == ["What is Cassandra?"]


def test_a_word_with_a_capital_at_the_start_of_the_next_line_only_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Snow and ice\n\nCold is the worst. They run in winter\n\nCold is the sea.\n")
    assert "What is Cold?" not in questions(Retriever.open(tmp_path, cache=tmp_path / "cache").index)


def disagreement(one: Side, other: Side, topic: str = "the door") -> Disagreement:
    return Disagreement("negation", 0.9, topic, (one, other))


def test_a_disagreement_is_asked_about_by_the_questions_above_its_sides_then_by_its_topic() -> None:
    one = Article("a", "How tall is it?\n\nIs it open?\n\nIt is open. It is red.\n\nIs it old?", "A")
    other = Article("b", "It is closed. How tall is it?", "B")
    found = disagreement(Side("a", "A", None, "It is open.", 32, 43), Side("b", "B", None, "It is closed.", 0, 13))
    written = ["How tall is it?", "Is it open?", "Is it old?"]
    assert about_both_sides(found, {"a": one, "b": other}, written) == ["Is it open?", "the door?"]


def test_what_a_short_side_says_is_asked_before_the_topic() -> None:
    article = Article("a", "The bridge opened in 1931.", "A")
    one = Side("a", "A", None, "The bridge opened in 1931.", 0, 26)
    leans, long = "It opened in 1931.", f"The bridge {'very ' * 20}long ago opened."
    asked = about_both_sides(disagreement(one, replace(one, quote=leans), "opening"), {"a": article}, [])
    assert asked == ["The bridge opened in 1931?", "opening?"]
    assert about_both_sides(disagreement(replace(one, quote=long), one, ""), {"a": article}, []) == [
        "The bridge opened in 1931?"
    ]


def test_what_a_side_says_is_asked_without_its_markdown() -> None:
    article = Article("a", "The [bridge](https://x.org) **opened** in 1931.", "A")
    side = Side("a", "A", None, article.text, 0, len(article.text))
    asked = about_both_sides(disagreement(side, side, ""), {"a": article}, [])
    assert asked == ["The bridge opened in 1931?"]


def test_an_answer_shows_a_disagreement_of_which_it_warns_and_no_other() -> None:
    one, other = Side("a", "A", None, "Yes.", 0, 4), Side("b", "B", None, "No.", 0, 3)
    found = disagreement(one, other)
    answer = Answer("Is it?", "Is it?", "answered", 0.9, disagreements=(replace(found, score=0.6),))
    assert shows(answer, found)
    assert not shows(answer, disagreement(one, replace(other, start=9)))


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
