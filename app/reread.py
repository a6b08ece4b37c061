"""A second reading of the best sentences, by a model that is slower and knows more.

It has a say in which of them is the best, where several are nearly as good by the first reading, and in whether
they answer at all, where that is doubtful.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crosscheck.app.judge import Judged, log_odds

__all__ = ["READ", "close", "opinion", "settled"]

READ = 3
"""Sentences read again, at most: five tell no more about whether they answer, one less."""

# Of log-odds behind the best: within that, the first reading is often wrong about the order. On the development
# questions and those of corpora held out, twice that takes nearly twice the reading, and mends a quarter more.
_CLOSE = 1.0
# Log-odds, those of .88, of a best from which none is close: to read these as well takes a third more, and mends
# next to nothing there.
_SURE = 2.0
_LEAST = 0.001  # that a sentence counts in an opinion, however irrelevant: a mean needs some weight


def close(judged: Sequence[Judged]) -> int:
    """Return how many of `judged`, most relevant first, are nearly as relevant as the best, it included.

    None but the best are where that is surely relevant.
    """
    odds = [log_odds(item.relevance) for item in judged[:READ]]
    if not odds or odds[0] > _SURE:
        return min(len(odds), 1)
    return sum(odds[0] - value < _CLOSE for value in odds)


def settled(judged: Sequence[Judged], said: Sequence[float]) -> list[Judged]:
    """Return `judged`, most relevant first, with those that are `close` in the order of the mean of two log-odds.

    One is that of their relevance, the other of the probability `said` that each answers. They exchange their
    relevances: what is doubtful is which is the best, not how good that is.
    """
    tied = judged[: close(judged)]
    means = [log_odds(item.relevance) + log_odds(answers) for item, answers in zip(tied, said, strict=False)]
    order = sorted(range(len(tied)), key=lambda place: -means[place])
    first = [replace(tied[place], relevance=item.relevance) for place, item in zip(order, tied, strict=True)]
    return [*first, *judged[len(tied) :]]


def opinion(judged: Sequence[Judged], said: Sequence[float]) -> float:
    """Return log-odds that `judged` answer: of the mean of what is `said`, each counted by its relevance.

    `said` are probabilities that each answers. What stands beside a sentence that answers is no objection to it.
    """
    weights = [max(item.relevance, _LEAST) for item in judged]
    return log_odds(float(np.average(said, weights=weights)))
