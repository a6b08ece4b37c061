"""Not in the sources: said plainly, with a way on."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]


def test_the_page_says_when_the_articles_do_not(ask: Ask) -> None:
    state = ask("How many people work there?").get_by_role("status")
    expect(state).to_contain_text("Not in the sources")
    expect(state).to_contain_text("None of the 3 articles answers this question")


def test_the_nearest_passage_can_be_read(ask: Ask, panel: Locator) -> None:
    ask("How many people work there?").get_by_role("link", name="Tools").click()
    expect(panel.locator("mark").first).to_have_text("Python runs the tests.")


def test_what_the_articles_do_answer_is_asked_with_a_click(page: Page, ask: Ask) -> None:
    ask("How many people work there?").get_by_role("button", name="What runs the login service?").click()
    expect(page.locator("#turn-2 .sources")).to_be_visible()
