"""The packaged articles: four published pieces on how Netflix uses Python, as data."""

from pathlib import Path

__all__ = ["ARTICLES", "QUESTIONS", "folder"]

ARTICLES = (
    "how-netflix-uses-python.md",
    "python-popcorn-netflix.md",
    "is-netflix-built-with-python.md",
    "does-netflix-use-python.md",
)

# To begin with: answers, lists, and a question they do not answer; the page shows one of each kind that it finds.
QUESTIONS = (
    "Which libraries power the recommendations?",
    "Which security tools are written in Python?",
    "Is the backend written in Java or Python?",
    "How many Python developers work at Netflix?",
)


def folder() -> Path:
    """Return the installed directory that holds `ARTICLES`."""
    return Path(__file__).resolve().parent
