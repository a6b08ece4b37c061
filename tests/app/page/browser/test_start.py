"""The first start: the page is there before the articles are, and before Gradio is."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect


class Served(Protocol):
    slow: Mapping[str, str]
    broken: str
    go_on: Callable[[str], object]


Starting: TypeAlias = tuple[Page, Locator, Callable[[], None]]


def held_back(page: Page) -> Callable[[], None]:
    """Keep Gradio from starting: its first module waits until what is returned is called."""
    held: list[Route] = []
    page.route("**/assets/index-*.js", lambda route: held.append(route), times=1)

    def go_on() -> None:
        for route in held:
            route.continue_()

    return go_on


@pytest.fixture
def starting(context: BrowserContext, address: str) -> Starting:
    """The page before Gradio is there, its box, and what lets Gradio start."""
    page = context.new_page()
    go_on = held_back(page)
    page.goto(address, wait_until="commit")
    return page, page.get_by_role("textbox", name="Question"), go_on


def test_what_is_typed_before_the_page_is_up_is_kept(starting: Starting) -> None:
    page, box, go_on = starting
    box.press_sequentially("Who runs the")
    assert page.locator("#question").count() == 0
    go_on()
    expect(page.locator("#question textarea")).to_have_value("Who runs the")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(" tests?")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .question")).to_have_text("Who runs the tests?")
    expect(page.locator("#early")).to_have_count(0)


def test_what_is_sent_before_the_page_is_up_is_answered(starting: Starting) -> None:
    page, box, go_on = starting
    box.fill("Who runs the tests?")
    box.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Your question is sent as soon as the page is up.")
    go_on()
    expect(page.locator("#turn-1 .statement")).to_contain_text("Python runs the tests.")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_link_can_carry_a_question(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q=Who+runs+the+tests%3F")
    expect(page.locator("#turn-1 .statement")).to_contain_text("Python runs the tests.")


def test_the_page_is_there_before_the_index_and_waits_with_the_question(
    context: BrowserContext, pages: Served, width: str
) -> None:
    page = context.new_page()
    page.goto(pages.slow[width])
    expect(page.get_by_text("Embedding 3 of 12")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Embedding")).to_be_visible()
    page.locator("#question textarea").fill("Who runs the tests?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("First the index, then your answer…")).to_be_visible()
    pages.go_on(width)
    expect(page.locator("#turn-1 .statement")).to_contain_text("Python runs the tests.")
    expect(page.get_by_role("link", name="3 articles")).to_be_visible()


def test_articles_that_cannot_be_opened_are_said_on_the_page(context: BrowserContext, pages: Served) -> None:
    page = context.new_page()
    page.goto(pages.broken)
    expect(page.get_by_role("alert")).to_contain_text("The articles could not be opened")
    expect(page.get_by_role("alert")).to_contain_text("no article can be read in <notes>")


def test_a_file_that_was_skipped_is_said_on_the_page(page: Page) -> None:
    expect(page.get_by_role("list", name="Notices")).to_have_text("skipped photo.md: it is not text")
