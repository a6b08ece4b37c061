from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.app.page.reader import article_html, place_of
from crosscheck.app.page.text import print_of
from crosscheck.index.split import split
from crosscheck.index.types import Article


def body(text: str, start: int = 0, end: int = 0) -> str:
    html = article_html(Article("a", text, "Title"), start, end)
    head = '<article><h2 dir="auto">Title</h2><div class="body" dir="auto">'
    return html.removeprefix(head).removesuffix("</div></article>")


class Text(HTMLParser):
    """Collects what a browser would show, and what of it is marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.marked, self.depth = "", "", 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.shown += data
        self.marked += data if self.depth else ""


def test_title_date_author_and_link_are_shown_when_known(articles: Mapping[str, Article]) -> None:
    assert article_html(articles["engines"]).startswith(
        '<article><h2 dir="auto">Engines of the backend</h2><p class="about">'
        'A. Writer · 31 October 2019 · <a href="https://example.org/engines" target="_blank" '
        'rel="noopener noreferrer nofollow">example.org</a></p>'
    )


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert "about" not in article_html(Article("a", "Text.", "Title"))


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    assert "javascript" not in article_html(Article("a", "Text.", "Title", url="javascript:alert(1)"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line\nand the next.", '<p dir="auto">One line\nand the next.</p>'),
        ("One.\n\nTwo.", '<p dir="auto">One.</p><p dir="auto">Two.</p>'),
        ("One.\r\n\r\nTwo.\r\n", '<p dir="auto">One.</p><p dir="auto">Two.</p>'),
        ("## Head\nText.", '<h3 dir="auto">Head</h3><p dir="auto">Text.</p>'),
        ("- a\n- b\nmore b", '<ul><li dir="auto">a</li><li dir="auto">b\nmore b</li></ul>'),
        ("1. a\n2. b", '<p dir="auto">1. a</p><p dir="auto">2. b</p>'),
        ("a | b\n--- | :-:\nc | d", '<p dir="auto">a | b\nc | d</p>'),
        ("One\n---\nTwo --- three", '<p dir="auto">One\n---\nTwo --- three</p>'),
        ("> said", '<blockquote dir="auto">said</blockquote>'),
        ("#hash -dash 2019. A year", '<p dir="auto">#hash -dash 2019. A year</p>'),
        ("<b>bold</b> & co", '<p dir="auto">&lt;b&gt;bold&lt;/b&gt; &amp; co</p>'),
        ("", ""),
        (
            "Run:\n```sh\na **b** <i>\n\n  # c\n```\nThen **go**.",
            '<p dir="auto">Run:</p><pre dir="auto"><code>a **b** &lt;i&gt;\n\n  # c</code></pre>'
            '<p dir="auto">Then <strong>go</strong>.</p>',
        ),
        ("~~~~\na\n~~~\n```\n~~~~", '<pre dir="auto"><code>a\n~~~\n```</code></pre>'),
        ("```\r\na\r\n```\r\n", '<pre dir="auto"><code>a</code></pre>'),
        ("```\n```", '<pre dir="auto"><code></code></pre>'),
        ("```\nnever closed", '<p dir="auto">```\nnever closed</p>'),
        ("```a``` b", '<p dir="auto">```a``` b</p>'),
        ("- **a\n  b**\n- c", '<ul><li dir="auto"><strong>a\n  b</strong></li><li dir="auto">c</li></ul>'),
    ],
)
def test_an_article_reads_as_it_was_written(text: str, html: str) -> None:
    assert body(text) == html


def test_the_title_is_not_said_twice() -> None:
    assert body("# Title\n\nText.") == '<p dir="auto">Text.</p>'
    assert body("# Title too\n\nText.").startswith('<h3 dir="auto">Title too</h3>')


CODE = "Run:\n\n  ```sh\n  make a\n  make b\n  ```\n"


@pytest.mark.parametrize(
    ("start", "end", "html"),
    [
        (8, 40, '<mark id="cited">  make a\n  make b</mark>'),  # as it is cited: with the fence
        (16, 22, '  <mark id="cited">make a</mark>\n  make b'),
        (11, 22, '```<mark id="cited">sh\n  make a</mark>\n  make b\n  ```'),  # from within the fence on
    ],
)
def test_of_code_exactly_what_is_cited_is_marked(start: int, end: int, html: str) -> None:
    assert body(CODE, start, end) == f'<p dir="auto">Run:</p><pre dir="auto"><code>{html}</code></pre>'


def test_each_sentence_of_an_article_with_code_and_markup_is_shown_as_it_is_cited() -> None:
    text = (
        "Run **make for a while. Then run** the [script](https://a.org).\n\n```sh\nmake c\n```\n\n"
        "- The tool *works* well. The ![blue](d.png) picture shows it.\n"
    )
    cited = split(Article("a", text, "Title")).sentences
    marked = [Text(body(text, one.start, one.end)).marked for one in cited]
    assert marked == [
        "Run make for a while.",
        "Then run the script.",
        "make c",
        "The tool works well.",
        "The blue picture shows it.",
    ]


def test_of_a_repeated_sentence_the_cited_one_is_marked() -> None:
    assert body("Yes. No. Yes.", 9, 13) == '<p dir="auto">Yes. No. <mark id="cited">Yes.</mark></p>'


def test_a_mark_goes_on_across_blocks_and_only_the_first_is_the_target() -> None:
    assert body("One two.\n\n- three four", 4, 17) == (
        '<p dir="auto">One <mark id="cited">two.</mark></p><ul><li dir="auto"><mark>three</mark> four</li></ul>'
    )


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (-9, -3), (900, 999)])
def test_offsets_that_mark_nothing_do_no_harm(start: int, end: int) -> None:
    assert body("Some text.", start, end) == '<p dir="auto">Some text.</p>'


def test_the_word_mark_in_an_article_is_no_mark() -> None:
    assert body("<mark>x</mark>", 6, 7) == '<p dir="auto">&lt;mark&gt;<mark id="cited">x</mark>&lt;/mark&gt;</p>'


YES = print_of("Yes, it does.")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("No, it is not. Yes, it does.", (15, 28)),  # where it was
        ("Yes, it does. No, it is not.", (0, 13)),  # moved
        ("Yes, it does. No, it is not. Yes, it does.", (29, 42)),  # the nearer of two
        ("No, it is not. Yes, it did.", None),  # gone
    ],
)
def test_a_quote_is_found_again_in_an_article_that_changed(text: str, place: tuple[int, int] | None) -> None:
    assert place_of(Article("a", text, "A"), 16 if place == (29, 42) else 15, 28, YES) == place


def test_a_link_without_a_print_marks_what_it_says() -> None:
    assert place_of(Article("a", "No, it is not.", "A"), 4, 6, "") == (4, 6)


TEXTS = st.text(alphabet="aé😀 .#->&<\n\r\t1", max_size=80)


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_whatever_the_text_exactly_the_run_is_marked_and_no_word_is_lost(text: str, start: int, end: int) -> None:
    read = Text(body(text, start, end))

    def letters(part: str) -> str:
        return "".join(character for character in part if character in "aé😀.&<1")

    assert letters(read.marked) == letters(text[start:end])
    assert letters(read.shown) == letters(text)
