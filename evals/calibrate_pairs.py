"""Choose what is a disagreement: `python -m crosscheck.evals.calibrate_pairs --data DIR`.

Writes the weights, index/compare/weights.json. Fitted on the dev cases, on the corpora written
for training that the models have not seen, and on public texts below DIR with seeded edits.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer

from crosscheck.evals.disagreements import REQUIRED, matches
from crosscheck.evals.gold import Span
from crosscheck.evals.seeded import seeded_corpora
from crosscheck.evals.topics import located_pairs
from crosscheck.evals.written import Source, development
from crosscheck.index import Retriever
from crosscheck.index.compare import score as scoring
from crosscheck.index.compare.compare import compare
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.reading import claims
from crosscheck.index.compare.signals import cheap_signals, rarity, signals
from crosscheck.index.encoder import load_encoder
from crosscheck.index.types import Sentence

__all__ = ["main"]

_WEIGHTS = Path(scoring.__file__).with_name("weights.json")
_PUBLIC_WEIGHT = 0.1  # of an example from public texts: they are many, and easier than what people write
_PRECISION = 0.8  # share of what is called a disagreement that must be one
_STEPS = np.arange(0.5, 1.0, 0.01).round(2)
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8)  # printed beside the one chosen
_PENALTY = 1 / 3  # of the squared weights
# What can only speak against a disagreement; all else can only speak for one. A weight of the other sign is
# chance, with so few examples: the term is left out.
_SPEAK_AGAINST = """entailment, numbers agree x overlap, same article, anaphoric, other subject, additive,
 hedged"""
_AGAINST = frozenset(re.split(r",\s+", _SPEAK_AGAINST))
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of sentences with the terms of its score, and whether it is a disagreement."""

    values: Mapping[str, float]
    right: bool
    gold: frozenset[str]  # the required gold disagreements that it finds


@dataclass(frozen=True, slots=True)
class Topic:
    """The examples of one corpus."""

    name: str
    examples: tuple[Example, ...]
    required: int  # gold disagreements that have to be found
    weight: float = 1.0


def main(
    data: Annotated[Path, typer.Option("--data", help="Folder of the public data.")],
    nli: Annotated[str | None, typer.Option("--nli-model", help="Instead of the packaged model.")] = None,
) -> None:
    """Calibrate, write the file, and print what was chosen and what it gives."""
    sources = development()
    topics = [_public(data, LazyNli(nli)), *(_development(source, nli) for source in sources)]
    fitted = _fitted(topics)
    public, together = topics[0], _together(topics[1:])
    least = _least_likely(together, fitted)
    for topic in topics:
        alone = _fitted([other for other in topics if other is not topic])
        typer.echo(f"{topic.name}: {_figures(topic, fitted, least)}")
        typer.echo(f"{topic.name}, fitted on the others: {_figures(topic, alone, least)}")
    for topic in (public, together):
        for threshold in sorted({*_THRESHOLDS, least}):
            typer.echo(f"{topic.name}, at {threshold}: {_figures(topic, fitted, threshold)}")
    digests = {s.rows.corpus: hashlib.sha256(s.rows.model_dump_json().encode()).hexdigest() for s in sources}
    _write(fitted, least, digests | {"NLI model": LazyNli(nli).fingerprint})


def _write(fitted: dict[str, float], least: float, fitted_on: Mapping[str, str]) -> None:
    found = {
        "terms": {name: weight for name, weight in fitted.items() if name != "bias"},
        "bias": fitted["bias"],
        "thresholds": {"disagreement": least, "support": 0.5},
        "fitted_on": fitted_on,
    }
    _WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


# Examples


def _public(data: Path, judge: LazyNli) -> Topic:
    examples: list[Example] = []
    required = 0
    for number, corpus in enumerate(seeded_corpora(data)):
        typer.echo(f"Comparing {corpus.title}")
        vectors = load_encoder().encode([sentence.text for sentence in corpus.sentences])
        pairs = compare(corpus.sentences, vectors, judge)
        names = {pair: f"{number}: {pair}" for pair in corpus.disagree}
        for pair, values in _valued(corpus.sentences, pairs):
            rows = pair.first, pair.second
            found = frozenset({names[rows]} if rows in names else ())
            examples.append(Example(values, bool(found), found))
        required += len(names)
    return Topic("public texts", tuple(examples), required, _PUBLIC_WEIGHT)


def _development(source: Source, nli: str | None) -> Topic:
    typer.echo(f"Comparing {source.rows.corpus}")
    index = Retriever.open(source.articles, nli_model=nli).index
    wanted = located_pairs(source.rows.pairs, index.articles)
    examples = []
    for pair, values in _valued(index.sentences, index.pairs):
        found = matches(wanted, _span(index.sentences[pair.first]), _span(index.sentences[pair.second]))
        severity = max((g.severity for g in found), default=0)
        # A mild disagreement is neither right nor wrong to find.
        if severity == 0 or severity >= REQUIRED:
            ids = frozenset(f"{source.rows.corpus}: {g.id}" for g in found if g.severity >= REQUIRED)
            examples.append(Example(values, severity > 0, ids))
    return Topic(source.rows.corpus, tuple(examples), sum(g.severity >= REQUIRED for g in wanted))


def _valued(sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> list[tuple[Pair, dict[str, float]]]:
    """Return the pairs that can be disagreements, with the terms of their scores."""
    found = {claim.row: claim for claim in claims(sentences)}
    rare = rarity(list(found.values()))
    judged = [pair for pair in pairs if pair.support < 1]
    evidence = [signals(cheap_signals(found[p.first], found[p.second], rare), p.verdict, p.cosine) for p in judged]
    valued = zip(judged, evidence, strict=True)
    return [(pair, scoring.terms(seen)) for pair, seen in valued]


def _span(sentence: Sentence) -> Span:
    return Span(sentence.article, sentence.start, sentence.end)


# Fitting


def _fitted(topics: Sequence[Topic], names: Sequence[str] = ()) -> dict[str, float]:
    """Fit a logistic regression, again without the terms whose weight has a sign that it cannot have."""
    names = names or list(topics[0].examples[0].values)
    weights = _regression(topics, names)
    kept = [n for n in names if (weights[n] < 0 if n in _AGAINST else weights[n] > 0)]
    return weights if len(kept) == len(names) else _fitted(topics, kept)


def _regression(topics: Sequence[Topic], names: Sequence[str]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression

    examples = [example for topic in topics for example in topic.examples]
    counts = [topic.weight for topic in topics for _ in topic.examples]
    model = LogisticRegression(C=1 / _PENALTY, max_iter=5000)
    model.fit(_matrix(examples, names), [e.right for e in examples], sample_weight=counts)
    weights = dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))
    return weights | {"bias": round(float(model.intercept_[0]), 4)}


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Matrix:
    return np.array([[example.values[name] for name in names] for example in examples])


def _scores(topic: Topic, fitted: Mapping[str, float]) -> Matrix:
    names = [name for name in fitted if name != "bias"]
    total = _matrix(topic.examples, names) @ np.array([fitted[name] for name in names]) + fitted["bias"]
    return np.asarray(1 / (1 + np.exp(-total)))


def _together(topics: Sequence[Topic]) -> Topic:
    return Topic("others", tuple(e for t in topics for e in t.examples), sum(t.required for t in topics))


def _least_likely(topic: Topic, fitted: Mapping[str, float]) -> float:
    """Return the score from which as many pairs of `topic` are right as must be."""
    scores, right = _scores(topic, fitted), np.array([e.right for e in topic.examples])
    precise = (
        least for least in _STEPS if (scores >= least).any() and right[scores >= least].mean() >= _PRECISION
    )
    return float(next(precise, _STEPS[-1]))


def _figures(topic: Topic, fitted: Mapping[str, float], least: float) -> str:
    scores = _scores(topic, fitted)
    shown = [e for e, value in zip(topic.examples, scores, strict=True) if value >= least]
    found = frozenset[str]().union(*(e.gold for e in shown))
    right = sum(e.right for e in shown)
    return f"{right} of {len(shown)} pairs right, {len(found)} of {topic.required} disagreements found"


if __name__ == "__main__":
    typer.run(main)
