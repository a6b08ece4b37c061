"""Comparing: how much is judged, what is judged again, and what comes of it. The judge is scripted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from crosscheck.index.compare.candidates import ON_AVERAGE
from crosscheck.index.compare.compare import compare, known_verdicts
from crosscheck.index.compare.pairs import Verdict
from crosscheck.index.types import FloatMatrix, Sentence


class Scripted:
    """A judge that counts, and finds that whatever differs in its last word contradicts."""

    fingerprint = "scripted"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        self.asked += pairs
        rows = [(0.0, 0.1, 0.9) if a.split()[-1] != b.split()[-1] else (0.9, 0.1, 0.0) for a, b in pairs]
        return np.array(rows, dtype=np.float32)


def sentences(*texts: str) -> list[Sentence]:
    return [Sentence(f"article-{i}", 0, len(text), text) for i, text in enumerate(texts)]


def alike(count: int) -> FloatMatrix:
    """Return `count` nearly parallel vectors of unit length."""
    noise = np.random.default_rng(7).normal(scale=0.1, size=(count, 8)) + 1
    return np.asarray(noise / np.linalg.norm(noise, axis=1, keepdims=True), dtype=np.float32)


def test_a_pair_that_has_to_do_with_each_other_is_judged_in_both_directions() -> None:
    judge = Scripted()
    (pair,) = compare(sentences("The ferry is blue.", "The ferry is red."), alike(2), judge)
    assert judge.asked == [
        ("The ferry is blue.", "The ferry is red."),
        ("The ferry is red.", "The ferry is blue."),
    ]
    assert (pair.first, pair.second) == (0, 1)


class OneWay(Scripted):
    """A judge to whom the sentence of a fleet contradicts that of a ferry, and who has doubts the other way."""

    def __init__(self, neutral: float) -> None:
        super().__init__()
        self.neutral = neutral

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        self.asked += pairs
        doubt = (0.0, self.neutral, 1 - self.neutral)
        return np.array([doubt if "ferry" in a else (0.0, 0.1, 0.9) for a, _ in pairs], dtype=np.float32)


FLEET = "The ferry is blue.", "The fleet is red."


def test_what_has_nothing_to_do_with_each_other_is_judged_once_the_first_in_the_alphabet_first() -> None:
    for texts in (FLEET, FLEET[::-1]):
        judge = OneWay(neutral=0.62)
        (pair,) = compare(sentences(*texts), alike(2), judge)
        assert judge.asked == [FLEET]
        assert pair.verdict.contradiction == pair.verdict.contradiction_both == pytest.approx(0.38)


def test_a_verdict_says_which_of_the_two_contradicts_the_other() -> None:
    (pair,) = compare(sentences(*FLEET), alike(2), OneWay(neutral=0.58))
    (turned,) = compare(sentences(*FLEET[::-1]), alike(2), OneWay(neutral=0.58))
    assert (pair.verdict.contradicts, pair.verdict.contradicts_back) == pytest.approx((0.42, 0.9))
    assert (turned.verdict.contradicts, turned.verdict.contradicts_back) == pytest.approx((0.9, 0.42))


def test_two_thousand_paraphrases_are_judged_in_proportion() -> None:
    judge = Scripted()
    texts = [f"Witness number {i} recalls that the old ferry was blue." for i in range(2000)]
    compare(sentences(*texts), alike(2000), judge)
    assert len(judge.asked) <= 2 * ON_AVERAGE * 2000


def test_what_contradicts_much_else_as_well_scores_less() -> None:
    # The first sentence claims nothing: rows are no places of claims. The second is as near to each of the others,
    # which have nothing to do with each other.
    texts = ["Why a ferry?", "The ferry is blue.", "The ferry is red.", "The crew is loud.", "The pier is long."]
    vectors = np.array([[1, 0, 0], [3**-0.5] * 3, [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    (alone,) = compare(sentences(*texts[:3]), vectors[:3], Scripted())
    among = {(pair.first, pair.second): pair for pair in compare(sentences(*texts), vectors, Scripted())}
    assert (alone.first, alone.second, [*among]) == (1, 2, [(1, 2), (1, 3), (1, 4)])
    assert among[1, 2].verdict == alone.verdict
    assert 0.05 <= among[1, 2].score < alone.score - 0.1


def test_copies_are_not_judged_but_known_to_agree() -> None:
    judge = Scripted()
    (pair,) = compare(sentences("The ferry is blue.", "The ferry is blue."), alike(2), judge)
    assert judge.asked == []
    assert (pair.support, pair.score) == (1.0, 0.0)


def test_only_pairs_of_changed_sentences_are_judged_again() -> None:
    texts = ["The ferry is blue.", "The ferry is red.", "The ferry is green."]
    first = compare(sentences(*texts), alike(3), Scripted())
    known = known_verdicts(first)
    judge = Scripted()
    texts[2] = "The ferry is white."
    compare(sentences(*texts), alike(3), judge, known=known)
    assert judge.asked and all("The ferry is white." in pair for pair in judge.asked)


def test_what_is_known_of_a_pair_holds_in_the_other_order() -> None:
    texts = ["The ferry is blue.", "The ferry is red."]
    known = known_verdicts(compare(sentences(*texts), alike(2), Scripted()))
    judge = Scripted()
    compare(sentences(*reversed(texts)), alike(2), judge, known=known)
    assert judge.asked == []


def test_what_is_known_of_a_pair_is_turned_with_it() -> None:
    texts = ["The ferry is blue.", "The ferry is red."]
    (pair,) = compare(sentences(*texts), alike(2), Scripted())
    known = {pair.shown: [0.1, 0.2, 0.3, 0.4]}
    (turned,) = compare(sentences(*reversed(texts)), alike(2), Scripted(), known=known)
    assert turned.verdict == Verdict(0.2, 0.1, 0.4, 0.3)


def test_what_the_model_read_behind_another_heading_is_not_known() -> None:
    texts = ["The crew of the old ferry is tired.", "Our ferry has not been painted for years."]
    first, second = sentences(*texts)
    behind = [replace(first, headings=("The boat",)), second]
    known = known_verdicts(compare([first, second], alike(2), Scripted()))
    judge = Scripted()
    compare(behind, alike(2), judge, known=known)
    assert judge.asked


def test_only_what_may_disagree_has_a_topic() -> None:
    texts = ["The ferry is blue.", "The ferry is red."]
    (near,) = compare(sentences(*texts), alike(2), Scripted())
    pair = {near.shown: [0.0, 0.0, 0.0, 0.0]}
    (far,) = compare(sentences(*texts), alike(2), Scripted(), known=pair)
    assert (near.topic, far.topic) == ("ferry", "")


def test_the_order_of_the_sentences_does_not_matter() -> None:
    texts = ["The ferry took 24 minutes.", "The ferry took 35 minutes."]
    (one,) = compare(sentences(*texts), alike(2), Scripted())
    (other,) = compare(sentences(*reversed(texts)), alike(2), Scripted())
    assert (one.score, one.kind, one.support) == (other.score, other.kind, other.support)


def test_progress_is_reported() -> None:
    heard: list[tuple[int, int]] = []
    compare(
        sentences("The ferry is blue.", "The ferry is red."),
        alike(2),
        Scripted(),
        progress=lambda done, total: heard.append((done, total)),
    )
    assert heard == [(1, 1)]


@pytest.mark.parametrize("texts", [(), ("The ferry is blue.",)])
def test_too_few_sentences_give_no_pairs(texts: tuple[str, ...]) -> None:
    assert len(compare(sentences(*texts), alike(len(texts)), Scripted())) == 0
