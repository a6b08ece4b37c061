import pytest

from crosscheck.app.answer import Answer
from crosscheck.app.understood import understood


@pytest.mark.parametrize(
    ("question", "standalone", "said"),
    [
        ("And Django?", "Who uses Django?", "Who uses Django?"),
        ("Who uses Djagno?", "Who uses Django?", "Who uses Django?"),
        ("Who uses Django?", "Who uses Django?", ""),
        ("who  uses\ndjango", "Who uses Django?", ""),
        ("Who uses Django ?!", "Who uses Django.", ""),
    ],
)
def test_only_another_question_is_worth_a_line(question: str, standalone: str, said: str) -> None:
    assert understood(Answer(question, standalone, "not_in_sources", 0.1)) == said
