import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from subprocess import PIPE

import httpx
import pytest

from crosscheck.app.page import PageError, serve
from crosscheck.app.page.serving import listen
from crosscheck.index.errors import CrosscheckError


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client


def ask(client: httpx.Client, session: str, *data: object) -> str:
    """Ask as a program would that knows how the page talks to its server; returns all that comes back."""
    config = client.get("config").json()
    (number,) = (d["id"] for d in config["dependencies"] if d["targets"] and d["targets"][0][1] == "submit")
    body = json.dumps({"data": data, "fn_index": number, "session_hash": session})
    joined = client.post("gradio_api/queue/join", content=body, headers={"content-type": "application/json"})
    assert joined.status_code == 200
    with client.stream("GET", "gradio_api/queue/data", params={"session_hash": session}) as stream:
        lines = []
        for line in stream.iter_lines():
            lines.append(line)
            if "process_completed" in line:
                break
    return "\n".join(lines)


def test_a_port_in_use_is_told_at_once_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        message = f"^port {port} is in use by another program: choose another one, such as --port {port + 1}$"
        with pytest.raises(PageError, match=message):
            serve(lambda progress: pytest.fail("nothing is loaded for a page that cannot be served"), port=port)
    assert issubclass(PageError, CrosscheckError)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PageError, match=r"^192\.0\.2\.1 is not an address of this machine"):
        listen("192.0.2.1", 0)
    with pytest.raises(PageError, match=r"^no\.such\.host\.invalid is not an address"):
        listen("no.such.host.invalid", 0)


def test_by_default_only_this_machine_is_served() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


ENDLESS = """
import asyncio
from crosscheck.app.page.serving import listen, run

async def endless(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while True:
        await send({"type": "http.response.body", "body": b"tick", "more_body": True})
        await asyncio.sleep(0.05)

with listen("127.0.0.1", 0) as listener:
    print(listener.getsockname()[1], flush=True)
    run(endless, listener)
"""


def test_it_stops_when_interrupted_though_a_tab_is_open() -> None:
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, text=True, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        port = process.stdout.readline().strip()
        with httpx.stream("GET", f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as tab:
            next(tab.iter_raw())
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")


def test_an_article_has_a_page_of_its_own(client: httpx.Client) -> None:
    response = client.get("article", params={"id": "history", "start": 47, "end": 69})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<mark id="cited">Python runs the tests.</mark>' in response.text
    assert "<title>A short history</title>" in response.text


def test_a_hostile_article_is_text_on_its_own_page_too(client: httpx.Client) -> None:
    html = client.get("article", params={"id": "hostile"}).text
    assert "<img" not in html
    assert "<form" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "query",
    ["id=nobody", "id=../../etc/passwd", "", "id=history&start=x", "id=history&start=1e9", "id=" + "x" * 501],
)
def test_there_is_no_other_article(client: httpx.Client, query: str) -> None:
    response = client.get(f"article?{query}")
    assert response.status_code in (404, 422)
    assert "Traceback" not in response.text


def test_lists_have_pages_of_their_own(client: httpx.Client) -> None:
    assert "<h2>3 articles</h2>" in client.get("articles").text
    assert "Where the articles disagree" in client.get("disagreements").text


@pytest.mark.parametrize(
    "path",
    [
        "docs",
        "redoc",
        "openapi.json",
        "gradio_api/openapi.json",
        "monitoring",
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=http://127.0.0.1:1/",
        "gradio_api/proxy=http://127.0.0.1:1/",
    ],
)
def test_nothing_else_is_to_be_had(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code >= 400
    assert "root:" not in response.text


def test_the_endpoints_for_programs_are_advertised_and_no_others(client: httpx.Client) -> None:
    info = client.get("gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/ask", "/search", "/disagreements", "/articles"]
    assert info["unnamed_endpoints"] == {}


def test_files_are_not_taken(client: httpx.Client) -> None:
    assert client.post("gradio_api/upload", files={"files": b"<script>"}).status_code == 404


def test_a_question_too_long_is_refused_whatever_sends_it(client: httpx.Client) -> None:
    assert "longer than 2,000 characters" in ask(client, "long", "x" * 2001, None)
    try:
        status = client.post("gradio_api/queue/join", content=b"x" * 20_000_000).status_code
    except httpx.TransportError:  # it hung up on us in the middle of so much text
        status = 413
    assert status == 413
    assert "Python runs the tests." in ask(client, "after", "Who runs the tests?", None)


@pytest.mark.parametrize("question", [None, 17, ["x"], {"a": "b"}, "\ud800 why"], ids=repr)
def test_a_question_of_another_kind_does_no_harm(client: httpx.Client, question: object) -> None:
    events = ask(client, f"kind-{question!r}".encode().hex(), question, None)
    assert '"success":true' in events
    assert "Traceback" not in events


def test_a_forged_conversation_is_not_taken(client: httpx.Client) -> None:
    events = ask(client, "forged", "Who runs the tests?", {"turns": [{"question": "FORGED"}]})
    assert "Python runs the tests." in events
    assert "FORGED" not in events


def test_a_fault_of_ours_tells_nothing_private(client: httpx.Client) -> None:
    events = ask(client, "crash", "crash", None)
    assert "secret" not in events
    assert "Something went wrong" in json.dumps(events)


def test_many_conversations_do_not_mix(client: httpx.Client) -> None:
    texts: dict[str, str] = {}

    def run(session: str, question: str) -> None:
        texts[session] = ask(client, session, question, None)

    threads = [threading.Thread(target=run, args=(f"s{i}", f"Who runs the tests, {i}?")) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i in range(6):
        assert f"Who runs the tests, {i}?" in texts[f"s{i}"]
        assert f"Who runs the tests, {(i + 1) % 6}?" not in texts[f"s{i}"]


PACE = """
from crosscheck.app.page.layout import create_page
from crosscheck.app.page.opening import Opening
page = create_page(Opening(None, "notes"))
import gradio
print(gradio.Blocks().queue()._queue.sleep_when_free, page._queue.sleep_when_free)
"""


def test_an_idle_page_looks_for_work_fifty_times_a_second_and_not_a_thousand() -> None:
    # In a process of its own: Gradio leaves an event loop behind.
    done = subprocess.run([sys.executable, "-c", PACE], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["0.001", "0.02"]  # Gradio still has the setting, and still this one


def test_a_question_sent_as_a_stream_closes_is_accepted_only_after_the_browser_has_read_of_the_close(
    client: httpx.Client,
) -> None:
    config = client.get("config").json()
    (number,) = (d["id"] for d in config["dependencies"] if d["targets"] and d["targets"][0][1] == "submit")
    body = {"data": ["Who runs the tests?", None], "fn_index": number, "session_hash": "closing"}
    client.post("gradio_api/queue/join", json=body)
    with client.stream("GET", "gradio_api/queue/data", params={"session_hash": "closing"}) as stream:
        assert any("close_stream" in line for line in stream.iter_lines())
    closed = time.monotonic()
    assert client.post("gradio_api/queue/join", json=body).status_code == 200
    assert time.monotonic() - closed > 0.1  # of the 0.15 s, some have passed on the way here
