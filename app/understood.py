"""How a question was understood, when that is not how it was put."""

from crosscheck.app.answer import Answer

__all__ = ["understood"]


def understood(answer: Answer) -> str:
    """Return the question that was answered, or nothing when only case, spaces or its end mark differ."""
    same = _words(answer.question) == _words(answer.standalone_question)
    return "" if same else answer.standalone_question


def _words(question: str) -> str:
    return " ".join(question.split()).rstrip(" ?.!…").casefold()
