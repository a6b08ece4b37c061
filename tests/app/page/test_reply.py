import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from crosscheck.app.answer import Answer
from crosscheck.app.page.folder import Folder
from crosscheck.app.page.reply import nearest_html, reply_html
from crosscheck.app.suggest import Suggestion
from crosscheck.index.types import Hit, Passage

Known = Callable[[str], Answer]


def test_a_statement_carries_its_numbers_and_how_many_articles_say_so(known: Known, folder: Folder) -> None:
    html = reply_html(known("tests"), 3, folder)
    statement = (
        '<div class="statements"><p class="statement"><span dir="auto">Python runs the tests.</span> '
        '<a class="cite" href="article?id=engines&amp;start=98&amp;end=120&amp;print=d4c5574b" data-panel '
        'aria-label="Source 1: Engines of the backend" aria-describedby="turn-3-1-1">[1]</a>'
        '<span class="tip" role="tooltip" id="turn-3-1-1"><q dir="auto">Python runs the tests.</q>'
        '<cite dir="auto">Engines of the backend</cite><span class="date">31 October 2019</span></span>'
        '<a class="cite" href="article?id=history&amp;start=47&amp;end=69&amp;print=d4c5574b" data-panel '
        'aria-label="Source 2: A short history" aria-describedby="turn-3-1-2">[2]</a>'
        '<span class="tip" role="tooltip" id="turn-3-1-2"><q dir="auto">Python runs the tests.</q>'
        '<cite dir="auto">A short history</cite><span class="date">2021</span></span>'
        ' <span class="said">said by 2 of 3 articles</span></p></div>'
    )
    assert html.startswith(statement)


def test_the_sources_are_those_used_in_order_each_article_once(known: Known, folder: Folder) -> None:
    html = reply_html(known("login"), 1, folder)
    assert html.partition('<div class="tools"')[0].endswith(
        '<section class="sources" aria-label="Sources of answer 1"><h3>Sources</h3><ul>'
        '<li><a href="article?id=engines&amp;start=2544&amp;end=2575&amp;print=b61b7585" data-panel>'
        '<span class="numbers">[1] [2]</span> <cite dir="auto">Engines of the backend</cite>'
        '<span class="date">31 October 2019</span></a></li></ul></section>'
    )


def test_what_it_stands_for_is_shown_with_a_quote_and_is_none_of_it(known: Known, folder: Folder) -> None:
    tip = 'dir="auto">The login service runs on Java.</span><q dir="auto">It has run since 2015.</q>'
    html = reply_html(known("login"), 1, folder)
    assert html.count('class="before"') == 1
    assert tip in html


def test_one_article_alone_is_no_agreement(known: Known, folder: Folder) -> None:
    assert "said by" not in reply_html(known("login"), 1, folder)


def test_an_answer_that_is_still_coming_in_shows_what_is_there(known: Known, folder: Folder) -> None:
    html = reply_html(known("login"), 1, folder, statements=1)
    assert html.count('<p class="statement">') == 1
    assert "Sources" not in html
    assert 'role="alert"' not in html


def test_a_warning_below_is_announced_above_from_the_start(known: Known, folder: Folder) -> None:
    line = '<p class="ahead"><a href="#turn-7-warnings" data-jump>The sources disagree: see below</a></p>'
    assert reply_html(known("login"), 7, folder, statements=1).startswith(line)
    assert 'id="turn-7-warnings" role="alert"' in reply_html(known("login"), 7, folder)
    assert "ahead" not in reply_html(known("tests"), 7, folder)


def test_a_citation_that_is_contradicted_says_so(known: Known, folder: Folder, login: object) -> None:
    answer = known("login")
    side = answer.disagreements[0].sides[0]
    first = answer.citations[0]
    moved = type(first)(1, first.article, first.title, first.date, side.quote, side.start, side.end)
    html = reply_html(
        Answer("q", "q", "answered", 1.0, answer.statements[:1], (moved,), answer.disagreements), 1, folder
    )
    assert '<a class="cite disputed"' in html
    assert 'aria-label="Source 1: Engines of the backend, disputed"' in html


def test_without_an_answer_the_page_says_so_in_its_own_words(known: Known, folder: Folder) -> None:
    assert reply_html(known("How many people work there?"), 2, folder).partition('<div class="tools"')[0] == (
        '<section class="absent" role="status"><h3>Not in the sources</h3>'
        "<p>None of the 3 articles answers this question, and Crosscheck does not guess.</p>"
        '<h4>The nearest they come</h4><ul class="nearest">'
        '<li><a href="article?id=engines&amp;start=96&amp;end=120&amp;print=5c514145" data-panel dir="auto">'
        "Tools</a>"
        '<cite dir="auto">Engines of the backend</cite></li></ul>'
        '<h4>What they do answer</h4><ul class="examples" aria-label="Questions that the articles answer">'
        '<li><button type="button" dir="auto" data-ask="What runs the login service?">'
        "What runs the login service?</button></li>"
        '<li><button type="button" dir="auto" data-ask="Who runs the tests?">Who runs the tests?</button></li>'
        "</ul></section>"
    )


def near(article: str, start: int, *headings: str, text: str = "Some text.") -> Hit:
    return Hit(Passage(article, start, start + len(text), text, headings), 0.5, 1)


def nearest(folder: Folder, *hits: Hit) -> list[str]:
    """Return what the links to the nearest passages show, each with the article that it names beside it."""
    return re.findall(r'data-panel dir="auto">(.*?)</li>', nearest_html(hits, folder))


def test_each_of_the_nearest_articles_is_named_once_with_the_heading_of_its_best_passage(folder: Folder) -> None:
    hits = (near("history", 9, "Then"), near("engines", 7, "Tools"), near("history", 1), near("history", 2, "Now"))
    assert nearest(folder, *hits) == [
        'Then</a><cite dir="auto">A short history</cite>',
        'Tools</a><cite dir="auto">Engines of the backend</cite>',
    ]
    assert 'href="article?id=history&amp;start=9&amp;end=19&amp;print=13b4c5ae"' in nearest_html(hits, folder)


def test_at_most_three_of_the_nearest_articles_are_named(folder: Folder) -> None:
    assert nearest(folder, *(near(article, 1) for article in "abcd")) == ["a</a>", "b</a>", "c</a>"]


@pytest.mark.parametrize(
    ("headings", "text", "named"),
    [
        ((), "Some text.", ""),
        (("A short history",), "Some text.", ""),
        (("A short history", "Then"), "Some text.", "Then"),
        (("A short history",), "The move\n\nIt was moved in 2021.", "The move"),
        (("A short history", "Then"), "Was it *moved*?\n\nIt was.", "Was it moved?"),
        ((), "A short  history\n\n## The move\n\nIt was moved.", "The move"),
        ((), "A short history\n\nIt was moved.", ""),
        (("A short history", "Then"), "It was moved.\n\nSo was she.", "Then"),
        (("A short history", "Then"), "It was\nmoved.", "Then"),
        (("A short history", "Then"), "- It was moved\n\nSo", "Then"),
        (("<b>",), "![](x)\n\nText.", "&lt;b&gt;"),
    ],
)
def test_a_passage_is_named_by_its_own_heading_and_by_the_title_only_without_one(
    folder: Folder, headings: tuple[str, ...], text: str, named: str
) -> None:
    within = f'{named}</a><cite dir="auto">A short history</cite>' if named else "A short history</a>"
    assert nearest(folder, near("history", 1, *headings, text=text)) == [within]


def test_a_hostile_article_is_quoted_as_text(known: Known, folder: Folder) -> None:
    html = reply_html(known("canary"), 1, folder)
    for tag in ("<script", "<img", "<form", "<input", "<b>"):
        assert tag not in html
    assert "\u202e" not in html
    assert (
        html.count("&lt;script&gt;fetch(&quot;http://canary.invalid/s&quot;)&lt;/script&gt;") == 2
    )  # and its tip
    assert "![beacon](http://canary.invalid/m) [click](javascript:alert(1)) ${alert(1)}" in html


def test_without_an_answer_questions_about_the_nearest_passages_come_first(folder: Folder) -> None:
    def known(question: str, start: int) -> Suggestion:
        return Suggestion(question, frozenset({("engines", start)}))

    hits = (Hit(Passage("engines", 7, 9, "it", ()), 0.5, 1),)
    absent = Answer("Who is the boss?", "Who is the boss?", "not_in_sources", 0.1, hits=hits)
    several = replace(folder, suggestions=(known("What is far?", 90), known("What is near?", 7)))
    assert 'data-ask="What is near?"' in reply_html(absent, 1, several)
    assert 'data-ask="What is far?"' not in reply_html(absent, 1, several)
    assert 'data-ask="What is far?"' in reply_html(replace(absent, hits=()), 1, several)
