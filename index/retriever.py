"""What other programs embed: open a folder of articles, search it, ask where it disagrees."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck import corpus
from crosscheck.index import store
from crosscheck.index.compare.disagreements import disagreements, opinions
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.compare.opinions import Adviser
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.score import weights
from crosscheck.index.encoder import QueryEncoder, load_encoder
from crosscheck.index.errors import BadInput, IndexIncompatible, StoreError
from crosscheck.index.hands import ALONE, Hands
from crosscheck.index.index import Index, Progress, silent
from crosscheck.index.integrations import needs
from crosscheck.index.read import file_digests, fingerprint
from crosscheck.index.recipe import Recipe
from crosscheck.index.scale import is_address
from crosscheck.index.search import search
from crosscheck.index.types import Article, Disagreement, Hit, Passage, Sentence

if TYPE_CHECKING:
    from crosscheck.index.integrations.haystack import HaystackRetriever
    from crosscheck.index.integrations.langchain import LangChainRetriever
    from crosscheck.index.integrations.llama_index import LlamaIndexRetriever
    from crosscheck.index.scale.published import Published

__all__ = ["MAX_QUERY", "Retriever", "default_cache", "index_root"]

MAX_QUERY = 2000  # characters; checked before any work is done on them
_DAMAGED = "the index was damaged on the disk and has been built again"


@dataclass(frozen=True)
class Retriever:
    """Searches one folder of articles. Immutable, so any number of threads may share one.

    retriever = Retriever.open("articles/")
    hits = retriever.search("Which language runs the login service?", k=5)
    """

    index: Index
    encoder: QueryEncoder
    notices: tuple[str, ...] = ()  # what the user should know: files that were skipped, an index not saved
    root: Path | None = None  # where the index is kept; None when it could not be saved
    stamp: store.Stamp | None = None  # what it was made from
    published: "Published | None" = None  # the database that it is read from, instead of a folder

    @classmethod
    def open(
        cls,
        articles: str | Path | None = None,
        *,
        encoder: str | None = None,
        nli_model: str | None = None,
        cache: str | Path | None = None,
        progress: Progress = silent,
        rebuild: bool = False,
        adviser: Adviser | None = None,
        cluster: str | None = None,
    ) -> "Retriever":
        """Open a folder of articles (default: the packaged ones); its index is built when the files changed.

        An address, `postgresql://...`, opens what `publish` wrote to that database.

        `encoder` names a sentence-transformers model (default: the packaged MiniLM), `nli_model` a cross-encoder
        that compares sentences (default: the packaged two), `cache` the folder that keeps indexes (default:
        `default_cache()`). `rebuild` makes a new index even if nothing changed; an `adviser` is then asked for
        its opinion on the likeliest disagreements, and without one there are no opinions in it. `cluster` is the
        address of a Dask scheduler, `tcp://...`, whose workers build, should anything have to be built.
        Raises ArticlesError for an unknown or empty folder, IndexBusy while another process builds this index,
        StoreError for a database that does not answer or has no index, ClusterError for a cluster of no use.
        """
        reader = load_encoder(encoder)
        recipe = Recipe(reader, LazyNli(nli_model), adviser, rebuild)
        if is_address(articles):
            return cls._published(str(articles), recipe, reader)
        folder = Path(articles) if articles is not None else corpus.folder()
        stamp = recipe.stamp(fingerprint(file_digests(folder)))
        root = index_root(folder, Path(cache or default_cache()))
        damaged = False
        if not rebuild and store.read_stamp(root) == stamp:
            try:
                return cls(store.load(root), reader, store.notices(root), root, stamp)
            except StoreError:
                damaged = True  # the articles are here to build it again
        from crosscheck.index.build import build  # noqa: PLC0415 - a search builds nothing

        with _workers(cluster, recipe, encoder, nli_model) as (far, hands):
            built = build(folder, root, far, progress, hands)
        notices = (*built.notices, _DAMAGED) if damaged else built.notices
        return cls(built.index, reader, notices, root if built.stamp else None, built.stamp)

    @classmethod
    def _published(cls, address: str, recipe: Recipe, reader: QueryEncoder) -> "Retriever":
        if recipe.adviser or recipe.afresh:
            raise BadInput("an index in a database is not built: build that of the folder and publish it")
        with needs("psycopg", "postgres"), needs("pgvector", "postgres"):
            from crosscheck.index.scale.published import Published
        published = Published(address)
        index, stamp = published.load()
        wanted = recipe.stamp(stamp.articles)
        if stamp.encoder != wanted.encoder:
            raise IndexIncompatible(f"the index in the database was made with {stamp.encoder}: name that encoder")
        notices = () if stamp == wanted else ("the index in the database is of another version: publish it again",)
        return cls(index, reader, notices, stamp=stamp, published=published)

    def publish(self, address: str, progress: Progress = silent) -> None:
        """Write this index to the database at `address`, `postgresql://...`, and put it in force there.

        `Retriever.open(address)` then opens it. Raises StoreError when the database cannot be reached or refuses;
        what it had stays in force.
        """
        with needs("psycopg", "postgres"), needs("pgvector", "postgres"):
            from crosscheck.index.scale.tables import publish
        if not is_address(address):
            raise BadInput("the address of a database is given as postgresql://HOST/NAME")
        if self.stamp is None or self.published:
            raise BadInput("only an index that is kept on this machine can be published: open a folder")
        publish(self.index, self.stamp, address, progress)

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles by id, in order of id."""
        return self.index.articles

    def search(self, query: str, k: int = 5) -> list[Hit]:
        """Return the `k` best passages for `query`, best first.

        Raises BadInput when `query` is blank or longer than MAX_QUERY characters, or `k` is below 1.
        """
        check_query(query)
        if k < 1:
            raise BadInput(f"k is {k}: ask for at least one passage")
        return search(self.index, query, self.encoder.encode_query(query), k)

    def renewed(self) -> "Retriever":
        """Return a retriever of the index that another process has built since, or this one when there is none.

        An index of other models than these, or a damaged one, is not taken.
        """
        try:
            stamp = self._in_force()
            if not stamp or not self._is_older_than(stamp):
                return self
            index, notices = self._newest()
        except StoreError:  # being replaced at this moment: the next look finds what came after it
            return self
        # What was loaded may be still newer than what was looked at, and of other models.
        same_models = (index.encoder, index.judge) == (self.index.encoder, self.index.judge)
        return replace(self, index=index, notices=notices, stamp=stamp) if same_models else self

    def _newest(self) -> tuple[Index, tuple[str, ...]]:
        if self.published:
            return self.published.load()[0], self.notices
        root = self.root or Path()
        return store.load(root), store.notices(root)

    def _in_force(self) -> store.Stamp | None:
        if self.published:
            return self.published.stamp()
        return store.read_stamp(self.root) if self.root else None

    def _is_older_than(self, stamp: store.Stamp) -> bool:
        same_models = self.stamp is not None and replace(stamp, articles=self.stamp.articles) == self.stamp
        return same_models and stamp != self.stamp

    def as_langchain(self, k: int = 5) -> "LangChainRetriever":
        """Return a LangChain retriever that finds `k` documents for each query."""
        from crosscheck.index.integrations.langchain import LangChainRetriever

        return LangChainRetriever(retriever=self, k=k)

    def as_llama_index(self, k: int = 5) -> "LlamaIndexRetriever":
        """Return a LlamaIndex retriever that finds `k` nodes; raises MissingExtra without LlamaIndex."""
        with needs("llama_index", "llama-index"):
            from crosscheck.index.integrations.llama_index import LlamaIndexRetriever
        return LlamaIndexRetriever(self, k)

    def as_haystack(self, k: int = 5) -> "HaystackRetriever":
        """Return a Haystack component that finds `k` documents; raises MissingExtra without Haystack."""
        with needs("haystack", "haystack"):
            from crosscheck.index.integrations.haystack import HaystackRetriever
        return HaystackRetriever(self, k)

    def sentences(self, passage: Passage) -> Sequence[Sentence]:
        """Return the sentences of `passage`, headings included, in order."""
        rows = self.index.rows_in(passage)
        return self.index.sentences[rows.start : rows.stop]

    def disagreements(self, hits: Sequence[Hit] | None = None) -> list[Disagreement]:
        """Return where the articles disagree, strongest first: everywhere, or only where `hits` are touched.

        A disagreement touches a hit when one of its two sentences stands in the hit's passage.
        """
        return disagreements(self.index, self._pairs(hits), weights().disagreement)

    def opinions(self, hits: Sequence[Hit] | None = None) -> list[Disagreement]:
        """Return what only a language model takes for disagreements, where one was asked; likeliest first."""
        return opinions(self.index, self._pairs(hits), weights().disagreement)

    def _pairs(self, hits: Sequence[Hit] | None) -> Iterable[Pair]:
        if hits is None:
            return self.index.pairs
        rows = {row for hit in hits for row in self.index.rows_in(hit.passage)}
        return dict.fromkeys(pair for row in sorted(rows) for pair in self.index.pairs_of.get(row, ()))


@contextmanager
def _workers(
    cluster: str | None, recipe: Recipe, encoder: str | None, nli_model: str | None
) -> Iterator[tuple[Recipe, Hands]]:
    """Yield who builds, and the recipe for them."""
    if cluster is None:
        yield recipe, ALONE
        return
    with needs("distributed", "cluster"):
        from crosscheck.index.scale.cluster import on_cluster
    with on_cluster(cluster, recipe, encoder, nli_model) as workers:
        yield workers


def check_query(query: str) -> None:
    """Raise BadInput unless `query` is text that can be looked for."""
    if not isinstance(query, str):
        raise BadInput(f"the question is of type {type(query).__name__}: give it as text")
    if len(query) > MAX_QUERY:
        raise BadInput(f"the question has {len(query):,} characters: ask in at most {MAX_QUERY:,}")
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise BadInput("the question holds half a character: send it as valid Unicode")
    if not any(character.isalnum() for character in query):
        raise BadInput("the question is empty: ask in words")


def default_cache() -> Path:
    """Return the folder that keeps indexes: $CROSSCHECK_CACHE, or the user's cache folder."""
    if named := os.environ.get("CROSSCHECK_CACHE"):
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "crosscheck"


def index_root(folder: Path, cache: Path) -> Path:
    """Return where the index of `folder` is kept: a readable name, and another for each path."""
    path = folder.resolve()
    return cache / f"{path.name[:40]}-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
