"""What a language model thinks of the judged pairs, if one was asked: kept beside our own scores, never mixed in.

It is asked about the likeliest disagreements only, one pair at a time; nothing of ours depends on what it says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.reading import claims
from crosscheck.index.errors import CrosscheckError
from crosscheck.index.types import Opinion, Sentence

__all__ = ["Adviser", "Opinions", "Said", "advice", "carried", "known_opinions"]

_ASKED = 300  # pairs, the likeliest first: at a second each, five minutes of a build
_LEAST_SCORE = 0.02  # of a pair: what lies below is no disagreement to anybody

Said: TypeAlias = Mapping[tuple[str, str], bool]
"""Whether two texts disagree, in the opinion of one language model."""


class Adviser(Protocol):
    """A language model that has an opinion."""

    @property
    def model(self) -> str:
        """Its name, as readers are told it."""

    @property
    def fingerprint(self) -> str:
        """What its opinions depend on: those of two fingerprints are never mixed."""

    def disagrees(self, one: str, other: str) -> bool | None:
        """Say whether two sentences contradict each other; None when it says neither yes nor no.

        Raises CrosscheckError when it cannot be asked; the message goes on after "the language model".
        """


@dataclass(frozen=True, slots=True)
class Opinions:
    """What one language model thinks of pairs of sentences; without a model, nothing."""

    model: str = ""
    fingerprint: str = ""
    disagree: Mapping[tuple[int, int], bool] = field(default_factory=dict)  # by the rows of a pair, as it has them

    def of(self, pair: Pair) -> Opinion | None:
        """Return what it thinks of `pair`; None when it was not asked or did not say."""
        said = self.disagree.get((pair.first, pair.second))
        return None if said is None else Opinion(self.model, said)


def known_opinions(sentences: Sequence[Sentence], opinions: Opinions) -> Said:
    """Return the opinions of an earlier index by the texts of its pairs, in either order."""
    if not opinions.disagree:
        return {}
    text = {claim.row: claim.in_context for claim in claims(sentences)}
    found = {(text[one], text[other]): said for (one, other), said in opinions.disagree.items()}
    return found | {(two, one): said for (one, two), said in found.items()}


def advice(
    sentences: Sequence[Sentence],
    pairs: Sequence[Pair],
    adviser: Adviser,
    known: Said,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Opinions, str]:
    """Ask `adviser` about the likeliest of `pairs` that are not `known`.

    Returns what it said, and what the user should know when that is not all: it cannot be reached any more, or
    says neither yes nor no.
    """
    text = {claim.row: claim.in_context for claim in claims(sentences)}
    likely = _likely(pairs)
    rows = {(pair.first, pair.second): (text[pair.first], text[pair.second]) for pair in likely}
    # What is known stays known, however soon the adviser breaks off.
    said = {pair: known[texts] for pair, texts in rows.items() if texts in known}
    trouble = ""
    try:
        for done, pair in enumerate([pair for pair in rows if pair not in said], start=len(said) + 1):
            opinion = adviser.disagrees(*rows[pair])
            if opinion is not None:
                said[pair] = opinion
            progress(done, len(likely))
    except CrosscheckError as error:
        trouble = f"{error}: {len(said):,} of {len(likely):,} pairs have its opinion; build again to go on"
    silent = len(likely) - len(said)
    if silent and not trouble:
        trouble = f"said neither yes nor no of {silent:,} of {len(likely):,} pairs: they are without its opinion"
    notice = f"the language model {adviser.model} {trouble}" if trouble else ""
    return Opinions(adviser.model, adviser.fingerprint, said), notice


def carried(sentences: Sequence[Sentence], pairs: Sequence[Pair], earlier: Opinions, known: Said) -> Opinions:
    """Return the opinions of an earlier index on those of `pairs` whose texts are the same."""
    text = {claim.row: claim.in_context for claim in claims(sentences)}
    rows = ((pair.first, pair.second) for pair in pairs)
    kept = {(one, two): known[text[one], text[two]] for one, two in rows if (text[one], text[two]) in known}
    return Opinions(earlier.model, earlier.fingerprint, kept)


def _likely(pairs: Sequence[Pair]) -> list[Pair]:
    likely = (pair for pair in pairs if pair.score >= _LEAST_SCORE)
    return sorted(likely, key=lambda pair: (-pair.score, pair.first, pair.second))[:_ASKED]
