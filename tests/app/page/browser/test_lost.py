"""The server goes while an answer is waited for."""

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

LOST = "The server does not answer; your question was not lost: send it again when it is back."


class Served(Protocol):
    go_on: Callable[[str], object]


@pytest.fixture
def waiting(page: Page, box: Locator, pages: Served, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return a question that is waited for; it is answered after the test."""
    question = f"Is it slow in {request.node.name}?"
    box.fill(question)
    box.press("Enter")
    expect(page.locator("#turn-1").get_by_role("link", name="Tools")).to_be_visible()
    yield question
    pages.go_on(question)


@pytest.fixture
def gone(context: BrowserContext, waiting: str) -> Iterator[str]:
    """Return a question that is waited for while nothing can be reached."""
    context.set_offline(True)
    yield waiting
    context.set_offline(False)


def test_it_is_said_where_the_answer_would_be(page: Page, gone: str) -> None:
    expect(page.locator("#turn-1 .lost")).to_have_text(LOST)
    expect(page.locator("#turn-1 .pending")).to_have_count(0)


def test_the_question_is_in_the_box_to_be_sent_again(page: Page, gone: str, box: Locator) -> None:
    expect(box).to_have_value(gone)


@pytest.mark.parametrize("width", ["desktop"])
def test_the_question_is_in_the_box_of_the_page_as_it_comes_again(page: Page, waiting: str) -> None:
    page.reload()  # Gradio does so when the server is back
    expect(page.get_by_role("button", name="Who runs the tests?")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value(waiting)
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize("width", ["desktop"])
def test_a_question_that_was_answered_is_not_in_the_box_again(page: Page, box: Locator) -> None:
    box.fill("Who runs the tests?")
    box.press("Enter")
    expect(page.locator("html.asking")).to_have_count(0)
    expect(page.locator("#turn-1 .sources")).to_be_visible()
    expect(page.locator("html.asking")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Who runs the tests?")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("")


@pytest.mark.parametrize("width", ["desktop"])
def test_an_answer_that_only_takes_long_is_waited_for(page: Page, waiting: str, pages: Served) -> None:
    for _ in range(6):
        with page.expect_response(lambda response: response.request.method == "HEAD"):
            pass
    expect(page.locator(".lost")).to_have_count(0)
    pages.go_on(waiting)
    expect(page.locator("#turn-1 :is(.sources, .absent)")).to_be_visible()
