"""Make the index of a folder and keep it: what opening a folder does when there is none, or its files changed."""

from dataclasses import dataclass
from pathlib import Path

from crosscheck.index import store
from crosscheck.index.errors import IndexBusy, StoreError
from crosscheck.index.hands import ALONE, Hands
from crosscheck.index.index import Index, Progress
from crosscheck.index.journal import Journal, journal
from crosscheck.index.read import Reading, fingerprint, read_folder
from crosscheck.index.rebuild import advised, rebuild
from crosscheck.index.recipe import Recipe

__all__ = ["Built", "build"]

_NAMED = 20  # files that were skipped: whoever has more will not read on


@dataclass(frozen=True)
class Built:
    """An index, what the user should know of it, and what it was made from; no stamp when it could not be kept."""

    index: Index
    notices: tuple[str, ...]
    stamp: store.Stamp | None = None


def build(folder: Path, root: Path, recipe: Recipe, progress: Progress, hands: Hands = ALONE) -> Built:
    """Build the index of `folder` with these `hands` and keep it below `root`, if that can be written.

    Raises ArticlesError for an unknown or empty folder, IndexBusy while another process builds this index.
    """
    reading = read_folder(folder, hands)
    skipped = _skipped(reading)
    notices = skipped
    index = None
    try:
        with store.exclusive(root), journal(root) as kept:
            earlier = _earlier(root)
            index = _index(reading, recipe, progress, hands, earlier, kept)
            if recipe.adviser or not recipe.afresh:
                index, told = advised(index, recipe.adviser, earlier, progress, kept)
                notices = (*notices, *told)
            # The stamp of the very bytes that were read: the folder may have changed since it was looked at.
            stamp = recipe.stamp(fingerprint(reading.digests))
            # What an adviser did not do is of this build alone; that files are skipped is so at every start.
            store.save(root, index, stamp, skipped)
            return Built(index, notices, stamp)
    except IndexBusy:
        raise
    except StoreError as error:
        # No place to keep it: the articles can be searched all the same, this time.
        return Built(index or _index(reading, recipe, progress, hands), (*notices, str(error)))


def _skipped(reading: Reading) -> tuple[str, ...]:
    named = [f"skipped {file.name}: {file.reason}" for file in reading.rejected[:_NAMED]]
    more = len(reading.rejected) - _NAMED
    return (*named, f"skipped {more:,} more files") if more > 0 else tuple(named)


def _earlier(root: Path) -> Index | None:
    try:
        return store.load(root)
    except StoreError:
        return None


def _index(
    reading: Reading,
    recipe: Recipe,
    progress: Progress,
    hands: Hands,
    earlier: Index | None = None,
    kept: Journal | None = None,
) -> Index:
    return rebuild(reading.articles, recipe.encoder, recipe.judge, progress, earlier, kept, hands)
