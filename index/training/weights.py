"""Weights to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crosscheck.index.models.base import read_tensors
from crosscheck.index.models.pack import unpacked

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["load_weights"]


def load_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights in `folder`, by the names of transformers: as training wrote them, exported, or packed.

    Raises ModelError where there are none, or they cannot be read.
    """
    import torch

    whole = unpacked(read_tensors(folder / "model.safetensors"))
    return {name: torch.from_numpy(np.array(value)) for name, value in whole.items()}
