"""Compare the sentences of an index with each other: candidates, verdicts, evidence, score."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from crosscheck.index.compare.candidates import Candidate, candidates
from crosscheck.index.compare.claims import Claim, originals
from crosscheck.index.compare.columns import Pairs, ends
from crosscheck.index.compare.hubs import SUSPECTED, corrected, hubness
from crosscheck.index.compare.kinds import kind, topic
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.compare.reading import claims
from crosscheck.index.compare.rule import shown
from crosscheck.index.compare.score import score, signals, support, weights
from crosscheck.index.types import FloatMatrix, Sentence

__all__ = ["Judge", "Known", "compare", "judged_by", "known_verdicts"]

_NEARLY_THE_SAME = 0.7  # words of two claims that both have, of those that either has
_BATCH = 256  # pairs judged between two reports of progress
_BLOCK = 4096  # pairs scored at once: what speaks for each takes more memory than what is kept of it

_ENTAILS, _NEUTRAL, _CONTRADICTS = range(3)  # columns of what a judge gives
_NOTHING = 0.6  # of being neutral: the other way round hardly ever says something else then
_Verdicts: TypeAlias = npt.NDArray[np.float64]  # (n, 4): the fields of Verdict, in order

Known: TypeAlias = Mapping[int, Sequence[float]]
"""Verdicts of an earlier index, the fields of `Verdict` in order, by `Pair.shown`."""


class Judge(Protocol):
    """An NLI model."""

    @property
    def fingerprint(self) -> str:
        """Name of the weights: verdicts of two fingerprints are never mixed."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        """Probabilities `(n, 3)` of entailment, neutral and contradiction of (premise, hypothesis) pairs."""


def compare(
    sentences: Sequence[Sentence],
    vectors: FloatMatrix,
    judge: Judge,
    progress: Callable[[int, int], None] = lambda done, total: None,
    known: Known | None = None,
    hands: int = 1,
    projection: FloatMatrix | None = None,
) -> Pairs:
    """Return all pairs worth judging, scored; row i of `vectors`, of unit length, is that of sentences[i].

    Pairs whose texts are in `known` are not judged again; `progress` hears how many of the others are done.
    As many batches of them are given to `judge` at once as it has `hands`; `projection` is that of `candidates`.
    """
    found = claims(sentences)
    if not found:
        return Pairs.of(())
    near = candidates(found, vectors, projection)
    texts = [_shown(found[first], found[second]) for first, second in near.places]
    keys = [_fingerprint(pair) for pair in texts]
    verdicts = _judged(texts, keys, judge, progress, known or {}, _BATCH * hands)
    blocks = (slice(start, start + _BLOCK) for start in range(0, len(near), _BLOCK))
    alone = [_scored(found, list(near[block]), vectors, verdicts[block], keys[block]) for block in blocks]
    return Pairs.joined([_corrected(Pairs.joined(alone), vectors), Pairs.of(_copies(found))])


def known_verdicts(pairs: Sequence[Pair]) -> Known:
    """Return the verdicts of an earlier index for `compare`."""
    columns = Pairs.of(pairs)
    return dict(zip(columns.rows["shown"].tolist(), columns.verdicts.tolist(), strict=True))


def judged_by(judge: Judge) -> str:
    """Return what verdicts depend on besides the sentences: the judge, and how it is shown a pair."""
    return f"{judge.fingerprint} {shown()}"


def _shown(one: Claim, other: Claim) -> tuple[str, str]:
    """Return two claims as the model reads them: in context, unless they are nearly the same words.

    Of those, a heading over one and none over the other would be all that the model sees.
    """
    both = len(one.words & other.words)
    either = len(one.words) + len(other.words) - both
    nearly = either and both / either >= _NEARLY_THE_SAME
    return (one.text, other.text) if nearly else (one.in_context, other.in_context)


def _fingerprint(pair: tuple[str, str]) -> int:
    """Return what tells a pair of texts from others: 64 bits, of which a billion pairs have two alike in 3 %."""
    text = "\0".join(pair).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little", signed=True)


def _judged(
    texts: Sequence[tuple[str, str]],
    keys: Sequence[int],
    judge: Judge,
    progress: Callable[[int, int], None],
    known: Known,
    size: int,
) -> _Verdicts:
    """Return the four numbers of a verdict for each of `texts`, `(n, 4)`; `keys` are their fingerprints."""
    said = [_known(pair, key, known) for pair, key in zip(texts, keys, strict=True)]
    verdicts = np.array([verdict or (0.0,) * 4 for verdict in said]).reshape(-1, 4)
    new = [row for row, verdict in enumerate(said) if verdict is None]
    for start in range(0, len(new), size):
        rows = new[start : start + size]
        verdicts[rows] = _both_ways([texts[row] for row in rows], judge)
        progress(start + len(rows), len(new))
    return verdicts


def _known(pair: tuple[str, str], key: int, known: Known) -> Sequence[float] | None:
    """Return what was said of `pair`, in this order or, its article being called otherwise then, in the other."""
    if not known or key in known:
        return known.get(key)
    there = known.get(_fingerprint(pair[::-1]))
    return there and [there[1], there[0], there[3], there[2]]


def _both_ways(pairs: Sequence[tuple[str, str]], judge: Judge) -> _Verdicts:
    """Return the four numbers of a verdict for each of `pairs`, `(n, 4)`.

    The one first in the alphabet is the premise first, so that the order of articles changes nothing. Where the
    two then have nothing to do with each other, as nearly all have, that stands for the other way round too.
    """
    ordered = [(min(pair), max(pair)) for pair in pairs]
    there = judge.judge(ordered)
    back, open_ = there.copy(), np.flatnonzero(there[:, _NEUTRAL] < _NOTHING)
    if open_.size:
        back[open_] = judge.judge([ordered[place][::-1] for place in open_.tolist()])
    turned = np.array([pair != first for pair, first in zip(pairs, ordered, strict=True)])[:, None]
    first, second = np.where(turned, back, there), np.where(turned, there, back)
    return np.stack([way[:, column] for column in (_CONTRADICTS, _ENTAILS) for way in (first, second)], axis=1)


def _scored(
    found: Sequence[Claim],
    near: Sequence[Candidate],
    vectors: FloatMatrix,
    verdicts: _Verdicts,
    keys: Sequence[int],
) -> Pairs:
    claims_of = [(found[candidate.first], found[candidate.second]) for candidate in near]
    rows = np.array([(one.row, other.row) for one, other in claims_of]).reshape(-1, 2).T
    cosines = np.einsum("nd,nd->n", *vectors[rows])
    evidence = signals([candidate.cheap for candidate in near], verdicts, cosines)
    likely = score(evidence, weights()).round(4)
    suspected = (likely >= SUSPECTED).tolist()
    return Pairs.of_columns(
        topics=[topic(*both) if worth else "" for both, worth in zip(claims_of, suspected, strict=True)],
        kinds=[kind(candidate.cheap) for candidate in near],
        verdicts=verdicts,
        first=rows[0].tolist(),
        second=rows[1].tolist(),
        cosine=evidence.cosine.round(4),
        score=likely,
        support=np.minimum(support(evidence), 0.9999).round(4),
        shown=keys,
    )


def _corrected(pairs: Pairs, vectors: FloatMatrix) -> Pairs:
    """Return `pairs`, scored one by one, with scores that take account of the others."""
    rows = pairs.rows
    likely = corrected(rows["score"], hubness(ends(pairs), rows["score"], vectors), weights().hubs)
    rows["score"] = np.minimum(likely, 1 - rows["support"]).round(4)
    return Pairs(rows, pairs.topics)


def _copies(found: Sequence[Claim]) -> list[Pair]:
    """Return a pair for each repetition of a wording, with its first occurrence: they say the same for certain."""
    same = Verdict(0.0, 0.0, 1.0, 1.0)
    return [
        Pair(found[first].row, claim.row, same, 1.0, 0.0, 1.0, "opinion", topic(found[first], claim))
        for claim, first in zip(found, originals(found), strict=True)
        if found[first] is not claim
    ]
