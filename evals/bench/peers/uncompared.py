"""Crosscheck on a large folder: search.py, but the NLI model judges only the first pairs of sentences.

Judging all of them takes hours, and the other programs do nothing like it. All else is done as ever: the model is
loaded, pairs are chosen, scored and stored, as if it had said "neutral" to every one of the rest.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.types import FloatMatrix

_JUDGED = 2  # calls of the model, each of some hundred pairs
_NEUTRAL = np.array([0.02, 0.96, 0.02], dtype=np.float32)

_judge = LazyNli.judge
_whole: Any = import_module("search")


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    calls = 0

    def judge(model: LazyNli, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        nonlocal calls
        calls += 1
        return _judge(model, pairs) if calls <= _JUDGED else np.tile(_NEUTRAL, (len(pairs), 1))

    LazyNli.judge = judge  # type: ignore[assignment, method-assign]
    texts: int = _whole.build(articles, store)
    return texts


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    found: Callable[[str], list[str]] = _whole.searcher(articles, store)
    return found
