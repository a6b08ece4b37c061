"""The benchmark: its table, and that a task is measured as a whole process."""

import sys
from pathlib import Path

import pytest

from crosscheck.evals.bench import __main__ as bench


def test_a_cell_is_the_median_with_its_ratio_to_the_plain_script() -> None:
    figures = {("first cpu_s", "plain"): [4.0, 9.0, 3.0], ("first cpu_s", "search"): [0.5, 0.6, 7.0]}
    assert bench.table(figures).splitlines()[2] == "| first cpu_s | 4 (1.00) | – | 0.6 (0.15) | – |"


def test_a_task_is_measured_with_its_whole_process(tmp_path: Path) -> None:
    program = tmp_path / "task.py"
    program.write_text("import json; held = bytearray(90_000_000); print(json.dumps({'texts': 3, 'found': []}))")
    figures = bench.measure([sys.executable, str(program)])
    assert figures["texts"] == 3
    assert 0 < figures["cpu_s"] < 10
    assert figures["peak_mb"] > 90
    assert "found" not in figures


def test_a_task_that_fails_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="failed"):
        bench.measure([sys.executable, "-c", "raise SystemExit(3)"])
