"""A build on a Dask cluster: its workers read and cut articles, embed texts and judge pairs of sentences.

The parts are functions of what they are given, so one that was lost with its worker is done again elsewhere, and
done twice does no harm. What comes out is, to the bit, what one machine makes: the same functions make it there.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from distributed import Client, Future, KilledWorker
from distributed.client import FutureCancelledError

from crosscheck.index.compare.compare import Judge
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.encoder import Encoder, load_encoder
from crosscheck.index.errors import ClusterError
from crosscheck.index.hands import Hands, parts
from crosscheck.index.recipe import Recipe
from crosscheck.index.types import FloatMatrix

__all__ = ["on_cluster"]

_TEXTS, _PAIRS = 128, 128  # in a part: some seconds of work, so that a lost worker loses little
_AHEAD = 3  # parts for each thread of the cluster, so that none waits for the next
_SECONDS = 30  # to find the scheduler, and a worker

Model = TypeVar("Model", Encoder, Judge)


@contextmanager
def on_cluster(
    address: str, recipe: Recipe, encoder: str | None, nli: str | None
) -> Iterator[tuple[Recipe, Hands]]:
    """Connect to the scheduler at `address`, `tcp://host:8786`; yield who works, and the recipe for them.

    `encoder` and `nli` name the models of `recipe` to the workers, which have them under the same names.
    Raises ClusterError when there is no scheduler or no worker, or the cluster goes away.
    """
    try:
        with _client(address) as client:
            hands = Hands(partial(_each, client), max(2, sum(client.nthreads().values())))
            far = replace(
                recipe, encoder=_Embedders(recipe.encoder, encoder, hands), judge=_Judges(recipe.judge, nli, hands)
            )
            yield far, hands
    except KilledWorker as error:
        raise ClusterError(f"the cluster at {address}: a part killed several workers; give them memory") from error
    except FutureCancelledError as error:
        raise ClusterError(f"the cluster at {address} went away: build again to go on where it was") from error


def _client(address: str) -> Client:
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"the cluster at {address}: no scheduler answers") from error
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError as error:
        client.close()
        raise ClusterError(f"the cluster at {address} has no workers") from error
    return client


def _each(client: Client, function: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
    """Yield what `function` makes of each part, in order; more are under way than the one that is next."""
    going = deque[Future[Any]]()
    for part in given:
        going.append(client.submit(_done, _version(), function, part, pure=False))
        if len(going) == _AHEAD * max(1, sum(client.nthreads().values())):
            yield going.popleft().result()
    while going:
        yield going.popleft().result()


def _done(version: str, function: Callable[[Any], Any], part: Any) -> Any:
    """Do a part, on a worker."""
    if _version() != version:
        raise ClusterError("a worker has another version of Crosscheck: install the same on all")
    return function(part)


@cache
def _version() -> str:
    """Return the hash of the code that makes indexes."""
    root = Path(__file__).parents[1]
    files = [
        path for name in ("*.py", "compare/*", "models/*.py", "models/*.onnx") for path in sorted(root.glob(name))
    ]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files if path.is_file())).hexdigest()


@dataclass(frozen=True)
class _Far(Generic[Model]):
    """A model that the workers run."""

    near: Model
    name: str | None
    hands: Hands

    @property
    def fingerprint(self) -> str:
        """That of the model, on this machine and on theirs."""
        return self.near.fingerprint


class _Embedders(_Far[Encoder]):
    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        """Return what the encoder does."""
        made: list[FloatMatrix] = []
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # alike lengths: parts take alike long
        given = parts([texts[i] for i in order], _TEXTS)
        for rows in self.hands.each(partial(_embed, self.name, self.fingerprint), given):
            made.append(rows)
            if done:
                done(sum(map(len, made)))
        vectors = np.empty((len(texts), made[0].shape[1]), dtype=np.float32)
        vectors[order] = np.vstack(made)
        return vectors


class _Judges(_Far[Judge]):
    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        """Return what the judge does."""
        given = parts(pairs, _PAIRS)
        return np.vstack(list(self.hands.each(partial(_judge, self.name, self.fingerprint), given)))


def _embed(name: str | None, fingerprint: str, texts: Sequence[str]) -> FloatMatrix:
    return _same(load_encoder(name), fingerprint).encode(texts)


def _judge(name: str | None, fingerprint: str, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
    judge: Judge = _nli(name)
    return _same(judge, fingerprint).judge(pairs)


@cache
def _nli(name: str | None) -> LazyNli:
    return LazyNli(name)


def _same(model: Model, fingerprint: str) -> Model:
    if model.fingerprint != fingerprint:
        raise ClusterError(f"a worker has other weights, {model.fingerprint}: install the same on all")
    return model
