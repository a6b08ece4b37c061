"""Who does the parts of a build: this process, or many. What comes out does not depend on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

__all__ = ["ALONE", "Each", "Hands", "parts"]

Item = TypeVar("Item")
Each: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to parts, as `map` does: results in order. A part may be done twice, and must not mind."""


@dataclass(frozen=True)
class Hands:
    """Those that work on a build."""

    each: Each = map
    count: int = 1


ALONE = Hands()


def parts(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut `items` into parts of `size` to give out."""
    return [items[start : start + size] for start in range(0, len(items), size)]
