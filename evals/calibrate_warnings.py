"""Choose which disagreements are shown with a question: `python -m crosscheck.evals.calibrate_warnings`.

Writes app/warn.json. Fitted on the dev cases and on the corpora written for training that the models have not
seen; to be run after `calibrate` and `calibrate_pairs`, whose figures it weighs. Pairs are read here that the
product leaves out, since the settings would hardly show them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import typer

from crosscheck.app import Assistant, bearing
from crosscheck.app.bearing import Bearing, BearingSignals, Stage, likely, sure
from crosscheck.app.warn import Weighed
from crosscheck.evals.disagreements import REQUIRED, GoldPair, matches
from crosscheck.evals.gold import Case, Span, located
from crosscheck.evals.topics import located_pairs, remembering
from crosscheck.evals.written import Source, development, is_told
from crosscheck.index import Retriever

__all__ = ["main"]

_TARGET = Path(bearing.__file__).with_name("warn.json")
_PRECISION = 0.8  # share of the warnings shown that must be right
# Share of the questions without a disagreement that may get a warning: of all, and of dev by itself, where one
# question is .006 of them. On other people's topics warnings are right less often than on these.
_WRONGLY_WARNED, _ON_DEV = 0.015, 0.03
# Probability from which a pair is read, and from which it is read again. With .1 and .2 more than twice as much is
# read on the dev topics, for four more of a hundred right warnings.
_READ, _READ_AGAIN = 0.25, 0.3
_STEPS = np.arange(0.05, 1.0, 0.01)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the pairs it touches: their signals, and whether each is right to show; None: either is."""

    topic: str
    expected: bool | None  # whether a warning is to come
    signals: tuple[BearingSignals, ...]
    right: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a threshold gives: shares, 0 to 1."""

    threshold: float
    precision: float
    recall: float
    wrongly_warned: float


def main() -> None:
    """Calibrate, write the file, and print what was chosen and what it gives."""
    sources = development()
    asked = [one for source in sources for one in _asked(source)]
    topics = sorted({one.topic for one in asked})
    # The dev topics by themselves as well: their authors wrote nothing to train on.
    dev = {s.rows.corpus for s in sources if is_told(s.rows)}
    # Each question is weighed as the other topics teach: what is chosen has to hold for new ones.
    apart = {topic: _fitted([one for one in asked if one.topic != topic], dev) for topic in topics}
    shown = [_strongest(one, apart[one.topic]) for one in asked]
    outcomes = [_outcome(asked, shown, float(step)) for step in _STEPS]
    good = [
        outcome
        for outcome in outcomes
        if outcome.precision >= _PRECISION
        and outcome.wrongly_warned <= _WRONGLY_WARNED
        and _of(dev, asked, shown, outcome.threshold).wrongly_warned <= _ON_DEV
    ]
    best = max(good or outcomes[-1:], key=lambda outcome: (outcome.recall, outcome.threshold))
    digests = {s.rows.corpus: hashlib.sha256(s.rows.model_dump_json().encode()).hexdigest() for s in sources}
    settings = _fitted(asked, dev)
    settings = replace(
        settings, reread=replace(settings.reread, threshold=round(best.threshold, 4)), fitted_on=digests
    )
    _TARGET.write_text(json.dumps(asdict(settings), indent=1) + "\n", encoding="utf-8")
    for outcome in outcomes[::5]:
        typer.echo(outcome)
    for topic in topics:
        typer.echo(f"{topic}: {_of({topic}, asked, shown, best.threshold)}")
    about = [one for one in asked if one.expected]
    weighed = sum(True in one.right for one in about)
    typer.echo(f"a right pair was weighed for {weighed} of {len(about)} questions about a disagreement")
    typer.echo(f"chosen: {best}")


def _asked(source: Source) -> list[Asked]:
    assistant = remembering(Assistant(Retriever.open(source.articles), bearing=None))
    articles = assistant.retriever.articles
    pairs = located_pairs(source.rows.pairs, articles)
    cases = located(source.rows, articles)
    found: list[Asked] = []
    with typer.progressbar(cases, label=f"Asking {source.rows.corpus}") as bar:
        for case in bar:
            touched = assistant.touched(assistant.find(case.question, case.history))
            right = tuple(_right(item, case, pairs, assistant) for item in touched)
            signals = tuple(item.signals for item in touched)
            expected = False if not case.answerable else case.warned
            found.append(Asked(source.rows.corpus, expected, signals, right))
    return found


def _right(item: Weighed, case: Case, pairs: Sequence[GoldPair], assistant: Assistant) -> bool | None:
    sentences = assistant.retriever.index.sentences
    one, other = (sentences[row] for row in (item.pair.first, item.pair.second))
    gold = matches(pairs, Span(one.article, one.start, one.end), Span(other.article, other.start, other.end))
    if {g.id for g in gold} & {*case.pairs, *case.allowed}:
        return True
    # A disagreement about something else, or a mild one, is neither right nor wrong to show.
    return None if any(g.severity for g in gold if g.severity < REQUIRED or case.answerable) else False


def _fitted(asked: Sequence[Asked], dev: Set[str]) -> Bearing:
    """Return the stages, each fitted on all pairs with what is known by then; the last without its threshold."""
    known = [field.name for field in fields(BearingSignals) if field.default is MISSING]
    return Bearing(
        seen=Stage(_weights(asked, dev, known), _READ),
        read=Stage(_weights(asked, dev, [*known, "rivals"]), _READ_AGAIN),
        reread=Stage(_weights(asked, dev, [*known, "rivals", "answers"]), 1.0),
        fitted_on={},
    )


def _weights(asked: Sequence[Asked], dev: Set[str], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of a logistic regression on signals of these `names`.

    Pairs of the topics in `dev` count as much as all others.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [
        ([getattr(signals, name) for name in names], right, one.topic in dev)
        for one in asked
        for signals, right in zip(one.signals, one.right, strict=True)
        if right is not None
    ]
    told = np.array([is_dev for _, _, is_dev in rows])
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(
        np.array([values for values, _, _ in rows]),
        [right for _, right, _ in rows],
        sample_weight=np.where(told, (~told).sum() / max(told.sum(), 1), 1.0),
    )
    weights = dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))
    return weights | {"bias": round(float(model.intercept_[0]), 4)}


@dataclass(frozen=True, slots=True)
class _Shown:
    sure: float
    right: bool | None


def _strongest(one: Asked, settings: Bearing) -> _Shown:
    shown = [
        _Shown(sure(signals, settings.reread), right)
        for signals, right in zip(one.signals, one.right, strict=True)
        if likely(signals, settings.seen) and likely(signals, settings.read)
    ]
    return max(shown, key=lambda item: item.sure, default=_Shown(0.0, None))


def _of(topics: Set[str], asked: Sequence[Asked], shown: Sequence[_Shown], threshold: float) -> Outcome:
    own = [(one, item) for one, item in zip(asked, shown, strict=True) if one.topic in topics]
    return _outcome([one for one, _ in own], [item for _, item in own], threshold)


def _outcome(asked: Sequence[Asked], shown: Sequence[_Shown], threshold: float) -> Outcome:
    """Return what `threshold` gives, every question counting alike."""
    found = [
        (one.expected, item.right if item.sure >= threshold else "not shown")
        for one, item in zip(asked, shown, strict=True)
    ]
    counts = Counter(right for _, right in found)
    expected = Counter(expected for expected, _ in found)
    warned = sum(expected is False and right != "not shown" for expected, right in found)
    hit = sum(expected is True and right is True for expected, right in found)
    precision = counts[True] / ((counts[True] + counts[False]) or 1)
    return Outcome(threshold, precision, hit / (expected[True] or 1), warned / (expected[False] or 1))


if __name__ == "__main__":
    typer.run(main)
