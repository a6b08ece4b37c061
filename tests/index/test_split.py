"""Sentences and passages: boundaries as a reader sees them, offsets exact whatever the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscheck.index.split import MAX_SENTENCE, split
from crosscheck.index.types import Article


def article(text: str) -> Article:
    return Article("a", text, "A")


def sentences(text: str) -> list[str]:
    return [s.text for s in split(article(text)).sentences]


# Pieces that make structure likely: headings, lists, tables, code, repeats, odd Unicode, CRLF.
PIECES = st.sampled_from(
    [
        *("# Top\n", "## Sub\n", "Title line\n====\n", "Same words here. ", "Same words here. "),
        *("- item one is here\n", "1. first of them\n", "> quoted words stand here\n"),
        *(
            "| a | b |\n|---|---|\n| c d | e |\n",
            "```\ncode = 1\n```\n",
            "\n    set in here. And more.\n\n",
            "<div>x y z</div>\n",
        ),
        *("\n\n", "\r\n", "   ", "\t", "\u2028", "e.g. this is one. ", "x" * 700),
        *("Ünïcödé ½ “quoted.” ", "汉字没有空格。", "👩‍👩‍👧 family. ", "e\u0301a\u0300 marks. "),
        "*em* **bold** [link](http://x.y) ",
    ]
)
# The reader strips other control characters before there are offsets.
PLAIN = st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t")
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(PLAIN, max_size=300))


def test_an_indented_text_is_cut_into_paragraphs_and_sentences() -> None:
    text = "Top line here.\n\n    One was dug in 1821. It has\n    three piers.\n\n    Ships may enter.\n"
    assert sentences(text) == [
        "Top line here.",
        "One was dug in 1821.",
        "It has\n    three piers.",
        "Ships may enter.",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "Mon. 8:00  Oban\n    Tue. 9:00  Mallaig\n    Wed. 9:30  Ullapool.",
        "name: ferry\n    title: The old ferry. Runs daily\n    port: 80",
        "SELECT * FROM ferries;  -- The old ones. And\n    SELECT name, age FROM ferries  -- the new ones.",
    ],
)
def test_indented_code_is_one_piece(code: str) -> None:
    assert sentences(f"It runs like this:\n\n    {code}\n")[1:] == [code]


def test_what_is_no_prose_among_indented_paragraphs_stays_one_piece() -> None:
    text = (
        'By him:\n\n    He said it was "dug."  Then it was filled.\n\n    Oban   8:00. A\n    Mallaig   9:00. B\n'
    )
    assert sentences(text)[1:] == [
        'He said it was "dug."',
        "Then it was filled.",
        "Oban   8:00. A\n    Mallaig   9:00. B",
    ]


@pytest.mark.parametrize("mark", [">     ", "-      ", "1.      "])
def test_an_indented_text_in_a_list_or_quote_has_none_of_its_marks(mark: str) -> None:
    assert sentences(f"{mark}One was dug in the 1990s. It cost £40.") == [
        "One was dug in the 1990s.",
        "It cost £40.",
    ]


def test_blank_lines_of_any_length_are_gone_over_once() -> None:
    text = "    One was dug.\n" + " " * 200_000 + "\n    It is deep.\n"
    before = time.process_time()
    assert sentences(text) == ["One was dug.", "It is deep."]
    assert time.process_time() - before < 1


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_sentence_is_its_span_of_the_article(text: str) -> None:
    for sentence in split(article(text)).sentences:
        assert text[sentence.start : sentence.end] == sentence.text


@given(TEXTS, st.integers(min_value=20, max_value=1500))
@settings(max_examples=150, deadline=None)
def test_every_passage_is_its_span_of_the_article(text: str, max_passage: int) -> None:
    for passage in split(article(text), max_passage).passages:
        assert text[passage.start : passage.end] == passage.text


@given(TEXTS, st.integers(min_value=20, max_value=1500))
@settings(max_examples=150, deadline=None)
def test_passages_hold_each_sentence_exactly_once_and_whole(text: str, max_passage: int) -> None:
    parts = split(article(text), max_passage)
    inside = [
        (s.start, s.end) for p in parts.passages for s in parts.sentences if p.start <= s.start and s.end <= p.end
    ]
    assert inside == [(s.start, s.end) for s in parts.sentences]


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_passage_exceeds_the_limit(text: str) -> None:
    assert all(len(p.text) <= 1200 for p in split(article(text), 1200).passages)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith paid $3.5 million. He left.", ["Dr. Smith paid $3.5 million.", "He left."]),
        ("Use Flask, e.g. for APIs. It works well.", ["Use Flask, e.g. for APIs.", "It works well."]),
        # A lower-case piece continues the sentence before it.
        (
            "What do you watch? or when? Nobody knows that.",
            ["What do you watch? or when?", "Nobody knows that."],
        ),
        # One word claims nothing alone.
        ("Absolutely. Over 60% of roles use it.", ["Absolutely. Over 60% of roles use it."]),
        # The reference mark belongs to the sentence before it.
        ("It grew fast. [1] Then it shrank again.", ["It grew fast. [1]", "Then it shrank again."]),
    ],
)
def test_sentence_boundaries(text: str, expected: list[str]) -> None:
    # Two words ("He left.") at the end have nothing after them to join.
    assert sentences(text) == expected


def test_list_items_are_sentences_without_their_marks() -> None:
    assert sentences("- one two three\n- four five six\n\n1. seven eight nine") == [
        "one two three",
        "four five six",
        "seven eight nine",
    ]


def test_a_comment_says_nothing() -> None:
    text = "The first part is here.\n\n<!-- TODO: check\nthat it is so -->\n\nThe second part is here.\n"
    assert sentences(text) == ["The first part is here.", "The second part is here."]


def test_a_table_row_is_one_sentence() -> None:
    assert sentences("| name | role |\n|---|---|\n| Ann | chief |") == ["| name | role |", "| Ann | chief |"]


def test_headings_are_marked_and_lead_to_what_follows() -> None:
    parts = split(article("# Top\n\n## Sub\n\nSome words follow here."))
    assert [(s.text, s.is_heading, s.headings) for s in parts.sentences] == [
        ("Top", True, ()),
        ("Sub", True, ("Top",)),
        ("Some words follow here.", False, ("Top", "Sub")),
    ]


def test_a_heading_of_the_same_level_ends_the_section_before() -> None:
    parts = split(article("## One\n\nFirst words stand here.\n\n## Two\n\nSecond words stand here."))
    assert [s.headings for s in parts.sentences if not s.is_heading] == [("One",), ("Two",)]


def test_passages_break_at_headings_before_they_break_at_paragraphs() -> None:
    text = "## One\n\nAlpha beta gamma.\n\nDelta epsilon zeta.\n\n## Two\n\nEta theta iota."
    # The first section has 41 characters before the next heading's mark; all of it fits 60 with no room for more.
    assert [p.text for p in split(article(text), 60).passages] == [
        "One\n\nAlpha beta gamma.\n\nDelta epsilon zeta.",
        "Two\n\nEta theta iota.",
    ]


def test_a_heading_never_ends_a_passage() -> None:
    text = "## One\n\n" + "Long words fill this. " * 4 + "\n\n## Two\n\n" + "More words fill this. " * 4
    assert [p.text.splitlines()[0] for p in split(article(text), 110).passages] == ["One", "Two"]


def test_a_run_without_end_marks_is_cut_at_white_space() -> None:
    text = "word " * 300
    found = sentences(text)
    assert max(map(len, found)) <= MAX_SENTENCE
    assert " ".join(found) == text.strip()


def test_repeated_sentences_keep_their_own_places() -> None:
    found = split(article("Same words here. Same words here. Same words here.")).sentences
    assert [s.start for s in found] == [0, 17, 34]
