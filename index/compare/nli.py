"""The NLI model behind the pairs, loaded only when there is something to judge."""

from collections.abc import Sequence
from functools import cached_property

from crosscheck.index.models import NliModel
from crosscheck.index.models.packaged import released_fingerprint
from crosscheck.index.types import FloatMatrix

__all__ = ["LazyNli"]


class LazyNli:
    """The packaged NLI model, or another cross-encoder by its path or name."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name

    @cached_property
    def fingerprint(self) -> str:
        """Name of the weights and of how they are computed. Asking for that of the packaged ones loads nothing."""
        return released_fingerprint("nli") if self._name is None else self._model.fingerprint

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        """Probabilities `(n, 3)` of entailment, neutral and contradiction; raises ModelError as loading does."""
        return self._model.judge(pairs)

    @cached_property
    def _model(self) -> NliModel:
        return NliModel.load(self._name)
