"""Search a folder of articles, and find where they disagree. Knows nothing of chat, pages or evals.

from crosscheck.index import Retriever

retriever = Retriever.open()  # the packaged articles; or Retriever.open("my_articles/")
for hit in retriever.search("Which language runs the login service?", k=5):
    print(hit.score, hit.passage.article, hit.passage.text)
"""

from crosscheck.index.errors import CrosscheckError
from crosscheck.index.retriever import Retriever
from crosscheck.index.types import Article, Disagreement, Hit, Passage, Sentence, Side

__all__ = [
    "Article",
    "CrosscheckError",
    "Disagreement",
    "Hit",
    "Passage",
    "Retriever",
    "Sentence",
    "Side",
]
