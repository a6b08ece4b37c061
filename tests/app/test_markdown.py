from dataclasses import replace

import pytest

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.markdown import answer_markdown
from crosscheck.index.types import Disagreement, Side

JAVA = Citation(1, "engines", "Engines", "2019-10-31", "The login runs on Java.", 0, 23)
PYTHON = Side("history", "A *short* history", None, "The login runs on Python.", 5, 30)


def test_an_answer_is_its_question_its_statements_its_warning_and_its_sources() -> None:
    java = Side("engines", "Engines", "2019-10-31", JAVA.quote, 0, 23)
    warning = Disagreement("entity", 0.9, "the login", (java, PYTHON), note="The older one may be outdated.")
    statement = Statement(JAVA.quote, (1,), 1)
    answer = Answer("What runs it?", "What runs it?", "answered", 0.9, (statement,), (JAVA,), (warning,))
    assert answer_markdown(answer) == (
        "## What runs it?\n\n"
        "The login runs on Java. [1]\n\n"
        "> **The sources disagree** about the login\n"
        ">\n"
        "> - *Engines* (2019-10-31): “The login runs on Java.”\n"
        "> - *A \\*short\\* history*: “The login runs on Python.”\n"
        ">\n"
        "> The older one may be outdated.\n\n"
        "Sources:\n\n"
        "- [1] *Engines* (2019-10-31): “The login runs on Java.”\n"
    )


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://example.org/a(b)", "[*Engines*](<https://example.org/a(b)>)"),
        ("javascript:alert(1)", "*Engines*"),
        ("https://example.org/> [x](y", "*Engines*"),
        (None, "*Engines*"),
    ],
)
def test_a_source_with_an_address_is_a_link_to_it(url: str | None, title: str) -> None:
    citation = replace(JAVA, url=url)
    answer = Answer("q", "q", "answered", 0.9, (Statement(JAVA.quote, (1,), 1),), (citation,))
    assert f"- [1] {title} (2019-10-31): " in answer_markdown(answer)


def test_how_a_follow_up_was_understood_is_said() -> None:
    answer = Answer("And Django?", "Who uses *Django*?", "not_in_sources", 0.1)
    assert answer_markdown(answer).startswith(
        "## And Django?\n\n*Understood as: Who uses \\*Django\\*?*\n\n*Not in"
    )


def test_that_the_articles_do_not_say_is_said() -> None:
    answer = Answer("Who is the boss?", "Who is the boss?", "not_in_sources", 0.1)
    assert answer_markdown(answer) == (
        "## Who is the boss?\n\n*Not in the sources: the articles do not answer this question.*\n"
    )


def test_markup_in_a_question_stays_text() -> None:
    answer = Answer("# <b>\n[x](y)", "", "not_in_sources", 0.1)
    assert answer_markdown(answer).startswith("## \\# \\<b\\> \\[x\\](y)\n")
