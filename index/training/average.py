"""Average the weights of trained models: `python -m crosscheck.index.training.average OUT FOLDER FOLDER ...`.

Models that were trained on from the same weights, with other data or another order, average into one that is often
better than each (Wortsman et al. 2022, "Model soups", arXiv 2203.05482), at no cost when it is used.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import save_file

from crosscheck.index.models.packaged import PACKED_KEY
from crosscheck.index.training.weights import load_weights

__all__ = ["average"]


def average(folders: Sequence[Path], out: Path) -> None:
    """Write into `out` the mean of the weights in `folders`, with the configuration of the first."""
    import torch

    parts = [load_weights(folder) for folder in folders]
    mean = {name: torch.stack([part[name].float() for part in parts]).mean(0) for name in parts[0]}
    out.mkdir(parents=True, exist_ok=True)
    halves = {name: value.half().contiguous() for name, value in mean.items()}
    save_file(halves, out / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((folders[0] / "config.json").read_text(encoding="utf-8"))
    config.pop(PACKED_KEY, None)  # what is written is in float16
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    target, *sources = map(Path, sys.argv[1:])
    average(sources, target)
