"""The style sheet and the script of the page, from the package."""

import json
from functools import cache
from importlib.resources import files

from crosscheck.app.page.feedback import REASONS

__all__ = ["script", "stylesheet"]


@cache
def stylesheet() -> str:
    """Return the style sheet as an element."""
    return f"<style>{_read('page.css')}</style>"


@cache
def script() -> str:
    """Return the script as an element."""
    return f"<script>{_read('page.js')}\nconst REASONS = {json.dumps(REASONS)};</script>"


def _read(name: str) -> str:
    return files("crosscheck.app.page").joinpath(name).read_text(encoding="utf-8")
