"""Made-up facts: what the construction says is what the label says."""

import random
from collections import Counter

import pytest

from crosscheck.index.training import templates
from crosscheck.index.training.examples import Example

MAKERS = (templates.role_pair, templates.list_pair, templates.opinion_pair, templates.number_pair)


@pytest.mark.parametrize("make", MAKERS)
def test_each_maker_gives_all_three_labels_and_whole_sentences(make) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rng = random.Random(1)
    made: list[Example] = [make(rng) for _ in range(400)]
    counts = Counter(pair.label for pair in made)
    assert set(counts) == {0, 1, 2}
    assert min(counts.values()) > 40
    for pair in made:
        for text in (pair.first, pair.second):
            assert text[0] == text[0].upper()
            assert text.endswith(".")
            assert "{" not in text


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert templates.role_pair(random.Random(3)) == templates.role_pair(random.Random(3))
