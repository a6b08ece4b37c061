"""The folder: its name and its articles."""

from playwright.sync_api import Locator, Page, expect


def test_the_page_names_the_folder_it_answers_from(page: Page) -> None:
    expect(page.get_by_role("heading", name="Crosscheck notes", level=1)).to_be_visible()
    expect(page.get_by_text("Where the sources disagree, you are told.")).to_be_visible()


def test_every_article_can_be_read_whole(page: Page, panel: Locator) -> None:
    page.get_by_role("link", name="3 articles").click()
    expect(panel.locator(".shelf li")).to_have_count(3)
    panel.get_by_role("link", name="A short history").click()
    expect(panel.locator(".body")).to_have_text(
        "The login service was moved to Python in 2021. Python runs the tests."
    )
