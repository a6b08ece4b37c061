"""Other people's cross-encoders, by path or by a name in the local cache; nothing is ever downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.scoring import FloatMatrix, Pair

_BATCH = 32


class ForeignScorer:
    """A cross-encoder in the layout of sentence-transformers or transformers."""

    def __init__(self, name_or_path: str) -> None:
        """Load it; raises `ModelError` where it is not on this machine or cannot be read."""
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        try:
            self._model = CrossEncoder(name_or_path, device="cpu", local_files_only=True, activation_fn=Identity())
        except Exception as error:  # the loaders below raise many types for a missing or damaged folder
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(
                f"No cross-encoder can be loaded from {name_or_path!r}, and nothing is downloaded: {reason}"
            ) from error
        id2label = self._model.config.id2label or {}
        self.labels = tuple(str(id2label[i]) for i in sorted(id2label))

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row in the order of `pairs`."""
        if not pairs:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        scores = self._model.predict(list(pairs), batch_size=_BATCH, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32).reshape(len(pairs), -1)

    @cached_property
    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 over the names and bytes of all weights."""
        digest = hashlib.sha256()
        for name, value in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(value.detach().cpu().contiguous().flatten().float().numpy().tobytes())
        return digest.hexdigest()
