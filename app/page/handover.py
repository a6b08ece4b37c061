"""Keeps a question from getting lost between two streams.

Gradio's browser code opens a stream of answers when it sends something and none is open, and the server closes
the stream when nothing is left to answer. A question that is sent just then arrives after the close was decided
and is accepted before the browser has read of it: the browser takes the stream for open, drops it a moment
later, and the answer never comes. Without this, some of those asked as a page of many articles comes up are lost
(`make soak`, tests/app/page/browser/test_hostile_articles.py).
Accepting it a little later lets the browser read of the close first; the answer is worked out meanwhile.
"""

import asyncio
import time

from crosscheck.app.page.guard import App, Message, Receive, Send

__all__ = ["Handover"]

_ON_THE_WAY = 0.15  # seconds in which a browser surely reads what was sent to it before
_CLOSE = b'"close_stream"'


class Handover:
    """Wraps an ASGI app: what is sent to the queue is acknowledged no sooner than a close before it is read."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.closed = float("-inf")  # when a stream was last told to close, on the monotonic clock

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        if path.endswith("/queue/data"):
            await self.app(scope, receive, self._noting(send))
        elif path.endswith("/queue/join"):
            await self.app(scope, receive, self._waiting(send))
        else:
            await self.app(scope, receive, send)

    def _noting(self, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if _CLOSE in message.get("body", b""):
                self.closed = time.monotonic()
            await send(message)

        return noting

    def _waiting(self, send: Send) -> Send:
        async def waiting(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.closed + _ON_THE_WAY - time.monotonic())  # at once if that is over
            await send(message)

        return waiting
