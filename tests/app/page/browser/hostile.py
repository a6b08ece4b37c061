"""Serves a folder of articles that mean harm; a question that names one is answered with all it says.

python hostile.py FOLDER
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.page import serve
from crosscheck.index.read import read_folder
from crosscheck.index.types import Article, Disagreement, Hit, Passage, Side


def side(article: Article) -> Side:
    """Return all of an article as one side of a disagreement."""
    return Side(article.id, article.title, article.date, article.text, 0, len(article.text))


@dataclass(frozen=True)
class Retriever:
    """The articles of the folder; every two of them disagree."""

    articles: Mapping[str, Article]
    notices: tuple[str, ...] = ()

    def disagreements(self) -> Sequence[Disagreement]:
        """Return one disagreement for each article."""
        return [self.about(article) for article in self.articles.values()]

    def opinions(self) -> Sequence[Disagreement]:
        """Return the same: no less hostile."""
        return self.disagreements()

    def about(self, article: Article) -> Disagreement:
        """Return a disagreement of an article with itself, about its title."""
        return Disagreement("entity", 0.9, article.title, (side(article), side(article)))


@dataclass(frozen=True)
class Quoting:
    """Answers with the whole of the article that the question names, wherever an answer shows text."""

    retriever: Retriever

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Return everything that the article named by `question` says."""
        article = self.retriever.articles.get(question) or next(iter(self.retriever.articles.values()))
        text = article.text
        cited = Citation(1, article.id, article.title, article.date, text, 0, len(text), text)
        statement = Statement(text, (1,), 1)
        return Answer(
            question,
            text,
            "answered",
            0.9,
            (statement,),
            (cited,),
            (self.retriever.about(article),),
            self.nearest(text),
        )

    def quoted(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Return what `ask` does."""
        return self.ask(question, history)

    def nearest(self, question: str, history: Sequence[str] = ()) -> tuple[Hit, ...]:
        """Return each article as a passage below a heading that is its text."""
        found = self.retriever.articles.values()
        return tuple(Hit(Passage(a.id, 0, len(a.text), a.text, (a.text,)), 0.4, 1) for a in found)


if __name__ == "__main__":
    articles = {article.id: article for article in read_folder(Path(sys.argv[1])).articles}
    examples = [article.title for article in articles.values()]
    serve(lambda progress: Quoting(Retriever(articles)), name="<b>notes</b>", examples=examples, port=0)
