"""A large folder for the benchmark: articles of two public sentences each, all different."""

from pathlib import Path

from crosscheck.evals.bench.vectors import sentences

__all__ = ["folder"]

_SENTENCES = 2  # of an article: one passage, and one chunk of everybody's
_LONGEST = 110  # characters of a sentence: 20,000 passages are embedded in minutes


def folder(data: Path, where: Path, count: int) -> Path:
    """Write `count` articles of the sentences below `data` to a new folder `where`, unless it is there already."""
    if where.is_dir():
        return where
    unfinished = where.with_name(f".{where.name}")
    unfinished.mkdir(parents=True, exist_ok=True)
    found = sentences(data, _SENTENCES * count, _LONGEST)
    for number in range(count):
        text = " ".join(found[number::count])
        (unfinished / f"{number:06}.md").write_text(f"{text}\n", encoding="utf-8")
    unfinished.rename(where)
    return where
