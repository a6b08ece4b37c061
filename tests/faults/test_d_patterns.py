"""Group D of docs/faults.md: no regular expression of the package is kept busy by what it reads.

Every one is found by itself, compiled or written where it is used, so that a new one is tried, too.
"""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import crosscheck.app
import crosscheck.index

LENGTH = 10_000  # characters: quadratic time on them is most of a second, linear time a hundredth
LIMIT = 0.1  # seconds of one processor
BEGINNINGS = ("", "1", "A", "[", "\n-", "---\n")
REPEATED = (
    *("a", "A", "1", " ", "\n", "-", "|", "_", "*", "[", "]", "(", "<", "?", ".", ",", "'", "’", "+", "é", "\t"),
    *("a ", "A ", "1 ", "a. ", "a-", "1,", "| ", "-|", "[a](", "](", "[]", "()", "a'", "- ", " [1]", "\u200d"),
    *("it ", "what ", "version ", "which version", "1 to 1 ", "one in ", "is a ", "an A b ", "between 1 and "),
)
END = "\0"
NOT_OURS = (".training", ".haystack", ".llama_index")  # written for us alone, or for extras
CALLS = ("match", "fullmatch", "search", "sub", "finditer", "findall", "split")
WHOLE = ("match", "fullmatch")  # what begins at one place only


def modules() -> Iterator[ModuleType]:
    for package in (crosscheck.index, crosscheck.app):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not any(part in found.name for part in NOT_OURS):
                yield importlib.import_module(found.name)


def compiled(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        for pattern in value.values() if isinstance(value, dict) else [value]:
            if isinstance(pattern, re.Pattern):
                yield name, pattern


def written(source: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the call and the pattern of each `re.sub("...", ...)` and its like."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=call), args=[ast.Constant(str(text)), *_]):
                if call in CALLS:
                    yield call, re.compile(text)


def patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Return each pattern with whether it is looked for everywhere in a text, by its name."""
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    loaded = list(modules())
    sources = {module: Path(str(module.__file__)).read_text() for module in loaded}
    everything = "\n".join(sources.values())
    for module in loaded:
        for name, pattern in compiled(module):
            calls = re.findall(rf"\b{name}\.({'|'.join(CALLS)})\(", everything)
            found.setdefault(pattern.pattern, (pattern, not calls or not set(calls) <= set(WHOLE)))
        for call, pattern in written(sources[module]):
            found.setdefault(pattern.pattern, (pattern, call not in WHOLE))
    return found


def seconds(pattern: re.Pattern[str], text: str, everywhere: bool) -> float:
    """Return what `pattern` takes for `text`, of this thread alone: others are left from earlier tests."""
    start = time.thread_time()
    pattern.match(text)
    pattern.fullmatch(text)
    if everywhere:
        pattern.sub("", text)
    return time.thread_time() - start


def slowest(pattern: re.Pattern[str], everywhere: bool) -> tuple[float, str]:
    """Return the most seconds that `pattern` takes for an attack, and that attack."""
    worst = (0.0, "")
    for beginning in BEGINNINGS:
        for unit in REPEATED:
            text = beginning + (unit * LENGTH)[:LENGTH] + END
            took = seconds(pattern, text, everywhere)
            if took > LIMIT:  # whatever else the machine does may have been in it
                took = min(took, seconds(pattern, text, everywhere))
            worst = max(worst, (took, repr(beginning + unit)))
            if worst[0] > LIMIT:
                return worst
    return worst


FOUND = patterns()


@pytest.mark.parametrize("name", FOUND, ids=lambda name: name[:40].encode("unicode_escape").decode())
def test_d5_no_text_keeps_a_pattern_busy(name: str) -> None:
    assert slowest(*FOUND[name]) < (LIMIT, "")


def test_d5_the_patterns_of_the_package_are_found() -> None:
    assert len(FOUND) > 70


@pytest.mark.parametrize(
    ("pattern", "everywhere"),
    [
        # Three that this program had once.
        (r"\b(?:which|what)\b[\w\s]*\b(?:version|release)\b", True),
        (r"(?P<word>[\w-]+)\s+(?:the\s+)?$", True),
        (r"[ \t]*\r?\n[ \t>]{0,20}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\r?\n|$)", False),
    ],
)
def test_d5_the_attacks_keep_a_bad_pattern_busy(pattern: str, everywhere: bool) -> None:
    assert slowest(re.compile(pattern), everywhere) > (LIMIT, "")
