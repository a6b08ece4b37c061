"""Sentences judged against a question."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from crosscheck.app import Assistant, choose
from crosscheck.app.assistant import Findings, evidence, reread
from crosscheck.app.decide import calibration, confidence, signals
from crosscheck.app.judge import Judged, Query, SentenceSignals, judge_rows, logistic
from crosscheck.index import Retriever
from crosscheck.index.index import Index, build_index
from crosscheck.index.models import RelevanceModel, RivalModel
from crosscheck.index.read_html import parse_html
from crosscheck.index.search import search
from crosscheck.index.types import Article, FloatMatrix, FloatVector

TEXT = (
    "# Harbour\n\nThe crane was built in 1998. It lifts containers. These are its parts:\n\n- a hook of steel\n\n"
    "Who paid for it? In this article you will learn about ropes. Sailors dislike the noisy crane."
)
EAST: FloatVector = np.array([1, 0], dtype=np.float32)
WEIGHTS = {"model": 1.0, "near": 0.0, "passage": 0.0, "covered": 0.0, "amiss": 0.0, "bias": 0.0}


class East:
    """An encoder that finds everything alike."""

    fingerprint = "east"

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        return np.array([[1, 0]] * len(texts), dtype=np.float32)


class Even:
    """A relevance model that never knows; it keeps what it was shown."""

    labels = ("relevance",)
    fingerprint = "even"

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.asked: list[str] = []

    def logits(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        self.shown += [sentence for _, sentence in pairs]
        self.asked += [question for question, _ in pairs]
        return np.zeros((len(pairs), 1), dtype=np.float32)


class Opinionated:
    """A model of rival answers that gives the sentences that it is shown these probabilities of an answer."""

    labels = ("entailment", "neutral", "contradiction")
    fingerprint = "opinionated"

    def __init__(self, *answers: float) -> None:
        self.answers = answers
        self.shown: list[tuple[str, str]] = []

    def logits(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        self.shown += pairs
        odds = [[math.log(p), math.log(1 - p), -99.0] for p in self.answers[: len(pairs)]]
        return np.array(odds, dtype=np.float32)


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index([Article("a", TEXT, "Harbour")], East())


def asked(question: str, index: Index) -> Query:
    return Query(question, EAST, tuple(search(index, question, EAST, 5)))


def judged(question: str, index: Index, scorer: Even | None = None) -> list[Judged]:
    """Return all sentences that may be read."""
    query = asked(question, index)
    return judge_rows(query, choose.candidates(query, index), index, RelevanceModel(scorer or Even()), WEIGHTS)


def test_sentences_are_read_until_they_are_enough() -> None:
    settings, scorer = calibration(), Even()
    berths = " ".join(f"Harbour berth {n}." for n in range(1, 46))
    index = build_index([Article("a", berths, "A")], East())
    query = asked("harbour", index)
    for enough, read in ((0.0, 10), (1.0, 32)):
        found = evidence(query, index, RelevanceModel(scorer), replace(settings, enough=enough))
        assert len({item.row for item in found.judged}) == len(found.judged) == read
        assert found.signals == signals(query.text, found.judged, index)
    assert len(scorer.shown) == 10 + 32


@pytest.mark.parametrize(("question", "read"), [("What is Metaflow?", 10), ("Who founded the Dutch navy?", 32)])
def test_an_assistant_reads_on_only_where_it_has_no_answer(packaged: Retriever, question: str, read: int) -> None:
    assert len(Assistant(packaged).find(question).judged) == read


def found_for(question: str, index: Index) -> Findings:
    items = judged(question, index)
    return Findings(asked(question, index), tuple(items), signals(question, items, index))


def ranked(question: str, index: Index, *relevances: float) -> Findings:
    found = found_for(question, index)
    first = [replace(item, relevance=r) for item, r in zip(found.judged, relevances, strict=False)]
    return replace(found, judged=(*first, *(replace(item, relevance=0.0) for item in found.judged[len(first) :])))


def test_a_doubtful_answer_gets_a_second_opinion_on_its_three_best_sentences(index: Index) -> None:
    found, scorer = ranked("crane", index, 0.6, 0.3, 0.1), Opinionated(0.9, 0.3, 0.3)
    heard = reread(found, index, RivalModel(scorer), replace(calibration(), enough=1.0))
    texts = [f"Harbour > {item.sentence.text}" for item in found.judged]
    # The second leans on the first: "It lifts containers."
    assert [question for question, _ in scorer.shown] == ["crane"] * 3
    assert [text.split(" > ")[-1] for _, text in scorer.shown] == [text.split(" > ")[-1] for text in texts[:3]]
    # Each counts by its relevance: .6 x .9 + .3 x .3 + .1 x .3 = .66, whose log-odds are ln(.66 / .34).
    assert heard.signals.opinion == pytest.approx(0.6633, abs=1e-4)
    assert heard.judged == found.judged


def test_where_two_are_nearly_as_good_the_second_reading_says_which_is_best(index: Index) -> None:
    found, scorer = ranked("crane", index, 0.6, 0.55, 0.1), Opinionated(0.3, 0.9)
    settled = reread(found, index, RivalModel(scorer), replace(calibration(), enough=0.0))
    assert len(scorer.shown) == 2
    assert settled.rows == [found.rows[1], found.rows[0], *found.rows[2:]]
    assert [item.relevance for item in settled.judged[:3]] == [0.6, 0.55, 0.1]
    assert settled.signals == signals("crane", settled.judged, index)  # no opinion: the answer is sure


def test_a_sure_answer_and_no_evidence_are_not_read_again(index: Index) -> None:
    found, nobody = ranked("crane", index, 0.6, 0.3), RivalModel(Opinionated())
    assert reread(found, index, nobody, replace(calibration(), enough=0.0)) == found
    nothing = Findings(found.query, (), signals("crane", (), index))
    assert reread(nothing, index, nobody, replace(calibration(), enough=1.0)) == nothing


def test_a_second_opinion_is_weighed_with_weights_of_its_own(index: Index) -> None:
    found = found_for("crane", index).signals
    no_weights = dict.fromkeys(calibration().answer_weights, 0.0)
    settings = replace(
        calibration(), answer_weights=no_weights, doubted_weights={**no_weights, "opinion": 2.0, "bias": -1.0}
    )
    assert confidence(found, settings) == 0.5
    assert confidence(replace(found, opinion=0.5), settings) == 0.5  # 2 x .5 - 1 = 0
    assert confidence(replace(found, opinion=1.5), settings) == pytest.approx(0.8808, abs=1e-4)  # 2 x 1.5 - 1 = 2


def of(text: str, found: Sequence[Judged]) -> SentenceSignals:
    return next(item.signals for item in found if item.sentence.text == text)


def test_what_asks_announces_or_promises_is_not_judged(index: Index) -> None:
    assert {item.sentence.text for item in judged("crane", index)} == {
        "The crane was built in 1998.",
        "It lifts containers.",
        "a hook of steel",
        "Sailors dislike the noisy crane.",
    }


@pytest.mark.parametrize(
    "table",
    [
        "Crane | Yard | Tons\n---|---|---\nIda | north | 12\n",
        "| Crane | Yard | Tons |\n| :--- | :-: | ---: |\n| Ida | north | 12 |\n",
        parse_html("<table><tr><th>Crane<th>Yard<th>Tons<tr><td>Ida<td>north<td>12</table>").text,
        "> | Crane | Yard | Tons |  \r\n> |---|---|---|\r\n> | Ida | north | 12 |\r\n",
    ],
)
def test_the_head_of_a_table_is_not_judged_and_its_rows_are(table: str) -> None:
    tables = build_index([Article("a", f"# Cranes\n\nSome facts follow here.\n\n{table}", "Cranes")], East())
    found = [item.sentence.text.strip("| >") for item in judged("crane", tables)]
    assert sorted(found) == ["Ida | north | 12", "Some facts follow here."]


def test_what_a_pronoun_stands_for_comes_with_the_sentence(index: Index) -> None:
    before = {item.sentence.text: item.before for item in judged("crane", index)}
    assert before["It lifts containers."] == "The crane was built in 1998."
    assert before["The crane was built in 1998."] == ""


def test_what_is_meant_by_a_pronoun_inside_comes_with_the_sentence_too() -> None:
    first, this = "The towers cost 41 million.", "The county paid half of this sum."
    they, its = "Boats are old, but they float.", "Ropes such as hemp hold its bow."
    towers = build_index([Article("a", " ".join((first, this, they, its)), "Towers")], East())
    before = {item.sentence.text: item.before for item in judged("towers", towers)}
    # What "they" are stands in the same sentence: that is not seen.
    assert before == {first: "", this: first, they: this, its: ""}


def test_a_sentence_that_begins_with_a_pronoun_is_read_with_the_one_before(index: Index) -> None:
    scorer = Even()
    found = judged("What does the crane lift?", index, scorer)
    assert "Harbour > (The crane was built in 1998.) > It lifts containers." in scorer.shown
    assert of("It lifts containers.", found).covered == 1.0


def test_of_a_long_question_the_model_reads_the_end(index: Index) -> None:
    scorer = Even()
    judged(f"{'a ' * 900}What does the crane lift?", index, scorer)
    (asked,) = set(scorer.asked)
    assert asked == f"{'a ' * 58}What does the crane lift?"  # 64 tokens, of which six are the question


def test_rare_words_count_more_than_common_ones(index: Index) -> None:
    # One passage has "crane" and none has "ropeway": idf is log(1 + .5/1.5) against log(1 + 1.5/.5).
    rare = math.log(1 + 0.5 / 1.5) / (math.log(1 + 0.5 / 1.5) + math.log(4))
    assert of("Sailors dislike the noisy crane.", judged("crane ropeway", index)).covered == pytest.approx(rare)


@pytest.mark.parametrize(("text", "amiss"), [("The crane was built in 1998.", 0.0), ("It lifts containers.", 1.0)])
def test_a_sentence_without_the_kind_of_thing_asked_for_is_amiss(index: Index, text: str, amiss: float) -> None:
    assert of(text, judged("When was the crane built?", index)).amiss == amiss


def test_logistic_regression() -> None:
    # 2 * 1 - 1 * 3 + 1 = 0
    assert logistic({"a": 1.0, "b": 3.0}, {"a": 2.0, "b": -1.0, "bias": 1.0}) == 0.5


def test_a_name_that_no_article_has_is_strange(index: Index) -> None:
    question = "Does the Crane belong to Rotterdam?"
    assert signals(question, judged(question, index), index).strange == 0.5


@pytest.mark.parametrize(
    "question", ["Good morning!", "Thank you, that was useful.", "And then?", "How much is it?"]
)
def test_where_nothing_is_asked_no_sentence_is_read(question: str, packaged: Retriever) -> None:
    assistant = Assistant(packaged)
    assert assistant.find(question).judged == ()
    assert assistant.ask(question).status == "not_in_sources"


def test_a_question_that_leans_on_another_asks_something(packaged: Retriever) -> None:
    assert Assistant(packaged).find("And why?", ["Is Java used for the backend?"]).judged


def test_nothing_found_is_no_evidence(index: Index) -> None:
    assert signals("crane", [], index).best == pytest.approx(math.log(0.0001 / 0.9999))
