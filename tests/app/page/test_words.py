import time

from crosscheck.app.page.words import marked_apart


def test_words_that_the_other_quote_lacks_are_marked() -> None:
    one, two = "The login service runs on Java.", "The login service runs on Python."
    assert marked_apart(one, two) == 'The login service runs on <em class="apart">Java</em>.'
    assert marked_apart(two, one) == 'The login service runs on <em class="apart">Python</em>.'


def test_neighbours_are_marked_as_one() -> None:
    marked = marked_apart("It runs on big old servers today.", "It runs on servers today.")
    assert marked == 'It runs on <em class="apart">big old</em> servers today.'


def test_numbers_differ_as_a_whole() -> None:
    marked = marked_apart("It has 1,000.5 users.", "It has 1,000 users.")
    assert marked == 'It has <em class="apart">1,000.5</em> users.'


def test_a_negation_is_marked() -> None:
    assert marked_apart("It isn’t open.", "It is open.") == 'It <em class="apart">isn’t</em> open.'


def test_of_unlike_sentences_only_numbers_names_and_negations_are_marked() -> None:
    one = "While Java handles the core, 40 engineers never touch it."
    two = "Python is the language in which most backend code was written."
    marked = 'While <em class="apart">Java</em> handles the core, <em class="apart">40</em> engineers '
    assert marked_apart(one, two) == marked + '<em class="apart">never</em> touch it.'


def test_a_possessive_is_no_other_name() -> None:
    one, two = "Netflix’s engineers moved it to Rust.", "Netflix has no plans at all for any other language."
    assert marked_apart(one, two) == 'Netflix’s engineers moved it to <em class="apart">Rust</em>.'


def test_marks_stand_around_escaped_text() -> None:
    assert marked_apart("Run <b>x</b>", "Run <b>y</b>") == ('Run &lt;b&gt;<em class="apart">x</em>&lt;/b&gt;')


def test_quotes_without_words_are_shown() -> None:
    assert marked_apart("…", "") == "…"


def test_a_hostile_quote_takes_no_time() -> None:
    start = time.perf_counter()
    for attack in ("1," * 10_000, "'" * 20_000, "n't" * 7_000, "a." * 10_000 + "!"):
        marked_apart(attack, "other words")
    assert time.perf_counter() - start < 1
