"""Choose the weights and thresholds behind warnings: `python -m crosscheck.evals.calibrate_pairs`.

Writes index/compare/weights.json and app/warn.json. Only the development gold sets named here are used; the others
are for testing. To be run after `calibrate`, which sets what relevance means.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import typer

from crosscheck.app import Assistant, warn
from crosscheck.app.assistant import Findings
from crosscheck.app.judge import log_odds
from crosscheck.evals.disagreements import REQUIRED, GoldPair, gold_pairs, matches, question_pairs
from crosscheck.evals.gold import Span, cases, default_gold
from crosscheck.index import Retriever
from crosscheck.index.compare import score as scoring
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.reading import claims
from crosscheck.index.compare.signals import cheap_signals, rarity, signals
from crosscheck.index.index import Index

__all__ = ["main"]

_WEIGHTS = Path(scoring.__file__).with_name("weights.json")
_WARN = Path(warn.__file__).with_name("warn.json")
_PRECISION = 0.8  # share of what is shown that must be a gold disagreement, in each topic
# Signals that can speak for a disagreement only, and those that can speak against one only. A weight of the other
# sign is chance, with so few examples: it is set to nothing.
_SPEAK_FOR = """contradiction contradiction_both clash overlap common cosine number number_near date negation
    opposite quantifier names roles verdict"""
_SPEAK_AGAINST = "entailment number_agrees date_agrees additive hedged other_subject same_article anaphoric"
_FOR, _AGAINST = tuple(_SPEAK_FOR.split()), tuple(_SPEAK_AGAINST.split())
_PENALTY = 1.0  # of the squared weights, in examples
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Topic:
    """A development gold set with its index."""

    gold: Path
    retriever: Retriever
    pairs: tuple[GoldPair, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of sentences, or a pair and a question, with whether a warning is right."""

    values: Mapping[str, float]
    right: bool
    gold: frozenset[str]  # the disagreements that it would find
    question: int = -1


def main() -> None:
    """Calibrate, write both files, and print what was chosen and what it gives."""
    folder = default_gold().parent
    topics = [_topic(default_gold(), None), _topic(folder / "ferries.json", folder / "ferries")]
    _fit_pairs(topics)
    scoring.weights.cache_clear()
    topics = [replace(topic, retriever=_rescored(topic.retriever)) for topic in topics]
    _fit_warnings(topics)


def _topic(gold: Path, articles: Path | None) -> Topic:
    retriever = Retriever.open(articles)
    return Topic(gold, retriever, tuple(gold_pairs(gold, retriever.articles)))


# Pairs


def _fit_pairs(topics: Sequence[Topic]) -> None:
    examples = [_pair_examples(topic) for topic in topics]
    fitted = _fitted([e for of_topic in examples for e in of_topic])
    for topic, left_out in zip(topics, range(len(topics)), strict=True):
        others = [e for i, of_topic in enumerate(examples) if i != left_out for e in of_topic]
        typer.echo(
            f"{topic.gold.stem}, fitted on the other: {_figures(topic, examples[left_out], _fitted(others))}"
        )
        typer.echo(f"{topic.gold.stem}, fitted on both: {_figures(topic, examples[left_out], fitted)}")
    audit = max(_threshold(_scores(of_topic, fitted), of_topic) for of_topic in examples)
    bias = fitted.pop("bias")
    data = {
        "signals": fitted,
        "bias": bias,
        "thresholds": {"audit": round(audit, 4), "bearing": 0.05, "support": 0.5},
        "fitted_on": _hashes(topics),
    }
    _WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _pair_examples(topic: Topic) -> list[Example]:
    index = topic.retriever.index
    found = {claim.row: claim for claim in claims(index.sentences)}
    rare = rarity(list(found.values()))
    examples = []
    for pair in index.pairs:
        gold = matches(topic.pairs, *_spans(index, pair))
        severity = max((g.severity for g in gold), default=0)
        # A mild disagreement is neither right nor wrong to find.
        if severity in {0, REQUIRED, REQUIRED + 1} and pair.support < 1:
            cheap = cheap_signals(found[pair.first], found[pair.second], rare)
            values = signals(cheap, pair.verdict, pair.cosine).named()
            ids = frozenset(g.id for g in gold if g.severity >= REQUIRED)
            examples.append(Example(values, severity > 0, ids))
    return examples


def _spans(index: Index, pair: Pair) -> tuple[Span, Span]:
    one, other = index.sentences[pair.first], index.sentences[pair.second]
    return Span(one.article, one.start, one.end), Span(other.article, other.start, other.end)


def _fitted(examples: Sequence[Example], names: Sequence[str] = (*_FOR, *_AGAINST)) -> dict[str, float]:
    """Fit a logistic regression, again without those weights that have the sign they cannot have."""
    weights = _regression(examples, names)
    kept = (
        [n for n in names if weights[n] > 0] if names[0] == "pair" else [n for n in names if _sign(n, weights[n])]
    )
    return weights if len(kept) == len(names) else _fitted(examples, kept)


def _sign(name: str, weight: float) -> bool:
    return weight > 0 if name in _FOR else weight < 0


def _regression(examples: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / _PENALTY, max_iter=1000)
    model.fit(_matrix(examples, names), [example.right for example in examples])
    weights = dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))
    return weights | {"bias": round(float(model.intercept_[0]), 4)}


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Matrix:
    return np.array([[example.values[name] for name in names] for example in examples])


def _scores(examples: Sequence[Example], fitted: Mapping[str, float]) -> Matrix:
    names = [name for name in fitted if name != "bias"]
    total = _matrix(examples, names) @ np.array([fitted[name] for name in names]) + fitted["bias"]
    return np.asarray(1 / (1 + np.exp(-total)))


def _threshold(scores: Matrix, examples: Sequence[Example]) -> float:
    """Return the lowest score from which enough of what is found is right, and nearly up to the next lower one."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum([examples[i].right for i in order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= _PRECISION)
    if not len(enough):
        return 0.99
    last = enough[-1]
    following = scores[order[last + 1]] if last + 1 < len(order) else 0.0
    return float(scores[order[last]] + following) / 2


def _figures(topic: Topic, examples: Sequence[Example], fitted: Mapping[str, float]) -> str:
    scores = _scores(examples, fitted)
    required = {pair.id for pair in topic.pairs if pair.severity >= REQUIRED}
    at = _threshold(scores, examples)
    shown = [e for e, value in zip(examples, scores, strict=True) if value >= at]
    found = frozenset[str]().union(*(e.gold for e in shown))
    right = sum(e.right for e in shown)
    return (
        f"from {at:.2f} {right} of {len(shown)} pairs right, {len(found)} of {len(required)} disagreements found"
    )


def _hashes(topics: Sequence[Topic]) -> dict[str, str]:
    hashes = {topic.gold.name: hashlib.sha256(topic.gold.read_bytes()).hexdigest() for topic in topics}
    return hashes | {"NLI model": topics[0].retriever.index.judge}


# Warnings


def _rescored(retriever: Retriever) -> Retriever:
    """Return `retriever` with its pairs scored by the weights that were just written."""
    index = retriever.index
    found = {claim.row: claim for claim in claims(index.sentences)}
    rare = rarity(list(found.values()))
    fitted = scoring.weights()

    def rescored(pair: Pair) -> Pair:
        if pair.support == 1:
            return pair
        evidence = signals(cheap_signals(found[pair.first], found[pair.second], rare), pair.verdict, pair.cosine)
        return replace(pair, score=round(scoring.score(evidence, fitted), 4))

    return replace(retriever, index=replace(index, pairs=tuple(rescored(pair) for pair in index.pairs)))


def _fit_warnings(topics: Sequence[Topic]) -> None:
    examples = [_warning_examples(topic) for topic in topics]
    fitted = _fitted([e for of_topic in examples for e in of_topic], ("pair", "lower", "higher"))
    threshold = max(_threshold(_scores(of_topic, fitted), of_topic) for of_topic in examples)
    for topic, of_topic in zip(topics, examples, strict=True):
        typer.echo(f"{topic.gold.stem}: {_figures(topic, of_topic, fitted)}")
    settings = {name: fitted.get(name, 0.0) for name in ("pair", "lower", "higher", "bias")}
    data = settings | {"threshold": round(threshold, 4), "least_relevance": 0.1, "fitted_on": _hashes(topics)}
    _WARN.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _warning_examples(topic: Topic) -> list[Example]:
    assistant = Assistant(topic.retriever)
    asked = cases(topic.gold, topic.retriever.articles)
    examples = []
    for number, (case, bearing) in enumerate(zip(asked, question_pairs(topic.gold), strict=True)):
        if case.answerable and not case.history:
            found = assistant.find(case.question)
            examples += _question_examples(topic, found, bearing, number)
    return examples


def _question_examples(topic: Topic, found: Findings, bearing: frozenset[str], number: int) -> list[Example]:
    """Return the pairs of which both sides were judged; those about something else are left out."""
    index = topic.retriever.index
    relevance = {item.row: item.relevance for item in found.judged}
    examples = []
    for pair in index.pairs:
        if pair.first in relevance and pair.second in relevance and pair.score >= scoring.weights().bearing:
            gold = {g.id for g in matches(topic.pairs, *_spans(index, pair)) if g.severity}
            if gold and not gold & bearing:
                continue
            lower, higher = sorted((relevance[pair.first], relevance[pair.second]))
            values = {"pair": log_odds(pair.score), "lower": log_odds(lower), "higher": log_odds(higher)}
            examples.append(Example(values, bool(gold), frozenset(gold), number))
    return examples


if __name__ == "__main__":
    main()
