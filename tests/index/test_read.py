import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.index import read
from crosscheck.index.errors import ArticlesError, NoArticles, SourceRejected
from crosscheck.index.read import (
    SUFFIXES,
    Rejected,
    file_digests,
    fingerprint,
    read_article,
    read_folder,
)
from crosscheck.index.types import Article


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def ids(folder: Path) -> list[str]:
    return [article.id for article in read_folder(folder).articles]


def rejected(folder: Path) -> dict[str, str]:
    """Read a folder that needs one good article beside the bad ones."""
    write(folder / "good.md", "Good.")
    return {one.name: one.reason for one in read_folder(folder).rejected}


def deny(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Fail as a missing permission does, which would not stop a test that runs as root."""

    def guarded(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(path: Any, *rest: Any) -> Any:
            if str(path) in map(str, paths):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return call(path, *rest)

        return wrapper

    monkeypatch.setattr(os, "open", guarded(os.open))
    monkeypatch.setattr(os, "scandir", guarded(os.scandir))


def test_article_carries_its_front_matter_and_the_text_after_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        '---\ntitle: "T: one"\ndate: 2020-01-02\nauthor: Ann\nurl: https://example.org/a\n---\n\n# H\n\nOne.\n',
    )
    assert read_article(path) == Article(
        "a", "# H\n\nOne.", "T: one", "2020-01-02", "Ann", "https://example.org/a"
    )


def test_every_suffix_is_read_in_either_case(tmp_path: Path) -> None:
    for number, suffix in enumerate((*SUFFIXES, ".MD", ".Html")):
        write(tmp_path / f"{number}{suffix}", "<p>Text.</p>")
    assert ids(tmp_path) == ["0", "1", "2", "3", "4", "5", "6"]


def test_articles_come_by_id_and_subfolders_are_part_of_it(tmp_path: Path) -> None:
    for name in ("b.md", "sub/a.md", "a.md", "a-b.md", "sub/deep/x.y.txt"):
        write(tmp_path / name, "Text.")
    assert ids(tmp_path) == ["a", "a-b", "b", "sub/a", "sub/deep/x.y"]


@pytest.mark.parametrize(
    "name", ["README.md", "readme.txt", "README.de.md", ".hidden.md", ".git/a.md", "a.py", "md"]
)
def test_what_is_no_article_is_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "Text.")
    assert rejected(tmp_path) == {}
    assert ids(tmp_path) == ["good"]


def test_second_file_of_the_same_id_is_rejected(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "First.")
    write(tmp_path / "a.txt", "Second.")
    reading = read_folder(tmp_path)
    assert [article.text for article in reading.articles] == ["First."]
    assert reading.rejected == (Rejected("a.txt", "has the same id as another file: a"),)


def test_rejected_files_are_named_with_the_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "latin.txt", "Caf\xe9".encode("latin-1"))
    write(tmp_path / "paper.md", b"%PDF-1.7 ...")
    assert rejected(tmp_path) == {
        "latin.txt": "is not UTF-8 text (byte 4); save it as UTF-8",
        "paper.md": "is a PDF file, not text",
    }
    assert ids(tmp_path) == ["good"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", ""),
        ("a.md", " \n\t\n\u200b"),
        ("a.md", "<div>\n<!-- x -->\n</div>\n***\n![](photo.png)"),
        ("a.md", "---\ntitle: T\n---\n"),
        ("a.html", "<html><script>let x = 1</script><p hidden>Text.</p></html>"),
    ],
)
def test_article_without_a_word_is_rejected(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path / name, content)
    assert rejected(tmp_path) == {name: "holds no text"}


def test_fifo_is_rejected_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert rejected(tmp_path) == {"a.md": "is not a regular file"}


def test_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside/secret.md", "Secret.")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").symlink_to(tmp_path / "outside/secret.md")
    (folder / "sub").symlink_to(tmp_path / "outside")
    (folder / "loop.md").symlink_to("loop.md")
    reason = "is a symbolic link, and links are not followed"
    assert rejected(folder) == {"a.md": reason, "loop.md": reason}
    assert ids(folder) == ["good"]


def test_folder_that_is_itself_a_link_can_be_read(tmp_path: Path) -> None:
    write(tmp_path / "real/a.md", "Text.")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert ids(tmp_path / "link") == ["a"]


def test_directory_with_the_name_of_an_article_is_a_subfolder(tmp_path: Path) -> None:
    write(tmp_path / "x.md/a.md", "Text.")
    assert ids(tmp_path) == ["x.md/a"]


def test_sparse_gigabyte_is_rejected_by_its_size(tmp_path: Path) -> None:
    os.truncate(write(tmp_path / "a.md", "Text."), 1 << 30)
    assert rejected(tmp_path) == {"a.md": "has 1,073,741,824 bytes; at most 5,000,000 are read"}


def test_file_of_exactly_the_cap_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "x" * 5_000_000)
    write(tmp_path / "b.md", "x" * 5_000_001)
    assert rejected(tmp_path) == {"b.md": "has 5,000,001 bytes; at most 5,000,000 are read"}


def test_file_or_folder_without_permission_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "locked.md", "Text.")
    write(tmp_path / "sub/a.md", "Text.")
    deny(monkeypatch, tmp_path / "locked.md", tmp_path / "sub")
    reason = "cannot be read: Permission denied"
    assert rejected(tmp_path) == {"locked.md": reason, "sub": reason}
    assert ids(tmp_path) == ["good"]


def test_articles_folder_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deny(monkeypatch, tmp_path)
    with pytest.raises(ArticlesError) as error:
        read_folder(tmp_path)
    assert str(error.value) == f"{tmp_path} cannot be read: Permission denied"


def test_names_that_mislead_are_escaped_and_stay_different(tmp_path: Path) -> None:
    names = (b"a\nb.md", "a\u202eb.md".encode(), b"a\xffb.md", "caf\xe9 \U0001f37f.md".encode())
    for name in names:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)), "Text.")
    assert ids(tmp_path) == ["a\\nb", "a\\u202eb", "a\\xffb", "caf\xe9 \U0001f37f"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Intro.\n\n## The *first* [heading](x) ##\n\n# Next", "The first heading"),
        ("#hashtag is no heading", "A file about things"),
        ("# \u202eabc\u200b", "abc"),
    ],
)
def test_title_falls_back_to_the_first_heading_then_the_name(tmp_path: Path, text: str, title: str) -> None:
    assert read_article(write(tmp_path / "a-file_about-things.md", text)).title == title


def test_read_article_names_the_file_in_its_error(tmp_path: Path) -> None:
    with pytest.raises(SourceRejected) as error:
        read_article(write(tmp_path / "a.md", b"a\x00b"))
    assert str(error.value) == "a.md: is a binary file: it holds NUL characters"


def test_read_article_refuses_other_suffixes(tmp_path: Path) -> None:
    with pytest.raises(SourceRejected) as error:
        read_article(write(tmp_path / "a.py", "x = 1"))
    assert str(error.value) == "a.py: is not one of .md, .markdown, .txt, .html, .htm"


def test_directory_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(SourceRejected) as error:
        read_article(tmp_path / "a.md")
    assert str(error.value) == "a.md: cannot be read: Is a directory"


def test_missing_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(SourceRejected) as error:
        read_article(tmp_path / "a.md")
    assert str(error.value) == "a.md: cannot be read: No such file or directory"


@pytest.mark.parametrize("name", ["missing", "nul\0", "x" * 300])
def test_unknown_folder_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArticlesError, match="there is no such folder"):
        read_folder(tmp_path / name)


def test_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "Text.")
    with pytest.raises(ArticlesError) as error:
        read_folder(path)
    assert str(error.value) == f"{path} is a file; name the folder that holds it"


def test_empty_folder_says_what_would_be_read(tmp_path: Path) -> None:
    with pytest.raises(NoArticles) as error:
        read_folder(tmp_path)
    assert str(error.value) == (
        f"{tmp_path} holds no article that can be read (.md, .markdown, .txt, .html, .htm)"
    )


def test_folder_of_bad_files_names_three_of_them(tmp_path: Path) -> None:
    for name in "abcde":
        write(tmp_path / f"{name}.md", "")
    with pytest.raises(NoArticles, match=r": a.md holds no text; b.md .*; c.md holds no text; and 2 more$"):
        read_folder(tmp_path)


def test_too_many_files_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "_MAX_FILES", 2)
    for name in "abc":
        write(tmp_path / f"{name}.md", "Text.")
    with pytest.raises(ArticlesError, match=r"holds 3 articles; at most 2 can be read$"):
        read_folder(tmp_path)


def test_folders_nested_too_deep_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "/".join(["d"] * 32) / "a.md", "Text.")
    write(tmp_path / "/".join(["d"] * 33) / "b.md", "Text.")
    assert ids(tmp_path) == ["d/" * 32 + "a"]


def test_digests_are_those_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "abc")
    write(tmp_path / "sub/bad.md", b"")
    digests = {
        "a.md": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sub/bad.md": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    assert file_digests(tmp_path) == digests
    assert read_folder(tmp_path).digests == digests


def test_a_file_that_cannot_be_opened_counts_as_well(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "Text.")
    before = fingerprint(file_digests(tmp_path))
    (tmp_path / "big.md").write_bytes(b"x" * 5_000_001)
    assert fingerprint(file_digests(tmp_path)) != before
    assert read_folder(tmp_path).digests == file_digests(tmp_path)


def test_fingerprint_ignores_times_and_other_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "Text.")
    before = fingerprint(file_digests(tmp_path))
    os.utime(path, (0, 0))
    write(tmp_path / "notes.py", "x = 1")
    assert fingerprint(file_digests(tmp_path)) == before


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename"])
def test_fingerprint_changes_with_the_articles(tmp_path: Path, change: str) -> None:
    path, other = write(tmp_path / "a.md", "Text."), write(tmp_path / "b.md", "Text.")
    before = fingerprint(file_digests(tmp_path))
    match change:
        case "edit":
            write(path, "Text!")
        case "add":
            write(tmp_path / "c.md", "")
        case "remove":
            other.unlink()
        case "rename":
            other.rename(tmp_path / "c.md")
    assert fingerprint(file_digests(tmp_path)) != before


@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="ignore")),
    front=st.sampled_from([b"", b"---\n", b"---\ntitle: ", b"\xff\xfe"]),
    suffix=st.sampled_from(SUFFIXES),
)
def test_any_bytes_are_read_clean_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, front: bytes, suffix: str
) -> None:
    path = write(tmp_path_factory.getbasetemp() / f"any{suffix}", front + content)
    try:
        article = read_article(path)
    except SourceRejected as error:
        assert "\n" not in str(error)
    else:
        assert all(c in "\n\t" or c.isprintable() or c.isspace() for c in article.text if c < "\xa0")
        assert article.title.strip()
        article.text.encode()
