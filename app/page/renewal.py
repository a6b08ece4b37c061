"""Keeps the page on the newest index: articles come and go, and `crosscheck build` elsewhere makes it known."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeAlias

from crosscheck.app.page.opening import Answerer, Opening
from crosscheck.index.errors import CrosscheckError

__all__ = ["Renew", "keep_renewed"]

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds between two looks; each reads one small file

Renew: TypeAlias = Callable[[Answerer], Answerer]
"""Gives the assistant of a newer index, or the same one when there is none."""


def keep_renewed(opening: Opening, renew: Renew, pause: float = _PAUSE) -> None:
    """Look for a newer index every `pause` seconds from now on, in the background."""
    threading.Thread(target=_look, args=(opening, renew, pause), name="renewal", daemon=True).start()


def _look(opening: Opening, renew: Renew, pause: float) -> None:
    try:
        assistant = opening.wait()
    except CrosscheckError:
        return
    while True:
        time.sleep(pause)
        assistant = _renewed(opening, renew, assistant)


def _renewed(opening: Opening, renew: Renew, assistant: Answerer) -> Answerer:
    try:
        newer = renew(assistant)
        if newer is not assistant:
            opening.take(newer)
        return newer
    except Exception:  # whatever it is, the page goes on with the index that it has
        _log.exception("looking for a newer index")
        return assistant
