"""Systems that are good at one thing on purpose: no figure alone may be trusted, all of them together may."""

import random
from collections.abc import Callable

import pytest

from crosscheck.app import Answer, Citation, Statement
from crosscheck.evals.disagreements import GoldPair
from crosscheck.evals.figures import figures
from crosscheck.evals.gold import Case, Span, locate
from crosscheck.evals.pipeline import Asked
from crosscheck.evals.record import Record, judged
from crosscheck.index import Article, Disagreement, Hit, Passage, Side

TEXTS = {
    "fleet": "The ferry Alba carries 200 passengers. Alba was built in 1998. Her hull is green. Tickets are sold "
    "on board. The crew is four people. Dogs travel free.",
    "harbour": "The harbour has two quays. Alba was built in 2003. The kiosk sells soup and bread. Boats of the "
    "coast guard lie at the northern quay. The lamp was lit in 1901. Fog is common in May.",
}
ARTICLES = {key: Article(key, text, key) for key, text in TEXTS.items()}


def at(article: str, quote: str) -> Span:
    span = locate(quote, ARTICLES[article])
    return Span(article, span.start, span.end + 1)  # with its full stop


SENTENCES = [at(key, sentence) for key, text in TEXTS.items() for sentence in text.removesuffix(".").split(". ")]
BUILT = at("fleet", "Alba was built in 1998"), at("harbour", "Alba was built in 2003")
PAIRS = [GoldPair("D1", 3, (BUILT[0],), (BUILT[1],))]


def asks(question: str, fact: str, *quotes: Span) -> Case:
    return Case(question, (), (quotes,), ((fact,),), id=question)


CASES = [
    asks("How many passengers?", "200", at("fleet", "The ferry Alba carries 200 passengers")),
    asks("What does the kiosk sell?", "soup", at("harbour", "The kiosk sells soup and bread")),
    asks("How many people are in the crew?", "four", at("fleet", "The crew is four people")),
    asks("When was the lamp lit?", "1901", at("harbour", "The lamp was lit in 1901")),
    Case("When was Alba built?", (), (BUILT,), (("1998", "2003"),), id="built", warned=True, pairs=("D1",)),
    *(Case(q, (), (), (), id=q, type="unanswerable") for q in ("Who is the mayor?", "When does it rain?", "Why?")),
]
System = Callable[[Case], Answer]


def text(span: Span) -> str:
    return ARTICLES[span.article].text[span.start : span.end]


def answered(case: Case, spans: list[Span], warned: bool = False, cited: list[Span] | None = None) -> Answer:
    """An answer that says `spans` and cites `cited`, or the same."""
    quotes = spans if cited is None else cited
    citations = tuple(
        Citation(n, s.article, s.article, None, text(s), s.start, s.end) for n, s in enumerate(quotes)
    )
    numbers = tuple(range(len(quotes)))
    statements = tuple(Statement(text(span), numbers if cited else (n,), 1) for n, span in enumerate(spans))
    one, other = (Side(s.article, s.article, None, text(s), s.start, s.end) for s in BUILT)
    warning = (Disagreement("date", 0.9, "Alba", (one, other)),) if warned else ()
    hits = tuple(Hit(Passage(s.article, s.start, s.end, text(s)), 1.0, n) for n, s in enumerate(spans, start=1))
    return Answer(case.question, case.question, "answered", 0.9, statements, citations, warning, hits)


def oracle(case: Case) -> Answer:
    if not case.answerable:
        return Answer(case.question, case.question, "not_in_sources", 0.1)
    return answered(case, list(case.evidence), warned=bool(case.warned))


def at_random(case: Case) -> Answer:
    """Cite a sentence that has nothing to do with the question."""
    others = [span for span in SENTENCES if span not in case.evidence]
    return answered(case, [random.Random(case.id).choice(others)])


def nothing(case: Case) -> Answer:
    return Answer(case.question, case.question, "not_in_sources", 0.5)


def everything(case: Case) -> Answer:
    return answered(case, SENTENCES, warned=True)


def warns_always(case: Case) -> Answer:
    return answered(case, list(case.evidence) or SENTENCES[:1], warned=True)


def cites_five(case: Case) -> Answer:
    said = list(case.evidence)
    return answered(case, said, bool(case.warned), [*said, *SENTENCES[:5]]) if said else oracle(case)


def outcome(system: System) -> list[Record]:
    found = []
    for case in CASES:
        answer = system(case)
        ranking = tuple(Span(h.passage.article, h.passage.start, h.passage.end) for h in answer.hits)
        found.append(judged(case, Asked(answer, ranking, tuple(SENTENCES)), PAIRS, ARTICLES, "harbour", "test"))
    return found


@pytest.mark.parametrize(
    ("system", "figure", "value"),
    [
        (oracle, "passed", 1.0),
        (oracle, "citation_precision", 1.0),
        (oracle, "truthfulness", 1.0),
        (oracle, "warning_f0.5", 1.0),
        # Every quote exists: that alone says nothing of a system that only quotes.
        (at_random, "citation_intact", 1.0),
        (at_random, "citation_precision", 0.0),
        (at_random, "must_include", 0.0),
        (at_random, "false_answers", 1.0),
        (at_random, "truthfulness", -1.0),
        # Nothing wrong is ever said, and nothing at all: only the three questions without an answer are right.
        (nothing, "false_answers", 0.0),
        (nothing, "over_abstention", 1.0),
        (nothing, "passed", 0.375),
        (nothing, "truthfulness", 0.375),
        # All facts are there, among all others: of 12 citations one is right for four questions, two for one.
        (everything, "must_include", 1.0),
        (everything, "citation_precision", (4 * 1 / 12 + 2 / 12) / 5),
        (everything, "verbosity", (4 * 11 / 12 + 10 / 12) / 5),
        (everything, "passed", 0.125),
        # The one disagreement is found, and the other warnings are of the same true pair, on clean questions.
        (warns_always, "warning_recall", 1.0),
        (warns_always, "false_warnings", 1.0),
        (warns_always, "passed", 0.125),
        (cites_five, "must_include", 1.0),
        (cites_five, "citation_recall", 1.0),
    ],
)
def test_a_figure_of_a_degenerate_system(system: System, figure: str, value: float) -> None:
    assert figures(outcome(system))[figure].value == pytest.approx(value)


def test_the_oracle_passes_more_than_any_other() -> None:
    systems: list[System] = [at_random, nothing, everything, warns_always]
    assert all(figures(outcome(system))["passed"].value < 0.5 for system in systems)


def test_citing_everything_near_costs_precision() -> None:
    precise, wide = (figures(outcome(system))["citation_precision"].value for system in (oracle, cites_five))
    assert wide < 0.5 < precise


def test_a_wrong_quote_breaks_an_invariant() -> None:
    def forged(case: Case) -> Answer:
        answer = answered(case, SENTENCES[:1])
        return Answer(
            **{
                **{f: getattr(answer, f) for f in answer.__slots__},
                "citations": (Citation(0, "fleet", "", None, "No.", 0, 3),),
            }
        )

    assert figures(outcome(forged))["citation_intact"].value == 0.0
