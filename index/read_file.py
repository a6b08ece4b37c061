"""From a file to clean text: only small regular files, decoded by rule, without what no reader can see."""

import os
import re
import stat
import unicodedata
from pathlib import Path

from crosscheck.index.errors import SourceRejected

__all__ = ["MAX_BYTES", "clean_line", "clean_text", "decode", "read_bytes"]

MAX_BYTES = 5_000_000  # a long book is 1 MB; larger files are logs and dumps
_MAX_LINE = 300  # characters of a title or a name
_MAX_MARKS = 8  # combining marks on one base; more only makes normalising quadratic

# Without O_NONBLOCK, opening a FIFO waits for a writer that may never come.
_OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC

_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"7z\xbc\xaf": "a 7-Zip file",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x7fELF": "a program",
}

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, zero width
    "\ud800-\udfff\U000e0000-\U000e007f]"  # surrogates and tags
)
# Joiners spell Persian, Hindi and emoji, but beside ASCII they only split words.
_JOINER = re.compile("[\u200c\u200d](?:[\u200c\u200d]+|(?<![^\x00-\x7f].)|(?![^\x00-\x7f]))")
_LONG_NON_ASCII = re.compile(f"[^\x00-\x7f]{{{_MAX_MARKS + 1},}}")


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file of at most `MAX_BYTES`, never following a link nor waiting.

    :raises SourceRejected: for anything else; the message is the reason alone.
    """
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, _OPEN_FLAGS)) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceRejected("is not a regular file")
            if status.st_size > MAX_BYTES:
                raise SourceRejected(_too_large(status.st_size))
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        if path.is_symlink():
            raise SourceRejected("is a symbolic link, and links are not followed") from error
        raise SourceRejected(f"cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise SourceRejected(_too_large(len(content)))
    return content


def _too_large(size: int) -> str:
    return f"has {size:,} bytes; at most {MAX_BYTES:,} are read"


def decode(content: bytes) -> str:
    """Decode UTF-8, or UTF-16 that starts with a byte order mark.

    :raises SourceRejected: for a known binary format, other encodings and NUL characters.
    """
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            raise SourceRejected(f"is {kind}, not text")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise SourceRejected(f"is not {name} text (byte {error.start + 1:,}); save it as UTF-8") from error
    if "\0" in text:
        raise SourceRejected("is a binary file: it holds NUL characters")
    return text


def clean_text(text: str) -> str:
    r"""Return what a reader sees, with `\n` as the only line end.

    Controls, bidi overrides, zero-width characters and lone surrogates go, and no base keeps more than eight
    combining marks. All offsets are taken after this step.
    """
    text = _JOINER.sub("", _INVISIBLE.sub("", _LINE_END.sub("\n", text)))
    return _LONG_NON_ASCII.sub(_cap_marks, text)


def _cap_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in match.group():
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def clean_line(text: str) -> str:
    """Return a title, a name or an address as one clean line of at most 300 characters."""
    return " ".join(clean_text(text).split())[:_MAX_LINE].rstrip()
