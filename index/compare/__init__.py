"""Where do the articles disagree: pairs of sentences, judged when an index is built."""

from crosscheck.index.compare.pairs import Pair, Verdict

__all__ = ["Pair", "Verdict"]
