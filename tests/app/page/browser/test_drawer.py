"""On a phone an article is a drawer below what was tapped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Ask = Callable[[str], Locator]

pytestmark = pytest.mark.parametrize("width", ["phone"])


@pytest.fixture
def drawer(ask: Ask, panel: Locator) -> Locator:
    """Return the drawer, open at a cited sentence."""
    ask("What runs the login service?").get_by_role("link", name="Source 1").click()
    expect(panel.locator("mark")).to_be_in_viewport()
    return panel


def test_an_article_does_not_scroll_sideways(drawer: Locator) -> None:
    content = drawer.locator(".content")
    assert content.evaluate("content => content.scrollWidth <= content.clientWidth")


def test_a_long_title_takes_two_lines_at_most(drawer: Locator) -> None:
    title = drawer.get_by_role("heading", level=2)
    title.evaluate("title => { title.textContent = 'A long title of an article. '.repeat(9) }")
    lines = "title => title.clientHeight / parseFloat(getComputedStyle(title).lineHeight)"
    assert title.evaluate(lines) == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("height", [844, 500])  # with room below the answer, and with none
def test_what_was_tapped_stays_in_sight_above_it(page: Page, ask: Ask, panel: Locator, height: int) -> None:
    page.set_viewport_size({"width": 390, "height": height})
    turn = ask("What runs the login service?")
    link = turn.locator(".sources a")
    link.click()
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel).to_be_visible()
    tapped, drawer = link.bounding_box(), panel.bounding_box()
    assert tapped is not None
    assert drawer is not None
    assert tapped["y"] > 0
    assert tapped["y"] + tapped["height"] <= drawer["y"]
