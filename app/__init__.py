"""Ask a folder of articles: the assistant, the command line and the page.

from crosscheck.app import Assistant
from crosscheck.index import Retriever

answer = Assistant(Retriever.open()).ask("Is the backend Java or Python?", history=["What is Netflix built with?"])
for statement in answer.statements:
    print(statement.text, statement.citations)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosscheck.app.answer import Answer, Citation, Statement
    from crosscheck.app.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Statement"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line starts without all that is behind them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'assistant' if name == 'Assistant' else 'answer'}"), name)
