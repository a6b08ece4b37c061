"""A program that saves an index again and again while strace makes one call of it fail each time.

    python crash.py FOLDER KILL|ENOSPC|EIO STRIDE

Prints one JSON object: how often it was tried, how often the old and the new index were in force afterwards, and
what went wrong. The new index must be whole or the old one untouched, and the build after it must succeed.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from crosscheck.index import store
from crosscheck.index.errors import StoreError
from crosscheck.index.index import Index, build_index
from crosscheck.index.types import Article, FloatMatrix

CALLS = ("mkdir", "openat", "write", "fsync", "rename", "unlink", "unlinkat", "rmdir", "ftruncate", "close")
STAMP = store.Stamp("articles", "lengths", 1200)
REFUSED = 3  # exit status of a save that said so
FAULTS = {"KILL": "signal=KILL:when={}", "ENOSPC": "error=ENOSPC:when={}+", "EIO": "error=EIO:when={}"}


class Lengths:
    """An encoder to compute in one's head."""

    fingerprint = "lengths"

    def encode(self, texts: Sequence[str], done: object = None) -> FloatMatrix:
        """Return the length of each text, and 1."""
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def indexed(text: str) -> Index:
    """Return the index of one article."""
    return build_index([Article("a", text, "A")], Lengths())


def saving(root: Path, index: Index) -> int:
    """Return the process, stopped, that will save `index`."""
    child = os.fork()
    if child:
        os.waitpid(child, os.WUNTRACED)
        return child
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        with store.exclusive(root):
            store.save(root, index, STAMP)
    except StoreError:
        os._exit(REFUSED)
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def traced(child: int, log: Path, *options: str) -> int:
    """Let `child` run under strace; return its exit status, negative for a signal."""
    command = ["strace", "-q", "-o", str(log), "-p", str(child), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
        while f"TracerPid:\t{tracer.pid}\n" not in Path(f"/proc/{child}/status").read_text():
            if tracer.poll() is not None:
                raise SystemExit("strace may not trace here")
            time.sleep(0.002)
        os.kill(child, signal.SIGCONT)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status


def fresh(root: Path, pristine: Path) -> None:
    """Put the old index in place."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(pristine, root)


def wrong(root: Path, status: int, old: Index, new: Index, fault: str) -> tuple[str, str]:
    """Return which index is in force, and what is wrong; nothing when all is well."""
    try:
        loaded = store.load(root).sentences
    except StoreError as error:
        return "none", str(error)
    which = "old" if loaded == old.sentences else "new" if loaded == new.sentences else "mixed"
    if which == "mixed" or (status == 0 and which == "old"):
        return which, f"exit status {status}, but the {which} index is in force"
    if status not in (0, REFUSED) and not (fault == "KILL" and status == -signal.SIGKILL):
        return which, f"exit status {status}"
    with store.exclusive(root):
        store.save(root, old, STAMP)
    left = [path.name for path in root.iterdir() if path.name not in ("CURRENT", "LOCK")]
    strays = [name for name in left if not re.fullmatch(r"gen-[0-9a-f]{12}", name)]
    return which, f"left over: {strays}" if strays or len(left) > 2 else ""


def main(folder: Path, fault: str, stride: int) -> dict[str, object]:
    """Try every `stride`th call."""
    old, new = indexed("One two three. Four five six."), indexed("Seven eight. Nine ten eleven.")
    pristine, root, log = folder / "pristine", folder / "root", folder / "log"
    with store.exclusive(pristine):
        store.save(pristine, old, STAMP)
    fresh(root, pristine)
    traced(saving(root, new), log, "-e", f"trace={','.join(CALLS)}")
    counts = Counter(re.findall(r"^(\w+)\(", log.read_text(), re.MULTILINE))
    # A full disk is not told when a file is closed that was only read.
    calls = [call for call in CALLS if call != "close" or fault != "ENOSPC"]
    # From the last call of each kind on, so that with every stride some come after the switch.
    points = [(call, n) for call in calls for n in range(counts[call], 0, -stride)]
    kinds: Counter[str] = Counter()
    problems = []
    for call, n in points:
        fresh(root, pristine)
        status = traced(saving(root, new), log, "-e", f"inject={call}:{FAULTS[fault].format(n)}")
        which, problem = wrong(root, status, old, new, fault)
        kinds[which] += 1
        problems += [f"{call} {n}: {problem}"] if problem else []
    return {"tried": len(points), "kinds": kinds, "problems": problems, "calls": counts}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
