"""What every request passes first: who may ask, a limit on its size, and headers that keep the page to itself.

Plain ASGI: it knows nothing of Gradio but two of its addresses.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from crosscheck.app.page.password import is_known

__all__ = ["LOCAL_NAMES", "App", "Guard", "Message", "Receive", "Send"]

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

_MAX_BODY = 64 * 1024  # bytes; a question of 2,000 characters needs 12 kB at most

_POLICY = (
    "default-src 'self'; "
    # Gradio's page holds inline scripts, and its HTML component compiles its template.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
# The page takes no files, but Gradio would store whatever is sent there; and its list of routes names many that
# are not ours.
_CLOSED = ("/gradio_api/upload", "/gradio_api/openapi.json")
_SAFE = ("GET", "HEAD")  # methods that change nothing
_GUESS = 1.0  # seconds that a wrong password costs


# A page elsewhere can point its own name at this machine and would then pass for ours in the browser.
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Guard:
    """Wraps an ASGI app; `hosts` are the names by which it may be called, any name if None.

    With a `password`, whoever asks must give it, under any user name.
    """

    def __init__(self, app: App, hosts: frozenset[str] | None = None, password: str | None = None) -> None:
        self.app = app
        self.hosts = hosts
        self.password = password

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        if refusal := self._refusal(scope):
            if refusal[0] == 401 and b"authorization" in dict(scope["headers"]):
                await asyncio.sleep(_GUESS)
            await _refuse(*refusal, with_headers)
        else:
            await self.app(scope, _limited(receive), with_headers)

    def _refusal(self, scope: Message) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        if self.hosts is not None and _host_name(headers) not in self.hosts:
            return 403, "not under this name"
        if scope["method"] not in _SAFE and not _is_ours(headers):
            return 403, "not from another page"
        if self.password is not None and not is_known(headers, self.password):
            return 401, "the password is needed"
        if scope["path"].startswith(_CLOSED):
            return 404, "not found"
        if _declared_size(headers) > _MAX_BODY:
            return 413, "the request is too large"
        return None


def _host_name(headers: Mapping[bytes, bytes]) -> str:
    return re.sub(r":\d*$", "", headers.get(b"host", b"").decode("latin-1").lower())


def _is_ours(headers: Mapping[bytes, bytes]) -> bool:
    """Say whether a request comes from our own page, or from a program: a browser tells from which page."""
    if b"origin" not in headers:
        return True
    try:
        return urlsplit(headers[b"origin"]).netloc.lower() == headers.get(b"host", b"").lower()
    except ValueError:
        return False


def _declared_size(headers: Mapping[bytes, bytes]) -> int:
    value = headers.get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0


def _limited(receive: Receive) -> Receive:
    """Return `receive` that hangs up on a body that turns out too large without having said so."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return message if received <= _MAX_BODY else {"type": "http.disconnect"}

    return limited


async def _refuse(status: int, reason: str, send: Send) -> None:
    body = json.dumps({"error": reason}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="Crosscheck", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
