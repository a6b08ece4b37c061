"""Group A of docs/faults.md: a save that is killed, or refused by the disk, at any call it makes."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="install the Debian package strace")

PROGRAM = Path(__file__).parent / "crash.py"
EVERY_CALL = pytest.param(1, marks=pytest.mark.soak, id="every call")
SOME_CALLS = pytest.param(8, id="every eighth call")


@dataclass(frozen=True)
class Tried:
    """What became of the index when one call after the other went wrong."""

    problems: list[str]
    kinds: set[str]
    count: int


def tried(folder: Path, fault: str, stride: int) -> Tried:
    command = [sys.executable, str(PROGRAM), str(folder), fault, str(stride)]
    run = subprocess.run(command, capture_output=True, text=True)
    if "may not trace" in run.stderr:
        pytest.skip(run.stderr.strip())
    found = json.loads(run.stdout)
    sys.stdout.write(f"{fault}: {found['tried']} calls tried, {len(found['problems'])} not survived\n")
    return Tried(found["problems"], set(found["kinds"]), found["tried"])


@pytest.mark.parametrize("stride", [SOME_CALLS, EVERY_CALL])
def test_a1_a_build_killed_at_any_call_leaves_the_old_index_or_the_new(tmp_path: Path, stride: int) -> None:
    found = tried(tmp_path, "KILL", stride)
    assert (found.problems, found.kinds) == ([], {"old", "new"})
    assert found.count >= 100 / stride


@pytest.mark.parametrize("stride", [SOME_CALLS, EVERY_CALL])
def test_a2_a_disk_full_from_any_call_on_leaves_the_old_index_or_the_new(tmp_path: Path, stride: int) -> None:
    found = tried(tmp_path, "ENOSPC", stride)
    assert (found.problems, found.kinds) == ([], {"old", "new"})
    assert found.count >= 60 / stride


@pytest.mark.parametrize("stride", [SOME_CALLS, EVERY_CALL])
def test_a3_an_io_error_at_any_call_leaves_the_old_index_or_the_new(tmp_path: Path, stride: int) -> None:
    found = tried(tmp_path, "EIO", stride)
    assert (found.problems, found.kinds) == ([], {"old", "new"})
    assert found.count >= 100 / stride
