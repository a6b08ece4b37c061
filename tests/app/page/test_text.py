import pytest

from crosscheck.app.page.text import article_href, attribute, day, host_of, mixed, shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert('1')</script>", "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;"),
        ('<img src=x onerror="a()">', "&lt;img src=x onerror=&quot;a()&quot;&gt;"),
        ("AT&T &amp; more", "AT&amp;T &amp;amp; more"),
        (
            "${alert(1)} {{x}} ![a](http://b)",
            "${alert(1)} {{x}} ![a](http://b)",
        ),  # inert: nothing reads it as code
        ("\u202egnp.exe\u202c", "gnp.exe"),  # would read as "exe.png"
        ("a\u2066b\u2069c", "abc"),
        ("nul\x00 esc\x1b[31m bell\x07 c1\x9b", "nul esc[31m bell c1"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("half \ud83d a character", "half \ufffd a character"),
        ("“Naïve” — 日本語 😀 עברית", "“Naïve” — 日本語 😀 עברית"),
    ],
)
def test_text_is_displayed_and_does_nothing_else(text: str, html: str) -> None:
    assert shown(text) == html


def test_an_attribute_is_one_line_and_cannot_be_left() -> None:
    assert attribute('a"\n onclick="b()') == "a&quot; onclick=&quot;b()"


def test_the_address_of_an_article_names_the_run_to_mark_and_what_it_says() -> None:
    # The first eight letters of what `printf abc | sha256sum` says.
    assert article_href("notes", 3, "abc") == "article?id=notes&amp;start=3&amp;end=6&amp;print=ba7816bf"


def test_an_article_id_cannot_leave_its_place_in_the_address() -> None:
    assert article_href('../a b"&start=1#x') == "article?id=..%2Fa+b%22%26start%3D1%23x"


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2019-10-31", "31 October 2019"),
        ("2019-02-01", "1 February 2019"),
        ("2019-10", "October 2019"),
        ("2019", "2019"),
        ("spring 2019", "spring 2019"),
        ("2019-13-01", "2019-13-01"),
        ("2019-10-31T10:00", "2019-10-31T10:00"),
        ("", ""),
        ("2019-²-01", "2019-²-01"),  # a digit to Python, but no number
    ],
)
def test_dates_are_written_as_people_write_them(iso: str, written: str) -> None:
    assert day(iso) == written


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/a?b", "example.org"),
        ("http://user:pass@example.org", None),  # what a reader takes for the host may stand before the "@"
        ("https://evil.example\\@example.org/x", None),  # a browser goes to evil.example
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org", None),
        ("https://[broken", None),
    ],
)
def test_only_web_addresses_become_links(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("N\u0435tflix uses \u0420ython", ["N\u0435tflix", "\u0420ython"]),  # Cyrillic e and R
        ("GO\u039fGLE", ["GO\u039fGLE"]),  # a Greek O
        ("Netflix and Нетфликс, naïve Łódź, 5 μm, TNFα, 日本GO", []),
    ],
)
def test_e9_names_that_only_look_like_others_are_found(text: str, words: list[str]) -> None:
    assert mixed(text) == words
