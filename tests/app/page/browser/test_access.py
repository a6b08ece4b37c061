"""For everybody: keyboard, screen reader, dark rooms, long texts, slow machines."""

from collections.abc import Callable, Mapping
from typing import Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

Ask = Callable[[str], Locator]


class Served(Protocol):
    slow: Mapping[str, str]
    go_on: Callable[[str], object]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page, with where."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_chat_and_what_opens_beside_it(
    page: Page, ask: Ask, panel: Locator, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate(
        "dark => document.body.classList.toggle('dark', dark)", scheme == "dark"
    )  # as Gradio at the start
    assert violations(page) == []
    ask("What runs the login service?")  # with a warning
    ask("How many people work there?")
    ask("Who runs the tests?").get_by_role("button", name="Bad answer").click()
    assert violations(page) == []
    page.locator("#turn-1").get_by_role("link", name="Source 1").click()
    expect(panel.locator("mark")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="1 disagreement").click()
    expect(panel.locator(".warning")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_pages_of_their_own(
    context: BrowserContext, address: str, scheme: str
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("article?id=engines&start=2544&end=2575", "article?id=nobody", "articles", "disagreements"):
        page.goto(address + path)
        assert violations(page) == []


def test_the_keyboard_is_enough(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("Who runs the tests?")
    link = turn.get_by_role("link", name="Source 1")
    # From the question box back: a question to go on with, five tools, two articles, two numbers.
    for _ in range(1 + 5 + 2 + 2):
        page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(turn.get_by_role("tooltip").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(panel.locator("mark")).to_be_in_viewport(ratio=1)
    expect(panel.locator(".content")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()


def test_a_long_question_and_long_words_stay_within_the_window(page: Page, ask: Ask) -> None:
    ask("How many people " + "w" * 1500)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_question_is_in_the_chat_at_once_and_what_is_being_read_before_the_answer(
    page: Page, box: Locator, pages: Served, width: str
) -> None:
    question = f"Is the login slow on a {width}?"
    page.evaluate(
        """() => new MutationObserver(() => {
            window.shownAt ??= document.querySelector(".turn .question") && performance.now();
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.evaluate("addEventListener('keydown', () => { window.sentAt = performance.now() }, { capture: true })")
    box.fill(question)
    box.press("Enter")
    turn = page.locator("#turn-1")
    expect(turn.get_by_text("Reading the articles…")).to_be_visible()
    expect(turn.get_by_role("link", name="Tools")).to_be_visible()
    expect(turn.locator(".statement")).to_have_count(0)
    assert page.evaluate("shownAt - sentAt") < 300
    pages.go_on(question)
    expect(turn.locator(".sources")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
