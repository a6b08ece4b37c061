"""Where the sources disagree: the card in an answer, and all of them in the folder."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]


def test_a_disagreement_cannot_be_missed_and_each_side_opens(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("What runs the login service?")
    card = turn.get_by_role("alert")
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": 400})
    turn.get_by_role("link", name="see below").click()
    expect(card.get_by_role("heading", name="The sources disagree")).to_be_in_viewport()
    expect(card.locator(".apart")).to_have_text(["runs on Java", "was moved to Python in 2021"])
    expect(card.locator(".date")).to_have_text(["31 October 2019", "2021"])
    page.set_viewport_size(size)
    card.get_by_role("link", name="Read it there").nth(1).click()
    expect(panel.locator("mark")).to_have_text("The login service was moved to Python in 2021.")


def test_both_sides_are_given_the_same_room(ask: Ask, width: str) -> None:
    card = ask("What runs the login service?").get_by_role("alert")
    one, two = (side.bounding_box() for side in card.locator("figure").all())
    assert one is not None
    assert two is not None
    assert one["width"] == pytest.approx(two["width"], abs=0.5)  # a browser lays out in fractions of a pixel
    beside = one["y"] == two["y"]
    assert beside == (width == "desktop")  # on a phone one is above the other


def test_every_disagreement_of_the_folder_is_listed(page: Page, panel: Locator) -> None:
    page.get_by_role("link", name="1 disagreement").click()
    expect(panel.locator(".warning")).to_have_count(1)
    expect(panel.locator(".topic")).to_have_text("About the login service")


def test_a_disagreement_of_the_folder_can_be_asked_about(page: Page) -> None:
    page.get_by_role("link", name="1 disagreement").click()
    page.get_by_role("link", name="Ask about this").click()
    expect(page.locator("#turn-1 .question")).to_have_text("The login service runs on Java?")
    expect(page.locator("#turn-1 .warning")).to_be_visible()
