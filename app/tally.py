"""How far a batch is, told on standard error, and how it went."""

import time
from collections import Counter
from typing import Any, TextIO

__all__ = ["Tally"]

_EVERY = 10.0  # seconds between two lines where they stay, as in a log


class Tally:
    """Counts results as they come; on a terminal in one line that changes, elsewhere in a line now and then."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._counts: Counter[str] = Counter()
        self._begun = self._told = time.monotonic()

    def add(self, result: dict[str, Any]) -> None:
        """Count one result: an answer, or an error."""
        self._counts["errors" if "error" in result else str(result["status"])] += 1
        if self._stream.isatty():
            self._stream.write(f"\r{self._so_far()}")
        elif time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self._stream.write(f"{self._so_far()}\n")
        self._stream.flush()

    def close(self) -> None:
        """Tell how it went."""
        start = "\r" if self._stream.isatty() else ""
        self._stream.write(f"{start}{self._so_far()}, {time.monotonic() - self._begun:.1f} s\n")
        self._stream.flush()

    def _so_far(self) -> str:
        counts = self._counts
        return (
            f"{counts.total():,} lines: {counts['answered']:,} answered, "
            f"{counts['not_in_sources']:,} not in the sources, {counts['errors']:,} errors"
        )
