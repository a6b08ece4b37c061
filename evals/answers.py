"""How good an answer is: what it says, what it cites, and which warnings it carries."""

import statistics
from collections.abc import Mapping, Sequence

from crosscheck.app import Answer
from crosscheck.evals.disagreements import GoldPair
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.metrics import includes
from crosscheck.evals.retrieval import covered
from crosscheck.index.types import Article, Disagreement

__all__ = [
    "carried",
    "citation_f1",
    "citation_precision",
    "cited_groups",
    "facts",
    "forbidden",
    "intact",
    "list_f1",
    "said",
    "text",
    "verbosity",
    "warning_right",
]

_CITED = 0.5  # of a quote: then a citation shows it


def text(answer: Answer) -> str:
    """Return the words of an answer."""
    return " ".join(statement.text for statement in answer.statements)


def said(groups: Sequence[Sequence[str]], answer: Answer) -> float:
    """Return the share of `groups` of which the answer says an alternative; 1 when there are none."""
    words = text(answer)
    return sum(includes(words, group) for group in groups) / len(groups) if groups else 1.0


def facts(case: Case) -> tuple[tuple[str, ...], ...]:
    """Return what belongs in the answer and what is welcome in it."""
    return (*case.must_include, *case.may_include)


def forbidden(case: Case, answer: Answer) -> bool:
    """Say whether the answer says what it must not."""
    return includes(text(answer), case.must_not_include)


def list_f1(case: Case, answer: Answer) -> float:
    """Return the harmonic mean of recall (items named) and precision (items among the things named)."""
    words = text(answer)
    named = sum(includes(words, item) for item in case.items)
    wrong = sum(includes(words, [other]) for other in case.distractors)
    return 2 * named / (len(case.items) + named + wrong)


def verbosity(case: Case, answer: Answer) -> float:
    """Return the share of the citations that touch no gold quote, and nothing that is right besides."""
    right = (*case.evidence, *case.also_right)
    idle = [not any(span.overlap(quote) > 0 for quote in right) for span in _cited(answer)]
    return sum(idle) / len(idle) if idle else 0.0


def citation_precision(case: Case, answer: Answer) -> float:
    """Return the share of the citations that are gold quotes, or right besides."""
    right = (*case.evidence, *case.also_right)
    good = [any(span.carries(quote) for quote in right) for span in _cited(answer)]
    return sum(good) / len(good) if good else 0.0


def cited_groups(case: Case, answer: Answer) -> float:
    """Return the share of the groups of evidence that the citations show."""
    return sum(covered(case, _cited(answer), _CITED)) / len(case.groups)


def citation_f1(case: Case, answer: Answer) -> float:
    """Return the harmonic mean of the precision and the recall of the citations."""
    return statistics.harmonic_mean((citation_precision(case, answer), cited_groups(case, answer)))


def _cited(answer: Answer) -> list[Span]:
    return [Span(c.article, c.start, c.end) for c in answer.citations]


def intact(answer: Answer, articles: Mapping[str, Article]) -> bool:
    """Say whether every quote stands, to the character, where the answer says, and every statement has one."""
    sides = [(s.article, s.start, s.end, s.quote) for warning in answer.disagreements for s in warning.sides]
    quotes = [*sides, *((c.article, c.start, c.end, c.quote) for c in answer.citations)]
    exact = all(quote and a in articles and articles[a].text[s:e] == quote for a, s, e, quote in quotes)
    numbers = {citation.number for citation in answer.citations}
    return exact and all(s.citations and numbers.issuperset(s.citations) for s in answer.statements)


def carried(warning: Disagreement, pairs: Sequence[GoldPair]) -> list[GoldPair]:
    """Return those of `pairs` whose two sides `warning` quotes."""
    one, other = (Span(side.article, side.start, side.end) for side in warning.sides)
    return [pair for pair in pairs if pair.carries(one, other)]


def warning_right(case: Case, shown: Sequence[Disagreement], pairs: Sequence[GoldPair]) -> bool:
    """Say whether the warnings are right: one of those expected, none at all, or none that is made up."""
    found = [[pair for pair in carried(warning, pairs) if pair.severity > 0] for warning in shown]
    if case.warned is None:
        return all(found)
    if not case.warned:
        return not shown
    return any(pair.id in case.pairs for matched in found for pair in matched)
