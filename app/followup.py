"""Make a follow-up stand alone, from the earlier questions and without a language model.

    resolve("and for security?", ["How does Netflix use Python for recommendations?"])
    -> "How does Netflix use Python for security?"

Three forms of English are understood: a piece that replaces its counterpart in the question before
("and Django?", "what about Android?"), a pronoun that stands for what that question was about, and a question
that is too short to mean anything alone ("why?"). Anything else is taken to stand alone.
"""

import re
from collections.abc import Sequence

from crosscheck.app.asked import is_courtesy
from crosscheck.index.lexical import STOPWORDS, content_terms

__all__ = ["resolve"]

_OPENING = re.compile(r"^(?:(?:and|but|so|or|ok|okay|then|also)\b[\s,]*)+", re.IGNORECASE)
_ELLIPSIS = re.compile(r"^(?:(?:what|how)\s+about\s+)", re.IGNORECASE)
_FRAGMENT = re.compile(r"^(?:(?:only|just|even|not|except|besides)\s+)+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must)(?:n['’]t)?\b",
    re.I,
)
_QUESTION_WORD = re.compile(r"^(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^(about|after|at|before|by|during|for|from|in|inside|of|on|outside|to|under|with|without)\s+",
    re.IGNORECASE,
)
# "The one for sailors" is a piece as "for sailors" is.
_ONE = re.compile(r"^(?:the|that|those)\s+ones?\s+(?=\w+\s)", re.IGNORECASE)
# "That" and "this" are pronouns only where no noun follows; elsewhere they belong to the sentence itself.
_SINGULAR = re.compile(
    r"\b(?:it|its|(?:that|this)(?=\s*(?:$|[?.!,]|\b(?:or|and|in|for|to|on|with|by|is|was|work|happen)\b))"
    r"|(?:(?<=\bdo )|(?<=\bdoes )|(?<=\bdid )|(?<=\bcan )|(?<=\bwill )|(?<=\bwould ))(?:that|this)"
    r"(?=\s(?:mean|take|cost|matter|compare|change|affect|help|depend|need|cause|apply)\b))\b",
    re.I,
)
_ALONE = frozenset({"it", "that", "this"})
_BOUNDARY = re.compile(
    r",|;|\b(?:and|or|but|when|while|if|because|since|so|that|than|what|whether|after|before|until|where)\b", re.I
)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|those|these|he|him|his|she|her|ones?)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:there|then)\b(?!\s+(?:is|are|was|were)\b)", re.I
)
_EMPTY_IT = re.compile(
    r"\bit\s+(?:worth|true|(?:possible|necessary|better|easy|hard|safe|okay|ok|common)\s+(?:to|that|for\s+\w+\s+to)"
    r"|(?:take|cost|mean)s?\s+to)\b",
    re.I,
)
_AUXILIARY = re.compile(rf"{_VERB.pattern}\s+(?:(?:the|an?|your|my|our)\s+)?$", re.IGNORECASE)
_BE = re.compile(r"(?:is|are|was|were)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\s(?:\w+ed|\w+en|built|made|born|found|held|sold|won|lost|done|known|sent|paid|kept|left)$"
)
_WORD = re.compile(r"[^\W_](?:[\w+#'’.-]*[\w+#])?")
_NAME = re.compile(r"\b[A-Z][\w+#-]*(?:\s[A-Z][\w+#-]*)*")
_SUBJECT = re.compile(rf"\b(?:[Ii]s|[Ww]as)(?:n['’]t)?\s+({_NAME.pattern})(?!['’\w]|\s[A-Z])")
_CONTEXT = re.compile(r"(?<!\s)\s*\(([^()]*)\)$")  # as `_with_context` adds it
_FEW = 2  # content words; with fewer before it, and no name, a pronoun's noun is not in its own question
_MAX_CONTEXT = 6  # words; more would drown the question


def resolve(question: str, history: Sequence[str]) -> str:
    """Return `question` with what it leaves out filled in from `history`, the earlier questions, oldest first."""
    turns = [" ".join(turn.split()) for turn in (*history, question)]
    if is_courtesy(turns[-1]):
        return turns[-1]
    standalone = ""
    for turn in turns:
        if not is_courtesy(turn):
            standalone = _resolve(turn, standalone)
    return standalone


def _resolve(question: str, before: str) -> str:
    body = _OPENING.sub("", question)
    if not before or not _leans(question, body):
        return question
    if piece := _piece(question, body):
        return _replaced(before, piece)
    return _in_full(body, before)


def _leans(question: str, body: str) -> bool:
    """Say whether `question` needs the one before it."""
    opened = (body != question and not _is_whole(body)) or _ELLIPSIS.match(body) or _FRAGMENT.match(body)
    return bool(opened) or not content_terms(body) or _has_open_pronoun(body)


def _is_whole(body: str) -> bool:
    """Say whether `body` asks about something of its own: "So what is the population of Norway?"."""
    return bool(_VERB.search(body)) and _has_name(body) and len(content_terms(body)) >= _FEW


def _has_name(words: str) -> bool:
    """Say whether a word of `words`, the beginning of a question, has a capital, but for the first."""
    return any(word[0].isupper() for word in _WORD.findall(words)[1:])


def _has_open_pronoun(body: str) -> bool:
    if _EMPTY_IT.search(body):
        return False
    found = [match for pattern in (_SINGULAR, _PLURAL, _PLACE) if (match := pattern.search(body))]
    return any(
        not _stands_for_own(match[0].lower(), body[: match.start()], body[match.end() :]) for match in found
    )


def _stands_for_own(pronoun: str, words: str, rest: str) -> bool:
    """Say whether a pronoun stands for something in the `words` before it: "What is Rust and why does it matter?".

    Within one clause "it" does not, but for "all the oil it produces": what "how many people visit it now" asks
    about is none of its words.
    """
    around = [*words.split()[-1:], *rest.split()[:1]]
    if pronoun not in _ALONE or (len(around) == 2 and all(content_terms(word) for word in around)):
        return _names_something(words)
    clauses = list(_BOUNDARY.finditer(words))
    return bool(clauses) and _names_something(words[: clauses[-1].start()])


def _names_something(words: str) -> bool:
    """Say whether `words`, the beginning of a question, hold a noun that a pronoun after them may stand for."""
    return len(content_terms(words)) >= _FEW or _has_name(words)


def _piece(question: str, body: str) -> str:
    """Return the bare noun phrase that an elliptical follow-up consists of, or ''."""
    piece = _ONE.sub("", _ELLIPSIS.sub("", body)).rstrip(" ?.!")
    bare = not _VERB.search(piece) and not _QUESTION_WORD.match(piece) and not _has_open_pronoun(piece)
    return piece if bare and content_terms(piece) and len(piece.split()) <= 6 else ""


def _replaced(before: str, piece: str) -> str:
    """Put `piece` where its counterpart stands in `before`: after the same preposition, or as the last noun."""
    added = _CONTEXT.search(before)
    return _with_context(_in_place(_body(before), piece), added[1].split() if added else ())


def _in_place(stem: str, piece: str) -> str:
    if preposition := _PREPOSITION.match(_FRAGMENT.sub("", piece)):
        found = list(re.finditer(rf"\b{preposition[1]}\s", stem, re.IGNORECASE))
        return f"{stem[: found[-1].start()] if found else stem + ' '}{piece}?"
    piece = _FRAGMENT.sub("", piece)
    named = _ARTICLE.sub("", piece)[:1].isupper()
    topic = (_last(_NAME.findall(stem[1:])) if named else "") or _subject_of(stem, _last(_runs(stem)))
    if not topic:
        return piece
    start = stem.rfind(topic)
    ahead = re.sub(r"\b(?:the|an?)\s$", "", stem[:start], flags=re.I) if _ARTICLE.match(piece) else stem[:start]
    return f"{ahead}{piece}{stem[start + len(topic) :]}?"


def _subject_of(stem: str, run: str) -> str:
    """Return `run` without what is said of it, where it begins with the subject: "dam" of "does the dam work"."""
    ahead = stem[: stem.rfind(run)]
    verb = _AUXILIARY.search(ahead)
    # "How big is a blue whale?" says nothing behind its subject, "When was the bridge built?" does.
    said = verb and (not _BE.match(verb[0]) or verb.start() == 0 or _PARTICIPLE.search(run))
    return run.rpartition(" ")[0] or run if said else run


def _body(question: str) -> str:
    """Return a resolved question without its end mark and the context added to it."""
    return _CONTEXT.sub("", question).rstrip(" ?.!")


def _runs(question: str) -> list[str]:
    """Return the runs of words in `question` that are not function words."""
    runs: list[str] = []
    end = -2
    for match in _WORD.finditer(question):
        if match[0].lower() in STOPWORDS:
            continue
        if runs and question[end : match.start()] == " ":
            runs[-1] += f" {match[0]}"
        else:
            runs.append(match[0])
        end = match.end()
    return runs


def _last(runs: Sequence[str]) -> str:
    return runs[-1] if runs else ""


def _topic(question: str, subject: bool) -> str:
    """Return what `question` is about: its last run of content words, or the last name in that run.

    A name that is the `subject` of "is" comes before it, as what a pronoun takes up first (Grosz et al. 1995,
    "Centering").
    """
    if subject and (found := _SUBJECT.search(question)):
        return found[1]
    run = _last(_runs(question))
    return _last(_NAME.findall(run)) or _subject_of(question, run)


def _in_full(body: str, before: str) -> str:
    """Put what `before` was about in the place of the first pronoun, and add the words of `before` it lacks."""
    # "Why do they use it?": the subject is "they", and what it uses is something else.
    topic = _topic(_body(before), subject=not _PLURAL.search(body))
    if not topic or not _SINGULAR.search(body):
        return _with_context(body, _content_words(before))
    named = _SINGULAR.sub(lambda match: f"{topic}’s" if match[0].lower() == "its" else topic, body, count=1)
    return _with_context(named, [word for word in _content_words(before) if word[0].isupper()])


def _content_words(question: str) -> list[str]:
    return [word for word in _WORD.findall(question) if word.lower() not in STOPWORDS]


def _with_context(body: str, words: Sequence[str]) -> str:
    present = set(content_terms(body))
    context = list(dict.fromkeys(word for word in words if not present.issuperset(content_terms(word))))
    return f"{body} ({' '.join(context[:_MAX_CONTEXT])})" if context else body
