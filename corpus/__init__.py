"""The packaged articles: four published pieces on how Netflix uses Python, as data."""

from pathlib import Path

__all__ = ["ARTICLES", "folder"]

ARTICLES = (
    "how-netflix-uses-python.md",
    "python-popcorn-netflix.md",
    "is-netflix-built-with-python.md",
    "does-netflix-use-python.md",
)


def folder() -> Path:
    """Return the installed directory that holds `ARTICLES`."""
    return Path(__file__).resolve().parent
