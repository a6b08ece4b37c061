"""Group B of docs/faults.md: the same articles give the same index, wherever and whenever it is built."""

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from crosscheck.evals.cli import main; main()", "build", "--articles"]
PLACES = [
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "2"},
    {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "424242"},
]
TURKISH = "# I and i\n\nThe İstanbul ferry INTEGRATED a filing list. It carries 250 passengers on 1 May 2020.\n"


def test_b16_another_place_and_time_build_the_same_index(folder: Path, tmp_path: Path) -> None:
    (folder / "istanbul.md").write_text(TURKISH)
    built = []
    for number, place in enumerate(PLACES):
        cache = tmp_path / str(number)
        environment = {**os.environ, **place, "CROSSCHECK_CACHE": str(cache)}
        subprocess.run([*COMMAND, str(folder)], env=environment, check=True, capture_output=True)
        (manifest,) = cache.glob("*/gen-*/MANIFEST.json")
        built.append(json.loads(manifest.read_text()))
        for path in folder.iterdir():
            os.utime(path, (number, number))  # 1970
    assert built[1:] == built[:1] * 2
