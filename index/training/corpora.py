"""Small corpora written for training: articles on one subject, with what disagrees in them marked.

Public data has few disagreements as real articles have them: in other words, sentences apart, leaning on headings.
Each file in `written/` is one corpus, one sentence a line. `@d1a` and `@d1b` after a sentence mark the two sides
of disagreement d1, `@n1a` and `@n1b` a look-alike that is none, `@s1a` and `@s1b` the same claim twice, `@q1` what
answers question q1. `python -m crosscheck.index.training.corpora FILE` checks a file.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Corpus", "Line", "Marked", "held_out", "parse", "trained_on"]

_HELD_OUT = 5  # every fifth corpus, near enough, is kept for fitting what weighs the models' words

_ARTICLE = re.compile(r"## article: (?P<id>[a-z0-9-]+) \| (?P<title>[^|]+?)(?: \| (?P<date>\d{4}(?:-\d\d){0,2}))?")
_TAG = re.compile(r"\s+@([dns]\d+[ab]|q\d+)(?=\s|$)")
_LISTED = re.compile(r"(?P<id>[dnsqu]\d+) \|(?: (?P<kind>[a-z ]+) \| (?P<severity>[123]) \|)? (?P<text>\S.*)")
_LISTS = ("disagreements", "alike", "same", "questions", "unanswerable")
_KINDS = frozenset({"number", "date", "entity", "negation", "opinion"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the article and the headings it stands under, and its marks."""

    article: str
    headings: tuple[str, ...]
    text: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry of a list at the end: a disagreement, look-alike, shared claim, or question."""

    id: str
    text: str
    kind: str = ""
    severity: int = 0


@dataclass(slots=True)
class Corpus:
    """Articles on one subject, as lines in reading order, and what is marked in them."""

    name: str
    subject: str = ""
    titles: dict[str, str] = field(default_factory=dict)  # by article
    lines: list[Line] = field(default_factory=list)
    marked: dict[str, Marked] = field(default_factory=dict)  # by id

    def side(self, mark: str) -> list[Line]:
        """Return the lines that carry `mark`."""
        return [line for line in self.lines if mark in line.marks]


def trained_on() -> list[Corpus]:
    """Return the corpora that the models learn from, by name."""
    return [corpus for corpus in _written() if not _is_held_out(corpus.name)]


def held_out() -> list[Corpus]:
    """Return the corpora that they do not learn from, by name."""
    return [corpus for corpus in _written() if _is_held_out(corpus.name)]


def _is_held_out(name: str) -> bool:
    # By the name alone: a corpus that is added moves no other from one side to the other.
    return zlib.crc32(name.encode()) % _HELD_OUT == 0


def _written() -> list[Corpus]:
    folder = Path(__file__).with_name("written")
    return [parse(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder.glob("*.txt"))]


def parse(text: str, name: str) -> Corpus:
    """Read one file. Raises ValueError for a line that cannot be read."""
    corpus = Corpus(name)
    article, headings, section = "", tuple[str, ...](), ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if found := _ARTICLE.fullmatch(line):
            article, headings, section = found["id"], (), "article"
            corpus.titles[article] = found["title"]
        elif line.startswith("### "):
            headings = (line[4:].strip(),)
        elif line.startswith("## ") and line[3:] in _LISTS:
            section = line[3:]
        elif line.startswith("# ") and not corpus.subject:
            corpus.subject = line[2:]
        elif section == "article":
            marks = frozenset(_TAG.findall(line))
            corpus.lines.append(Line(article, headings, _TAG.sub("", line).strip(), marks))
        elif entry := _LISTED.fullmatch(line):
            corpus.marked[entry["id"]] = Marked(
                entry["id"], entry["text"], entry["kind"] or "", int(entry["severity"] or 0)
            )
        else:
            raise ValueError(f"{name}, line {number}: cannot read {line[:60]!r}")
    return corpus


def problems(corpus: Corpus) -> Iterator[str]:
    """Yield what is wrong with a corpus, a line each."""
    used = {mark for line in corpus.lines for mark in line.marks}
    for entry in corpus.marked.values():
        wanted = {"q": (entry.id,), "u": ()}.get(entry.id[0], (f"{entry.id}a", f"{entry.id}b"))
        yield from (f"{entry.id}: no sentence is marked @{mark}" for mark in wanted if mark not in used)
        if entry.id[0] == "d" and entry.kind not in _KINDS:
            yield f"{entry.id}: write `{entry.id} | KIND | SEVERITY | topic`, KIND of {', '.join(sorted(_KINDS))}"
    for mark in sorted(used):
        if mark.rstrip("ab") not in corpus.marked:
            yield f"@{mark} is not listed at the end"
    for line in corpus.lines:
        if "@" in line.text or len(line.text.split()) > 60 or len(line.text.split()) < 2:
            yield f"not one sentence, or a mark that cannot be read: {line.text[:70]!r}"
    texts = [line.text for line in corpus.lines]
    yield from (f"twice: {text[:70]!r}" for text in sorted({text for text in texts if texts.count(text) > 1}))


def main(paths: Sequence[str]) -> int:
    """Check files, print what is wrong and how much there is."""
    wrong = 0
    for path in map(Path, paths):
        corpus = parse(path.read_text(encoding="utf-8"), path.stem)
        found = list(problems(corpus))
        wrong += len(found)
        counts = {letter: sum(key[0] == letter for key in corpus.marked) for letter in "dnsqu"}
        sys.stdout.write(f"{path.stem}: {len(corpus.titles)} articles, {len(corpus.lines)} sentences, {counts}\n")
        sys.stdout.writelines(f"  {line}\n" for line in found)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
