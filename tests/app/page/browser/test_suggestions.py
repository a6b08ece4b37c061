"""Questions to begin and to go on with."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]


def test_to_begin_with_there_is_one_question_of_each_kind(page: Page) -> None:
    expect(page.locator("#welcome .examples button")).to_have_text(
        ["Who runs the tests?", "What runs the login service?", "How many people work there?"]
    )


def test_questions_to_go_on_with_are_asked_as_they_stand(page: Page, ask: Ask) -> None:
    turn = ask("What runs it, the login?")
    turn.get_by_role("button", name="Who runs the tests?").click()
    expect(page.locator("#turn-2 .statement")).to_contain_text("Python runs the tests.")
