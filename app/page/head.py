"""Puts our style and script into the page as it is sent: Gradio's `head` would wait until Gradio itself runs."""

from crosscheck.app.page.guard import App, Message, Receive, Send

__all__ = ["Head"]


class Head:
    """Wraps an ASGI app; `html` goes to the end of the head of the page at `/`."""

    def __init__(self, app: App, html: str) -> None:
        self.app = app
        self.html = html.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def whole(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                changed = body.replace(b"</head>", self.html + b"</head>", 1)
                await send({**start, "headers": _sized(start["headers"], len(changed))})
                await send({"type": "http.response.body", "body": changed})

        await self.app({**scope, "headers": plain}, receive, whole)


def _sized(headers: list[tuple[bytes, bytes]], size: int) -> list[tuple[bytes, bytes]]:
    return [*(h for h in headers if h[0].lower() != b"content-length"), (b"content-length", str(size).encode())]
