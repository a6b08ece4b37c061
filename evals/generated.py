"""Cases that nobody wrote: what has to follow when articles or questions are changed in a known way."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crosscheck.app import Answer, Assistant
from crosscheck.evals import retrieval
from crosscheck.evals.gold import Case
from crosscheck.evals.mutate import CHANGES, REPHRASINGS
from crosscheck.evals.record import Record
from crosscheck.evals.run import Progress, span
from crosscheck.evals.topics import Topic
from crosscheck.evals.variants import with_articles
from crosscheck.index.compare.score import weights
from crosscheck.index.types import Article, Kind, Sentence

__all__ = ["generated"]

_SEED = 5
_LEFT_OUT = 3  # questions asked of each article that is left out
_EDITED = 4  # sentences for each kind of edit
_ASKED = 4  # questions for each change that must not matter
_KINDS: dict[str, tuple[Kind, ...]] = {
    "number": ("number",),
    "year": ("date",),
    "unit": ("number", "date"),
    "negation": ("negation",),
    "name": ("entity",),
    "quantifier": ("negation", "opinion"),
}


def generated(topic: Topic, progress: Progress) -> list[Record]:
    """Return the outcomes of the generated cases of `topic`, the same ones every time."""
    parts = (_left_out, _edited, _asked_otherwise, _articles_otherwise)
    found: list[Record] = []
    for done, part in enumerate(parts, start=1):
        found += part(topic)
        progress(f"Changing {topic.name}", done, len(parts))
    return found


def _record(topic: Topic, kind: str, key: str, stage: str, passed: bool, shown: Mapping[str, object]) -> Record:
    name = re.sub(r"[^a-z0-9]+", "-", f"{topic.name}-{kind}-{key}".lower())
    return Record(name, topic.name, topic.split, "generated", kind, {stage: passed}, {}, 0.0, "", name, shown)


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
            answer = rest.ask(case.question)
            shown = {
                "question": case.question,
                "expected": f"not in the sources without {left}",
                "got": _said(answer),
            }
            right = answer.status == "not_in_sources"
            yield _record(topic, "article left out", case.id, "threshold", right, shown)


def _said(answer: Answer) -> str:
    return " ".join(statement.text for statement in answer.statements) or "not in the sources"


# Edit a sentence and put it into an article of its own


def _edited(topic: Topic) -> Iterator[Record]:
    edits = list(_edits(topic))
    other = "\n\n".join(text for _, _, text in edits)
    assistant = with_articles(
        topic.assistant, [*_articles(topic), Article("edited", other, "Edited")], compared=True
    )
    index = assistant.retriever.index
    scores = {(pair.first, pair.second): pair for pair in index.pairs}
    rows = {(s.article == "edited", s.text): row for row, s in enumerate(index.sentences)}
    for number, (kind, sentence, text) in enumerate(edits, start=1):
        one, two = rows.get((False, sentence.text)), rows.get((True, text))
        pair = scores.get((min(one, two), max(one, two))) if one is not None and two is not None else None
        warned = pair is not None and pair.score >= weights().disagreement
        right = warned and pair is not None and pair.kind in _KINDS[kind] if kind in CHANGES else not warned
        got = f"{pair.kind}, {pair.score:.2f}" if pair else "not compared"
        shown = {"question": f"{sentence.text} / {text}", "expected": _expected(kind), "got": got}
        yield _record(topic, f"edit: {kind}", f"{number:03}", "comparison", right, shown)


def _expected(kind: str) -> str:
    return f"a disagreement of kind {' or '.join(_KINDS[kind])}" if kind in CHANGES else "no disagreement"


def _articles(topic: Topic) -> list[Article]:
    return list(topic.assistant.retriever.articles.values())


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
        again = topic.assistant.ask(case.question)
        shown = {"question": case.question, "expected": _said(before), "got": _said(again)}
        yield _record(topic, "asked twice", case.id, "citation", before.to_json() == again.to_json(), shown)
        for kind, question in _other_ways(case.question).items():
            after = topic.assistant.ask(question)
            shown = {"question": question, "expected": _said(before), "got": _said(after)}
            yield _record(topic, kind, case.id, "selection", _cited(before) == _cited(after), shown)


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
    articles = _articles(topic)
    first = articles[0]
    stranger = Article(
        "a-note-on-tides", "The tide at the pier turns twice a day.\n\nCrabs come in with it.", "Tides"
    )
    yield from _same_answers(topic, "articles in another order", with_articles(topic.assistant, articles[::-1]))
    yield from _same_passages(topic, with_articles(topic.assistant, [*articles, stranger]))
    twice = with_articles(topic.assistant, [*articles, replace(first, id=f"{first.id}-copy")], compared=True)
    before, after = (len(a.retriever.disagreements()) for a in (topic.assistant, twice))
    shown: Mapping[str, object] = {
        "question": f"{first.id} twice",
        "expected": f"{before} disagreements",
        "got": after,
    }
    yield _record(topic, "article twice", first.id, "comparison", after <= before, shown)


def _same_answers(topic: Topic, kind: str, other: Assistant) -> Iterator[Record]:
    for case in _asked(topic):
        before, after = topic.assistant.ask(case.question), other.ask(case.question)
        shown: Mapping[str, object] = {"question": case.question, "expected": _said(before), "got": _said(after)}
        yield _record(topic, kind, case.id, "retrieval", _cited(before) == _cited(after), shown)


def _same_passages(topic: Topic, other: Assistant) -> Iterator[Record]:
    cases = _sample([c for c in topic.cases if c.answerable and not c.history], 4 * _ASKED, "stranger")
    before, after = (
        sum(retrieval.recall(c, [span(hit) for hit in a.retriever.search(c.question)]) for c in cases)
        for a in (topic.assistant, other)
    )
    shown: Mapping[str, object] = {"question": "an article on tides is added", "expected": before, "got": after}
    yield _record(topic, "unrelated article", "recall", "retrieval", abs(before - after) <= 1, shown)
