"""docs/faults.md names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs/faults.md").read_text()


def test_every_test_that_the_table_names_exists() -> None:
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text())
    }
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    assert len(named) > 60
    assert named - there == set()


def test_every_test_named_after_a_case_is_in_the_table() -> None:
    here = {
        name
        for file in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"def (test_[a-g]\d+_\w+)", file.read_text())
    }
    assert here - set(re.findall(r"`(test_\w+)`", TABLE)) == set()
