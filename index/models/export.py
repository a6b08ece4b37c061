"""Write a complete sentence-transformers cross-encoder: `python -m crosscheck.index.models.export nli OUT`.

Of a model in this package the weights as they were packed: what bytes cost them is not undone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from crosscheck.index.models.base import WORD_EMBEDDINGS, base_directory, read_word_embeddings
from crosscheck.index.models.mpnet import pair_tokenizer
from crosscheck.index.models.pack import unpacked
from crosscheck.index.models.packaged import EMBEDDINGS_KEY, ONTO_KEY, PACKED_KEY, weights_of
from crosscheck.index.models.runtime import MAX_TOKENS

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")


def export(source: Path, out: Path) -> None:
    """Copy the weights in `source` to `out` with word embeddings and tokenizer, in float32."""
    out.mkdir(parents=True, exist_ok=True)
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    state = dict(unpacked({name: value for file in weights_of(source) for name, value in file.items()}))
    large = config["model_type"] == "mpnet"
    if not large:
        state[WORD_EMBEDDINGS] = read_word_embeddings()
    save_file(
        {n: np.array(v, dtype=np.float32) for n, v in state.items()}, out / "model.safetensors", {"format": "pt"}
    )
    for key in (EMBEDDINGS_KEY, PACKED_KEY, ONTO_KEY):  # the export holds its own, and all of it whole
        config.pop(key, None)
    for name in _TOKENIZER_FILES:
        shutil.copyfile(base_directory() / name, out / name)
    if large:
        pair_tokenizer().save(str(out / "tokenizer.json"))
        # BERT's own class would make separators of its own.
        _change(
            out / "tokenizer_config.json", tokenizer_class="PreTrainedTokenizerFast", model_max_length=MAX_TOKENS
        )
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _change(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.models.export", description=__doc__)
    parser.add_argument("source", help="nli, nli_large, relevance, rivals, or a folder of training")
    parser.add_argument("out", type=Path)
    options = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    packaged = Path(__file__).parent / options.source
    export(packaged if packaged.is_dir() else Path(options.source), options.out)


if __name__ == "__main__":
    main()
