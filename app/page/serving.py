"""Serves the page: on one port, to this machine unless told otherwise, and to nobody else."""

import errno
import ipaddress
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import typer
import uvicorn
from fastapi import FastAPI

from crosscheck.app.page.agents import agents
from crosscheck.app.page.assets import script, stylesheet
from crosscheck.app.page.documents import documents
from crosscheck.app.page.endpoints import faults
from crosscheck.app.page.errors import PageError
from crosscheck.app.page.feedback import feedback
from crosscheck.app.page.guard import LOCAL_NAMES, Guard
from crosscheck.app.page.handover import Handover
from crosscheck.app.page.head import Head
from crosscheck.app.page.layout import create_page, theme
from crosscheck.app.page.opening import Answerer, Opening
from crosscheck.app.page.renewal import Renew, keep_renewed
from crosscheck.index.index import Progress
from crosscheck.index.retriever import default_cache

__all__ = ["create_app", "listen", "run", "serve", "server"]


def serve(
    open_assistant: Callable[[Progress], Answerer],
    *,
    name: str = "the packaged articles",
    examples: Sequence[str] = (),
    in_vain: Sequence[str] = (),
    suggest: Callable[[Answerer], Sequence[str]] = lambda assistant: (),
    host: str = "127.0.0.1",
    port: int = 7860,
    announce: Callable[[str], None] = typer.echo,
    renew: Renew = lambda assistant: assistant,
    feedback_file: Path | None = None,
    password: str | None = None,
) -> None:
    """Serve the page until it is interrupted; `open_assistant` runs behind it.

    `name` is that of the folder, `examples` are questions to click on, `in_vain` those of which one is shown that
    the articles do not answer, `suggest` writes more questions. `announce` is told the address, and why the
    articles could not be opened. What people say of answers goes to `feedback_file`. `renew` is asked now and then
    for the assistant of a newer index. With a `password`, whoever opens the page must give it. Raises PageError
    when the address cannot be used, before anything is loaded.
    """
    with listen(host, port) as listener:
        opening = Opening(open_assistant, name, examples, in_vain, suggest)
        app = create_app(opening, host, feedback_file, password)
        announce(f"Crosscheck is at http://{_shown_host(host)}:{listener.getsockname()[1]} (stop it with Ctrl-C)")
        if password is None and not _is_local(host):
            announce("Whoever reaches this address can ask and read the articles: see --password-file")
        opening.start(on_problem=announce)
        keep_renewed(opening, renew)
        run(app, listener)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises PageError when the address cannot be used."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except OSError:
        raise PageError(f"{host} is not an address of this machine: choose another with --host") from None
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise PageError(_refusal(host, port, error)) from None
    return listener


def create_app(
    opening: Opening, host: str = "127.0.0.1", feedback_file: Path | None = None, password: str | None = None
) -> FastAPI:
    """Return the whole application: the page and the documents it links to."""
    page = create_page(opening)
    import gradio as gr  # only now: create_page sets what Gradio reads when it is imported

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(documents(opening))
    app.include_router(feedback(feedback_file or default_cache() / "feedback.jsonl", opening.name))
    agents(app, opening)
    app.add_middleware(Handover)
    app.add_middleware(Head, html=stylesheet() + script())
    app.add_middleware(Guard, hosts=LOCAL_NAMES if _is_local(host) else None, password=password)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=host,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None} | {"exception_handlers": faults()},
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size="1kb",
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        theme=theme(),
    )
    return app


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve `app` until it is interrupted."""
    with suppress(KeyboardInterrupt):  # how a server like this is meant to end
        server(app).run(sockets=[listener])


def server(app: FastAPI) -> uvicorn.Server:
    """Return the server, not running yet."""
    # Every open tab holds a stream open, which would keep a server that waits for them from ever ending.
    config = uvicorn.Config(app, log_level=logging.WARNING, ws="none", timeout_graceful_shutdown=1)
    return _Server(config)


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # streams cut short are no error now
        await super().shutdown(sockets)


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program: choose another one, such as --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} is reserved for administrators: choose one above 1023 with --port"
    return f"{host} is not an address of this machine: choose another with --host"


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
