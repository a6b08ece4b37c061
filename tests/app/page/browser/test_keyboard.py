"""Where the focus is, and what Escape closes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]

pytestmark = pytest.mark.parametrize("width", ["desktop"])


def test_after_a_question_to_go_on_with_the_focus_is_in_the_box(page: Page, ask: Ask, box: Locator) -> None:
    turn = ask("What runs it, the login?")
    turn.get_by_role("button", name="Who runs the tests?").press("Enter")
    expect(page.locator("#turn-2 .sources")).to_be_visible()
    expect(box).to_be_focused()


def test_an_article_opened_by_keyboard_shows_that_it_has_the_focus(ask: Ask, panel: Locator) -> None:
    ask("Who runs the tests?").get_by_role("link", name="Source 1").press("Enter")
    content = panel.locator(".content")
    expect(content).to_be_focused()
    assert content.evaluate("content => getComputedStyle(content).outlineStyle") == "solid"


def test_escape_hides_a_quote_and_nothing_else(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("Who runs the tests?")
    turn.locator(".sources a").first.click()
    expect(panel).to_be_visible()
    turn.get_by_role("link", name="Source 1").hover()
    expect(turn.get_by_role("tooltip").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(turn.locator(".tip").first).to_be_hidden()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_quote_that_escape_hid_is_shown_when_pointed_at_again(page: Page, ask: Ask, box: Locator) -> None:
    turn = ask("Who runs the tests?")
    tip = turn.locator(".tip").first
    turn.get_by_role("link", name="Source 1").hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    box.hover()
    turn.get_by_role("link", name="Source 1").hover()
    expect(tip).to_be_visible()
