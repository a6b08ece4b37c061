"""Run the whole suite: every topic, what came of it, and what it was measured with."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from crosscheck.evals.record import Record
from crosscheck.evals.run import Progress, summary
from crosscheck.evals.schema import GoldError
from crosscheck.evals.topics import Opener, Source
from crosscheck.evals.work import done
from crosscheck.index.compare.nli import LazyNli

__all__ = ["Result", "environment", "load_result", "run_suite"]

_PACKAGES = ("onnxruntime", "faiss-cpu", "numpy")  # that compute scores
_SETTINGS = {"crosscheck.app": ("calibration.json", "warn.json"), "crosscheck.index.compare": ("weights.json",)}


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run, comparable case by case with another."""

    records: tuple[Record, ...]
    digests: Mapping[str, str]  # of each case with its articles, by the record's id
    environment: Mapping[str, str]  # what was measured: weights, settings, packages

    def to_json(self) -> dict[str, Any]:
        """Return the result, ready for `json.dumps`."""
        found = summary(self.records)
        splits = {split: summary(self.of(split))["figures"] for split in ("dev", "test")}
        return found | {
            "splits": splits,
            "environment": dict(self.environment),
            "digests": dict(self.digests),
            "records": [record.to_json() for record in self.records],
        }

    def of(self, split: str) -> list[Record]:
        """Return the records of a split."""
        return [record for record in self.records if record.split == split]


def run_suite(sources: Sequence[Source], opener: Opener, progress: Progress, more: bool = True) -> Result:
    """Ask everything in `sources`; generated cases are left out unless `more`. `opener` has to be picklable."""
    parts = done(sources, opener, progress, more)
    records = tuple(record for part in parts for record in part.records)
    articles = {topic: digest for part in parts for topic, digest in part.digests.items()}
    written = {case.id: case.model_dump_json() for source in sources for case in source.rows.cases}
    digests = {r.id: _sha(articles[r.topic] + written.get(r.id, ""))[:12] for r in records}
    models = {name: value for part in parts for name, value in part.models.items()}
    return Result(records, digests, environment() | models)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def environment() -> dict[str, str]:
    """Return what figures depend on besides articles and cases: settings, the NLI model, packages."""
    settings = {
        name: hashlib.sha256((files(package) / name).read_bytes()).hexdigest()[:12]
        for package, names in _SETTINGS.items()
        for name in names
    }
    return settings | {"NLI model": LazyNli().fingerprint} | {name: version(name) for name in _PACKAGES}


def load_result(path: Path) -> Result:
    """Read what a run wrote; raises GoldError when there is nothing of the kind."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        names = {field.name for field in fields(Record)}
        rows = [Record(**{key: row[key] for key in names & row.keys()}) for row in data["records"]]
        return Result(tuple(rows), data["digests"], data["environment"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path} is no result of a run ({error}): start with `crosscheck eval run`") from error
