"""The YAML block between `---` lines that an article may start with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import yaml

from crosscheck.index.errors import SourceRejected
from crosscheck.index.read_file import clean_line

__all__ = ["FrontMatter", "iso_date", "split_front_matter", "web_address"]

_MAX_CHARACTERS = 8_192
_MAX_DEPTH = 16

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:.*)?", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/?#@\\<>]+(?:[/?#][^\s\\<>]*)?", re.IGNORECASE)
_NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an article says about itself."""

    title: str | None = None
    date: str | None = None  # ISO 8601, as precise as the source gives it
    author: str | None = None
    url: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the text after it; a text without one is returned whole.

    Keys other than title, date, author and url are ignored.

    :raises SourceRejected: when the block is there but is too large or is not a plain YAML mapping.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(), text
    if block.end() > _MAX_CHARACTERS:
        raise SourceRejected(f"has front matter of more than {_MAX_CHARACTERS:,} characters")
    try:
        values = _scalars(block.group(1))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # PyYAML lets the ValueError or OverflowError of an impossible "\U" escape through.
        raise SourceRejected(f"has front matter that is not YAML: {_problem(error)}") from error
    return _front_matter(values), text[block.end() :]


def _scalars(source: str) -> dict[str, str]:
    """Return the keys with plain values; nodes are not turned into objects, so none can cost anything."""
    _check_events(yaml.parse(source, Loader=yaml.SafeLoader))
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise SourceRejected("has front matter that is not made of `key: value` lines")
    values: dict[str, str] = {}
    seen: set[str] = set()
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen:
            raise SourceRejected(f"has front matter with the key {clean_line(key.value)!r} twice")
        seen.add(key.value)
        if isinstance(value, yaml.ScalarNode) and value.tag != _NULL_TAG:
            values[key.value] = value.value
    return values


def _check_events(events: Iterable[yaml.Event]) -> None:
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise SourceRejected("has front matter with YAML aliases")
        if isinstance(event, yaml.NodeEvent) and "python/" in (getattr(event, "tag", None) or ""):
            raise SourceRejected("has front matter with a Python object")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise SourceRejected(f"has front matter nested deeper than {_MAX_DEPTH} levels")


def _problem(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem and error.problem_mark:
        return f"{clean_line(error.problem)}, line {error.problem_mark.line + 2}"
    return clean_line(str(error))


def _front_matter(values: dict[str, str]) -> FrontMatter:
    return FrontMatter(
        title=clean_line(values.get("title", "")) or None,
        date=iso_date(values.get("date", "")),
        author=clean_line(values.get("author", "")) or None,
        url=web_address(values.get("url", "")),
    )


def iso_date(value: str) -> str | None:
    """Return a date in ISO form, as precise as it was given, or None: "2019-10-31T08:00Z" is "2019-10-31"."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return None
    given = [int(part) for part in match.groups() if part]
    try:
        full = date(*[*given, 1, 1][:3]).isoformat()
    except ValueError:
        return None
    return full[: (4, 7, 10)[len(given) - 1]]


def web_address(value: str) -> str | None:
    """Return an http or https address that everybody reads alike, or None for anything else.

    A browser takes a backslash for a slash; what stands before an "@" only looks like the host; Markdown ends an
    address at angle brackets.
    """
    address = clean_line(value)
    return address if _ADDRESS.fullmatch(address) else None
