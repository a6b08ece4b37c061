from dataclasses import replace

from crosscheck.app.answer import Citation
from crosscheck.app.page.warning import warnings_html
from crosscheck.index.types import Disagreement, Side

CARD = (
    '<div class="warnings" id="w" role="alert"><section class="warning">'
    '<h3><span class="sign" aria-hidden="true">!</span>The sources disagree'
    '<span class="kind">different names</span></h3>'
    '<span class="topic" dir="auto">About the login service</span><div class="sides">'
    '<figure><blockquote dir="auto">The login service <em class="apart">runs on Java</em>.</blockquote>'
    '<figcaption><cite dir="auto">Engines of the backend</cite><span class="date">31 October 2019</span>'
    '<a class="read" href="article?id=engines&amp;start=11&amp;end=42&amp;print=b61b7585" data-panel>'
    "Read it there</a>"
    "</figcaption></figure>"
    '<figure><blockquote dir="auto">The login service <em class="apart">was moved to Python in 2021</em>.'
    '</blockquote><figcaption><cite dir="auto">A short history</cite><span class="date">2021</span>'
    '<a class="read" href="article?id=history&amp;start=0&amp;end=46&amp;print=de3d8159" data-panel>'
    "Read it there</a>"
    "</figcaption></figure></div></section></div>"
)


def test_both_sides_are_shown_alike_with_dates_and_differing_words_marked(login: Disagreement) -> None:
    assert warnings_html([login], "w") == CARD


def test_what_to_know_of_the_sources_and_how_many_agree_with_a_side_is_said(login: Disagreement) -> None:
    one, two = login.sides
    sides = (replace(one, articles=3), two)
    html = warnings_html([replace(login, sides=sides, note="“A <history>” may be outdated.")], "w")
    assert html.count('<span class="said">said by 3 articles</span>') == 1
    assert html.count("said by") == 1
    assert html.endswith('<p class="note" dir="auto">“A &lt;history&gt;” may be outdated.</p></section></div>')


def test_sides_stand_in_the_order_of_the_answer_with_its_numbers(login: Disagreement) -> None:
    java, python = login.sides
    # The answer quotes the second side first, and the first one, in a part of its sentence, third.
    second = Citation(1, python.article, python.title, None, python.quote, python.start, python.end)
    first = Citation(3, java.article, java.title, None, "runs on Java", java.start + 18, java.end - 1)
    html = warnings_html([login], "w", [second, first])
    places = [html.index(text) for text in (">[1]<", "A short history", ">[3]<", "Engines of the backend")]
    assert places == sorted(places)
    assert "[1]" not in warnings_html([login], "w", [replace(second, article="elsewhere")])


def test_no_disagreement_leaves_no_trace() -> None:
    assert warnings_html([], "w") == ""


def test_a_hostile_side_is_text() -> None:
    trap = Side("a&b", "<i>title</i>", "<u>1999</u>", '<img src=x onerror="a()">', 0, 25)
    html = warnings_html([Disagreement("number", 1.0, "<script>", (trap, trap))], "w")
    assert "<i>" not in html
    assert "<u>" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert "article?id=a%26b&amp;start=0" in html
