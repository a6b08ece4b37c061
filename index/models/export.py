"""Write a complete sentence-transformers cross-encoder: `python -m crosscheck.index.models.export nli OUT`."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from crosscheck.index.models.base import WORD_EMBEDDINGS, base_directory, read_tensors, read_word_embeddings
from crosscheck.index.models.packaged import EMBEDDINGS_KEY

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")


def export(source: Path, out: Path) -> None:
    """Copy the weights in `source` to `out` with their word embeddings and tokenizer, in float32."""
    out.mkdir(parents=True, exist_ok=True)
    tensors = {**read_tensors(source / "model.safetensors"), WORD_EMBEDDINGS: read_word_embeddings()}
    state = {name: np.array(value, dtype=np.float32) for name, value in tensors.items()}
    save_file(state, out / "model.safetensors", {"format": "pt"})
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    config.pop(EMBEDDINGS_KEY, None)  # the export holds its own
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    for name in _TOKENIZER_FILES:
        shutil.copyfile(base_directory() / name, out / name)


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.models.export", description=__doc__)
    parser.add_argument("source", help="nli, relevance, or a folder written by training")
    parser.add_argument("out", type=Path)
    options = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    packaged = Path(__file__).parent / options.source
    export(packaged if packaged.is_dir() else Path(options.source), options.out)


if __name__ == "__main__":
    main()
