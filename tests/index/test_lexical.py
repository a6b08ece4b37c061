"""Words as terms."""

from crosscheck.index.lexical import content_terms, terms


def test_terms_are_stemmed_and_lower_case() -> None:
    assert terms("Libraries POWER recommendations") == ["librari", "power", "recommend"]


def test_possessives_of_both_apostrophes_are_dropped() -> None:
    assert terms("Netflix’s Netflix's") == ["netflix", "netflix"]


def test_names_of_languages_keep_their_signs() -> None:
    assert terms("C++ and C#") == ["c++", "and", "c#"]


def test_content_terms_leave_out_function_words() -> None:
    assert content_terms("What does the team use it for?") == ["team"]
