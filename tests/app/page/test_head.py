"""The style and the script are in the page as it is sent."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.testclient import TestClient

from crosscheck.app.page.head import Head


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    page = "<html><head><title>é</title></head><body></head></body></html>"
    app.add_api_route("/", lambda: HTMLResponse(page), methods=["GET", "HEAD"])
    app.add_api_route("/other", lambda: PlainTextResponse("</head>"))
    app.add_middleware(Head, html="<script>ü</script>")
    with TestClient(app) as client:
        yield client


def test_it_is_put_at_the_end_of_the_head_once(client: TestClient) -> None:
    head, _, rest = client.get("/").text.partition("</head>")
    assert head == "<html><head><title>é</title><script>ü</script>"
    assert rest == "<body></head></body></html>"


def test_the_declared_length_is_that_of_the_whole_page(client: TestClient) -> None:
    answer = client.get("/")
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_nothing_else_is_touched(client: TestClient) -> None:
    assert client.get("/other").text == "</head>"
    assert client.head("/").text == ""
