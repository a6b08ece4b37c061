"""The Gradio page: which parts there are and what fills them."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING

from crosscheck.app.page.conversation import Conversation, View, progress_html, reply
from crosscheck.app.page.endpoints import add_endpoints, complete_calls
from crosscheck.app.page.folder import header_html, welcome_html
from crosscheck.app.page.opening import Opening
from crosscheck.app.page.text import shown
from crosscheck.index.retriever import MAX_QUERY

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["create_page", "theme"]

_LOOK_AGAIN = 0.25  # seconds between two looks at the progress of a build
_LOOK_FOR_WORK = 0.02  # seconds: no person notices them

# Runs in the browser as a question is sent. An endless text need not travel: only enough of it for the server
# to see that it is too long. JavaScript counts some characters twice, hence the factor.
_ON_ASK = f"""(question, conversation) => {{
    window.crosscheckSent(question);
    return [question.slice(0, {2 * MAX_QUERY + 2}), conversation];
}}"""


def create_page(opening: Opening) -> "gr.Blocks":
    """Return the page that answers from what `opening` opens; it may still be at it."""
    # Read when Gradio is imported: no call home, no look at a hub.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import gradio as gr

    page = gr.Blocks(title=f"Crosscheck: {opening.name}", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        header = _html("header", header_html(opening.name))
        welcome = _html("welcome", progress_html(opening.stage))
        transcript = _html("transcript", _logged(""))
        with gr.Column(elem_id="composer"):
            box = _question_box()
            notice = _html("notice", "")
        asking = box.submit(
            _asking(opening),
            inputs=[box, conversation],
            outputs=[transcript, box, notice, conversation],
            js=_ON_ASK,
            show_progress="hidden",
            api_name="typed",  # /ask is for programs
            api_visibility="private",
        )
        asking.then(None, js="() => window.crosscheckDone()")
        page.load(
            _watching(opening),
            outputs=[header, welcome],
            show_progress="hidden",
            api_visibility="private",
            # Each tab watches for as long as the build takes, and no number of them may keep out the next.
            concurrency_limit=None,
        )
        add_endpoints(opening)
    complete_calls(page)
    page.queue(max_size=32, default_concurrency_limit=2)
    # Gradio looks a thousand times a second whether anybody asks: 3 % of a processor, all day long.
    page._queue.sleep_when_free = _LOOK_FOR_WORK
    return page


def _asking(opening: Opening) -> Callable[[str | None, Conversation], Iterator[list[object]]]:
    def ask(question: str | None, conversation: Conversation) -> Iterator[list[object]]:
        for view in reply(opening, question or "", conversation):
            yield _updates(view)

    return ask


def _watching(opening: Opening) -> Callable[[], AsyncIterator[list[object]]]:
    async def watch() -> AsyncIterator[list[object]]:
        while not opening.is_over:
            yield [header_html(opening.name), progress_html(opening.stage)]
            await asyncio.sleep(_LOOK_AGAIN)
        yield [header_html(opening.name, opening.folder), _opened(opening)]

    return watch


def theme() -> "gr.themes.Default":
    """Return the theme: Gradio's own fonts, which lie on this machine, and a calm palette."""
    import gradio as gr

    # Weight 600 of the bundled font lacks most letters, so bold is 700.
    sans = gr.themes.LocalFont("Source Sans Pro", weights=(400, 700))
    fonts = [sans, gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")]
    return gr.themes.Default(primary_hue="teal", neutral_hue="stone", font=fonts, font_mono=fonts)


def _html(name: str, value: str) -> "gr.HTML":
    import gradio as gr

    # Only Gradio's default template shows a value as it is: any other one runs ${...} in it as JavaScript.
    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def _question_box() -> "gr.Textbox":
    import gradio as gr

    # No max_length: it would cut a long question without a word. The server says what is wrong with it.
    return gr.Textbox(
        label="Question",
        show_label=False,
        placeholder="Ask the articles…",
        lines=1,
        max_lines=6,
        autofocus=True,
        submit_btn="Ask",  # a word: the icon has no name for those who cannot see it
        container=False,
        elem_id="question",
        html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", spellcheck=True),
    )


def _updates(view: View) -> list[object]:
    """Return the view as Gradio wants it, one value for each output."""
    import gradio as gr

    transcript = None if view.transcript is None else _logged(view.transcript)
    values = [transcript, view.box, view.notice, view.conversation]
    return [gr.skip() if value is None else value for value in values]


def _logged(transcript: str) -> str:
    return f'<div class="turns" role="log" aria-label="Conversation" aria-live="polite">{transcript}</div>'


def _opened(opening: Opening) -> str:
    if opening.folder is not None:
        return welcome_html(opening.folder)
    return (
        '<div class="welcome" role="alert"><h2>The articles could not be opened</h2>'
        f"<p>{shown(opening.problem or '')}</p></div>"
    )
