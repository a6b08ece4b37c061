"""Which code and weights made an index, and its pairs: what others made is not taken."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["cut", "rule", "shown"]

_HERE = Path(__file__).parent
_SHOWING = ("claims.py", "compare.py", "reading.py", "units.py", "words.py")
_READING = ("read.py", "read_file.py", "read_front_matter.py", "read_html.py")
_CUTTING = (*_READING, "bm25.py", "index.py", "lexical.py", "split.py")


@cache
def cut(folder: Path = _HERE.parent) -> str:
    """Return the hash of the code that reads articles, cuts them and counts their words."""
    return _hash(*(folder / name for name in _CUTTING))


@cache
def rule(folder: Path = _HERE) -> str:
    """Return the hash of all of them: what is compared, how it is shown to the judge and scored."""
    return _hash(*sorted(path for path in folder.iterdir() if path.suffix in {".py", ".json", ".npz"}))


@cache
def shown(folder: Path = _HERE) -> str:
    """Return the hash of the code that says how a pair is shown: a verdict is one on that.

    With the rest changed the verdicts of an earlier index hold, and scoring them again costs next to nothing.
    """
    return _hash(*(folder / name for name in _SHOWING))


def _hash(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
