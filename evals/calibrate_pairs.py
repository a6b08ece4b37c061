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
from crosscheck.index.compare.columns import Pairs
from crosscheck.index.compare.compare import compare
from crosscheck.index.compare.hubs import SUSPECTED, corrected, hubness
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.projection import projection
from crosscheck.index.compare.reading import claims
from crosscheck.index.compare.signals import cheap_signals, rarity
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import sentence_texts
from crosscheck.index.types import FloatMatrix, Rows, Sentence

__all__ = ["main"]

_WEIGHTS = Path(scoring.__file__).with_name("weights.json")
_PUBLIC_WEIGHT = 0.1  # of an example from public texts: they are many, and easier than what people write
_PRECISION = 0.8  # share of what is called a disagreement that must be one
_STEPS = np.arange(0.5, 1.0, 0.01).round(2)
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8)  # printed beside the one chosen
_PENALTY = 1 / 3  # of the squared weights
# What can only speak against a disagreement; all else can only speak for one. A weight of the other sign is
# chance, with so few examples: the term is left out.
_SPEAK_AGAINST = """entailment, contradiction x converted, numbers agree x overlap, same article, anaphoric,
 other subject, additive, hedged"""
_AGAINST = frozenset(re.split(r",\s+", _SPEAK_AGAINST))
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of sentences with the terms of its score, and whether it is a disagreement."""

    ends: tuple[int, int]  # rows of the sentences
    values: Mapping[str, float]
    most: float  # score that it may have: both may say the same
    right: bool | None  # None: a mild one, which is neither right nor wrong to find
    gold: frozenset[str]  # the required gold disagreements that it finds


@dataclass(frozen=True, slots=True)
class Topic:
    """The examples of one corpus."""

    name: str
    examples: tuple[Example, ...]
    vectors: FloatMatrix  # of the sentences
    required: int  # gold disagreements that have to be found
    weight: float = 1.0

    @property
    def ends(self) -> Rows:
        """Rows of the sentences of each example, `(n, 2)`."""
        return np.array([example.ends for example in self.examples])

    @property
    def right(self) -> Matrix:
        """Which of the examples are disagreements, `(n,)`: 1, 0, or NaN where that does not count."""
        return np.array([np.nan if e.right is None else float(e.right) for e in self.examples])


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of both steps, each with its "bias"."""

    terms: Mapping[str, float]  # of a pair alone
    hubs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A topic with a score for each of its examples."""

    topic: Topic
    scores: Matrix


def main(
    data: Annotated[Path, typer.Option("--data", help="Folder of the public data.")],
    nli: Annotated[str | None, typer.Option("--nli-model", help="Instead of the packaged model.")] = None,
) -> None:
    """Calibrate, write the file, and print what was chosen and what it gives."""
    sources = development()
    topics = [_public(data, LazyNli(nli)), *(_development(source, nli) for source in sources)]
    fitted = _fitted(topics)
    held_out = [_scored(topic, _fitted([other for other in topics if other is not topic])) for topic in topics]
    scored = [_scored(topic, fitted) for topic in topics]
    least = _least_likely(held_out[1:])  # what is right on topics that taught nothing
    for topic, by_all, by_others in zip(topics, scored, held_out, strict=True):
        typer.echo(f"{topic.name}: {_figures([by_all], least)}")
        typer.echo(f"{topic.name}, fitted on the others: {_figures([by_others], least)}")
    for threshold in sorted({*_THRESHOLDS, least}):
        typer.echo(f"public texts, at {threshold}: {_figures(scored[:1], threshold)}")
        typer.echo(f"others, at {threshold}: {_figures(scored[1:], threshold)}")
        typer.echo(f"others, each fitted on the others, at {threshold}: {_figures(held_out[1:], threshold)}")
    met = [{found for example in topic.examples for found in example.gold} for topic in topics[1:]]
    typer.echo(f"others: {sum(map(len, met))} of {sum(t.required for t in topics[1:])} were judged")
    digests = {s.rows.corpus: hashlib.sha256(s.rows.model_dump_json().encode()).hexdigest() for s in sources}
    _write(fitted, least, digests | {"NLI model": LazyNli(nli).fingerprint})


def _write(fitted: Fit, least: float, fitted_on: Mapping[str, str]) -> None:
    found = {
        "terms": {name: weight for name, weight in fitted.terms.items() if name != "bias"},
        "bias": fitted.terms["bias"],
        "hubs": fitted.hubs,
        "thresholds": {"disagreement": least, "support": 0.5},
        "fitted_on": fitted_on,
    }
    _WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


# Examples


def _public(data: Path, judge: LazyNli) -> Topic:
    """Return the public texts as one topic, whose pairs are each of one text."""
    examples: list[Example] = []
    vectors: list[FloatMatrix] = []
    required = 0
    for corpus in seeded_corpora(data):
        typer.echo(f"Comparing {corpus.title}")
        start = sum(map(len, vectors))
        encoder = load_encoder()
        vectors.append(encoder.encode(sentence_texts(corpus.sentences)))
        pairs = compare(corpus.sentences, vectors[-1], judge, projection=projection(encoder.fingerprint))
        for pair, values in _valued(corpus.sentences, pairs):
            rows = pair.first, pair.second
            ends = start + pair.first, start + pair.second
            found = frozenset({str(ends)} if rows in corpus.disagree else ())
            examples.append(Example(ends, values, 1 - pair.support, bool(found), found))
        required += len(corpus.disagree)
    return Topic("public texts", tuple(examples), np.concatenate(vectors), required, _PUBLIC_WEIGHT)


def _development(source: Source, nli: str | None) -> Topic:
    typer.echo(f"Comparing {source.rows.corpus}")
    index = Retriever.open(source.articles, nli_model=nli).index
    wanted = located_pairs(source.rows.pairs, index.articles)
    examples = []
    for pair, values in _valued(index.sentences, index.pairs):
        found = matches(wanted, _span(index.sentences[pair.first]), _span(index.sentences[pair.second]))
        severity = max((g.severity for g in found), default=0)
        right = None if 0 < severity < REQUIRED else severity > 0
        ids = frozenset(f"{source.rows.corpus}: {g.id}" for g in found if g.severity >= REQUIRED)
        examples.append(Example((pair.first, pair.second), values, 1 - pair.support, right, ids))
    vectors = index.sentence_vectors.reconstruct_batch(np.arange(len(index.sentences)))
    required = sum(g.severity >= REQUIRED for g in wanted)
    return Topic(source.rows.corpus, tuple(examples), vectors, required)


def _valued(sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> list[tuple[Pair, dict[str, float]]]:
    """Return the pairs that can be disagreements, with the terms of their scores."""
    found = {claim.row: claim for claim in claims(sentences)}
    rare = rarity(list(found.values()))
    judged = [pair for pair in pairs if pair.support < 1]
    columns = Pairs.of(judged)
    cheap = [cheap_signals(found[pair.first], found[pair.second], rare) for pair in judged]
    terms = scoring.terms(scoring.signals(cheap, columns.verdicts, columns.rows["cosine"].tolist()))
    values = np.stack([*terms.values()], axis=1).tolist()
    return [(pair, dict(zip(terms, row, strict=True))) for pair, row in zip(judged, values, strict=True)]


def _span(sentence: Sentence) -> Span:
    return Span(sentence.article, sentence.start, sentence.end)


# Fitting


def _fitted(topics: Sequence[Topic]) -> Fit:
    terms = _terms_fitted(topics)
    return Fit(terms, _hubs_fitted(topics, terms))


def _terms_fitted(topics: Sequence[Topic], names: Sequence[str] = ()) -> dict[str, float]:
    """Fit a logistic regression, again without the terms whose weight has a sign that it cannot have."""
    names = names or list(topics[0].examples[0].values)
    weights = _regression(topics, [_matrix(topic, names) for topic in topics], names)
    kept = [n for n in names if (weights[n] < 0 if n in _AGAINST else weights[n] > 0)]
    return weights if len(kept) == len(names) else _terms_fitted(topics, kept)


def _hubs_fitted(topics: Sequence[Topic], terms: Mapping[str, float]) -> dict[str, float]:
    """Fit what is made of a pair's score alone and its hubness."""
    found = []
    for topic in topics:
        alone = _alone(topic, terms)
        suspected = np.where(alone >= SUSPECTED, alone, np.nan)
        hubs = hubness(topic.ends, alone, topic.vectors)
        found.append(np.stack([np.log(suspected / (1 - suspected)), np.log1p(hubs)], axis=1))
    return _regression(topics, found, ("alone", "hubness"))


def _regression(topics: Sequence[Topic], values: Sequence[Matrix], names: Sequence[str]) -> dict[str, float]:
    """Fit weights of `values`, rows of which stand for the examples of each topic; rows with NaN do not count."""
    from sklearn.linear_model import LogisticRegression

    rows, right = np.concatenate(values), np.concatenate([topic.right for topic in topics])
    counts = np.concatenate([np.full(len(topic.right), topic.weight) for topic in topics])
    used = ~np.isnan(rows).any(axis=1) & ~np.isnan(right)
    model = LogisticRegression(C=1 / _PENALTY, max_iter=5000)
    model.fit(rows[used], right[used] > 0, sample_weight=counts[used])
    weights = dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))
    return weights | {"bias": round(float(model.intercept_[0]), 4)}


def _matrix(topic: Topic, names: Sequence[str]) -> Matrix:
    return np.array([[example.values[name] for name in names] for example in topic.examples])


def _alone(topic: Topic, terms: Mapping[str, float]) -> Matrix:
    names = [name for name in terms if name != "bias"]
    total = _matrix(topic, names) @ np.array([terms[name] for name in names]) + terms["bias"]
    return _capped(topic, 1 / (1 + np.exp(-total)))


def _capped(topic: Topic, scores: Matrix) -> Matrix:
    return np.minimum(scores, [example.most for example in topic.examples]).round(4)


def _scored(topic: Topic, fitted: Fit) -> Scored:
    alone = _alone(topic, fitted.terms)
    hubs = hubness(topic.ends, alone, topic.vectors)
    return Scored(topic, _capped(topic, corrected(alone, hubs, fitted.hubs)))


def _least_likely(topics: Sequence[Scored]) -> float:
    """Return the score from which as many pairs of `topics` are right as must be."""
    scores = np.concatenate([scored.scores for scored in topics])
    right = np.concatenate([scored.topic.right for scored in topics])
    shares = ((least, right[(scores >= least) & ~np.isnan(right)]) for least in _STEPS)
    return float(next((least for least, r in shares if r.size and r.mean() >= _PRECISION), _STEPS[-1]))


def _figures(topics: Sequence[Scored], least: float) -> str:
    shown = [
        example
        for scored in topics
        for example, score in zip(scored.topic.examples, scored.scores, strict=True)
        if score >= least and example.right is not None
    ]
    found = frozenset[str]().union(*(example.gold for example in shown))
    right, required = sum(bool(example.right) for example in shown), sum(s.topic.required for s in topics)
    return f"{right} of {len(shown)} pairs right, {len(found)} of {required} disagreements found"


if __name__ == "__main__":
    typer.run(main)
