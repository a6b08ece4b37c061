"""What readers say of an answer: the form stays while answers arrive, and says whether it was saved."""

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]
SAVED = "Thank you. Kept on this machine."
NOT_SAVED = "This could not be saved."


class Served(Protocol):
    go_on: Callable[[str], object]


def reasons(turn: Locator) -> list[str]:
    """Return what can be said to be wrong with the answer."""
    turn.get_by_role("button", name="Bad answer").click()
    return turn.get_by_label("What is wrong with it").locator("option").all_inner_texts()


def test_a_half_typed_comment_and_the_focus_stay_as_the_next_answer_arrives(
    page: Page, ask: Ask, box: Locator, pages: Served, width: str
) -> None:
    question = f"Do the tests run slow, with a comment, on a {width}?"
    turn = ask("Who runs the tests?")
    box.fill(question)
    box.press("Enter")
    expect(page.locator("#turn-2").get_by_role("link", name="Tools")).to_be_visible()
    turn.get_by_role("button", name="Bad answer").click()
    comment = turn.get_by_label("Comment")
    comment.press_sequentially("it is")
    pages.go_on(question)
    expect(page.locator("#turn-2 .sources")).to_be_visible()
    page.keyboard.type(" wrong")
    expect(comment).to_have_value("it is wrong")
    expect(turn.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")


def test_what_was_said_stays_as_the_next_answer_arrives(ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.get_by_text(SAVED)).to_be_visible()
    ask("What runs the login service?")
    expect(turn.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_text(SAVED)).to_be_visible()


def test_praise_that_could_not_be_saved_is_said_to_be_lost(page: Page, ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    page.route("**/feedback", lambda route: route.abort())
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.get_by_text(NOT_SAVED)).to_be_visible()
    expect(turn.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "false")


def test_a_comment_that_could_not_be_saved_can_be_sent_again(page: Page, ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Bad answer").click()
    turn.get_by_label("Comment").fill("no")
    page.route("**/feedback", lambda route: route.abort(), times=1)
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_text(NOT_SAVED)).to_be_visible()
    expect(turn.get_by_label("Comment")).to_have_value("no")
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_text(SAVED)).to_be_visible()


def test_no_reason_is_chosen_to_begin_with(ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    assert reasons(turn)[0] == "Why? (optional)"
    expect(turn.get_by_label("What is wrong with it")).to_have_value("")


def test_only_an_answer_with_a_warning_can_have_a_wrong_one(ask: Ask) -> None:
    assert "The warning is wrong" in reasons(ask("What runs the login service?"))
    assert "The warning is wrong" not in reasons(ask("Who runs the tests?"))


def test_only_an_answer_can_be_one_that_the_articles_do_not_give(ask: Ask) -> None:
    absent = reasons(ask("How many people work there?"))
    assert "The articles do not say that" not in absent
    assert "The articles do answer it" in absent
    given = reasons(ask("Who runs the tests?"))
    assert "The articles do not say that" in given
    assert "The articles do answer it" not in given


def test_after_a_comment_the_focus_is_on_the_thanks(ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    turn.get_by_role("button", name="Bad answer").click()
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_text(SAVED)).to_be_focused()
