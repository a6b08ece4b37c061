"""The corpora and claims written for training: how they are read, checked and turned into examples."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.evals.written import case_file, write_articles
from crosscheck.index.read import read_folder
from crosscheck.index.training import corpora, groups
from crosscheck.index.training.corpora import Line, held_out, trained_on
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.written_data import hard_negatives, headed, labels

LIFT = """# The lift at Carden library
## article: lift-news | A new lift for Carden | 2021-05-03
### The machine
The lift carries eight people at a time. @d1a @q1
Its doors shut in four seconds. @n1a @d2a
## article: lift-faq | Lift questions
Five passengers is the most it takes. @d1b @q1
Four seconds pass between two floors. @n1b @d2b
## disagreements
d1 | number | 3 | how many people the lift holds
d2 | number | 1 | what takes four seconds
## alike
n1 | doors against floors
## questions
q1 | How many people fit in the lift?
## unanswerable
u1 | What does the lift weigh?
"""
GROUP = """## how many people the lift holds
a It carries eight people.
a Eight fit in.
b Five passengers is the most.
n Eight people built it.
q how many fit in
u What does it weigh?
"""


def test_a_line_knows_its_article_its_heading_and_its_marks() -> None:
    first = corpora.parse(LIFT, "lift").lines[0]
    words = "The lift carries eight people at a time."
    assert first == Line("lift-news", ("The machine",), words, frozenset({"d1a", "q1"}))


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="lift, line 2: cannot read 'Stray'"):
        corpora.parse("# Lift\nStray\n", "lift")


def test_severe_disagreements_contradict_and_mild_ones_teach_nothing() -> None:
    # Rows 1 and 3 are marked as alike too: being a mild disagreement comes first.
    assert labels(corpora.parse(LIFT, "lift")) == {(0, 2): CONTRADICTION, (1, 3): None}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((" @d1b", ""), "d1: no sentence is marked @d1b"),
        (("n1 | doors against floors\n", ""), "@n1a is not listed at the end"),
        (("d1 | number |", "d1 | size |"), "KIND of date, entity, negation, number, opinion"),
    ],
)
def test_what_is_wrong_with_a_corpus_is_said(
    change: tuple[str, str], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lift.txt").write_text(LIFT.replace(*change))
    assert corpora.main([str(tmp_path / "lift.txt")]) == 1
    assert problem in capsys.readouterr().out


def test_a_corpus_becomes_articles_and_cases(tmp_path: Path) -> None:
    corpus = corpora.parse(LIFT, "lift")
    articles = read_folder(write_articles(corpus, tmp_path)).articles
    assert [(article.id, article.title) for article in articles] == [
        ("lift-faq", "Lift questions"),
        ("lift-news", "A new lift for Carden"),
    ]
    asked, unanswerable = case_file(corpus).cases
    assert asked.disagreement.pairs == ["d1"]
    assert [quote.article for quote in asked.evidence[0]] == ["lift-news", "lift-faq"]
    assert unanswerable.evidence == []


def test_no_packaged_corpus_or_group_has_a_mistake() -> None:
    assert [line for corpus in trained_on() + held_out() for line in corpora.problems(corpus)] == []
    assert [line for group in groups.groups() for line in groups.problems(group)] == []


def test_two_values_contradict_one_value_agrees_and_a_look_alike_is_neutral() -> None:
    (group,) = groups.parse(GROUP, "lift")
    eight, fit, five, built = group.of("abn")
    assert list(groups.claim_pairs(group)) == [
        Example(eight, fit, ENTAILMENT),
        Example(eight, five, CONTRADICTION),
        Example(fit, five, CONTRADICTION),
        Example(eight, built, NEUTRAL),
        Example(fit, built, NEUTRAL),
        Example(five, built, NEUTRAL),
    ]


def test_a_question_is_answered_by_every_value_and_by_no_look_alike() -> None:
    (group,) = groups.parse(GROUP, "lift")
    found = [(row.question, row.label) for row in groups.question_rows(group)]
    assert found == [("how many fit in", 1)] * 3 + [("how many fit in", 0)] + [("What does it weigh?", 0)] * 4


@pytest.mark.parametrize("check", [corpora.main, groups.main])
def test_a_right_file_passes(check: Callable[[list[str]], int], tmp_path: Path) -> None:
    (tmp_path / "lift.txt").write_text(LIFT if check is corpora.main else GROUP + "n Eight.\nn Five built it.\n")
    assert check([str(tmp_path / "lift.txt")]) == 0


def test_a_bare_claim_is_shown_behind_a_heading_now_and_then_and_one_that_has_a_heading_keeps_it() -> None:
    rng = random.Random(1)
    shown = [headed("The bay is deep.", ["Depths"], rng) for _ in range(1000)]
    assert set(shown) == {"The bay is deep.", "Depths > The bay is deep."}
    assert 250 < shown.count("Depths > The bay is deep.") < 350
    assert {headed("The bay > It is deep.", ["Depths"], rng) for _ in range(100)} == {"The bay > It is deep."}


def test_nothing_written_is_about_a_subject_of_the_eval_suite() -> None:
    # But for solar power: five of the corpora are about a roof, a loan, a storm, a school's and a village's.
    subjects = re.compile(
        r"\b(netflix|ferr(y|ies)|sourdough|dams?|observator(y|ies)|telescopes?|captions?|captioning|subtitles?)\b",
        re.I,
    )
    written = [group.attribute for group in groups.groups()]
    written += [corpus.subject for corpus in (*trained_on(), *held_out())]
    assert len(written) > 4000
    assert [name for name in written if subjects.search(name)] == []


def test_hard_negatives_are_those_that_the_packaged_model_takes_for_contradictions() -> None:
    taken = Example("The lift carries eight people.", "The lift does not carry eight people.", NEUTRAL)
    clear = Example("The lift carries eight people.", "The library opens at nine.", NEUTRAL)
    assert hard_negatives([clear, taken]) == [taken]
