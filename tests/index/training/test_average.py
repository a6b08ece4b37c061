import json
from pathlib import Path

from safetensors.torch import load_file, save_file

from crosscheck.index.training.average import average


def test_the_average_has_the_mean_of_each_weight_and_the_first_configuration(tmp_path: Path) -> None:
    import torch

    for name, value in (("one", 1.0), ("two", 4.0)):
        (tmp_path / name).mkdir()
        save_file({"w": torch.full((2,), value, dtype=torch.float16)}, tmp_path / name / "model.safetensors")
        (tmp_path / name / "config.json").write_text(json.dumps({"name": name, "packed": True}))
    average([tmp_path / "one", tmp_path / "two"], tmp_path / "out")
    assert load_file(tmp_path / "out" / "model.safetensors")["w"].tolist() == [2.5, 2.5]
    assert json.loads((tmp_path / "out" / "config.json").read_text()) == {"name": "one"}  # in float16, not packed
