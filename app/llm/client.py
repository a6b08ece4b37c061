"""One question to an OpenAI-compatible endpoint: bounded in time and size, and following nobody elsewhere."""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeAlias

import httpx

from crosscheck.app.llm.endpoint import Endpoint
from crosscheck.index.errors import CrosscheckError

__all__ = ["LanguageModelError", "Message", "complete"]

Message: TypeAlias = Mapping[str, str]

_MAX_BYTES = 256 * 1024  # of a reply; an answer has a few thousand
_MAX_TOKENS = 500  # asked for
_AGAIN = frozenset({429, 500, 502, 503, 504})  # statuses that may pass
_PAUSE = (0.2, 0.6)  # seconds before the one more try, drawn between these so that not all come back at once


class LanguageModelError(CrosscheckError):
    """The language model gave nothing to use; the message goes on after "the language model"."""


def complete(endpoint: Endpoint, messages: Sequence[Message]) -> str:
    """Return what the model says; raises LanguageModelError when that is nothing, at the latest after its time."""
    body = {"model": endpoint.model, "messages": messages, "temperature": 0, "max_tokens": _MAX_TOKENS}
    try:
        return _content(_within(endpoint.seconds, lambda: _posted(endpoint, body)))
    except TimeoutError:
        raise LanguageModelError(f"did not answer within {endpoint.seconds:g} seconds") from None
    except httpx.HTTPError:  # its text can hold addresses of this network
        raise LanguageModelError("cannot be reached") from None


async def _posted(endpoint: Endpoint, body: object) -> bytes:
    # Compressed, a small reply could unpack to a large one.
    headers = {"accept-encoding": "identity"}
    if endpoint.key:
        headers["authorization"] = f"Bearer {endpoint.key}"
    options: dict[str, Any] = {"headers": headers, "timeout": endpoint.seconds, "trust_env": not endpoint.local}
    async with httpx.AsyncClient(follow_redirects=False, **options) as client:
        for last in (False, True):
            async with client.stream("POST", f"{endpoint.url}/chat/completions", json=body) as response:
                if last or response.status_code not in _AGAIN:
                    return await _read(response)
            await asyncio.sleep(random.uniform(*_PAUSE))
    raise AssertionError("the last try returns or raises")


async def _read(response: httpx.Response) -> bytes:
    if response.is_redirect:
        raise LanguageModelError("sent us to another address, which is not followed")
    if response.status_code != 200:
        raise LanguageModelError(f"refused (status {response.status_code})")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise LanguageModelError("sent something other than an answer")
    received = bytearray()
    async for chunk in response.aiter_raw():
        received += chunk
        if len(received) > _MAX_BYTES:
            raise LanguageModelError("sent more than an answer can hold")
    return bytes(received)


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str) or not content.strip():
        raise LanguageModelError("sent something other than an answer")
    return content


def _within(seconds: float, work: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
    """Run `work` in a thread: the caller may have a loop of its own, and a look-up of a name cannot be ended."""
    outcome: Future[bytes] = Future()
    Thread(target=_settle, args=(outcome, seconds, work), name="language model", daemon=True).start()
    return outcome.result(seconds + 1)


def _settle(outcome: "Future[bytes]", seconds: float, work: Callable[[], Coroutine[Any, Any, bytes]]) -> None:
    try:
        outcome.set_result(asyncio.run(asyncio.wait_for(work(), seconds)))
    except BaseException as error:
        outcome.set_exception(error)
