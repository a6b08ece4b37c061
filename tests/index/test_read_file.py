import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.index.errors import SourceRejected
from crosscheck.index.read_file import clean_line, clean_text, decode


@pytest.mark.parametrize(
    "content",
    [
        "Café".encode(),
        "Café".encode("utf-8-sig"),
        "Café".encode("utf-16"),
        b"\xfe\xff" + "Café".encode("utf-16-be"),
    ],
)
def test_utf8_and_marked_utf16_are_decoded_without_the_mark(content: bytes) -> None:
    assert decode(content) == "Café"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"abc\xff", "is not UTF-8 text (byte 4); save it as UTF-8"),
        (b"\xed\xa0\x80", "is not UTF-8 text (byte 1); save it as UTF-8"),  # a surrogate
        (b"\xff\xfea", "is not UTF-16 text (byte 3); save it as UTF-8"),
        ("abc".encode("utf-32"), "is a binary file: it holds NUL characters"),
        (b"abc\x00", "is a binary file: it holds NUL characters"),
        (b"PK\x03\x04abc", "is a zip or Office file, not text"),
        (b"{\\rtf1 abc}", "is an RTF file, not text"),
    ],
)
def test_other_content_is_rejected_with_its_kind(content: bytes, reason: str) -> None:
    with pytest.raises(SourceRejected) as error:
        decode(content)
    assert str(error.value) == reason


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\r\nb\rc\x0cd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\tb\x1b[31mc\x7f", "a\tb[31mc"),
        ("\ufeffa\u202eb\u2066c\u200fd", "abcd"),
        ("pass\u200bword\xad", "password"),
        ("a\ud800b", "ab"),
        ("hi\U000e0068\U000e0069", "hi"),  # tag characters can hide whole sentences
        ("می\u200cخواهم \U0001f468\u200d\U0001f469", "می\u200cخواهم \U0001f468\u200d\U0001f469"),
        ("Net\u200dflix \xe9\u200d\u200da", "Netflix \xe9a"),
        ("e" + "\u0301" * 50 + "x", "e" + "\u0301" * 8 + "x"),
        ("“It’s” — naïve", "“It’s” — naïve"),
    ],
)
def test_only_what_a_reader_sees_is_kept(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(st.characters() | st.sampled_from("\r\n\u200c\u200d\u0301e\xe9\u202e")))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    "text",
    ["\u0f73" * 80_000, "\u0f73\u0301" * 100_000, "\ufdfa" * 1_000_000, "e\u200d" * 1_000_000],
    ids=["tibetan", "alternating", "ligatures", "joiners"],
)
def test_unicode_bombs_are_cleaned_in_linear_time(text: str) -> None:
    start = time.process_time()
    clean_text(text)
    assert time.process_time() - start < 3


def test_line_is_one_line_of_bounded_length() -> None:
    assert clean_line("  a\n\tb\u202e  c ") == "a b c"
    assert clean_line("ab " * 1_000) == ("ab " * 100).rstrip()
