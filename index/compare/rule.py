"""Which code and weights made the pairs of an index: those that others made are not taken."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["rule", "shown"]

_HERE = Path(__file__).parent
_SHOWING = ("claims.py", "compare.py", "reading.py", "units.py", "words.py")


@cache
def rule(folder: Path = _HERE) -> str:
    """Return the hash of all of them: what is compared, how it is shown to the judge and scored."""
    return _hash(*sorted(path for path in folder.iterdir() if path.suffix in {".py", ".json"}))


@cache
def shown(folder: Path = _HERE) -> str:
    """Return the hash of the code that says how a pair is shown: a verdict is one on that.

    With the rest changed the verdicts of an earlier index hold, and scoring them again costs next to nothing.
    """
    return _hash(*(folder / name for name in _SHOWING))


def _hash(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
