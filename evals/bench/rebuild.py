"""What a change costs: `python -m crosscheck.evals.bench.rebuild --data DIR [--articles 1000] [--sentences 3]`.

Makes a folder of the first abstracts of SciFact, builds its index, changes one article and builds again, each in a
process of its own on one thread. Prints processor seconds, peak memory and the ratio of the two builds. DIR has
`corpus.jsonl.gz` as BEIR has it.
"""

import argparse
import gzip
import json
import re
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from crosscheck.evals.bench.__main__ import measure

_BUILD = """
import json, sys
from crosscheck.index import Retriever
index = Retriever.open(sys.argv[1], cache=sys.argv[2]).index
print(json.dumps({"sentences": len(index.sentences), "pairs": len(index.pairs)}))
"""


def folder(data: Path, where: Path, articles: int, sentences: int) -> Path:
    """Write the first abstracts as articles of at most `sentences` sentences; return their folder."""
    where.mkdir(parents=True)
    with gzip.open(data / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, articles):
            document = json.loads(line)
            text = " ".join(re.split(r"(?<=[.!?]) ", document["text"])[:sentences])
            (where / f"{document['_id']}.md").write_text(f"# {document['title']}\n\n{text}\n", encoding="utf-8")
    return where


def change(articles: Path) -> None:
    """Add a sentence to the first article."""
    first = min(articles.iterdir())
    first.write_text(f"{first.read_text(encoding='utf-8')}\nThis was repeated in 1998.\n", encoding="utf-8")


def compared(articles: Path, cache: Path) -> dict[str, dict[str, float]]:
    """Return the figures of a first build, and of a second one after a change."""
    command = [sys.executable, "-c", _BUILD, str(articles), str(cache)]
    first = measure(command)
    change(articles)
    return {"first": first, "second": measure(command)}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.rebuild", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as work:
        articles = folder(options.data, Path(work) / "articles", options.articles, options.sentences)
        figures = compared(articles, Path(work) / "cache")
    for name, values in figures.items():
        sys.stdout.write(f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in values.items()) + "\n")
    ratio = figures["second"]["cpu_s"] / figures["first"]["cpu_s"]
    sys.stdout.write(f"second over first: {ratio:.4f} of the processor seconds\n")


if __name__ == "__main__":
    main()
