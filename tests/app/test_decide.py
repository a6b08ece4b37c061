"""What the decision to answer rests on besides the model's word: the names in the question."""

import pytest

from crosscheck.app.decide import signals
from crosscheck.app.judge import Judged, SentenceSignals
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import Index, build_index
from crosscheck.index.types import Article

ARTICLES = [
    Article("brisa", "# Brisa\n\nShe cost 300 million crowns.\n", "Brisa"),
    Article("lysa", "# Lysa\n\nShe carries 90 cars to the islands.\n", "Lysa"),
    Article("port", "# The port\n\nBoth Brisa and Lysa call here.\n", "The port"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(ARTICLES, load_encoder())


@pytest.mark.parametrize(
    ("question", "strange", "elsewhere"),
    [
        ("How much did Brisa cost?", 0.0, 0.0),  # it stands in the heading
        ("How much did Lysa cost?", 0.0, 1.0),  # the articles know it, the evidence does not
        ("How much did Lysa and Brisa cost?", 0.0, 0.5),  # two passages have each
        ("How much did Tinda cost?", 1.0, 1.0),  # nobody knows it
        ("how much did lysa cost", 0.0, 0.0),  # no name is written as one
    ],
)
def test_evidence_about_others_is_told_from_evidence_about_what_is_named(
    index: Index, question: str, strange: float, elsewhere: float
) -> None:
    row = next(row for row, sentence in enumerate(index.sentences) if "crowns" in sentence.text)
    best = Judged(index.sentences[row], row, 0.9, SentenceSignals(0.0, 0.0, 0.0, 0.0, 0.0))
    found = signals(question, [best], index)
    assert [found.strange, found.elsewhere] == pytest.approx([strange, elsewhere])


def test_without_evidence_nothing_is_elsewhere(index: Index) -> None:
    assert signals("How much did Lysa cost?", [], index).elsewhere == 0.0
