"""The retriever: what embedding programs rely on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosscheck.index import Retriever, store
from crosscheck.index.errors import ArticlesError, BadInput, IndexBusy, NoArticles
from crosscheck.index.retriever import MAX_QUERY, index_root
from crosscheck.index.search import search


def test_the_passage_that_says_it_comes_first(folder: Path) -> None:
    hits = Retriever.open(folder).search("When was the port deepened?", k=2)
    assert [(hit.passage.article, hit.rank) for hit in hits] == [("harbour", 1), ("ferry", 2)]


def test_a_word_that_only_one_passage_has_is_found(packaged: Retriever) -> None:
    assert "Lemur" in packaged.search("Lemur", k=1)[0].passage.text


def test_questions_read_in_integers_find_nearly_all_that_they_find_in_float32(packaged: Retriever) -> None:
    asked = (
        "Which language serves the traffic?",
        "How is machine learning done?",
        "What does Metaflow do?",
        "Who monitors the network?",
        "How are encoding jobs run?",
        "Which tools respond to incidents?",
    )
    common = 0
    for question in asked:
        exact = search(packaged.index, question, packaged.encoder.encode([question])[0], 5)
        common += len({hit.passage for hit in packaged.search(question)} & {hit.passage for hit in exact})
    assert common >= 29  # of 30


def test_hits_are_ordered_by_score_within_zero_and_one(packaged: Retriever) -> None:
    scores = [hit.score for hit in packaged.search("Which language serves the traffic?", k=10)]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_every_hit_is_a_span_of_its_article(packaged: Retriever) -> None:
    for hit in packaged.search("machine learning", k=20):
        passage = hit.passage
        assert packaged.articles[passage.article].text[passage.start : passage.end] == passage.text


def test_k_beyond_the_corpus_gives_all_of_it(folder: Path) -> None:
    assert len(Retriever.open(folder).search("ferry", k=100)) == 2


def test_the_index_is_reused_when_nothing_changed(folder: Path) -> None:
    stages: list[str] = []
    Retriever.open(folder)
    Retriever.open(folder, progress=lambda stage, *_: stages.append(stage))
    assert stages == []


def test_the_index_is_rebuilt_when_an_article_changed(folder: Path) -> None:
    Retriever.open(folder)
    (folder / "harbour.txt").write_text("The lighthouse stands on a rock of granite.\n")
    assert "granite" in Retriever.open(folder).search("lighthouse", k=1)[0].passage.text


def test_only_what_changed_is_embedded_again(folder: Path) -> None:
    embedded: list[int] = []
    Retriever.open(folder)
    (folder / "new.md").write_text("A crane lifts the containers.\n")
    Retriever.open(
        folder, progress=lambda stage, _, total: embedded.append(total) if stage == "Embedding" else None
    )
    # The new article is one sentence, and one passage of the same text.
    assert set(embedded) == {1}


def test_a_damaged_index_is_built_again(folder: Path, cache: Path) -> None:
    Retriever.open(folder)
    for path in index_root(folder, cache).glob("gen-*/sentences.faiss"):
        path.write_bytes(b"damaged")
    assert len(Retriever.open(folder).search("ferry", k=5)) == 2


def test_without_a_place_for_the_index_the_articles_can_still_be_searched(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    retriever = Retriever.open(folder, cache=tmp_path / "file")
    assert "cannot write the index" in retriever.notices[0]
    assert retriever.search("ferry", k=1)[0].passage.article == "ferry"


def test_a_file_that_cannot_be_read_is_named_and_skipped(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00\xd8")
    retriever = Retriever.open(folder)
    assert [notice.split(":")[0] for notice in retriever.notices] == ["skipped bad.md"]
    assert set(retriever.articles) == {"ferry", "harbour"}


def test_a_file_that_was_skipped_is_named_at_every_start_and_once_each(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00\xd8")
    (folder / "blank.txt").write_text(" ")
    built, opened, again = (Retriever.open(folder).notices for _ in range(3))
    assert [notice.split(":")[0] for notice in built] == ["skipped bad.md", "skipped blank.txt"]
    assert opened == built
    assert again == built


def test_of_many_skipped_files_the_first_are_named_and_the_others_counted(folder: Path) -> None:
    for number in range(25):
        (folder / f"blank{number:02}.txt").write_text(" ")
    notices = Retriever.open(folder, cache=folder.parent / "cache").notices
    assert notices[19:] == ("skipped blank19.txt: holds no text", "skipped 5 more files")


def test_a_renewed_retriever_names_what_the_newer_build_skipped(folder: Path) -> None:
    before = Retriever.open(folder)
    (folder / "blank.txt").write_text(" ")
    Retriever.open(folder)
    assert before.renewed().notices == ("skipped blank.txt: holds no text",)


def test_an_empty_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(NoArticles, match=str(tmp_path)):
        Retriever.open(tmp_path)


def test_an_unknown_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ArticlesError, match="nowhere"):
        Retriever.open(tmp_path / "nowhere")


def test_a_build_beside_a_build_is_refused(folder: Path, cache: Path) -> None:
    Retriever.open(folder)
    with store.exclusive(index_root(folder, cache)), pytest.raises(IndexBusy):
        Retriever.open(folder, rebuild=True)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "the question is empty"),
        (" ?! ", "the question is empty"),
        ("a" * (MAX_QUERY + 1), "the question has 2,001 characters: ask in at most 2,000"),
        (7, "the question is of type int"),
    ],
)
def test_a_query_that_cannot_be_looked_for_is_refused(packaged: Retriever, query: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        packaged.search(query)


def test_importing_loads_nothing_heavy() -> None:
    program = (
        "import sys, crosscheck.index, crosscheck.app.cli\n"
        "heavy = {'torch', 'transformers', 'faiss', 'gradio', 'bm25s', 'sklearn', 'numpy', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_two_processes_find_the_same(folder: Path) -> None:
    program = (
        "import sys; from crosscheck.index import Retriever\n"
        "print([(h.passage.start, repr(h.score)) for h in Retriever.open(sys.argv[1]).search('captain', k=5)])"
    )
    run = [sys.executable, "-c", program, str(folder)]
    outputs = {
        subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ).stdout for _ in range(2)
    }
    assert len(outputs) == 1
