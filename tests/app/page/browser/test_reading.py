"""Reading an answer: numbers, quotes, the article beside the chat."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

Ask = Callable[[str], Locator]


def test_an_example_is_asked_and_answered_with_sources(page: Page, box: Locator) -> None:
    page.get_by_role("button", name="Who runs the tests?").click()
    turn = page.locator("#turn-1")
    expect(turn.get_by_role("heading", name="Who runs the tests?")).to_be_visible()
    expect(turn.locator(".statement")).to_contain_text("Python runs the tests. [1]")
    expect(turn.locator(".said")).to_have_text("said by 2 of 3 articles")
    expect(turn.locator(".sources li")).to_have_text(
        ["[1] Engines of the backend31 October 2019", "[2] A short history2021"]
    )
    expect(page.locator(".welcome")).to_be_hidden()
    expect(box).to_have_value("")


def test_a_citation_opens_the_article_at_the_cited_sentence(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("What runs the login service?")
    turn.get_by_role("link", name="Source 1").click()
    expect(panel.get_by_role("heading", name="Engines of the backend")).to_be_visible()
    expect(panel.locator("mark")).to_have_text("The login service runs on Java.")
    expect(panel.locator("mark")).to_be_in_viewport(ratio=1)
    # The sentence stands in the article twice; the second place is cited.
    assert panel.locator("p", has=page.locator("mark")).inner_text().endswith("That is the end.")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_title_date_and_link_of_the_article_stay_in_view_with_the_cited_sentence(ask: Ask, panel: Locator) -> None:
    ask("What runs the login service?").get_by_role("link", name="Source 1").click()
    expect(panel.locator("mark")).to_be_in_viewport(ratio=1)
    assert panel.locator(".content").evaluate("content => content.scrollTop") > 300
    expect(panel.get_by_role("heading", name="Engines of the backend")).to_be_in_viewport(ratio=1)
    expect(panel.get_by_text("A. Writer · 31 October 2019 · example.org")).to_be_in_viewport(ratio=1)


def test_earlier_answers_keep_their_own_sources(ask: Ask, panel: Locator) -> None:
    first = ask("Who runs the tests?")
    ask("What runs the login service?")
    first.get_by_role("link", name="Source 2").click()
    expect(panel.get_by_role("heading", name="A short history")).to_be_visible()
    expect(panel.locator("mark")).to_have_text("Python runs the tests.")


def test_a_citation_shows_its_quote_when_pointed_at(ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    tip = turn.locator(".tip").nth(1)
    expect(tip).to_be_hidden()
    turn.get_by_role("link", name="Source 2").hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Python runs the tests.")


@pytest.mark.parametrize("width", ["desktop"])
def test_the_quote_covers_neither_its_sentence_nor_the_next_one(page: Page, ask: Ask) -> None:
    turn = ask("What runs the login service?")
    turn.get_by_role("link", name="Source 1").hover()
    tip = turn.get_by_role("tooltip").first
    expect(tip).to_be_visible()
    shown, sentence = tip.bounding_box(), turn.locator(".statement").first.bounding_box()
    header = page.locator("#header").bounding_box()
    assert shown is not None
    assert sentence is not None
    assert header is not None
    assert header["y"] + header["height"] <= shown["y"]
    assert shown["y"] + shown["height"] <= sentence["y"]
    assert shown["width"] <= 26 * 16


@pytest.mark.parametrize("width", ["desktop"])
def test_a_quote_without_room_above_is_below_its_sentence(page: Page, ask: Ask) -> None:
    turn = ask("Who runs the tests?")
    sentence = turn.locator(".statement")
    sentence.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 75)")
    turn.get_by_role("link", name="Source 1").hover()
    tip = turn.get_by_role("tooltip").first
    expect(tip).to_be_visible()
    shown, read = tip.bounding_box(), sentence.bounding_box()
    assert shown is not None
    assert read is not None
    assert shown["y"] >= read["y"] + read["height"]


@pytest.mark.parametrize("width", ["desktop"])
def test_the_pointer_reaches_a_quote_above_a_long_sentence(page: Page, ask: Ask) -> None:
    turn = ask("What runs the login service?")
    words = turn.locator(".statement span").first
    words.evaluate("words => { words.textContent += ' And so on it goes.'.repeat(15) }")
    turn.get_by_role("link", name="Source 1").hover()
    tip = turn.get_by_role("tooltip").first
    expect(tip).to_be_visible()
    place = tip.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] + 30)
    page.wait_for_timeout(500)  # longer than a quote stays
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(tip).to_be_visible()


def test_the_quote_of_a_sentence_about_it_says_what_it_is(ask: Ask) -> None:
    turn = ask("What runs the login service?")
    turn.get_by_role("link", name="Source 2").hover()
    tip = turn.locator(".tip").nth(1)
    expect(tip.locator(".before")).to_have_text("The login service runs on Java.")
    expect(tip.locator("q")).to_have_text("It has run since 2015.")
    expect(tip.locator(".before")).to_be_visible()


def test_an_article_can_be_read_in_a_tab_of_its_own(context: BrowserContext, ask: Ask) -> None:
    turn = ask("What runs the login service?")
    with context.expect_page() as opened:
        turn.get_by_role("link", name="Source 1").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("mark")).to_have_text("The login service runs on Java.")


def test_a_sentence_that_is_gone_from_its_article_is_said_to_be(page: Page, ask: Ask, panel: Locator) -> None:
    turn = ask("Who runs the tests?")
    link = turn.get_by_role("link", name="Source 2")
    link.evaluate("link => { link.href = link.href.replace(/print=\\w+/, 'print=00000000') }")  # of other words
    link.click()
    expect(panel.get_by_role("status")).to_contain_text("The article has changed since it was quoted")
    expect(panel.locator("mark")).to_have_count(0)


@pytest.mark.parametrize("width", ["phone"])
def test_on_a_phone_everything_fits_and_the_article_is_a_drawer(
    page: Page, ask: Ask, box: Locator, panel: Locator
) -> None:
    turn = ask("What runs the login service?")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(box).to_be_in_viewport(ratio=1)
    turn.get_by_role("link", name="Source 1").click()
    expect(panel.locator("mark")).to_be_in_viewport(ratio=1)
    place = panel.bounding_box()
    assert place is not None
    assert place["width"] == 390
    assert place["y"] > 150  # the question and the number that was clicked stay in sight
    expect(turn.get_by_role("link", name="Source 1")).to_be_in_viewport(ratio=1)
