"""What an index is made with besides the articles, and the stamp that this gives."""

from dataclasses import dataclass

from crosscheck.index.compare.compare import Judge
from crosscheck.index.compare.opinions import Adviser
from crosscheck.index.compare.rule import cut, rule
from crosscheck.index.encoder import Encoder
from crosscheck.index.load import Stamp
from crosscheck.index.split import MAX_PASSAGE

__all__ = ["Recipe"]


@dataclass(frozen=True)
class Recipe:
    """The models of a build."""

    encoder: Encoder
    judge: Judge
    adviser: Adviser | None = None
    afresh: bool = False  # the opinions in an earlier index are not kept

    def stamp(self, articles: str) -> Stamp:
        """Return the stamp of an index of `articles`, a fingerprint of their files."""
        made = f"{self.judge.fingerprint} {rule()} {cut()}"
        return Stamp(articles, self.encoder.fingerprint, MAX_PASSAGE, made)
