"""Makes the pictures of the README: asks the running page questions and photographs it.

    python tests/app/page/screenshot.py docs/answer.png --open 1 --size 1280x640 \\
        --question "How long does it take to move traffic away from a broken region?"
    python tests/app/page/screenshot.py docs/disagreement.png --articles docs/ferry --name "The ferry Alba" \\
        --size 1180x840 --question "How many passengers does the Alba carry?"

The same questions give the same picture, but for the fonts of the machine. Needs Chromium (Debian: chromium).
"""

import shutil
import threading
from pathlib import Path
from typing import Annotated, cast

import typer
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from crosscheck.app.assistant import Assistant
from crosscheck.app.page.opening import Opening
from crosscheck.app.page.serving import create_app, listen, server
from crosscheck.app.suggest import questions
from crosscheck.index.retriever import Retriever

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
_PATIENCE = 300_000  # milliseconds for an answer


def main(
    out: Annotated[Path, typer.Argument(help="The PNG file to write.")],
    question: Annotated[
        list[str] | None, typer.Option(help="Asked in turn; the last answer is in the picture.")
    ] = None,
    articles: Annotated[Path | None, typer.Option(help="Folder of articles; default: the packaged ones.")] = None,
    name: Annotated[str, typer.Option(help="Name of the folder in the top line.")] = "How Netflix uses Python",
    open_: Annotated[int, typer.Option("--open", help="Open the source with this number.")] = 0,
    size: Annotated[str, typer.Option(help="Of the window; 390x844 is a phone.")] = "1280x800",
    dark: Annotated[bool, typer.Option("--dark", help="In dark colours.")] = False,
) -> None:
    """Ask the page and photograph it."""
    opening = Opening(
        lambda progress: Assistant(Retriever.open(articles, progress=progress)),
        name,
        suggest=lambda assistant: questions(cast(Assistant, assistant).retriever.index),
    )
    with listen("127.0.0.1", 0) as listener, sync_playwright() as playwright:
        serving = server(create_app(opening))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]})
        thread.start()
        opening.run()  # with all suggestions, not only those tried before the page opens
        try:
            opening.wait()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            _photograph(browser, address, out, question or [], open_, size, "dark" if dark else "light")
            browser.close()
        finally:
            serving.should_exit = True
            thread.join()


def _photograph(
    browser: Browser, address: str, out: Path, questions: list[str], source: int, size: str, scheme: str
) -> None:
    width, height = map(int, size.split("x"))
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        reduced_motion="reduce",
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.set_default_timeout(_PATIENCE)
    page.goto(address)
    for number, question in enumerate(questions, start=1):
        page.get_by_role("textbox", name="Question").fill(question)
        page.keyboard.press("Enter")
        page.locator(f"#turn-{number} :is(.sources, .absent)").wait_for()
    if source:
        page.locator(f"#turn-{len(questions)} a.cite", has_text=f"[{source}]").first.click()
        page.locator("#cited").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # scrolling comes to rest
    out.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=out)
    Image.open(out).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, optimize=True)  # a third


if __name__ == "__main__":
    typer.run(main)
