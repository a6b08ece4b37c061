"""Long work as bars on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress_bars"]


@contextmanager
def progress_bars(
    also: Callable[[str, int, int], None] | None = None,
) -> Iterator[Callable[[str, int, int], None]]:
    """Show each stage of long work as a bar on stderr; nothing is shown unless there is such work.

    `also` is told the same.
    """
    bars: list[Any] = []
    tasks: dict[str, Any] = {}

    def update(stage: str, done: int, total: int) -> None:
        if also:
            also(stage, done, total)
        if not bars:
            bars.append(_bars())
        if stage not in tasks:
            tasks[stage] = bars[0].add_task(stage, total=total)
        bars[0].update(tasks[stage], completed=done, total=total)

    try:
        yield update
    finally:
        if bars:
            bars[0].stop()


def _bars() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    shown.start()
    return shown
