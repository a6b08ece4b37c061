"""What a language model thinks of pairs is kept beside what we think. The language model is scripted."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from crosscheck.index import Retriever
from crosscheck.index.compare.opinions import Opinions, advice, carried, known_opinions
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.errors import CrosscheckError
from crosscheck.index.types import Opinion, Sentence

TEXTS = ["The ferry is blue.", "The ferry is red.", "The ferry is green.", "The ferry is white."]
SENTENCES = [Sentence(f"article-{i}", 0, len(text), text) for i, text in enumerate(TEXTS)]
FERRY = Path(__file__).parents[3] / "docs" / "ferry"


class Scripted:
    """Says what it is told of the second text of a pair, and remembers what it was asked."""

    model = "tiny"
    fingerprint = "scripted"

    def __init__(
        self,
        said: Mapping[str, bool | None] | None = None,
        breaks_at: int = 1000,
        error: type[BaseException] = CrosscheckError,
    ) -> None:
        self.said, self.error = said or {}, error
        self.breaks_at = breaks_at
        self.asked: list[tuple[str, str]] = []

    def disagrees(self, one: str, other: str) -> bool | None:
        if len(self.asked) == self.breaks_at:
            raise self.error("cannot be reached")
        self.asked.append((one, other))
        return self.said.get(other, True)


def pair(first: int, second: int, score: float) -> Pair:
    return Pair(first, second, Verdict(0.0, 0.0, 0.0, 0.0), 0.9, score, 0.0, "entity", "the ferry")


PAIRS = [pair(0, 1, 0.3), pair(0, 2, 0.9), pair(1, 2, 0.01), pair(1, 3, 0.5)]


def test_the_likeliest_disagreements_are_asked_about_first_and_the_unlikely_not_at_all() -> None:
    adviser = Scripted({TEXTS[3]: False})
    opinions, notice = advice(SENTENCES, PAIRS, adviser, {})
    assert adviser.asked == [(TEXTS[0], TEXTS[2]), (TEXTS[1], TEXTS[3]), (TEXTS[0], TEXTS[1])]
    assert (opinions.disagree, notice) == ({(0, 2): True, (1, 3): False, (0, 1): True}, "")


def test_what_is_known_is_not_asked_again_in_either_order() -> None:
    adviser = Scripted()
    known = known_opinions(SENTENCES, Opinions("tiny", "scripted", {(0, 2): False, (1, 3): True}))
    turned = [SENTENCES[2], SENTENCES[1], SENTENCES[0], SENTENCES[3]]
    opinions, _ = advice(turned, [pair(0, 2, 0.9), pair(1, 3, 0.5)], adviser, known)
    assert (adviser.asked, opinions.disagree) == ([], {(0, 2): False, (1, 3): True})


def test_a_model_that_breaks_off_leaves_what_it_said_and_a_notice() -> None:
    opinions, notice = advice(SENTENCES, PAIRS, Scripted(breaks_at=1), {})
    assert opinions.disagree == {(0, 2): True}
    assert notice == (
        "the language model tiny cannot be reached: 1 of 3 pairs have its opinion; build again to go on"
    )


def test_neither_yes_nor_no_is_no_opinion() -> None:
    opinions, notice = advice(SENTENCES, PAIRS, Scripted({TEXTS[1]: None}), {})
    assert opinions.disagree == {(0, 2): True, (1, 3): True}
    assert notice == (
        "the language model tiny said neither yes nor no of 1 of 3 pairs: they are without its opinion"
    )


def test_opinions_stay_with_the_pairs_whose_texts_are_the_same() -> None:
    before = Opinions("tiny", "scripted", {(0, 2): True, (1, 3): True})
    changed = [*SENTENCES[:3], Sentence("article-3", 0, 22, "The ferry is not blue.")]
    kept = carried(changed, PAIRS, before, known_opinions(SENTENCES, before))
    assert kept == Opinions("tiny", "scripted", {(0, 2): True})


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """Two articles, of which two sentences plainly disagree."""
    for name in ("brochure.md", "report.md"):
        (tmp_path / name).write_bytes((FERRY / name).read_bytes())
    return tmp_path


def test_what_we_find_is_the_same_with_and_without_opinions(ferry: Path) -> None:
    without = Retriever.open(ferry, rebuild=True)
    asked = Retriever.open(ferry, rebuild=True, adviser=Scripted())
    stored = Retriever.open(ferry)
    assert stored.index.opinions == asked.index.opinions
    assert stored.index.pairs == without.index.pairs
    assert [(d.sides, d.score) for d in stored.disagreements()] == [
        (d.sides, d.score) for d in without.disagreements()
    ]
    assert {d.opinion.note for d in stored.disagreements() if d.opinion} == {
        "The language model tiny thinks so too."
    }
    assert without.opinions() == []
    assert all(d.opinion is None for d in without.disagreements())


def test_what_only_the_model_thinks_is_listed_apart_and_says_so(ferry: Path) -> None:
    opened = Retriever.open(ferry)
    pairs = (pair(1, 5, 0.9), pair(2, 5, 0.1), pair(2, 6, 0.1), pair(3, 6, 0.1))
    opinions = Opinions("tiny", "scripted", {(1, 5): False, (2, 5): True, (2, 6): False})
    retriever = replace(opened, index=replace(opened.index, pairs=pairs, opinions=opinions))
    (ours,), (alone,) = retriever.disagreements(), retriever.opinions()
    assert (ours.score, ours.opinion) == (0.9, Opinion("tiny", disagree=False))
    assert (alone.score, alone.opinion) == (0.1, Opinion("tiny", disagree=True, alone=True))
    assert alone.notes[-1] == "Only the language model tiny thinks that these disagree."


def test_a_changed_article_keeps_the_opinions_on_the_others_and_a_new_build_has_none(ferry: Path) -> None:
    asked = Retriever.open(ferry, rebuild=True, adviser=Scripted()).index.opinions
    (ferry / "third.md").write_text("Bread is baked in the village at night.\n")
    assert Retriever.open(ferry).index.opinions.disagree.keys() == asked.disagree.keys()
    assert Retriever.open(ferry, rebuild=True).index.opinions == Opinions()


@pytest.mark.parametrize("error", [CrosscheckError, KeyboardInterrupt])
def test_a_build_that_broke_off_goes_on_with_what_was_not_asked(ferry: Path, error: type[BaseException]) -> None:
    with suppress(KeyboardInterrupt):
        Retriever.open(ferry, rebuild=True, adviser=Scripted(breaks_at=1, error=error))
    adviser = Scripted()
    count = len(Retriever.open(ferry, rebuild=True, adviser=adviser).index.opinions.disagree)
    assert len(adviser.asked) == count - 1
