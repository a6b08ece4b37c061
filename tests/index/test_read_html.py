import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscheck.index.read import Rejected, read_article, read_folder
from crosscheck.index.read_html import HtmlReader, HtmlRefused, parse_html


@pytest.fixture
def reader() -> Iterator[HtmlReader]:
    with HtmlReader() as reader:
        yield reader


def processor_seconds_of_children() -> float:
    """Unlike a clock's, these seconds are the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h1>One</h1><p>Two\n three.<p>Four", "# One\n\nTwo three.\n\nFour"),
        ("<h2>A <em>b</em><br>c</h2><h6>d</h6>", "## A b c\n\n###### d"),
        ("<p>A</p><ul><li>b<li>c</ul><p>D", "A\n\n- b\n- c\n\nD"),
        ("<ol><li>a<ul><li>b</ul><li><p>c</p></ol>", "- a\n  - b\n- c"),
        ("<p>a <a href='x'>link</a>, <b>b</b>old <my-tag>c</my-tag>.", "a link, bold c."),
        ("<p>a<br> b", "a\nb"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a | b\n--- | ---\n\nc | d"),
        ("<table><thead><tr><td>a<td>b<br>c</thead><tr><td>d<td>e</table>", "a | b c\n--- | ---\n\nd | e"),
        ("<table><tr><th>a<td>b<tr><th>c<td>d</table>", "a | b\n\nc | d"),
        ("<table><tr><th>a<tr><td>b</table>", "a\n\nb"),
        ("<p>&lt;b&gt; &amp; caf&eacute;&nbsp;1", "<b> & café 1"),
        ("plain", "plain"),
    ],
)
def test_structure_becomes_markdown(markup: str, text: str) -> None:
    assert parse_html(markup).text == text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<nav>x</nav>",
        "<header>x</header>",
        "<footer>x</footer>",
        "<aside>x</aside>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<button>x</button>",
        "<!-- x -->",
        "<p hidden>x</p>",
        "<div aria-hidden=true><p>x</p></div>",
        "<p style='color:red; DISPLAY : none'>x</p>",
        "<p style='visibility:hidden'>x</p>",
    ],
)
def test_furniture_and_hidden_parts_are_dropped(markup: str) -> None:
    assert parse_html(f"<p>a</p>{markup}<p>b</p>").text == "a\n\nb"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>menu</p><main><p>a</p></main><p>links</p>", "a"),
        ("<p>menu</p><article><p>a</p></article>", "a"),
        ("<article>a</article><article>b</article>", "a\n\nb"),
        ("<main></main><p>a</p>", "a"),
    ],
)
def test_main_or_only_article_is_preferred(markup: str, text: str) -> None:
    assert parse_html(markup).text == text


def test_page_says_its_title_date_author_and_address(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<title> A\n title </title><meta name=author content=Ann><link rel=canonical href='https://x.org/a'>"
        "<meta property='article:published_time' content='2020-02-03T10:00:00Z'><h1>B</h1><p>Text.</p>"
    )
    article = read_article(path)
    assert (article.title, article.date, article.author, article.url) == (
        "A title",
        "2020-02-03",
        "Ann",
        "https://x.org/a",
    )


def test_title_is_the_heading_and_date_the_time_where_there_is_nothing_better() -> None:
    page = parse_html("<h1>B <i>c</i></h1><time datetime='2021-05-06'>May</time>")
    assert (page.title, page.date) == ("B c", "2021-05-06")


def test_front_matter_comes_before_what_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("---\ntitle: Mine\n---\n<title>Its</title><meta name=author content=Ann><p>Text.</p>")
    article = read_article(path)
    assert (article.title, article.author, article.text) == ("Mine", "Ann", "Text.")


def test_characters_hidden_in_entities_are_cleaned_too(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<title>&#8238;T</title><p>a&#8238;b&#7;&#8203;c&#0;")
    assert read_article(path).text == "abc\ufffd"
    assert read_article(path).title == "T"


def test_external_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    page = parse_html(f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><p>a &e; b</p>')
    assert "s3cret" not in page.text


def test_large_page_reads_the_same_in_the_child(reader: HtmlReader) -> None:
    markup = "<title>T</title><h1>H</h1>" + "<p>Some “words” here.</p>" * 3_000
    assert reader.parse(markup) == parse_html(markup)


@pytest.mark.parametrize(
    "markup",
    ["<a " * 10_000, "<a " * 1_600_000, "<!--" * 50_000, "<ul><li>" * 4_000],
    ids=["tags", "many tags", "comments", "lists"],
)
def test_harmless_bombs_are_read_quickly(reader: HtmlReader, markup: str) -> None:
    start = time.process_time()
    assert reader.parse(markup).text == ""  # a large one is refused after three seconds
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 200_000, "<a " + " ".join(f"x{i}=1" for i in range(200_000)) + ">"],
    ids=["nested", "attributes"],
)
def test_page_that_takes_too_long_is_refused(reader: HtmlReader, markup: str) -> None:
    before = processor_seconds_of_children()
    with pytest.raises(HtmlRefused, match="too much time or memory"):
        reader.parse(markup)
    assert processor_seconds_of_children() - before < 4


def test_folder_goes_on_after_a_bomb(tmp_path: Path) -> None:
    (tmp_path / "bomb.html").write_text("<div>" * 200_000)
    (tmp_path / "large.html").write_text("<p>word</p>" * 5_000)
    reading = read_folder(tmp_path)
    assert [article.id for article in reading.articles] == ["large"]
    assert reading.rejected == (Rejected("bomb.html", "is HTML that takes too much time or memory to read"),)
