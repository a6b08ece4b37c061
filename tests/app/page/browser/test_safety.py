"""What articles and visitors may try does no harm, and after a fault the conversation goes on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]

pytestmark = pytest.mark.parametrize("width", ["desktop"])  # nothing of it depends on the window


def test_a_hostile_article_is_only_text(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("What does the canary say?")
    expect(turn.locator(".statement")).to_contain_text("<img src=http://canary.invalid/i onerror=alert(1)>")
    expect(turn.locator(".statement")).to_contain_text("${alert(1)} {{value}} <form action=")
    turn.get_by_role("link", name="Source 1").click()
    expect(panel.locator("mark")).to_contain_text("The canary sings.")
    for tag in ("img", "form", "iframe", "input:not([type=hidden])"):
        assert page.locator(f".turn {tag}, #panel {tag}").count() == 0


def test_a_hostile_question_is_only_text(page: Page, ask: Ask) -> None:
    question = "<img src='http://canary.invalid/q' onerror=alert(1)> ${alert(1)} ![x](http://canary.invalid/m)"
    turn = ask(question)
    expect(turn.get_by_role("heading", level=2)).to_have_text(question)
    assert page.locator(".turn img").count() == 0


@pytest.mark.parametrize(
    ("length", "notice"),
    [
        (0, "The question is empty: ask in words."),
        (2001, "The question is longer than 2,000 characters: please shorten it."),
        (300_000, "The question is longer than 2,000 characters: please shorten it."),
    ],
)
def test_a_bad_question_gets_a_sentence_and_nothing_is_lost(
    page: Page, ask: Ask, box: Locator, length: int, notice: str
) -> None:
    ask("Who runs the tests?")
    box.evaluate("(box, length) => { box.value = 'x'.repeat(length) }", length)
    box.dispatch_event("input")
    box.press("Enter")
    expect(page.locator(".notice")).to_have_text(notice)
    assert box.evaluate("box => box.value.length") == length
    expect(page.locator("#turn-1 .statement")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    box.fill("What runs the login service?")
    box.press("Enter")
    expect(page.locator("#turn-2 .sources")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_after_a_fault_of_ours_the_conversation_goes_on(page: Page, ask: Ask, box: Locator) -> None:
    ask("Who runs the tests?")
    box.fill("crash")
    box.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Something went wrong with this question")
    expect(box).to_have_value("crash")
    ask("What runs the login service?")
    expect(page.locator(".turn")).to_have_count(2)
