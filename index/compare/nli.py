"""The NLI model behind the pairs, loaded only when there is something to judge."""

from collections.abc import Sequence
from functools import cached_property

from crosscheck.index.models import NliModel
from crosscheck.index.models.cascade import DOUBTED, Cascade, cascade_fingerprint
from crosscheck.index.types import FloatMatrix

__all__ = ["LazyNli"]


class LazyNli:
    """The packaged NLI models in a cascade, or another cross-encoder by its path or name."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name

    @cached_property
    def fingerprint(self) -> str:
        """Name of the weights and of how they are computed. Asking for that of the packaged ones loads nothing."""
        return cascade_fingerprint(DOUBTED) if self._name is None else self._model.fingerprint

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        """Probabilities `(n, 3)` of entailment, neutral and contradiction; raises ModelError as loading does."""
        return self._model.judge(pairs)

    @cached_property
    def _model(self) -> NliModel:
        return NliModel(Cascade(DOUBTED)) if self._name is None else NliModel.load(self._name)
