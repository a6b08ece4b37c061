"""Which files of a folder are looked at, and how their names are shown."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from crosscheck.index.errors import ArticlesError
from crosscheck.index.read_file import clean_text

__all__ = ["shown", "walk"]

_MAX_DEPTH = 32  # folders below the given one


def walk(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """Yield the files below `folder` with one of `suffixes`, other than READMEs and hidden ones.

    A folder in it that cannot be listed is yielded itself. Raises ArticlesError when there is no such folder.
    """
    _check_folder(folder)
    pending = [folder]
    while pending:
        directory = pending.pop()
        try:
            entries = _entries(directory)
        except OSError as error:
            if directory == folder:
                raise ArticlesError(f"{shown(str(folder))} cannot be read: {error.strerror}") from error
            yield directory  # reading it fails as listing it did, and so it is named with the files
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if len(path.relative_to(folder).parts) <= _MAX_DEPTH:
                    pending.append(path)
            elif path.suffix.lower() in suffixes and not entry.name.lower().startswith("readme."):
                yield path


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise ArticlesError(f"{shown(str(folder))}: there is no such folder") from error
    if not stat.S_ISDIR(mode):
        raise ArticlesError(f"{shown(str(folder))} is a file; name the folder that holds it")


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    with os.scandir(directory) as entries:
        return list(entries)


def shown(name: str) -> str:
    """Escape what would break a line or mislead the eye, so that names stay different from each other."""
    if name.isascii() and name.isprintable():
        return name
    text = os.fsencode(name).decode(errors="backslashreplace")
    return "".join(c if clean_text(c) == c != "\n" else ascii(c)[1:-1] for c in text)
