import asyncio
from typing import Any

import pytest

from crosscheck.app.page.guard import LOCAL_NAMES, Guard


async def echo(scope: Any, receive: Any, send: Any) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message["body"])
        more = message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


def call(*chunks: bytes, path: str = "/", host: str = "127.0.0.1:7860", **headers: str) -> list[Any]:
    """Send one request through the guard and return what it sends back."""
    sent: list[Any] = []
    parts = [{"type": "http.request", "body": c, "more_body": i + 1 < len(chunks)} for i, c in enumerate(chunks)]
    lines = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "headers": [(k.encode(), v.encode()) for k, v in lines.items()],
    }

    async def receive() -> Any:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(echo, LOCAL_NAMES)(scope, receive, send))
    return sent


def test_answers_keep_the_page_to_itself() -> None:
    start, body = call(b"hello")
    assert (start["status"], body["body"]) == (200, b"5")
    headers = dict(start["headers"])
    assert headers[b"x-own"] == b"1"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"
    policy = headers[b"content-security-policy"].decode()
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:80", "LOCALHOST"])
def test_names_of_this_machine_are_served(host: str) -> None:
    assert call(b"", host=host)[0]["status"] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "localhost.evil.example", "", "127.0.0.1.x"]
)
def test_other_names_are_refused(host: str) -> None:
    assert call(b"", host=host)[0]["status"] == 403


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    assert call(content_length="20000000")[0]["status"] == 413


def test_a_body_that_turns_out_too_large_is_not_taken_in() -> None:
    assert call(*[b"x" * 40_000] * 3) == []


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/openapi.json"])
def test_what_the_page_does_not_use_is_closed(path: str) -> None:
    start, _ = call(b"", path=path)
    assert start["status"] == 404
    assert dict(start["headers"])[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize("origin", ["http://127.0.0.1:7860", "https://127.0.0.1:7860"])
def test_our_own_page_may_change_something(origin: str) -> None:
    assert call(b"", origin=origin)[0]["status"] == 200


@pytest.mark.parametrize("origin", ["null", "", "http://evil.example", "http://127.0.0.1:80", "http://[broken"])
def test_g3_another_page_may_not(origin: str) -> None:
    assert call(b"", origin=origin)[0]["status"] == 403
