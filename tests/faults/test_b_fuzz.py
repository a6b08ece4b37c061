"""Group B of docs/faults.md: whatever a file holds, it becomes an article with exact offsets or is refused."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscheck.app.page.reader import article_html
from crosscheck.index.compare.reading import claims
from crosscheck.index.errors import SourceRejected
from crosscheck.index.lexical import terms
from crosscheck.index.read import read_article
from crosscheck.index.split import MAX_PASSAGE, MAX_SENTENCE, Split, split
from crosscheck.index.types import Article

PIECES = (
    *(
        "---\n",
        "title: ",
        "date: 2020-13-45\n",
        "url: javascript:x\n",
        "&a [*a]\n",
        "!!python/object:os.system x\n",
    ),
    *(
        "- ",
        "# ",
        "## ",
        "> ",
        "1. ",
        "|a|b|\n|-|-|\n",
        "```\n",
        "    ",
        "\n",
        "\n\n",
        "\r",
        "\t",
        "***",
        "[a](b)",
        "![",
        "](",
    ),
    *(
        "<p>",
        "</p>",
        "<a ",
        "<!--",
        "-->",
        "<script>",
        "<main>",
        "<article>",
        "<li>",
        "<pre>",
        "<td>",
        "<br>",
        "&#0;",
        "&amp",
    ),
    *("<style>", "<svg>", "<h1>", "<meta name=date content=", "<time datetime=2020>", "<p style='display:none'>"),
    *(
        "\u202e",
        "\u200b",
        "\u0301",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x1b[31m",
        "İ",
        "ﷺ",
        "日本。",
        "👩\u200d🔬",
        "\u0f73",
    ),
    *(
        "The ferry carries 200 passengers. ",
        "It is 3.5 km long! ",
        "e.g. this ",
        "Mr. A. B. C. ",
        "Why? ",
        "... ",
        "1,000 ",
    ),
)
SUFFIXES = (".md", ".txt", ".html")
EACH = 5.0  # seconds of one processor that one file may take

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
repeated = st.builds(
    lambda piece, times, rest: piece * times + rest, st.sampled_from(PIECES), st.integers(1, 3000), texts
)
encoded = st.one_of(texts, repeated).flatmap(
    lambda text: st.sampled_from(["utf-8", "utf-16"]).map(lambda name: text.encode(name, "surrogatepass"))
)
files = st.one_of(encoded, st.binary(max_size=200), st.builds(bytes.__add__, encoded, st.binary(max_size=4)))


def check(article: Article, cut: Callable[[Article], Split] = split) -> None:
    """Take an article all the way to claims and to the page, and compare every offset."""
    parts = cut(article)
    places = [(piece.start, piece.end, piece.text) for piece in parts.sentences]
    places += [(piece.start, piece.end, piece.text) for piece in parts.passages]
    assert all(article.text[start:end] == text != "" for start, end, text in places)
    assert all(len(sentence.text) <= MAX_SENTENCE for sentence in parts.sentences)
    assert all(len(passage.text) <= MAX_PASSAGE for passage in parts.passages)
    starts = [sentence.start for sentence in parts.sentences]
    assert starts == sorted(set(starts))
    claims(parts.sentences)
    terms(article.text)
    article_html(article, *((parts.sentences[-1].start, parts.sentences[-1].end) if starts else (0, 0)))


def reading(folder: Path) -> Callable[[bytes, str], None]:
    def read(content: bytes, suffix: str) -> None:
        path = folder / f"any{suffix}"
        path.write_bytes(content)
        start = time.process_time()
        try:
            check(read_article(path))
        except SourceRejected as error:
            assert "\n" not in str(error)
        assert time.process_time() - start < EACH

    return read


@pytest.mark.parametrize("examples", [1000, pytest.param(5000, marks=pytest.mark.soak)])
def test_b6_any_file_is_read_with_exact_offsets_or_refused(tmp_path: Path, examples: int) -> None:
    read = reading(tmp_path)
    quiet = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    quiet(given(files, st.sampled_from(SUFFIXES))(read))()


def test_b6_what_the_fuzzer_looks_for_it_would_find() -> None:
    def off_by_one(article: Article) -> Split:
        parts = split(article)
        return replace(parts, sentences=tuple(replace(s, start=s.start + 1) for s in parts.sentences))

    with pytest.raises(AssertionError):
        check(Article("a", "One two three. Four five six.", "A"), off_by_one)
