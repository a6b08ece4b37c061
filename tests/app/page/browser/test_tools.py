"""What can be done with an answer: copy it, download it, say what is wrong with it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

Ask = Callable[[str], Locator]


def test_an_answer_can_be_copied_with_its_sources(page: Page, ask: Ask, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Copy", exact=True).click()
    expect(turn.get_by_text("Copied, with its sources.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("## Who runs the tests?\n\nPython runs the tests. [1][2]\n\nSources:\n")


def test_an_answer_can_be_copied_over_plain_http(page: Page, ask: Ask, box: Locator) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as browsers do there
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Copy", exact=True).click()
    expect(turn.get_by_text("Copied, with its sources.")).to_be_visible()
    expect(turn.get_by_role("button", name="Copy", exact=True)).to_be_focused()
    box.press("ControlOrMeta+v")
    expect(box).to_have_value(re.compile("## Who runs the tests\\?\n\nPython runs the tests."))


def test_a_browser_that_copies_nothing_is_said_to(page: Page, ask: Ask) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.execCommand = () => false")
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Copy", exact=True).click()
    expect(turn.get_by_text("This could not be copied.")).to_be_visible()


def test_the_link_to_a_question_asks_it_again(page: Page, ask: Ask, context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask("Who runs the tests & why?")
    turn.get_by_role("button", name="Copy link").click()
    expect(turn.get_by_text("The link is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}?q=Who%20runs%20the%20tests%20%26%20why%3F"
    page.goto(copied)
    expect(page.locator("#turn-1 .question")).to_have_text("Who runs the tests & why?")


def test_an_answer_can_be_downloaded(page: Page, ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    with page.expect_download() as download:
        turn.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "answer.md"
    assert download.value.path().read_text().startswith("## Who runs the tests?\n")


def test_what_is_wrong_with_an_answer_can_be_said_by_keyboard_and_is_kept(
    page: Page, ask: Ask, cache: Path
) -> None:
    turn = ask("What runs the login service?")
    turn.get_by_role("button", name="Bad answer").press("Enter")
    page.keyboard.press("s")  # the first reason that begins with it
    page.keyboard.press("Tab")
    page.keyboard.type("see the history")
    page.keyboard.press("Enter")
    expect(turn.get_by_text("Thank you. Kept on this machine.")).to_be_visible()
    kept = json.loads((cache / "feedback.jsonl").read_text().splitlines()[-1])
    assert (kept["vote"], kept["reason"], kept["comment"]) == ("down", "incomplete", "see the history")
    assert (kept["question"], len(kept["citations"])) == ("What runs the login service?", 2)
