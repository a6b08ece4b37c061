"""The same questions for agents: tools ask, search and disagreements over the Model Context Protocol.

Needs the extra: pip install 'crosscheck[mcp]'. Without it the page is served all the same.
"""

import inspect
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import anyio.to_thread
from fastapi import FastAPI
from pydantic import Field

from crosscheck.app.assistant import Assistant
from crosscheck.app.page.opening import Opening
from crosscheck.app.queries import MAX_K, disagreements_json, search_json
from crosscheck.index.errors import MissingExtra
from crosscheck.index.integrations import needs
from crosscheck.index.retriever import MAX_QUERY

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

__all__ = ["PATH", "agents", "create_server"]

PATH = "/gradio_api/mcp"  # where Gradio's own would be
_INSTRUCTIONS = (
    "Crosscheck answers from a fixed folder of articles, in the articles' own sentences, and tells where the "
    "articles disagree. It knows nothing else and never guesses. Quote what it returns, with its sources, and "
    "pass on every disagreement. Where a result has `wording` or `opinion`, its note says what a language "
    "model had to do with it: pass that on as well."
)
# The limits are shown here and kept by what is called, which says in words what is wrong.
_LONG: dict[str, Any] = {"maxLength": MAX_QUERY}
_Question = Annotated[str, Field(description="A whole question, in English.", json_schema_extra=_LONG)]
_About = Annotated[
    str, Field(description="Only disagreements about this; empty: all of them.", json_schema_extra=_LONG)
]
_K = Annotated[int, Field(description="How many passages.", json_schema_extra={"minimum": 1, "maximum": MAX_K})]
_History = Annotated[
    list[str],
    Field(description="Earlier questions of the conversation, oldest first; a follow-up is understood from them."),
]


@dataclass(frozen=True)
class Tools:
    """What agents may call. Each waits until the articles are open, and without holding up other requests."""

    opening: Opening

    async def ask(self, question: _Question, history: _History = []) -> dict[str, Any]:  # noqa: B006 - in the schema
        """Answer a question from the articles, or learn that they do not answer it.

        Returns `status` ("answered" or "not_in_sources"), `confidence` (0 to 1), `statements` (sentences of the
        articles, each with the numbers of its citations and how many articles say so), `citations` (article,
        title, date and the exact quote), `disagreements` (both sides quoted: tell the user about each) and
        `passages` (what was read). With "not_in_sources", say that the articles do not tell; answer from nothing
        else. With `wording`, a language model was asked to put the answer in other words: the first
        `wording.statements` statements are its own, each checked against the sentences it cites; what the articles
        say to the letter is in `citations`.
        """
        return await self._answered(lambda assistant: assistant.ask(question, history).to_json())

    async def search(self, query: _Question, k: _K = 5) -> dict[str, Any]:
        """Find the passages of the articles nearest to a query, best first, to read more than `ask` quotes.

        Returns `passages` (article, offsets, text, score), `articles` (title, date, author and URL of each source)
        and `disagreements` (where another sentence contradicts one of these passages, both quoted).
        """
        return await self._answered(lambda assistant: search_json(assistant.retriever, query, k))

    async def disagreements(self, question: _About = "") -> dict[str, Any]:
        """List where the articles contradict each other, strongest first, before relying on any one of them.

        Returns `disagreements`, each with its kind (number, date, entity, negation, opinion), a score from 0 to 1,
        its topic, and two sides: article, title, date and exact quote. `opinions`, where there are any, have the
        same form, but only a language model takes them for disagreements: say whose opinion it is.
        """
        return await self._answered(lambda assistant: disagreements_json(assistant.retriever, question))

    async def _answered(self, work: Callable[[Assistant], dict[str, Any]]) -> dict[str, Any]:
        return await anyio.to_thread.run_sync(lambda: work(cast(Assistant, self.opening.wait())))


def create_server(opening: Opening) -> "FastMCP":
    """Return the MCP server; raises MissingExtra without the library `mcp`."""
    with needs("mcp", "mcp"):
        from mcp.server.fastmcp import FastMCP
        from mcp.server.transport_security import TransportSecuritySettings
        from mcp.types import ToolAnnotations

    # The guard in front of every request of this server looks at its host name already.
    trusted = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    with _logging_as_it_was():
        server = FastMCP("crosscheck", _INSTRUCTIONS, stateless_http=True, transport_security=trusted)
    tools, hints = Tools(opening), ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False)
    for tool in (tools.ask, tools.search, tools.disagreements):
        server.add_tool(tool, description=inspect.getdoc(tool), annotations=hints)
    return server


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """Undo what FastMCP does to the whole program's logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def agents(app: FastAPI, opening: Opening) -> None:
    """Serve the tools from `app`, with it and without a slash at the end; nothing is done without the extra."""
    try:
        server = create_server(opening)
    except MissingExtra:
        return
    for path in (PATH, f"{PATH}/"):
        server.settings.streamable_http_path = path
        app.router.routes.extend(server.streamable_http_app().routes)
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        async with before(running), server.session_manager.run():
            yield

    app.router.lifespan_context = lifespan
