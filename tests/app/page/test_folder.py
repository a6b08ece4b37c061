from collections.abc import Mapping
from dataclasses import replace

from crosscheck.app.page.folder import (
    Folder,
    articles_html,
    disagreements_html,
    examples_html,
    header_html,
    welcome_html,
)
from crosscheck.index.types import Article, Disagreement


def test_the_top_line_names_the_folder_and_what_is_in_it(folder: Folder) -> None:
    assert header_html("my <notes>", folder) == (
        '<header class="top"><h1><a href="./">Crosscheck</a><span class="folder" dir="auto">'
        'my &lt;notes&gt;</span></h1><nav><a href="articles" data-panel>3 articles</a>'
        '<a class="amber" href="disagreements" data-panel>1 disagreement</a>'
        '<a href="./" class="new">New chat</a></nav></header>'
    )


def test_while_the_folder_is_being_opened_nothing_is_said_of_it() -> None:
    assert "<nav></nav>" in header_html("notes")


def test_no_disagreement_is_no_link(folder: Folder) -> None:
    assert "disagreement" not in header_html("notes", replace(folder, disagreements=0))


def test_what_only_a_language_model_thinks_is_not_counted_as_a_disagreement(folder: Folder) -> None:
    html = header_html("notes", replace(folder, disagreements=0, opinions=2))
    assert '<a href="disagreements" data-panel>2 model opinions</a>' in html
    assert "disagreement<" not in html


def test_the_empty_chat_offers_examples_and_says_what_was_skipped(folder: Folder) -> None:
    html = welcome_html(replace(folder, notices=("skipped <x>.md: it is empty",)))
    assert html.count("data-ask=") == 3
    assert '<ul class="notices" aria-label="Notices"><li>skipped &lt;x&gt;.md: it is empty</li></ul>' in html


def test_an_example_asks_what_it_says() -> None:
    assert '<button type="button" dir="auto" data-ask="Is &quot;a&quot; &lt; b?">' in examples_html(
        ['Is "a" < b?']
    )


def test_all_articles_are_listed(articles: Mapping[str, Article]) -> None:
    html = articles_html(articles)
    assert html.startswith("<h2>3 articles</h2>")
    assert '<a href="article?id=hostile" data-panel><cite dir="auto">&lt;b&gt;Trap&lt;/b&gt;</cite></a>' in html


def test_all_disagreements_are_listed(login: Disagreement) -> None:
    assert disagreements_html([login, login]).count('<section class="warning">') == 2
    assert "Nowhere" in disagreements_html([])


def test_disagreements_stand_by_topic_and_those_with_a_question_can_be_asked_about(login: Disagreement) -> None:
    other = replace(login, topic="the tests")
    html = disagreements_html([login, other, replace(login, score=0.6)], (), {"the tests": "Who runs them?"})
    sections = html.split('<section class="by-topic">')[1:]
    assert [section.count('<section class="warning">') for section in sections] == [2, 1]
    assert ['data-ask="Who runs them?"' in section for section in sections] == [False, True]
