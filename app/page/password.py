"""The one password of a page that is open to a network; none is needed on one's own machine."""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from crosscheck.app.page.errors import PageError

__all__ = ["VARIABLE", "is_known", "read_password"]

VARIABLE = "CROSSCHECK_PASSWORD"
_LEAST = 8  # characters; fewer are guessed
_MOST = 1_000


def read_password(file: Path | None) -> str | None:
    """Return the first line of `file`, else what the variable CROSSCHECK_PASSWORD holds, else None.

    Raises PageError when the file cannot be read or the password is too short.
    """
    if file is None and VARIABLE not in os.environ:
        return None
    try:
        password = _first_line(file) if file else os.environ[VARIABLE]
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"cannot read the password in {file}: give a text file") from error
    if not _LEAST <= len(password) <= _MOST:
        raise PageError(f"the password has {len(password):,} characters: choose one of {_LEAST} to {_MOST:,}")
    return password


def _first_line(file: Path) -> str:
    with open(file, encoding="utf-8") as lines:
        return lines.readline(_MOST + 2).rstrip("\r\n")


def is_known(headers: Mapping[bytes, bytes], password: str) -> bool:
    """Say whether a request carries `password` as HTTP Basic asks for it, under any user name."""
    scheme, _, credentials = headers.get(b"authorization", b"").partition(b" ")
    try:
        _, _, given = base64.b64decode(credentials, validate=True).partition(b":")
    except binascii.Error:
        return False
    return scheme.lower() == b"basic" and hmac.compare_digest(given, password.encode())
