"""Measure the models: `python -m crosscheck.index.training.evaluate --data DIR [--gold FILE --articles DIR]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from crosscheck.index.models.base import base_directory
from crosscheck.index.models.cross_encoders import NliModel, RelevanceModel
from crosscheck.index.models.metrics import Figure, auroc_figure, share
from crosscheck.index.read import read_folder
from crosscheck.index.training.examples import LABELS, read_rows
from crosscheck.index.training.text import split_sentences

_NLI_DEV = ("dev_lingnli", "dev_vitaminc")
_NLI_TEST = ("test_mnli_matched", "test_vitaminc", "test_snli_1k", "test_negation_mnli")
_TIMED = 64  # pairs
_SEVERE = 2  # disagreements a reader must be warned of


def nli_accuracy(model: NliModel, path: Path) -> Figure:
    """Return the share of pairs whose most probable label is the right one."""
    rows = list(read_rows(path))
    chosen = model.judge([(row["premise"], row["hypothesis"]) for row in rows]).argmax(axis=1)
    hits = sum(LABELS[column] == row["label"] for column, row in zip(chosen, rows, strict=True))
    return share(hits, len(rows))


def passages_auroc(model: NliModel, path: Path) -> Figure:
    """Pairs of passages in conflict against pairs that agree, by the score of contradiction."""
    rows = list(read_rows(path))
    scores = model.contradiction([(row["passage_a"], row["passage_b"]) for row in rows])
    conflict = np.array([row["label"].startswith("conflict") for row in rows])
    return auroc_figure(scores[conflict].tolist(), scores[~conflict].tolist())


def question_auroc(model: RelevanceModel, path: Path) -> Figure:
    """Answerable questions against the others, by the highest score of their passage's sentences."""
    rows = list(read_rows(path))
    scores = model.score_pairs([(row["question"], row["sentence"]) for row in rows])
    best: dict[tuple[bool, str], float] = defaultdict(float)
    for row, score in zip(rows, scores.tolist(), strict=True):
        key = (row["answerable"], row["qid"])
        best[key] = max(best[key], score)
    answerable = [score for (yes, _), score in best.items() if yes]
    return auroc_figure(answerable, [score for (yes, _), score in best.items() if not yes])


def gold_conflicts(model: NliModel, gold: dict[str, Any]) -> Figure:
    """Severe disagreements of the gold file against agreements and look-alikes."""

    def scores(entries: list[dict[str, Any]]) -> list[float]:
        pairs = [(entry["a"]["quote"], entry["b"]["quote"]) for entry in entries]
        return [float(score) for score in model.contradiction(pairs)]

    severe = [entry for entry in gold["disagreements"] if entry["severity"] >= _SEVERE]
    return auroc_figure(scores(severe), scores(gold["agreements"] + gold["hard_negatives"]))


def gold_answerable(model: RelevanceModel, gold: dict[str, Any], articles: Path) -> Figure:
    """Answerable questions of the gold file against the others, by the best sentence of all articles."""
    texts = [article.text for article in read_folder(articles).articles]
    sentences = [s for text in texts for line in text.splitlines() for s in split_sentences(line)]

    def best(entries: list[dict[str, Any]]) -> list[float]:
        return [float(model.score(entry["question"], sentences).max()) for entry in entries]

    return auroc_figure(best(gold["questions"]), best(gold["unanswerable"]))


def milliseconds(call: Callable[[], object], rows: int) -> float:
    """Return the processor time of a call per row, the best of five, in milliseconds."""
    times = []
    for _ in range(5):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times) / rows * 1000


def speed(model: NliModel, data: Path) -> str:
    """Return milliseconds a pair in batches of 32 on one thread, and the ratio to embedding one sentence."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    rows = list(islice(read_rows(data / "nli/dev_vitaminc.jsonl.gz"), _TIMED))
    pairs = [(row["premise"], row["hypothesis"]) for row in rows]
    encoder = SentenceTransformer(str(base_directory()), device="cpu")
    pair = milliseconds(lambda: model.judge(pairs), _TIMED)
    sentence = milliseconds(lambda: encoder.encode([row["premise"] for row in rows]), _TIMED)
    return f"{pair:.2f} ms a pair, {sentence:.2f} ms a sentence, ratio {pair / sentence:.2f}"


def figures(options: argparse.Namespace) -> Iterator[tuple[str, Figure]]:
    """Each figure with its name, one after the other."""
    data: Path = options.data
    gold = json.loads(options.gold.read_text(encoding="utf-8")) if options.gold else None
    if options.only != "relevance":
        nli = NliModel.load(options.nli)
        for name in (*_NLI_DEV, *(() if options.dev else _NLI_TEST)):
            yield f"nli/{name}: accuracy", nli_accuracy(nli, data / f"nli/{name}.jsonl.gz")
        conflicts = data / "conflicts/dev_vitaminc_pairs.jsonl.gz"
        yield "conflicts/dev_vitaminc_pairs: AUROC", passages_auroc(nli, conflicts)
        if gold:
            yield "gold disagreements: AUROC", gold_conflicts(nli, gold)
    if options.only != "nli":
        relevance = RelevanceModel.load(options.relevance)
        if not options.dev:
            path = data / "qa/test_squad2_sentences.jsonl.gz"
            yield "qa/test_squad2_sentences: AUROC over questions", question_auroc(relevance, path)
        if gold and options.articles:
            yield "gold answerable: AUROC", gold_answerable(relevance, gold, options.articles)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of public data")
    parser.add_argument("--gold", type=Path, help="a gold file of questions and disagreements")
    parser.add_argument("--articles", type=Path, help="the articles of the gold file")
    parser.add_argument("--only", choices=("nli", "relevance"), help="one of the two questions")
    parser.add_argument("--dev", action="store_true", help="leave the test files alone")
    parser.add_argument("--speed", action="store_true", help="measure the time of a pair, and nothing else")
    parser.add_argument("--nli", help="a model to measure instead of the packaged one")
    parser.add_argument("--relevance", help="likewise")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.speed:
        sys.stdout.write(speed(NliModel.load(options.nli), options.data) + "\n")
        return
    for name, figure in figures(options):
        sys.stdout.write(f"{name:48s} {figure}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
