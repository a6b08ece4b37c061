"""The page's endpoints for programs: /ask, /search, /disagreements and /articles.

What goes wrong is an object as well, {"error": "..."}, so that a program has one format to read.
"""

import logging
from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, cast

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from crosscheck.app.assistant import Assistant
from crosscheck.app.page.opening import Opening
from crosscheck.app.queries import articles_json, disagreements_json, growing, search_json
from crosscheck.index.errors import CrosscheckError

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["add_endpoints", "complete_calls", "faults"]

_log = logging.getLogger(__name__)
_UNEXPECTED = "something went wrong: the terminal that runs Crosscheck says more"


def add_endpoints(opening: Opening) -> None:
    """Add the endpoints to the Gradio page that is being made; each waits until the articles are open."""
    from gradio.events import api

    def assistant() -> Assistant:
        return cast(Assistant, opening.wait())

    def ask(question: str, history: list[str] = []) -> Iterator[dict[str, Any]]:  # noqa: B006 - Gradio shows it
        """Answer a question from the articles, statement by statement; the last object is the whole answer.

        Parameters:
            question: What to ask, at most 2,000 characters.
            history: The earlier questions of the conversation, oldest first.
        """
        try:
            yield from growing(assistant(), question, history)
        except Exception as error:
            yield _said(error)

    def search(query: str, k: int = 5) -> dict[str, Any]:
        """Find the passages nearest to a query, with their articles and the disagreements that touch them.

        Parameters:
            query: What to look for.
            k: How many passages, from 1 to 100.
        """
        return _answered(lambda: search_json(assistant().retriever, query, k))

    def disagreements(question: str = "") -> dict[str, Any]:
        """List where the articles disagree, strongest first.

        Parameters:
            question: Only disagreements about this; all of them when it is empty.
        """
        return _answered(lambda: disagreements_json(assistant().retriever, question))

    def articles() -> dict[str, Any]:
        """List the articles that are answered from."""
        return _answered(lambda: articles_json(assistant().retriever))

    for endpoint in (ask, search, disagreements, articles):
        api(endpoint, api_name=endpoint.__name__)


def complete_calls(page: "gr.Blocks") -> None:
    """Let a call leave out values that have a default; what else is missing is said in one line."""
    from gradio import Error

    def complete(block_fn: Any, inputs: list[Any]) -> None:
        wanted = list(signature(block_fn.fn).parameters.values())
        left = wanted[len(inputs) :]
        if any(parameter.default is Parameter.empty for parameter in left):
            names = ", ".join(parameter.name for parameter in wanted)
            raise Error(f"{len(inputs)} of {len(wanted)} values came: give {names}", print_exception=False)
        inputs.extend(parameter.default for parameter in left)

    page.validate_inputs = complete  # type: ignore[method-assign]


def _answered(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except Exception as error:
        return _said(error)


def _said(error: Exception) -> dict[str, Any]:
    """Return an error as an object; nothing of what is private to this machine belongs in it."""
    if isinstance(error, CrosscheckError):
        return {"error": str(error)}
    _log.error("answering a program", exc_info=error)
    return {"error": _UNEXPECTED}


def faults() -> dict[Any, Any]:
    """Return what answers a request that Gradio stumbles over before an endpoint is called."""
    from gradio.route_utils import FnIndexInferError

    known = dict.fromkeys((FnIndexInferError, KeyError, TypeError, ValueError), _fault)
    return {**known, RequestValidationError: _malformed}


async def _fault(request: Request, error: Exception) -> JSONResponse:
    reason = "there is no such endpoint, or it has other parameters: see /gradio_api/info"
    return JSONResponse({"error": reason}, status_code=400)


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    reason = 'the request has another form: send {"data": [...]} with the values in order, as JSON'
    return JSONResponse({"error": reason}, status_code=422)
