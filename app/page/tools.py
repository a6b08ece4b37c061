"""What can be done with an answer: copy it, download it, say what is wrong with it."""

import json

from crosscheck.app.answer import Answer
from crosscheck.app.markdown import answer_markdown
from crosscheck.app.page.text import attribute, shown

__all__ = ["tools_html"]


def tools_html(answer: Answer, turn: int) -> str:
    """Return the buttons below an answer, and what they work on: it as Markdown, and what feedback is about."""
    return (
        f'<div class="tools" role="group" aria-label="{attribute(f"Answer {turn}")}">'
        '<button type="button" data-copy>Copy</button>'
        '<button type="button" data-link>Copy link</button>'
        '<button type="button" data-download>Download</button>'
        '<button type="button" data-vote="up">Good answer</button>'
        '<button type="button" data-vote="down">Bad answer</button>'
        f'<pre hidden class="markdown">{shown(answer_markdown(answer))}</pre>'
        f'<pre hidden class="record">{shown(json.dumps(_record(answer)))}</pre></div>'
    )


def _record(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status,
        "citations": [{"article": c.article, "start": c.start, "end": c.end} for c in answer.citations],
    }
