import time
from itertools import pairwise

import pytest

from crosscheck.index.errors import SourceRejected
from crosscheck.index.read_front_matter import FrontMatter, iso_date, split_front_matter, web_address


def about(block: str) -> FrontMatter:
    return split_front_matter(f"---\n{block}\n---\nText.")[0]


def refusal(block: str) -> str:
    with pytest.raises(SourceRejected) as error:
        about(block)
    return str(error.value)


def test_block_ends_at_its_closing_line() -> None:
    assert split_front_matter("--- \ntitle: T\n...\nA\n---\nB") == (FrontMatter("T"), "A\n---\nB")


@pytest.mark.parametrize("text", ["Text.", "---\nNo end.", "\n---\na: b\n---\n", "----\na: b\n---\n"])
def test_text_without_a_block_at_its_start_is_left_alone(text: str) -> None:
    assert split_front_matter(text) == (FrontMatter(), text)


def test_empty_block_is_empty_front_matter() -> None:
    assert split_front_matter("---\n---\nText.") == (FrontMatter(), "Text.")


def test_other_keys_and_values_that_are_not_plain_are_ignored() -> None:
    assert about("tags: [a, b]\ntitle: {a: b}\nauthor: ~\n? [x]\n: y") == FrontMatter()


def test_values_are_cleaned_to_one_line() -> None:
    assert about('title: "a\\u202e\\x07\\nb"\nauthor: |\n  Ann\n  Bo').title == "a b"
    assert about("author: |\n  Ann\n  Bo").author == "Ann Bo"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2019-10-31", "2019-10-31"),
        ("2019-1-5", "2019-01-05"),
        ("2019-10", "2019-10"),
        ("2019", "2019"),
        ("2019-10-31T08:00:00+02:00", "2019-10-31"),
        ("2019-10-31 08:00", "2019-10-31"),
        ("2019-13-01", None),
        ("2019-02-30", None),
        ("0000", None),
        ("last week", None),
        ("٢٠١٩", None),
        ("9" * 5_000, None),
    ],
)
def test_date_keeps_the_precision_given(value: str, date: str | None) -> None:
    assert iso_date(value) == date


@pytest.mark.parametrize("block", ["date: 2019-10-31", "date: '2019-10-31'", 'date: "2019-10-31 10:00:00"'])
def test_date_may_be_quoted_or_not(block: str) -> None:
    assert about(block).date == "2019-10-31"


@pytest.mark.parametrize(
    "value",
    [
        *("javascript:alert(1)", "file:///etc/passwd", "//x", "https://", "https://a b", "ftp://x.org"),
        *("https://evil.org\\@good.org/x", "https://good.org@evil.org", "https://x.org/>y", "https://?x.org"),
    ],
)
def test_only_web_addresses_are_kept(value: str) -> None:
    assert web_address(value) is None
    assert web_address("HTTPS://x.org/@a?b") == "HTTPS://x.org/@a?b"


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("just words", "has front matter that is not made of `key: value` lines"),
        ("- a\n- b", "has front matter that is not made of `key: value` lines"),
        ("title: a\ntitle: b", "has front matter with the key 'title' twice"),
        ("a: &x [1]\nb: *x", "has front matter with YAML aliases"),
        ("title: !!python/object/apply:os.system ['true']", "has front matter with a Python object"),
        ("a: " + "[" * 4_000, "has front matter nested deeper than 16 levels"),
        ("a: " + "x" * 9_000, "has front matter of more than 8,192 characters"),
        (
            "title: 'open",
            "has front matter that is not YAML: found unexpected end of stream, line 3",
        ),
        ("a: b: c", "has front matter that is not YAML: mapping values are not allowed here, line 2"),
    ],
)
def test_broken_or_hostile_block_is_refused(block: str, reason: str) -> None:
    assert refusal(block) == reason


def test_impossible_escape_is_refused_too() -> None:
    assert refusal('title: "\\UFFFFFFFF"').startswith("has front matter that is not YAML: ")


def test_alias_bomb_costs_nothing() -> None:
    levels = [f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]" for below, name in pairwise("abcdefghi")]
    start = time.process_time()
    assert refusal("\n".join(["a: &a [x]", *levels])) == "has front matter with YAML aliases"
    assert time.process_time() - start < 1


def test_number_of_five_thousand_digits_is_just_text() -> None:
    assert about("title: " + "9" * 5_000).title == "9" * 300
