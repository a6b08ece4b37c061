"""The page as its visitors meet it: a real server, a real browser. No request may leave this machine."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [  # without these Chromium itself calls home
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PHONE: ViewportSize = {"width": 390, "height": 844}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no browser: install the Debian package chromium"),
]
expect.set_options(timeout=60_000)  # a busy machine is no failure


class Starting(Protocol):
    """Pages that are not open yet."""

    slow: str
    broken: str
    go_on: Callable[[], object]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that keeps what it loads once; tells tests nothing of each other but that."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture(autouse=True)
def peace(context: BrowserContext) -> Iterator[None]:
    """After each test, check where the browser sent requests and whether anything went wrong in it."""
    hosts, faults = set(), []
    context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("dialog", lambda dialog: faults.append(dialog.message))
    yield
    for page in context.pages:
        page.close()
    assert hosts <= {"127.0.0.1"}
    assert faults == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait until the page listens: what is typed before that is lost."""
    expect(page.get_by_role("button", name="Who runs the tests?")).to_be_visible()


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Question")


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it and return its turn once the answer is complete."""
    turns = page.locator(".turn").count()
    box(page).fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".sources, .absent")).to_be_visible()
    return turn


def in_sight(mark: Locator) -> None:
    expect(mark).to_be_in_viewport(ratio=1)


def test_an_example_is_asked_and_answered_with_sources(page: Page) -> None:
    page.get_by_role("button", name="Who runs the tests?").click()
    turn = page.locator("#turn-1")
    expect(turn.get_by_role("heading", name="Who runs the tests?")).to_be_visible()
    expect(turn.locator(".statement")).to_contain_text("Python runs the tests. [1]")
    expect(turn.locator(".said")).to_have_text("said by 2 of 3 articles")
    expect(turn.locator(".sources li")).to_have_text(
        ["[1] Engines of the backend31 October 2019", "[2] A short history2021"]
    )
    expect(page.locator(".welcome")).to_be_hidden()
    expect(box(page)).to_have_value("")


def test_a_citation_opens_the_article_at_the_cited_sentence(page: Page) -> None:
    turn = ask(page, "What runs the login service?")
    turn.get_by_role("link", name="Source 1").click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="Engines of the backend")).to_be_visible()
    expect(panel.locator("mark")).to_have_text("The login service runs on Java.")
    in_sight(panel.locator("mark"))
    # The sentence stands in the article twice; the second place is cited.
    assert panel.locator("p", has=page.locator("mark")).inner_text().endswith("That is the end.")
    expect(panel.get_by_text("A. Writer · 31 October 2019 · example.org")).to_be_attached()
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_earlier_answers_keep_their_own_sources(page: Page) -> None:
    first = ask(page, "Who runs the tests?")
    ask(page, "What runs the login service?")
    first.get_by_role("link", name="Source 2").click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="A short history")).to_be_visible()
    expect(panel.locator("mark")).to_have_text("Python runs the tests.")


def test_a_citation_shows_its_quote_when_pointed_at(page: Page) -> None:
    turn = ask(page, "Who runs the tests?")
    tip = turn.locator(".tip").nth(1)
    expect(tip).to_be_hidden()
    turn.get_by_role("link", name="Source 2").hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Python runs the tests.")


def test_the_keyboard_is_enough(page: Page) -> None:
    turn = ask(page, "Who runs the tests?")
    link = turn.get_by_role("link", name="Source 1")
    # From the question box back: a question to go on with, four tools, two articles, two numbers.
    for _ in range(1 + 4 + 2 + 2):
        page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(turn.get_by_role("tooltip").first).to_be_visible()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    in_sight(panel.locator("mark"))
    expect(panel.locator(".content")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()


def test_a_disagreement_cannot_be_missed_and_each_side_opens(page: Page) -> None:
    turn = ask(page, "What runs the login service?")
    card = turn.get_by_role("alert")
    page.set_viewport_size({"width": 1280, "height": 400})
    turn.get_by_role("link", name="see below").click()
    expect(card.get_by_role("heading", name="The sources disagree")).to_be_in_viewport()
    expect(card).to_contain_text("The sources disagree")
    expect(card.locator(".apart")).to_have_text(["runs on Java", "was moved to Python in 2021"])
    card.get_by_role("link", name="Read it there").nth(1).click()
    panel = page.get_by_role("complementary")
    expect(panel.locator("mark")).to_have_text("The login service was moved to Python in 2021.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_warning_can_be_read(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    ready(page)
    ask(page, "What runs the login service?")
    for element, ground in (
        (".warning h3", ".warning"),
        (".warning .apart", ".warning .apart"),
        (".ahead a", ".ahead a"),
    ):
        assert contrast(page, element, ground) >= 4.5, element


def contrast(page: Page, element: str, ground: str) -> float:
    """Return the contrast ratio of WCAG 2 between the text of an element and the ground it stands on."""

    def luminance(selector: str, name: str) -> float:
        color = page.locator(selector).first.evaluate(f"e => getComputedStyle(e)['{name}']")
        channels = [float(part) / 255 for part in color.removeprefix("rgb(").removesuffix(")").split(",")]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([luminance(element, "color"), luminance(ground, "backgroundColor")])
    return (high + 0.05) / (low + 0.05)


def test_the_page_says_when_the_articles_do_not(page: Page) -> None:
    turn = ask(page, "How many people work there?")
    state = turn.get_by_role("status")
    expect(state).to_contain_text("Not in the sources")
    state.get_by_role("link", name="Tools").click()
    expect(page.get_by_role("complementary").locator("mark").first).to_have_text("Python runs the tests.")
    page.keyboard.press("Escape")
    state.get_by_role("button", name="What runs the login service?").click()
    expect(page.locator("#turn-2 .sources")).to_be_visible()


def test_a_hostile_article_is_only_text(page: Page) -> None:
    turn = ask(page, "What does the canary say?")
    expect(turn.locator(".statement")).to_contain_text("<img src=http://canary.invalid/i onerror=alert(1)>")
    expect(turn.locator(".statement")).to_contain_text("${alert(1)} {{value}} <form action=")
    turn.get_by_role("link", name="Source 1").click()
    expect(page.get_by_role("complementary").locator("mark")).to_contain_text("The canary sings.")
    for tag in ("img", "form", "iframe", "input:not([type=hidden])"):
        assert page.locator(f".turn {tag}, #panel {tag}").count() == 0


def test_a_hostile_question_is_only_text(page: Page) -> None:
    question = "<img src='http://canary.invalid/q' onerror=alert(1)> ${alert(1)} ![x](http://canary.invalid/m)"
    turn = ask(page, question)
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
def test_a_bad_question_gets_a_sentence_and_nothing_is_lost(page: Page, length: int, notice: str) -> None:
    ask(page, "Who runs the tests?")
    question = box(page)
    question.evaluate("(box, length) => { box.value = 'x'.repeat(length) }", length)
    question.dispatch_event("input")
    question.press("Enter")
    expect(page.locator(".notice")).to_have_text(notice)
    assert question.evaluate("box => box.value.length") == length
    expect(page.locator("#turn-1 .statement")).to_be_visible()
    question.fill("What runs the login service?")
    question.press("Enter")
    expect(page.locator("#turn-2 .sources")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_after_a_fault_of_ours_the_conversation_goes_on(page: Page) -> None:
    ask(page, "Who runs the tests?")
    box(page).fill("crash")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Something went wrong with this question")
    expect(box(page)).to_have_value("crash")
    ask(page, "What runs the login service?")
    expect(page.locator(".turn")).to_have_count(2)


def test_on_a_phone_everything_fits_and_the_article_is_a_drawer(page: Page) -> None:
    page.set_viewport_size(PHONE)
    turn = ask(page, "What runs the login service?")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    in_sight(box(page))
    turn.get_by_role("link", name="Source 1").click()
    panel = page.get_by_role("complementary")
    in_sight(panel.locator("mark"))
    place = panel.bounding_box()
    assert place is not None
    assert place["width"] == PHONE["width"]
    assert place["y"] > 150  # the question and the number that was clicked stay in sight
    in_sight(turn.get_by_role("link", name="Source 1"))


def test_the_folder_can_be_looked_through(page: Page) -> None:
    page.get_by_role("link", name="3 articles").click()
    panel = page.get_by_role("complementary")
    panel.get_by_role("link", name="A short history").click()
    expect(panel).to_contain_text("The login service was moved to Python in 2021.")
    page.get_by_role("link", name="1 disagreement").click()
    expect(panel.locator(".warning")).to_be_visible()


def test_a_disagreement_of_the_folder_can_be_asked_about(page: Page) -> None:
    page.get_by_role("link", name="1 disagreement").click()
    page.get_by_role("link", name="Ask about this").click()
    expect(page.locator("#turn-1 .question")).to_have_text("What do the articles say about the login service?")
    expect(page.locator("#turn-1 .warning")).to_be_visible()


def test_an_answer_can_be_copied_with_its_sources(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, "Who runs the tests?")
    turn.get_by_role("button", name="Copy").click()
    expect(turn.get_by_text("Copied, with its sources.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("## Who runs the tests?\n\nPython runs the tests. [1][2]\n\nSources:\n")


def test_an_answer_can_be_downloaded(page: Page) -> None:
    turn = ask(page, "Who runs the tests?")
    with page.expect_download() as download:
        turn.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "answer.md"
    assert download.value.path().read_text().startswith("## Who runs the tests?\n")


def test_what_is_wrong_with_an_answer_can_be_said_by_keyboard_and_is_kept(page: Page, cache: Path) -> None:
    turn = ask(page, "What runs the login service?")
    turn.get_by_role("button", name="Bad answer").press("Enter")
    page.keyboard.press("s")  # the first reason that begins with it
    page.keyboard.press("Tab")
    page.keyboard.type("see the history")
    page.keyboard.press("Enter")
    expect(turn.get_by_text("Thank you. Kept on this machine.")).to_be_visible()
    kept = json.loads((cache / "feedback.jsonl").read_text().splitlines()[-1])
    assert (kept["vote"], kept["reason"], kept["comment"]) == ("down", "incomplete", "see the history")
    assert (kept["question"], len(kept["citations"])) == ("What runs the login service?", 2)


def test_questions_to_go_on_with_are_asked_as_they_stand(page: Page) -> None:
    turn = ask(page, "What runs it, the login?")
    turn.get_by_role("button", name="Who runs the tests?").click()
    expect(page.locator("#turn-2 .statement")).to_contain_text("Python runs the tests.")


def test_an_article_can_be_read_in_a_tab_of_its_own(page: Page, context: BrowserContext) -> None:
    turn = ask(page, "What runs the login service?")
    with context.expect_page() as opened:
        turn.get_by_role("link", name="Source 1").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("mark")).to_have_text("The login service runs on Java.")


def test_a_link_can_carry_a_question(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q=Who+runs+the+tests%3F")
    expect(page.locator("#turn-1 .statement")).to_contain_text("Python runs the tests.")


def test_the_page_is_there_before_the_index_and_waits_with_the_question(
    context: BrowserContext, pages: Starting
) -> None:
    page = context.new_page()
    page.goto(pages.slow)
    expect(page.get_by_text("Embedding 3 of 12")).to_be_visible()
    box(page).fill("Who runs the tests?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("First the index, then your answer…")).to_be_visible()
    pages.go_on()
    expect(page.locator("#turn-1 .statement")).to_contain_text("Python runs the tests.")
    expect(page.get_by_role("link", name="3 articles")).to_be_visible()


def test_articles_that_cannot_be_opened_are_said_on_the_page(context: BrowserContext, pages: Starting) -> None:
    page = context.new_page()
    page.goto(pages.broken)
    expect(page.get_by_role("alert")).to_contain_text("The articles could not be opened")
    expect(page.get_by_role("alert")).to_contain_text("no article can be read in <notes>")
