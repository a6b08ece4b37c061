"""Cases that nobody wrote: what has to follow when articles or questions are changed in a known way."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from crosscheck.app import Answer, Assistant
from crosscheck.evals import retrieval
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.mutate import CHANGES, REPHRASINGS
from crosscheck.evals.record import Record
from crosscheck.evals.run import span
from crosscheck.evals.topics import Topic
from crosscheck.evals.trace import digest, of_pairs, splitting, trace
from crosscheck.evals.variants import with_articles
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.score import weights
from crosscheck.index.types import Article, Kind, Sentence

__all__ = ["PARTS", "generated"]

_SEED = 5
_LEFT_OUT, _EDITED = 3, 4  # questions asked of each article left out; sentences for each kind of edit
_ASKED = 4  # questions for each change that must not matter
_KINDS: dict[str, tuple[Kind, ...]] = {
    "number": ("number",),
    "year": ("date",),
    "unit": ("number", "date"),
    "negation": ("negation",),
    "name": ("entity",),
    "quantifier": ("negation", "opinion"),
}


def generated(topic: Topic, part: str) -> list[Record]:
    """Return the outcomes of the generated cases of `topic`, one of PARTS; the same ones every time."""
    return list(_PARTS[part](topic))


def _record(
    topic: Topic,
    kind: str,
    key: str,
    check: tuple[str, bool],
    shown: Mapping[str, object],
    trace: Mapping[str, str],
) -> Record:
    name = re.sub(r"[^a-z0-9]+", "-", f"{topic.name}-{kind}-{key}".lower())
    stage, passed = check
    return Record(
        id=name,
        topic=topic.name,
        split=topic.split,
        type="generated",
        kind=kind,
        checks={stage: passed},
        figures={},
        confidence=0.0,
        twin="",
        cluster=name,
        shown=shown,
        own={stage: float(passed)} if stage == "comparison" else {},
        trace=trace,
    )


def _ask(assistant: Assistant, question: str) -> tuple[Answer, dict[str, str]]:
    found = assistant.find(question)
    answer = assistant.answer(question, found)
    return answer, trace(found, answer, assistant.retriever.index)


def _sample(cases: Sequence[Case], count: int, key: str) -> list[Case]:
    ordered = sorted(cases, key=lambda case: case.id)
    return random.Random(f"{_SEED} {key}").sample(ordered, min(count, len(ordered)))


# Leave one article out: what only it answers has no answer any more


def _left_out(topic: Topic) -> Iterator[Record]:
    articles = topic.assistant.retriever.articles
    for left in articles:
        only = [
            c for c in topic.cases if c.answerable and not c.history and {s.article for s in c.evidence} == {left}
        ]
        rest = with_articles(topic.assistant, [a for a in articles.values() if a.id != left])
        for case in _sample(only, _LEFT_OUT, left):
            answer, made = _ask(rest, case.question)
            shown = {
                "question": case.question,
                "expected": f"not in the sources without {left}",
                "got": _said(answer),
            }
            check = "threshold", answer.status == "not_in_sources"
            yield _record(topic, "article left out", case.id, check, shown, made)


def _said(answer: Answer) -> str:
    return " ".join(statement.text for statement in answer.statements) or "not in the sources"


# Edit a sentence and put it into an article of its own


def _edited(topic: Topic) -> Iterator[Record]:
    edits = list(_edits(topic))
    other = "\n\n".join(text for _, _, text in edits)
    articles = [*topic.assistant.retriever.articles.values(), Article("edited", other, "Edited")]
    index = with_articles(topic.assistant, articles, topic.nli).retriever.index
    scores = {(pair.first, pair.second): pair for pair in index.pairs}
    rows = {(s.article == "edited", s.text): row for row, s in enumerate(index.sentences)}
    for number, (kind, sentence, text) in enumerate(edits, start=1):
        one, two = rows.get((False, sentence.text)), rows.get((True, text))
        pair = scores.get((min(one, two), max(one, two))) if one is not None and two is not None else None
        got = f"{pair.kind}, {pair.score:.2f}" if pair else "not compared"
        shown = {"question": f"{sentence.text} / {text}", "expected": _expected(kind), "got": got}
        made = {"splitting": splitting(index), "comparison": of_pairs(index, [pair] if pair else [])}
        check = "comparison", _judged_rightly(kind, pair)
        yield _record(topic, f"edit: {kind}", f"{number:03}", check, shown, made)


def _judged_rightly(kind: str, pair: Pair | None) -> bool:
    warned = pair is not None and pair.score >= weights().disagreement
    return pair is not None and warned and pair.kind in _KINDS[kind] if kind in CHANGES else not warned


def _expected(kind: str) -> str:
    return f"a disagreement of kind {' or '.join(_KINDS[kind])}" if kind in CHANGES else "no disagreement"


def _edits(topic: Topic) -> Iterator[tuple[str, Sentence, str]]:
    """Return sentences with edited ones; no sentence is used twice, so that each has one counterpart."""
    index = topic.assistant.retriever.index
    gold = [s for case in topic.cases for s in case.evidence]
    usable = [s for s in index.sentences if not s.is_heading and any(_holds(s, q.article, q.start) for q in gold)]
    random.Random(_SEED).shuffle(usable)
    used: set[str] = set()
    for kind, edit in {**CHANGES, **REPHRASINGS}.items():
        fresh = ((s, edit(s.text)) for s in usable if s.text not in used and "\n" not in s.text)
        taken = [(s, text) for s, text in fresh if text][:_EDITED]
        used |= {s.text for s, _ in taken}
        yield from ((kind, s, text) for s, text in taken)


def _holds(sentence: Sentence, article: str, start: int) -> bool:
    return sentence.article == article and sentence.start <= start < sentence.end


# Ask the same in other ways


def _asked_otherwise(topic: Topic) -> Iterator[Record]:
    for case in _asked(topic):
        before = topic.assistant.ask(case.question)
        again, made = _ask(topic.fresh, case.question)
        shown = {"question": case.question, "expected": _said(before), "got": _said(again)}
        check = "citation", before.to_json() == again.to_json()
        yield _record(topic, "asked twice", case.id, check, shown, made)
        for kind, question in _other_ways(case.question).items():
            yield _as_before(topic, kind, case, before, _ask(topic.assistant, question), "selection")


def _as_before(
    topic: Topic, kind: str, case: Case, before: Answer, after: tuple[Answer, dict[str, str]], stage: str
) -> Record:
    answer, made = after
    shown = {"question": answer.question, "expected": _said(before), "got": _said(answer)}
    return _record(topic, kind, case.id, (stage, _cited(before) == _cited(answer)), shown, made)


def _asked(topic: Topic) -> list[Case]:
    plain = [c for c in topic.cases if c.answerable and not c.history and len(c.question.split()) > 3]
    return _sample(plain, _ASKED, topic.name)


def _other_ways(question: str) -> dict[str, str]:
    spaced = re.sub(r"\s+", "  ", question.rstrip("?")) + " ?"
    return {"lower case": question.lower(), "other spaces": spaced, "typing error": _mistyped(question)}


def _mistyped(question: str) -> str:
    """Exchange two letters in the middle of the longest word."""
    word = max(re.findall(r"[a-z]+", question), key=len)
    half = len(word) // 2
    return question.replace(word, word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :], 1)


def _cited(answer: Answer) -> set[str]:
    return {citation.quote for citation in answer.citations}


# Change the articles in ways that must not matter


def _articles_otherwise(topic: Topic) -> Iterator[Record]:
    articles = [*topic.assistant.retriever.articles.values()]
    first = articles[0]
    stranger = Article(
        "a-note-on-tides", "The tide at the pier turns twice a day.\n\nCrabs come in with it.", "Tides"
    )
    # Compared as well: how many sources a statement has comes from pairs.
    reversed_ = with_articles(topic.assistant, articles[::-1], topic.nli)
    yield from _same_answers(topic, "articles in another order", reversed_)
    yield _same_passages(topic, with_articles(topic.assistant, [*articles, stranger]))
    yield _no_more_disagreements(topic, first, [*articles, replace(first, id=f"{first.id}-copy")])


def _no_more_disagreements(topic: Topic, first: Article, articles: Sequence[Article]) -> Record:
    twice = with_articles(topic.assistant, articles, topic.nli)
    before, after = (len(a.retriever.disagreements()) for a in (topic.assistant, twice))
    shown = {"question": f"{first.id} twice", "expected": f"{before} disagreements", "got": after}
    index = twice.retriever.index
    made = {"splitting": splitting(index), "comparison": of_pairs(index, index.pairs)}
    return _record(topic, "article twice", first.id, ("comparison", after <= before), shown, made)


def _same_answers(topic: Topic, kind: str, other: Assistant) -> Iterator[Record]:
    for case in _asked(topic):
        before = topic.assistant.ask(case.question)
        yield _as_before(topic, kind, case, before, _ask(other, case.question), "retrieval")


def _same_passages(topic: Topic, other: Assistant) -> Record:
    cases = _sample([c for c in topic.cases if c.answerable and not c.history], 4 * _ASKED, "stranger")
    found = [_found(assistant, cases) for assistant in (topic.assistant, other)]
    before, after = (sum(map(retrieval.recall, cases, spans)) for spans in found)
    shown = {"question": "an article on tides is added", "expected": before, "got": after}
    made = {"splitting": splitting(other.retriever.index), "retrieval": digest(found[1])}
    return _record(topic, "unrelated article", "recall", ("retrieval", abs(before - after) <= 1), shown, made)


def _found(assistant: Assistant, cases: Sequence[Case]) -> list[list[Span]]:
    return [[span(hit) for hit in assistant.retriever.search(case.question)] for case in cases]


_PARTS: Mapping[str, Callable[[Topic], Iterator[Record]]] = {
    "an article left out": _left_out,
    "sentences edited": _edited,
    "asked in other ways": _asked_otherwise,
    "articles changed": _articles_otherwise,
}
PARTS = tuple(_PARTS)
"""Kinds of generated cases."""
