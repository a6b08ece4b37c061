from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.app.page.inline import inline_html
from crosscheck.app.page.reader import article_html
from crosscheck.index.types import Article

OUTSIDE = 'target="_blank" rel="noopener noreferrer nofollow"'
DOCS = f'<a href="https://a.org/x_(y)?b=1&amp;c" title="a.org" {OUTSIDE}>docs</a>'

DOCS_OF_IMAGE = f'<a href="https://a.org" title="a.org" {OUTSIDE}>Build of it</a>'


def html(text: str, quote: str = "") -> str:
    """Return `text` with `quote`, which stands in it once, marked."""
    start = text.index(quote) if quote else 0
    return inline_html(text, (0, len(text)), (start, start + len(quote)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A **bold** word.", "A <strong>bold</strong> word."),
        ("__Bold__, *it* and _it_.", "<strong>Bold</strong>, <em>it</em> and <em>it</em>."),
        ("***Both*** **a *b* c**", "<strong><em>Both</em></strong> <strong>a <em>b</em> c</strong>"),
        ("**Over\nlines**", "<strong>Over\nlines</strong>"),
        ("Run `f(**kwargs)` now.", "Run <code>f(**kwargs)</code> now."),
        ("The [docs](https://a.org/x_(y)?b=1&c).", f"The {DOCS}."),
        ('The [docs](https://a.org/x_(y)?b=1&c "Title").', f"The {DOCS}."),
        ("The [**docs**](https://a.org/x_(y)?b=1&c)", f"The {DOCS.replace('docs', '<strong>docs</strong>')}"),
        ("The [docs](../docs.md) and [top](#top).", "The docs and top."),
        ("See ![a *graph*](x.png)!", "See a *graph*!"),
        ("See ![](x.png)!", "See !"),
        ("The `a` and __init__ and __main__ methods", "The <code>a</code> and __init__ and __main__ methods"),
        ("日本**語**です", "日本<strong>語</strong>です"),
        ("[![Build of it](https://img.org/x.svg)](https://a.org)", DOCS_OF_IMAGE),
        ("2*3*4, snake_case_name, 2 * 3 * 4, a ** b ** c", "2*3*4, snake_case_name, 2 * 3 * 4, a ** b ** c"),
        ("\\*no\\* and **no", "\\*no\\* and **no"),
        ("[ ](https://a.org) [x] (y) [a](b c)", "[ ](https://a.org) [x] (y) [a](b c)"),
    ],
)
def test_markdown_within_a_line_reads_as_it_was_meant(text: str, read: str) -> None:
    assert html(text) == read


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\x01script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//a.org",
        "https://evil.com\\@good.com/x",
        "https://good.com@evil.com/x",
        "http:",
        "https://",
        "http://[",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert html(f"[click]({url})") == "click"


@pytest.mark.parametrize(
    "hostile",
    [
        "**<script>alert(1)</script>**",
        "[<img src=x onerror=alert(1)>](http://a.org)",
        '[x](http://a.org/"onmouseover="alert(1))',
        "[x](http://a.org/'><script>)",
        "![<svg onload=alert(1)>](x.png)",
        '![x](http://a.org/" onerror="alert(1))',
        "`</code><script>`",
        "[*</a><b>*](http://a.org)",
    ],
)
def test_no_html_of_an_article_gets_through(hostile: str) -> None:
    read = Read(html(hostile))
    assert set(read.tags) <= {"strong", "em", "code", "a"}
    assert read.attributes <= {"href", "title", "target", "rel"}


@pytest.mark.parametrize(
    ("text", "quote", "read"),
    [
        ("One. **Two.** Three.", "**Two.**", "One. <mark><strong>Two.</strong></mark> Three."),
        ("A **b** c. D.", "A **b** c.", "<mark>A <strong>b</strong> c.</mark> D."),
        ("**A b. C d.** E.", "C d.", "<strong>A b. <mark>C d.</mark></strong> E."),
        ("A. B **c. D** e.", "B **c.", "A. <mark>B </mark><strong><mark>c.</mark> D</strong> e."),
        ("A. [B. C.](x) D.", "B.", "A. <mark>B.</mark> C. D."),
        ("[A](https://a.org/b. C) d", "C) d", "[A](https://a.org/b. <mark>C) d</mark>"),
        ("[A](x/y) b. C", "y) b.", "[A](x/<mark>y) b.</mark> C"),
        ("A **b**. C", "*b*", "A *<mark>*b*</mark>*. C"),
        ("A **b**. C", "A *", "<mark>A *</mark>*b**. C"),
        ("A ![b](c.png). D", "A ![b](c.png).", "<mark>A b.</mark> D"),
        ("A ![b](c.png). D", "png).", "A ![b](c.<mark>png).</mark> D"),
    ],
)
def test_exactly_the_quote_is_marked_whatever_marks_it_crosses(text: str, quote: str, read: str) -> None:
    assert html(text, quote) == read


class Read(HTMLParser):
    """Collects what a browser would show, what of it is marked, and which tags and attributes there are."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.shown, self.marked = "", ""
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += data
        self.marked += data if "mark" in self.open else ""


def different(text: str) -> str:
    """Return `text` with another letter for each "a"."""
    return "".join(chr(0x4E00 + place) if character == "a" else character for place, character in enumerate(text))


def letters(text: str) -> set[str]:
    return {character for character in text if character >= "\u4e00"}


PIECES = st.lists(
    st.sampled_from([*"aaa*_`![]() \n", "**", "](x)", "](http://a.org)", "```\n", "\n\n", "- ", "> ", ". "]),
    max_size=40,
)


@given(PIECES, st.integers(0, 80), st.integers(0, 80))
def test_whatever_the_markup_exactly_what_is_shown_of_the_run_is_marked(
    pieces: list[str], start: int, end: int
) -> None:
    text = different("".join(pieces))
    read = Read(article_html(Article("a", text, "T"), start, end))
    assert letters(read.marked) == letters(read.shown) & letters(text[start:end])
