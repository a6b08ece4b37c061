"""Questions to begin with, chosen by what comes back."""

from collections.abc import Callable

from crosscheck.app.answer import Answer, Statement
from crosscheck.app.examples import beginnings, tried_out
from crosscheck.index.types import Disagreement, Side

SIDE = Side("a", "A", None, "It is open.", 0, 11)
CLASH = Disagreement("negation", 0.9, "the quay", (SIDE, SIDE))


def answer(question: str) -> Answer:
    """Return an answer of the kind that the question names."""
    if "vain" in question or "weather" in question:
        return Answer(question, question, "not_in_sources", 0.1)
    count = 3 if "list" in question else 1
    clashes = (CLASH,) if "clash" in question or "quay" in question else ()
    return Answer(question, question, "answered", 0.9, (Statement("So.", (1,), 1),) * count, disagreements=clashes)


def noting(asked: list[str]) -> Callable[[str], Answer]:
    """Return what answers, and notes what it was asked."""

    def ask(question: str) -> Answer:
        asked.append(question)
        return answer(question)

    return ask


def test_one_of_each_kind_is_shown_in_order_and_others_where_there_is_room() -> None:
    tried = [answer(one) for one in ("in vain", "clash 1", "one 1", "clash 2", "list 1", "one 2")]
    assert beginnings(tried) == ["one 1", "list 1", "clash 1", "in vain"]
    assert beginnings([answer(one) for one in ("in vain", "one 1", "one 2", "one 3", "one 4")]) == [
        *("one 1", "one 2", "one 3"),
        "in vain",
    ]


def test_only_what_is_missing_is_tried() -> None:
    asked: list[str] = []
    tried_out(
        noting(asked), ["one", "list", "in vain"], ["never"], ["written"], ["Is the quay open?", "Is it lit?"]
    )
    assert asked == ["one", "list", "in vain", "Is the quay open?"]


def test_a_written_question_without_an_answer_is_no_example_of_what_the_articles_do_not_say() -> None:
    tried = tried_out(answer, [], [], ["in vain", "one", "list", "never asked"], [])
    assert [one.question for one in tried] == ["one", "list", "What will the weather be tomorrow?"]


def test_a_question_meant_to_be_asked_in_vain_that_is_answered_gives_way_to_the_next() -> None:
    tried = tried_out(answer, ["list"], ["one", "in vain", "in vain too"], [], [])
    assert [one.question for one in tried] == ["list", "in vain"]


def test_a_question_about_a_disagreement_that_does_not_show_it_is_left_out() -> None:
    tried = tried_out(answer, ["one", "list", "in vain"], [], [], ["the topic?", "clash"])
    assert [one.question for one in tried] == ["one", "list", "in vain", "clash"]


def test_few_are_tried_while_somebody_waits() -> None:
    asked: list[str] = []
    tried_out(noting(asked), [], [], [f"one {n}" for n in range(40)], [f"topic {n}" for n in range(40)])
    assert len(asked) == 5 + 6 + 1
