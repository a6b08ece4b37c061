"""An index in PostgreSQL: found, read and told as from a folder, also while servers fail."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import psycopg
import pytest

from crosscheck.app import Assistant
from crosscheck.index import Retriever
from crosscheck.index.errors import BadInput, IndexBusy, IndexIncompatible, MissingExtra, StoreError
from crosscheck.index.index import Index, build_index
from crosscheck.index.load import Stamp
from crosscheck.index.scale.published import Published
from crosscheck.index.scale.tables import publish
from crosscheck.index.types import Article, FloatMatrix

FERRY = Path(__file__).parents[3] / "docs" / "ferry"
QUERIES = ("Are tickets sold on board?", "How long does the crossing take?", "dogs", "tickets in 2024")
STAMP = Stamp("articles", "seeded", 1200)
SECRET, ENCODED = "not/to:be@told", "not%2Fto%3Abe%40told"


class Host(Protocol):
    def address(self, *others: "Host", options: str = "") -> str: ...
    def standby(self) -> "Host": ...
    def promote(self) -> None: ...
    def stop(self) -> None: ...


class Seeded:
    """Embeds a text as a point that only its words decide, near those of texts with the same first word."""

    fingerprint = "seeded"

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        made = [self._point(text.split()[0], 1.0) + self._point(text, 0.4) for text in texts]
        return np.array([point / np.linalg.norm(point) for point in made], dtype=np.float32)

    def _point(self, text: str, size: float) -> FloatMatrix:
        seed = int.from_bytes(text.encode(), "little") % 2**63
        return (size * np.random.default_rng(seed).standard_normal(64)).astype(np.float32)


def index(*texts: str) -> Index:
    return build_index([Article(f"a{i:04}", text, f"Title {i}") for i, text in enumerate(texts)], Seeded())


def opened(address: str) -> Index:
    return Published(address).load()[0]


@pytest.fixture(scope="module")
def ferry(cache: Path) -> Retriever:
    """Two articles that disagree, in a folder."""
    return Retriever.open(FERRY, cache=cache)


@pytest.fixture(scope="module")
def published(primary: Host, ferry: Retriever) -> Retriever:
    """The same, read from the primary."""
    ferry.publish(primary.address())
    return Retriever.open(primary.address())


def test_a_search_finds_what_it_finds_in_a_folder(ferry: Retriever, published: Retriever) -> None:
    for query in QUERIES:
        ours, theirs = ferry.search(query, k=20), published.search(query, k=20)
        assert [hit.passage for hit in theirs] == [hit.passage for hit in ours]
        # Half floats keep eleven bits: a cosine of 384 products is off by some 0.00005.
        assert [hit.score for hit in theirs] == pytest.approx([hit.score for hit in ours], abs=5e-4)


def test_everything_but_the_vectors_is_equal(ferry: Retriever, published: Retriever) -> None:
    ours, theirs = ferry.index, published.index
    assert dict(theirs.articles) == dict(ours.articles)
    assert (tuple(theirs.sentences), tuple(theirs.passages)) == (tuple(ours.sentences), tuple(ours.passages))
    assert (tuple(theirs.pairs), theirs.opinions) == (tuple(ours.pairs), ours.opinions)
    assert theirs.vocabulary == ours.vocabulary
    assert theirs.words.get_scores(["ticket", "board"]).tolist() == (
        ours.words.get_scores(["ticket", "board"]).tolist()
    )


def test_disagreements_are_the_same(ferry: Retriever, published: Retriever) -> None:
    assert published.disagreements() == ferry.disagreements() != []


def test_an_answer_is_the_same(ferry: Retriever, published: Retriever) -> None:
    ours, theirs = (Assistant(retriever).ask(QUERIES[0]) for retriever in (ferry, published))
    assert theirs.to_json() | {"passages": []} == ours.to_json() | {"passages": []}
    assert len(theirs.disagreements) == 1


def test_a_reader_goes_on_when_nobody_can_say_whether_there_is_a_newer_index(published: Retriever) -> None:
    lost = replace(published, published=Published("postgresql://127.0.0.1:1/library"))
    assert lost.renewed() is lost


def crosscheck(*arguments: str) -> str:
    command = [sys.executable, "-c", "from crosscheck.evals.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_publishes_a_folder_and_searches_the_database(primary: Host) -> None:
    assert crosscheck("publish", primary.address(), "--articles", str(FERRY)) == "2 passages published\n"
    found = crosscheck("search", "tickets", "-k", "1", "--json", "--articles", primary.address())
    assert json.loads(found)["passages"][0]["article"] in {"brochure", "report"}


def test_what_is_no_database_is_not_published_to(ferry: Retriever) -> None:
    with pytest.raises(BadInput, match="postgresql://HOST/NAME"):
        ferry.publish("db.example/library")


def test_a_negative_row_counts_from_the_end_and_one_beyond_it_is_none(published: Retriever) -> None:
    sentences = published.index.sentences
    assert (sentences[-1], sentences[-3:]) == (sentences[len(sentences) - 1], [*sentences][-3:])
    with pytest.raises(IndexError):
        sentences[len(sentences)]


@pytest.fixture(scope="module")
def many(primary: Host) -> tuple[Index, Index]:
    """3,000 sentences about 60 things, in memory and in the database."""
    ours = index(*(f"Thing{i % 60} is number {i} of all things." for i in range(3000)))
    publish(ours, STAMP, primary.address())
    return ours, opened(primary.address())


def test_the_graph_finds_nearly_what_comparing_with_all_finds(many: tuple[Index, Index]) -> None:
    ours, theirs = (found.sentence_vectors for found in many)
    queries = ours.reconstruct_n(0, 20)
    both = zip(ours.search(queries, 50)[1], theirs.search(queries, 50)[1], strict=True)
    assert np.mean([len({*exact} & {*near}) / 50 for exact, near in both]) > 0.95


def test_more_may_be_asked_for_than_the_graph_is_walked_for_at_first(many: tuple[Index, Index]) -> None:
    _, theirs = many
    _, rows = theirs.sentence_vectors.search(theirs.sentence_vectors.reconstruct_n(0, 1), 700)
    assert len({*rows[0].tolist()} - {-1}) == 700


def test_the_search_walks_the_graph(many: tuple[Index, Index], primary: Host) -> None:
    query = (
        'EXPLAIN SELECT "row" FROM {}.sentences ORDER BY vector <#> array_fill(0.1, ARRAY[64])::halfvec LIMIT 50'
    )
    with psycopg.connect(primary.address()) as connection:
        (generation,) = connection.execute("SELECT generation FROM crosscheck.force").fetchone() or ("",)
        plan = connection.execute(query.format(generation).encode()).fetchall()
    assert "Index Scan using sentences_vector_idx" in str(plan)


def test_a_publication_that_fails_leaves_the_index_in_force(primary: Host) -> None:
    def fail(stage: str, done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    publish(index("Ferries sail."), STAMP, primary.address())
    with pytest.raises(KeyboardInterrupt):
        publish(index("Trains run."), STAMP, primary.address(), fail)
    assert [s.text for s in opened(primary.address()).sentences] == ["Ferries sail."]


def test_a_second_publisher_is_told_at_once(primary: Host) -> None:
    def again(*_: object) -> None:
        with pytest.raises(IndexBusy, match="another process is publishing"):
            publish(index("Trains run."), STAMP, primary.address())

    publish(index("Ferries sail."), STAMP, primary.address(), again)


def test_a_reader_keeps_its_index_through_one_publication_and_is_told_after_the_next(primary: Host) -> None:
    publish(index("Ferries sail."), STAMP, primary.address())
    reader = opened(primary.address())
    publish(index("Trains run."), STAMP, primary.address())
    assert reader.sentences[0].text == "Ferries sail."
    publish(index("Planes fly."), STAMP, primary.address())
    with pytest.raises(StoreError, match="has replaced this index more than once: open it again"):
        reader.vocabulary  # noqa: B018


def test_two_generations_are_kept_and_no_more(primary: Host) -> None:
    for text in ("Ferries sail.", "Trains run.", "Planes fly."):
        publish(index(text), STAMP, primary.address())
    with psycopg.connect(primary.address()) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'crosscheck\\_%'")
        assert len(found.fetchall()) == 2


def test_an_index_of_another_encoder_is_refused(primary: Host) -> None:
    publish(index("Ferries sail."), STAMP, primary.address())
    with pytest.raises(IndexIncompatible, match="was made with seeded"):
        Retriever.open(primary.address())


def test_an_index_of_another_format_is_refused(primary: Host) -> None:
    publish(index("Ferries sail."), replace(STAMP, format=99), primary.address())
    with pytest.raises(IndexIncompatible, match="has format 99, this program reads"):
        opened(primary.address())


def test_an_index_in_a_database_is_not_built(primary: Host) -> None:
    with pytest.raises(BadInput, match="build that of the folder and publish it"):
        Retriever.open(primary.address(), rebuild=True)


def test_a_database_without_an_index_says_what_to_run(primary: Host) -> None:
    with pytest.raises(StoreError, match=r"no index in the database .*/postgres: run `crosscheck publish`"):
        opened(primary.address().replace("/library", "/postgres"))


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://keeper:{ENCODED}@127.0.0.1:1/library",
        f"postgresql://keeper:{ENCODED}@127.0.0.1:none/library",
        f"postgresql://keeper:{ENCODED}@127.0.0.1/library?no_such_option=1",
    ],
    ids=["nobody listens", "no number", "no option"],
)
def test_an_error_names_the_database_and_never_the_password(address: str) -> None:
    with pytest.raises(StoreError, match="the (address of the )?database") as raised:
        Retriever.open(address)
    told = f"{raised.value} {raised.value.__cause__}"
    assert SECRET not in told
    assert ENCODED not in told


def test_a_wrong_password_is_told_without_it(primary: Host) -> None:
    with pytest.raises(StoreError, match="password authentication failed") as raised:
        Retriever.open(primary.address().replace(ENCODED, "wrong-guess"))
    assert "wrong-guess" not in str(raised.value)


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("published", "server"):
        monkeypatch.delitem(sys.modules, f"crosscheck.index.scale.{module}")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"pip install 'crosscheck\[postgres\]'"):
        Retriever.open("postgresql://127.0.0.1/library")


def test_a_standby_reads_and_takes_over_when_the_primary_fails(
    ferry: Retriever, primary: Host, folder: Path
) -> None:
    ferry.publish(primary.address())
    standby = primary.standby()
    reader = Retriever.open(primary.address(standby, options="?target_session_attrs=prefer-standby"))
    elsewhere = Retriever.open(primary.address(standby))
    before = [hit.passage for hit in ferry.search(QUERIES[0], k=5)]
    assert [hit.passage for hit in reader.search(QUERIES[0], k=5)] == before

    primary.stop()
    assert [hit.passage for hit in reader.search(QUERIES[0], k=5)] == before
    assert [hit.passage for hit in elsewhere.search(QUERIES[0], k=5)] == before  # its connection was lost
    with pytest.raises(StoreError, match="read-only|read-write"):
        ferry.publish(primary.address(standby))

    standby.promote()
    Retriever.open(folder).publish(primary.address(standby))
    assert {hit.passage.article for hit in elsewhere.renewed().search("ferry", k=2)} == {"ferry", "harbour"}
