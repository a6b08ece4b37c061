"""A language model on loopback that does what a test tells it, and two articles that disagree."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest

from crosscheck.app import Answer, Assistant
from crosscheck.app.llm import endpoint, rephraser
from crosscheck.app.llm.rephrase import rephrased
from crosscheck.index import Retriever
from crosscheck.index.types import FloatMatrix

FERRY = Path(__file__).parents[3] / "docs" / "ferry"


class Believing:
    """A judge for which everything follows from everything; numbers, names and denials are checked without it."""

    fingerprint = "believing"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        return np.array([(1.0, 0.0, 0.0)] * len(pairs), dtype=np.float32)


@dataclass
class FakeModel:
    """A server that misbehaves as told."""

    url: str
    assistant: Assistant
    requests: list[dict[str, Any]] = field(default_factory=list)  # with the path and the key's header
    folder: Path = FERRY
    over: Event = field(default_factory=Event)
    reply: Callable[[BaseHTTPRequestHandler], None] = lambda handler: None

    def ask(self, question: str, seconds: float = 5.0) -> Answer:
        """Ask the assistant, with this language model behind it."""
        return replacing(self.assistant, f"{self.url}/v1", seconds).ask(question)

    def rewords(self, answer: Answer) -> Answer:
        """Return what becomes of `answer` when all that is written follows from what it cites."""
        return rephrased(answer, endpoint(f"{self.url}/v1", "tiny", 5.0), Believing())

    def says(self, content: object) -> None:
        """Let it answer with this content, in the form of the protocol."""
        self.sends(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode())

    def sends(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Let it answer with these bytes."""
        self.streams([body], status, 0.0, **headers)

    def streams(self, chunks: Iterable[bytes], status: int = 200, every: float = 0.0, **headers: str) -> None:
        """Let it send its chunks one `every` so many seconds."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            for chunk in chunks:
                handler.wfile.write(chunk)
                if self.over.wait(every):
                    return

        self.reply = reply


def replacing(assistant: Assistant, url: str, seconds: float) -> Assistant:
    return Assistant(assistant.retriever, assistant.relevance, reword=rephraser(url, "tiny", seconds=seconds))


@pytest.fixture
def model(ferry: Assistant) -> Iterator[FakeModel]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            fake.requests.append(sent | {"path": self.path, "authorization": self.headers["authorization"]})
            with suppress(OSError):  # nobody listens any more
                fake.reply(self)

        def do_GET(self) -> None:
            fake.requests.append({"path": self.path})

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake = FakeModel(f"http://127.0.0.1:{server.server_port}", ferry)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield fake
        fake.over.set()
        server.shutdown()


@pytest.fixture(scope="session")
def ferry(cache: Path) -> Assistant:
    """The two articles of the docs about a ferry, which disagree about tickets and passengers."""
    return Assistant(Retriever.open(FERRY))
