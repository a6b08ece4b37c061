"""Choose the weights and thresholds of the app on development questions: `python -m crosscheck.evals.calibrate`.

Writes app/calibration.json. Only the dev cases are used; the others are for testing.
"""

import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import typer

from crosscheck.app import Answer, Assistant, decide
from crosscheck.app.assistant import Findings, evidence, reread
from crosscheck.app.decide import Calibration, Signals, confidence, signals, told_by
from crosscheck.app.judge import Judged, SentenceSignals, logistic
from crosscheck.evals.answers import citation_precision, cited_groups
from crosscheck.evals.gold import Case, Span, located
from crosscheck.evals.metrics import f_measure, measure
from crosscheck.evals.retrieval import reciprocal_rank
from crosscheck.evals.schema import CaseFile
from crosscheck.evals.topics import remembering
from crosscheck.evals.written import Source, development, is_told
from crosscheck.index import Retriever

__all__ = ["main"]

_TARGET = Path(decide.__file__).with_name("calibration.json")
# Confidence from which no more sentences are read: with .5 four answers in five need no more, and they are as good
# as when all are read.
_ENOUGH = 0.5
_MAX_REFUSED = 0.05  # share of answerable questions that may be refused; false answers are then as few as can be
# Of the way down from the least sure question that must be answered to the surest that may be refused: where the
# threshold is.
_MARGIN = 0.1
_FLOORS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_SHARES = (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
# Times that recall counts as much as precision: a reader can pass over a sentence too many, but cannot see what is
# missing.
_BETA = 2
_RERANKS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


# Before there are weights, the relevance model alone decides, and reads all that it may.
_UNSET = Calibration(
    sentence_weights={field.name: float(field.name == "model") for field in fields(SentenceSignals)}
    | {"bias": 0.0},
    answer_weights={field.name: 0.0 for field in fields(Signals)} | {"bias": 0.0},
    doubted_weights={},
    answer_threshold=0.5,
    enough=float("inf"),
    sentence_floor=0.5,
    sentence_share=0.5,
    rerank_weight=0.0,
    calibrated_on={},
)


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a regression."""

    values: Mapping[str, float]
    positive: bool
    topic: int
    weight: float = 1.0  # of its topic


@dataclass(frozen=True, slots=True)
class Topic:
    """A development topic with what was found for its questions."""

    rows: CaseFile
    assistant: Assistant
    cases: tuple[Case, ...]
    findings: tuple[Findings, ...]


def main() -> None:
    """Calibrate, write the file, and print what was chosen and what it gives."""
    topics = [_topic(source) for source in development()]
    sentences = _sentences_fitted(topics)
    topics = [_weighed(topic, sentences) for topic in topics]
    told = sum(is_told(topic.rows) for topic in topics)  # these come first
    decisive = replace(_answers_fitted(topics, told, sentences), enough=_ENOUGH)
    topics = [_reread(topic, decisive) for topic in topics]
    decisive = replace(decisive, doubted_weights=_doubts_fitted(topics, told))
    chosen = _composed(topics, told, _decided(topics[:told], decisive))
    _TARGET.write_text(json.dumps(asdict(chosen), indent=2) + "\n", encoding="utf-8")
    typer.echo(_TARGET.read_text(encoding="utf-8"))
    for topic in topics:
        shares = measure(topic.cases, _answers(topic, chosen))
        typer.echo(
            f"{topic.rows.corpus}: " + ", ".join(f"{name} {share.value:.3f}" for name, share in shares.items())
        )


def _topic(source: Source) -> Topic:
    assistant = remembering(Assistant(Retriever.open(source.articles), calibration=_UNSET, bearing=None))
    asked = located(source.rows, assistant.retriever.articles)
    found: list[Findings] = []
    with typer.progressbar(asked, label=f"Asking {source.rows.corpus}") as bar:
        queries = (assistant.query(case.question, case.history) for case in bar)
        found += [evidence(query, assistant.retriever.index, assistant.relevance, _UNSET) for query in queries]
    return Topic(source.rows, assistant, tuple(asked), tuple(found))


def _weighed(topic: Topic, settings: Calibration) -> Topic:
    """Return `topic` with its sentences judged by the weights of `settings`."""
    return replace(topic, findings=tuple(_rejudged(found, topic, settings) for found in topic.findings))


def _rejudged(found: Findings, topic: Topic, settings: Calibration) -> Findings:
    judged = [
        replace(item, relevance=logistic(asdict(item.signals), settings.sentence_weights)) for item in found.judged
    ]
    judged.sort(key=lambda item: -round(item.relevance, 4))
    index = topic.assistant.retriever.index
    return replace(found, judged=tuple(judged), signals=signals(found.query.text, judged, index))


def _sentences_fitted(topics: Sequence[Topic]) -> Calibration:
    """Fit the weights of a sentence's signals to whether it is evidence."""
    examples = [
        Example(asdict(item.signals), any(Span(*_place(item)).carries(quote) for quote in case.evidence), n)
        for n, topic in enumerate(topics)
        for case, found in zip(topic.cases, topic.findings, strict=True)
        if case.answerable
        for item in found.judged
    ]
    hashes = {t.rows.corpus: hashlib.sha256(t.rows.model_dump_json().encode()).hexdigest() for t in topics}
    hashes["relevance model"] = topics[0].assistant.relevance.fingerprint
    return replace(_UNSET, sentence_weights=_fitted(examples, balanced=False), calibrated_on=hashes)


def _place(item: Judged) -> tuple[str, int, int]:
    return item.sentence.article, item.sentence.start, item.sentence.end


def _answers_fitted(topics: Sequence[Topic], told: int, settings: Calibration) -> Calibration:
    """Fit the weights of an answer's signals to whether the articles answer."""
    return replace(settings, answer_weights=_fitted(_of_answers(topics, told), balanced=True))


def _reread(topic: Topic, settings: Calibration) -> Topic:
    """Return `topic` with its best sentences read again wherever `settings` ask for it."""
    index, model = topic.assistant.retriever.index, topic.assistant.rivals
    return replace(topic, findings=tuple(reread(found, index, model, settings) for found in topic.findings))


def _doubts_fitted(topics: Sequence[Topic], told: int) -> dict[str, float]:
    """Fit the weights where there is a second opinion; each question counts as it does among all."""
    examples = _of_answers(topics, told)
    return _fitted([e for e in examples if "opinion" in e.values], balanced=True, among=examples)


def _of_answers(topics: Sequence[Topic], told: int) -> list[Example]:
    """Return the signals of each question, and whether the articles answer.

    The first `told` topics, about which people ask what they want to know, count as much as all the others, whose
    questions were written to be hard.
    """
    weights = [(len(topics) - told) / told if n < told else 1.0 for n in range(len(topics))]
    return [
        Example(told_by(found.signals), case.answerable, n, weights[n])
        for n, topic in enumerate(topics)
        for case, found in zip(topic.cases, topic.findings, strict=True)
    ]


def _fitted(examples: Sequence[Example], balanced: bool, among: Sequence[Example] = ()) -> dict[str, float]:
    """Return the weights of a logistic regression.

    Every topic, and if `balanced` each class, of those `among` which the examples are counts alike.
    """
    from sklearn.linear_model import LogisticRegression

    groups = Counter((example.topic, balanced and example.positive) for example in among or examples)
    counts = [e.weight / groups[e.topic, balanced and e.positive] for e in examples]
    values = np.array([list(example.values.values()) for example in examples])
    model = LogisticRegression(C=10.0)
    model.fit(values, [e.positive for e in examples], sample_weight=np.array(counts) * len(counts) / sum(counts))
    weights = dict(zip(examples[0].values, model.coef_[0].round(4).tolist(), strict=True))
    return weights | {"bias": round(float(model.intercept_[0]), 4)}


def _decided(topics: Sequence[Topic], settings: Calibration) -> Calibration:
    """Choose the highest threshold that refuses no more answerable questions of any topic than allowed."""
    allowed = []
    for topic in topics:
        sure = sorted(
            confidence(found.signals, settings)
            for found, case in zip(topic.findings, topic.cases, strict=True)
            if case.answerable and not case.history
        )
        refused = int(_MAX_REFUSED * len(sure))
        below = sure[refused - 1] if refused else 0.0
        allowed.append(sure[refused] - _MARGIN * (sure[refused] - below))
    return replace(settings, answer_threshold=round(min(allowed), 4))


def _composed(topics: Sequence[Topic], told: int, settings: Calibration) -> Calibration:
    """Choose which sentences to use and how to order passages, by all topics.

    The first `told` count as much as all the others. The best of two topics alone is chance: a mean over all has
    one summit.
    """

    def best(candidates: Sequence[Calibration], measured: Callable[[Topic, Calibration], float]) -> Calibration:
        def quality(candidate: Calibration) -> float:
            values = [measured(topic, candidate) for topic in topics]
            return float(np.mean(values[:told]) + np.mean(values[told:]))

        return max(candidates, key=quality)

    chosen = best(
        [replace(settings, sentence_floor=f, sentence_share=s) for f in _FLOORS for s in _SHARES], _well_cited
    )
    return best([replace(chosen, rerank_weight=weight) for weight in _RERANKS], _found_early)


def _well_cited(topic: Topic, settings: Calibration) -> float:
    """Return the F-measure of what the figures measure: how many citations are right, how much is cited."""
    pairs = zip(topic.cases, _answers(topic, settings), strict=True)
    asked = [(case, answer) for case, answer in pairs if case.answerable and not case.history]
    right = [citation_precision(case, answer) for case, answer in asked if answer.citations]
    cited = [cited_groups(case, answer) for case, answer in asked]
    return f_measure(float(np.mean(right or [0.0])), float(np.mean(cited)), _BETA)


def _found_early(topic: Topic, settings: Calibration) -> float:
    return mean_reciprocal_rank(topic.cases, _answers(topic, settings))


def mean_reciprocal_rank(cases: Sequence[Case], answers: Sequence[Answer]) -> float:
    """Return the mean over first questions that can be answered of 1 / the rank of the first evidence, 0 to 1."""
    asked = [(c, a.hits) for c, a in zip(cases, answers, strict=True) if c.answerable and not c.history]
    passages = [(case, [hit.passage for hit in hits]) for case, hits in asked]
    return statistics.fmean(
        reciprocal_rank(c, [Span(p.article, p.start, p.end) for p in found]) for c, found in passages
    )


def _answers(topic: Topic, settings: Calibration) -> list[Answer]:
    assistant = replace(topic.assistant, calibration=settings)
    return [
        assistant.answer(case.question, found) for case, found in zip(topic.cases, topic.findings, strict=True)
    ]


if __name__ == "__main__":
    main()
