"""The packaged articles: four published pieces on how Netflix uses Python, as data."""

from pathlib import Path

__all__ = ["ARTICLES", "QUESTIONS", "UNANSWERED", "folder"]

ARTICLES = (
    "how-netflix-uses-python.md",
    "python-popcorn-netflix.md",
    "is-netflix-built-with-python.md",
    "does-netflix-use-python.md",
)

# To begin with: answers, lists, and what is disputed; the page shows one of each kind that it finds.
QUESTIONS = (
    "What is Metaflow?",
    "Which libraries does Netflix use for machine learning?",
    "Is the backend written in Java or Python?",
    "Which security tools are written in Python?",
)

# Near misses: the articles speak of all these, and do not say.
UNANSWERED = ("How many Python developers work at Netflix?", "Who founded Netflix?")


def folder() -> Path:
    """Return the installed directory that holds `ARTICLES`."""
    return Path(__file__).resolve().parent
