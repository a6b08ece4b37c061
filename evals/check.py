"""Look for mistakes in cases: quotes that no article has, answers no quote gives, splits that share something."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from crosscheck.evals.gold import places
from crosscheck.evals.metrics import includes
from crosscheck.evals.schema import CaseFile, CaseRow, PairRow, Quote
from crosscheck.index.types import Article

__all__ = ["problems", "shared"]

_ALIKE = 0.6  # Jaccard index of two questions' words from which they are one question


def problems(rows: CaseFile, articles: Mapping[str, Article]) -> Iterator[str]:
    """Return what is wrong with the cases of one corpus, one line each."""
    yield from _repeated([case.id for case in rows.cases], "case")
    yield from _repeated([pair.id for pair in rows.pairs], "pair")
    known = {case.id: case for case in rows.cases}
    pairs = {pair.id for pair in rows.pairs}
    for case in rows.cases:
        found = [*_of_type(case), *_quotes(case, articles), *_words(case), *_links(case, known, pairs)]
        yield from (f"{case.id}: {line}" for line in found)
    for pair in rows.pairs:
        yield from (f"{pair.id}: {line}" for line in _pair(pair, articles))


def _repeated(ids: Sequence[str], what: str) -> Iterator[str]:
    yield from (f"{key}: more than one {what} has this id" for key, count in Counter(ids).items() if count > 1)


def _of_type(case: CaseRow) -> Iterator[str]:
    unanswerable = case.type == "unanswerable"
    if unanswerable == bool(case.evidence):
        yield "evidence belongs to every case but the unanswerable ones"
    if unanswerable and not (case.kind and case.why):
        yield "an unanswerable case needs a kind and a reason (why)"
    if not unanswerable and (case.kind or case.contrast_of):
        yield "only an unanswerable case has a kind, or is the contrast of another"
    if (case.type == "list") != bool(case.items):
        yield "items belong to list cases, and to them alone"
    if bool(case.turns) != bool(case.standalone_question) or (case.type == "multi_turn" and not case.turns):
        yield "a follow-up needs both its earlier turns and its standalone question"
    if (case.disagreement.expected is True) != bool(case.disagreement.pairs):
        yield "pairs belong to a case that expects a warning, and to it alone"


def _quotes(case: CaseRow, articles: Mapping[str, Article]) -> Iterator[str]:
    for quote in (*case.also_ok, *(quote for group in case.evidence for quote in group)):
        yield from _quote(quote, articles)


def _quote(quote: Quote, articles: Mapping[str, Article]) -> Iterator[str]:
    article = articles.get(quote.article)
    if article is None:
        yield f"there is no article {quote.article!r}"
        return
    found = len(list(places(quote.quote, article)))
    if found < (quote.occurrence or 1):
        yield f"{article.id} does not contain the quote {quote.quote[:80]!r}"
    elif found > 1 and quote.occurrence is None:
        yield f"{article.id} contains the quote {quote.quote[:80]!r} {found} times: give its occurrence"


def _words(case: CaseRow) -> Iterator[str]:
    said = " … ".join(quote.quote for group in case.evidence for quote in group)
    for group in (*case.must_include, *case.may_include, *(item.aliases for item in case.items)):
        if not includes(said, group):
            yield f"no quote says {group}: no answer made of quotes can pass"
    for text in case.must_not_include:
        if includes(said, [text]):
            yield f"a quote says {text!r}, which must not be said"


def _links(case: CaseRow, known: Mapping[str, CaseRow], pairs: set[str]) -> Iterator[str]:
    for key in (*case.disagreement.pairs, *case.disagreement.allowed):
        if key not in pairs:
            yield f"there is no pair {key!r}"
    twin = known.get(case.contrast_of or "")
    if case.contrast_of and (twin is None or twin.type == "unanswerable"):
        yield f"there is no answerable case {case.contrast_of!r} to contrast with"


def _pair(pair: PairRow, articles: Mapping[str, Article]) -> Iterator[str]:
    for quote in (*pair.ones, *pair.others):
        yield from _quote(quote, articles)
    if (pair.label == "contradiction") != (pair.severity > 0):
        yield "a contradiction has a severity of 1 to 3, any other pair 0"


def shared(files: Sequence[CaseFile]) -> Iterator[str]:
    """Return what the two splits share: an article, an id, or a question that is nearly the same."""
    for one, other in combinations(files, 2):
        for key in {case.id for case in one.cases} & {case.id for case in other.cases}:
            yield f"{key}: more than one case has this id"
        if one.split != other.split:
            yield from _leaks(one, other)


def _leaks(one: CaseFile, other: CaseFile) -> Iterator[str]:
    if one.corpus == other.corpus:
        yield f"{one.corpus}: one corpus is in both splits"
    words = {case.id: _tokens(case.question) for file in (one, other) for case in file.cases}
    for mine in one.cases:
        for its in other.cases:
            a, b = words[mine.id], words[its.id]
            if mine.type != "unanswerable" and len(a & b) >= _ALIKE * len(a | b):
                yield f"{mine.id}, {its.id}: nearly the same question is in both splits"


def _tokens(question: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", question.lower()))
