"""What the README shows of a session is what its commands print."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_COMMAND = re.compile(r"^\$ \.venv/bin/crosscheck (.*)\n((?:(?!\$ |```).*\n)*)", re.M)
SESSION = _COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_session_has_commands() -> None:
    assert len(SESSION) == 4


@pytest.mark.parametrize(("command", "shown"), SESSION)
def test_a_command_of_the_session_prints_what_is_shown(command: str, shown: str) -> None:
    crosscheck = Path(sys.executable).with_name("crosscheck")
    program = [str(crosscheck), *shlex.split(command)]
    run = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.stdout == shown
