"""The records as the plain objects of the contract, ready for `json.dumps`."""

from dataclasses import asdict
from typing import Any

from crosscheck.index.types import Article, Disagreement, Hit, Side

__all__ = ["article_json", "disagreement_json", "hit_json"]


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a retrieved passage as the contract's object."""
    passage = hit.passage
    return {
        "article": passage.article,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 4),
    }


def disagreement_json(disagreement: Disagreement) -> dict[str, Any]:
    """Return a disagreement as the contract's object."""
    return {
        "kind": disagreement.kind,
        "score": round(disagreement.score, 4),
        "topic": disagreement.topic,
        "sides": [_side_json(side) for side in disagreement.sides],
        "note": disagreement.note,
    } | ({"opinion": asdict(opinion) | {"note": opinion.note}} if (opinion := disagreement.opinion) else {})


def article_json(article: Article) -> dict[str, Any]:
    """Return what is known of an article, and how many characters its text has."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "author": article.author,
        "url": article.url,
        "characters": len(article.text),
    }


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "article": side.article,
        "title": side.title,
        "date": side.date,
        "quote": side.quote,
        "start": side.start,
        "end": side.end,
        "articles": side.articles,
    }
