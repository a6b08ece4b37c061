"""Questions to suggest: written from the articles, so that any folder has some, and tried before they are shown.

A question that stands in an article is one that its author thought worth asking; "Cassandra is a database" answers
"What is Cassandra?"; a heading names what its section is about.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from crosscheck.app.answer import Answer
from crosscheck.app.compose import plain
from crosscheck.index.index import Index
from crosscheck.index.lexical import content_terms
from crosscheck.index.types import Article, Disagreement, Sentence

__all__ = ["Suggestion", "about_both_sides", "follow_ups", "questions", "shows", "tried"]

_MOST = 40  # questions written for a folder: each has to be tried
_LENGTH = range(3, 15)  # words of a question that can be taken in at a glance
_ASKS = re.compile(
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|does|do|did|can|could|will|would|should|has|have)\b",
    re.IGNORECASE,
)
# Whom or what these stand for is said elsewhere, or is the reader.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|you|your|we|our|us|i|my)\b", re.I
)
_NAME = r"[A-Z][\w+#&.-]*(?: [A-Z][\w+#&.-]*){0,3}"
_DEFINITION = re.compile(rf"(?P<name>{_NAME})(?: \([^)]*\))? (?P<verb>is|are) (?:an?|the)\b")
_HEADING = range(1, 6)  # words of a heading that names something
_ABOUT = "What is known about "  # of headings asked in this way the articles answer nearly all
_ARTICLE = re.compile(r"^(?:The|An?)\b")
_LIKE = 0.6  # share of content words in common from which two questions are one


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the articles answer."""

    question: str
    passages: frozenset[tuple[str, int]]  # found for it: article and start


def questions(index: Index) -> list[str]:
    """Return questions that the articles may answer, no two alike; first those that stand in the articles."""
    of_article: dict[str, list[Sentence]] = {}
    for sentence in index.sentences:
        of_article.setdefault(sentence.article, []).append(sentence)
    written = chain.from_iterable(_in_turn(write, of_article.values()) for write in (_asked, _defined, _named))
    return _distinct(written)[:_MOST]


def about_both_sides(found: Disagreement, articles: Mapping[str, Article], written: Sequence[str]) -> list[str]:
    """Return questions that may be answered with both sides, each once: to be tried in this order.

    Of `written` those above the sides; what a side says, asked; the topic.
    """
    above = (_last_before(articles[side.article].text, side.start, written) for side in found.sides)
    said = (_asked_back(side.quote) for side in found.sides)
    topic = f"{found.topic}?" if found.topic else ""
    return [*dict.fromkeys(question for question in (*above, *said, topic) if question)]


def shows(answer: Answer, found: Disagreement) -> bool:
    """Whether `answer` warns of the disagreement `found`."""
    places = [{(side.article, side.start) for side in one.sides} for one in (found, *answer.disagreements)]
    return places[0] in places[1:]


def _asked_back(quote: str) -> str:
    """Return a statement as a question, if it is a short one that stands alone: "The bridge opened in 1931?"."""
    text = plain(quote).strip("#*_> ")
    alone = text.endswith(".") and not _LEANS.search(text)
    return f"{text[:-1]}?" if alone and len(text.split()) in _LENGTH else ""


def _last_before(text: str, place: int, written: Sequence[str]) -> str:
    """Return which question stands last before `place`, nothing when none does."""
    start, question = max(((text.rfind(question, 0, place), question) for question in written), default=(-1, ""))
    return question if start >= 0 else ""


def _in_turn(
    write: Callable[[Sequence[Sentence]], Iterator[str]], articles: Iterable[Sequence[Sentence]]
) -> Iterator[str]:
    rounds = zip_longest(*(write(sentences) for sentences in articles))
    return (question for questions in rounds for question in questions if question)


def tried(answer: Answer) -> Suggestion | None:
    """Return the question of `answer` as a suggestion, if the articles did answer it."""
    if answer.status != "answered":
        return None
    return Suggestion(answer.question, _passages(answer))


def follow_ups(answer: Answer, known: Iterable[Suggestion], asked: Sequence[str], count: int) -> list[str]:
    """Return up to `count` of the `known` questions about the same passages, nearest first, none `asked` yet."""
    here = _passages(answer)
    near = sorted(known, key=lambda one: -len(one.passages & here))
    about = [one.question for one in near if one.passages & here]
    return _distinct([answer.question, *asked, *about])[len(_distinct([answer.question, *asked])) :][:count]


def _passages(answer: Answer) -> frozenset[tuple[str, int]]:
    return frozenset((hit.passage.article, hit.passage.start) for hit in answer.hits)


def _asked(sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        text = sentence.text.strip("#*_> \t\n")
        alone = not _LEANS.search(text) and len(text.split()) in _LENGTH
        if text.endswith("?") and _ASKS.match(text) and alone:
            yield text


def _defined(sentences: Sequence[Sentence]) -> Iterator[str]:
    text = "\n".join(sentence.text for sentence in sentences)
    for sentence in sentences:
        match = None if sentence.is_heading else _DEFINITION.match(sentence.text)
        # Any word has a capital at the start of a sentence; a name has it inside one, too.
        if match and not _LEANS.match(match["name"]) and re.search(rf"[a-z,] {re.escape(match['name'])}\b", text):
            yield f"What {match['verb']} {match['name']}?"


def _named(sentences: Sequence[Sentence]) -> Iterator[str]:
    for heading in (sentence for sentence in sentences if sentence.is_heading):
        text = heading.text.strip("#*_>: \t\n")
        names = len(text.split()) in _HEADING and text[-1:] not in "?!." and not _LEANS.search(text)
        if names and not _ASKS.match(text) and _is_spoken_of(text, sentences):
            yield f"{_ABOUT}{_ARTICLE.sub(lambda match: match[0].lower(), text)}?"


def _is_spoken_of(heading: str, sentences: Sequence[Sentence]) -> bool:
    """Whether sentences below a heading use one of its words: not those below "Conclusion"."""
    terms = set(content_terms(heading))
    below = (s for s in sentences if not s.is_heading and s.headings and heading in s.headings[-1])
    return any(terms & set(content_terms(s.text)) for s in below)


def _distinct(written: Iterable[str]) -> list[str]:
    kept: dict[str, set[str]] = {}
    for question in written:
        terms = set(content_terms(question.removeprefix(_ABOUT)))
        if terms and not any(_alike(terms, others) for others in kept.values()):
            kept.setdefault(question, terms)
    return list(kept)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > _LIKE * min(len(one), len(other))
