"""The page as its visitors meet it: a real server, a real browser, a desk and a phone.

No request may leave this machine, and nothing may go wrong in the browser: that is looked at after each test.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [  # without these Chromium itself calls home
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
expect.set_options(timeout=60_000)  # a busy machine is no failure


def pytest_itemcollected(item: pytest.Item) -> None:
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no browser: install the Debian package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Iterator[Mapping[str, BrowserContext]]:
    """Return a browser of each width; it loads once what the page is made of, and keeps nothing else."""
    still = {"reduced_motion": "reduce"}
    with ExitStack() as stack:
        desktop = stack.enter_context(browser.new_context(viewport={"width": 1280, "height": 800}, **still))  # type: ignore[arg-type]
        phone = stack.enter_context(
            browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, **still)  # type: ignore[arg-type]
        )
        for context in (desktop, phone):
            context.set_default_timeout(60_000)
        yield {"desktop": desktop, "phone": phone}


@pytest.fixture(params=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> str:
    """Return the name of the window; every test runs in both unless it says otherwise."""
    return str(request.param)


@pytest.fixture
def context(contexts: Mapping[str, BrowserContext], width: str) -> Iterator[BrowserContext]:
    context = contexts[width]
    hosts: set[str | None] = set()
    faults: list[str] = []
    watched = {
        "request": lambda request: hosts.add(urlsplit(request.url).hostname),
        "weberror": lambda error: faults.append(str(error.error)),
        "dialog": lambda dialog: faults.append(dialog.message),
    }
    for event, look in watched.items():
        context.on(event, look)  # type: ignore[call-overload]
    yield context
    for page in context.pages:
        page.close()
    for event, look in watched.items():
        context.remove_listener(event, look)
    assert hosts <= {"127.0.0.1"}
    assert faults == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("button", name="Who runs the tests?")).to_be_visible()
    return page


@pytest.fixture
def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Question")


@pytest.fixture
def panel(page: Page) -> Locator:
    return page.get_by_role("complementary")


@pytest.fixture
def ask(page: Page, box: Locator) -> Callable[[str], Locator]:
    """Return what types a question, sends it, and returns its turn once the answer is complete."""

    def ask(question: str) -> Locator:
        turns = page.locator(".turn").count()
        box.fill(question)
        box.press("Enter")
        turn = page.locator(".turn").nth(turns)
        expect(turn.locator(".sources, .absent")).to_be_visible()
        return turn

    return ask
