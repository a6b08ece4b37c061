"""Read a folder of files into articles. A bad file is named and skipped; no article at all is an error."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crosscheck.index.errors import ArticlesError, NoArticles, SourceRejected
from crosscheck.index.hands import ALONE, Hands, parts
from crosscheck.index.read_file import clean_line, clean_text, decode, read_bytes
from crosscheck.index.read_front_matter import FrontMatter, iso_date, split_front_matter, web_address
from crosscheck.index.read_html import HtmlReader, HtmlRefused, Page
from crosscheck.index.types import Article
from crosscheck.index.walk import shown, walk

__all__ = [
    "SUFFIXES",
    "Reading",
    "Rejected",
    "check_folder",
    "file_digests",
    "fingerprint",
    "read_article",
    "read_folder",
]

_HTML = (".html", ".htm")
SUFFIXES = (".md", ".markdown", ".txt", *_HTML)

_MAX_FILES = 100_000
_PART = 64  # files read at once
_NAMED_FILES = 3  # of those refused, in the message of an error

_TAG = re.compile(r"<[^<>]*>")
_LINK_TARGET = re.compile(r"\]\([^()\n]*\)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_EMPHASIS = re.compile(r"[*`]+|\[|\]\([^()\n]*\)")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that could not be read as an article, and why, in one line."""

    name: str  # its path in the folder
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held when it was read."""

    articles: tuple[Article, ...]  # by id
    rejected: tuple[Rejected, ...]  # by file name
    digests: Mapping[str, str]  # what `file_digests` gives, taken from the very bytes that were read


@dataclass(frozen=True, slots=True)
class _File:
    """What became of one file; no digest when its bytes could not be read."""

    name: str
    digest: str = ""
    article: Article | None = None
    reason: str = ""


def read_folder(folder: Path, hands: Hands = ALONE) -> Reading:
    """Read every article of a folder and its subfolders.

    Files with one of `SUFFIXES` are articles, other than READMEs and hidden ones, down to 32 folders deep. Links
    are not followed. An article's id is its path in the folder without the suffix: `2019/a.md` is "2019/a".
    `hands` that are other machines see the folder under the same path.

    :raises ArticlesError: when there is no such folder, or too many files in it.
    :raises NoArticles: when none of the files can be read.
    """
    articles: dict[str, Article] = {}
    rejected: list[Rejected] = []
    digests: dict[str, str] = {}
    found = hands.each(_read_files, parts(list(_candidates(folder)), _PART))
    for file in (file for files in found for file in files):
        digests[file.name] = file.digest or file.reason
        if file.article and file.article.id in articles:
            rejected.append(Rejected(file.name, f"has the same id as another file: {file.article.id}"))
        elif file.article:
            articles[file.article.id] = file.article
        else:
            rejected.append(Rejected(file.name, file.reason))
    if not articles:
        raise NoArticles(_nothing_readable(folder, rejected))
    return Reading(tuple(articles[key] for key in sorted(articles)), tuple(rejected), digests)


def _read_files(files: Sequence[tuple[str, Path]]) -> list[_File]:
    with HtmlReader() as html:
        return [_read_file(name, path, html) for name, path in files]


def _read_file(name: str, path: Path, html: HtmlReader) -> _File:
    digest = ""
    try:
        content = read_bytes(path)
        digest = hashlib.sha256(content).hexdigest()
        return _File(name, digest, _article(_article_id(name), path.suffix, content, html))
    except SourceRejected as error:
        return _File(name, digest, reason=str(error))


def read_article(path: Path) -> Article:
    """Read one file; its id is the stem of its name.

    :raises SourceRejected: naming the file and the reason.
    """
    try:
        if path.suffix.lower() not in SUFFIXES:
            raise SourceRejected(f"is not one of {', '.join(SUFFIXES)}")
        with HtmlReader() as html:
            return _article(_article_id(path.name), path.suffix, read_bytes(path), html)
    except SourceRejected as error:
        raise SourceRejected(f"{shown(path.name)}: {error}") from error


def file_digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file that `read_folder` would open, or why it cannot, by its path in the folder.

    :raises ArticlesError: when there is no such folder, or too many files in it.
    """
    digests: dict[str, str] = {}
    for name, path in _candidates(folder):
        try:
            digests[name] = hashlib.sha256(read_bytes(path)).hexdigest()
        except SourceRejected as error:
            digests[name] = str(error)
    return digests


def check_folder(folder: Path) -> None:
    """Raise what `read_folder` would raise for a folder that does not exist or has no readable file."""
    for _, path in _candidates(folder):
        with suppress(SourceRejected):
            read_bytes(path)
            return
    read_folder(folder)


def fingerprint(digests: Mapping[str, str]) -> str:
    """Return one sha256 of `file_digests`: it changes with any article added, removed, renamed or edited."""
    lines = "".join(f"{digest} {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _candidates(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file that should be an article: the name to show and its path, in order."""
    found = sorted(walk(folder, SUFFIXES), key=lambda path: path.parts)
    if len(found) > _MAX_FILES:
        raise ArticlesError(f"{folder} holds {len(found):,} articles; at most {_MAX_FILES:,} can be read")
    for path in found:
        yield shown(path.relative_to(folder).as_posix()), path


def _article_id(name: str) -> str:
    return name.rpartition(".")[0]


def _article(article_id: str, suffix: str, content: bytes, html: HtmlReader) -> Article:
    about, text = split_front_matter(clean_text(decode(content)))
    if suffix.lower() in _HTML:
        about, text = _from_html(about, text, html)
    text = text.rstrip().lstrip("\n")
    if not _has_words(text):
        raise SourceRejected("holds no text")
    title = about.title or _first_heading(text) or _pretty(article_id)
    return Article(article_id, text, title, about.date, about.author, about.url)


def _from_html(about: FrontMatter, markup: str, html: HtmlReader) -> tuple[FrontMatter, str]:
    try:
        page = html.parse(markup)
    except HtmlRefused as error:
        raise SourceRejected(str(error)) from error
    return _filled(about, page), clean_text(page.text)


def _filled(about: FrontMatter, page: Page) -> FrontMatter:
    """Fill what the front matter leaves open with what the page says of itself."""
    return FrontMatter(
        title=about.title or clean_line(page.title) or None,
        date=about.date or iso_date(page.date),
        author=about.author or clean_line(page.author) or None,
        url=about.url or web_address(page.url),
    )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, _LINK_TARGET.sub("", _TAG.sub("", text))))


def _first_heading(text: str) -> str | None:
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            return clean_line(_EMPHASIS.sub("", heading.group(1).rstrip().rstrip("#"))) or None
    return None


def _pretty(article_id: str) -> str:
    words = re.sub(r"[-_\s]+", " ", article_id.rpartition("/")[2]).strip()
    return words[:1].upper() + words[1:] or article_id


def _nothing_readable(folder: Path, rejected: list[Rejected]) -> str:
    message = f"{shown(str(folder))} holds no article that can be read ({', '.join(SUFFIXES)})"
    if not rejected:
        return message
    named = "; ".join(f"{one.name} {one.reason}" for one in rejected[:_NAMED_FILES])
    more = len(rejected) - _NAMED_FILES
    return f"{message}: {named}" + (f"; and {more} more" if more > 0 else "")
