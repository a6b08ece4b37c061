"""The room that native libraries need: where they find less, they end the whole process without a word of ours."""

import os
from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit

from crosscheck.index.errors import ModelError

__all__ = ["check_room"]

_MB = 1_000_000
# Measured with a build that compares: 1,390 MB are too little and 1,460 enough on two processors. Each processor
# has a thread, each thread a heap of 64 MiB and a stack of its own.
_NEEDED_MB = 1_500
_PER_PROCESSOR_MB = 80


def check_room() -> None:
    """Raise ModelError where this process may use less address space (`ulimit -v`) than the models need."""
    most, _ = getrlimit(RLIMIT_AS)
    needed = _NEEDED_MB + _PER_PROCESSOR_MB * (os.cpu_count() or 1)
    if most != RLIM_INFINITY and most < needed * _MB:
        raise ModelError(
            f"this process may use {most // _MB} MB of addresses and the models need {needed}: raise `ulimit -v`"
        )
