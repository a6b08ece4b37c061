"""The corpora written for training as topics to calibrate on: their articles as a folder, their marks as cases."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from crosscheck.evals.schema import CaseFile, load, packaged, parse
from crosscheck.evals.topics import Source, articles_folder
from crosscheck.index.retriever import default_cache
from crosscheck.index.training.corpora import Corpus, Line, Marked, held_out

__all__ = ["Source", "case_file", "development", "is_told", "write_articles"]

_PARAGRAPH = 4  # sentences
_LABELS = {"d": "contradiction", "n": "compatible", "s": "compatible"}


def development() -> list[Source]:
    """Return the topics to calibrate on: the dev cases, and the written corpora that training leaves out.

    The articles of the latter are kept beside the indexes.
    """
    folder = default_cache() / "written"
    dev = [rows for rows in map(load, packaged()) if rows.split == "dev"]
    own = [Source(rows, articles_folder(rows)) for rows in dev]
    return own + [Source(case_file(corpus), write_articles(corpus, folder)) for corpus in held_out()]


def is_told(rows: CaseFile) -> bool:
    """Whether cases tell what an answer has to say: the dev cases do, the written corpora do not."""
    return any(case.must_include for case in rows.cases)


def write_articles(corpus: Corpus, folder: Path) -> Path:
    """Write the articles of `corpus` below `folder` as Markdown, and return their folder."""
    target = folder / corpus.name
    target.mkdir(parents=True, exist_ok=True)
    for article, title in corpus.titles.items():
        lines = [line for line in corpus.lines if line.article == article]
        text = "\n\n".join(_blocks(lines))
        (target / f"{article}.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    return target


def _blocks(lines: list[Line]) -> Iterator[str]:
    for headings, section in groupby(lines, key=lambda line: line.headings):
        yield from (f"## {heading}" for heading in headings)
        for is_item, run in groupby(section, key=_is_item):
            texts = [line.text for line in run]
            if is_item:
                yield "\n".join(f"- {text}" for text in texts)
            else:
                yield from (" ".join(texts[i : i + _PARAGRAPH]) for i in range(0, len(texts), _PARAGRAPH))


def _is_item(line: Line) -> bool:
    return line.text[-1] not in ".!?”\"')"


def case_file(corpus: Corpus) -> CaseFile:
    """Return the questions and the marked pairs of `corpus` as cases."""
    cases = [_case(corpus, entry) for entry in corpus.marked.values() if entry.id[0] in "qu"]
    pairs = [_pair(corpus, entry) for entry in corpus.marked.values() if entry.id[0] in _LABELS]
    return parse({"corpus": corpus.name, "split": "dev", "cases": cases, "pairs": pairs}, corpus.name)


def _case(corpus: Corpus, entry: Marked) -> dict[str, object]:
    evidence = corpus.side(entry.id)
    if not evidence:
        return {"id": entry.id, "type": "unanswerable", "question": entry.text, "kind": "missing_detail"}
    about = _asked(corpus, evidence)
    disputed = any(mark[0] == "d" for line in evidence for mark in line.marks)
    return {
        "id": entry.id,
        "type": "disagreement" if about else "answerable",
        "question": entry.text,
        "evidence": [[_quote(line) for line in evidence]],
        "disagreement": {"expected": True if about else None if disputed else False, "pairs": about},
    }


def _asked(corpus: Corpus, evidence: list[Line]) -> list[str]:
    """Return the ids of the disagreements of which both sides are evidence."""
    marks = {mark for line in evidence for mark in line.marks}
    severe = (e.id for e in corpus.marked.values() if e.id[0] == "d" and e.severity > 1)
    return [key for key in severe if {f"{key}a", f"{key}b"} <= marks]


def _pair(corpus: Corpus, entry: Marked) -> dict[str, object]:
    return {
        "id": entry.id,
        "label": _LABELS[entry.id[0]],
        "severity": entry.severity,
        "ones": [_quote(line) for line in corpus.side(f"{entry.id}a")],
        "others": [_quote(line) for line in corpus.side(f"{entry.id}b")],
    }


def _quote(line: Line) -> dict[str, object]:
    return {"article": line.article, "quote": line.text}
