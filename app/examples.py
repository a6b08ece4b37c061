"""Questions to begin with, one of each kind: an answer, a list, a disagreement, and one that is asked in vain.

Each is tried: what an index holds, and what it does not, shows only in what comes back.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Literal, TypeAlias

from crosscheck.app.answer import Answer

__all__ = ["beginnings", "tried_out"]

_Kind: TypeAlias = Literal["answer", "list", "disagreement", "absent"]
_ORDER: tuple[_Kind, ...] = ("answer", "list", "disagreement", "absent")
_SHOWN = len(_ORDER)
_LIST = 3  # statements from which an answer reads as a list
_WRITTEN, _DISPUTED = 5, 6  # questions tried at most: somebody is waiting for the page to open
_NEVER = "What will the weather be tomorrow?"  # no article can know


def tried_out(
    ask: Callable[[str], Answer],
    given: Sequence[str],
    in_vain: Sequence[str],
    written: Iterable[str],
    disputed: Iterable[str],
) -> list[Answer]:
    """Return the answers to the questions `given`, and to others as long as a kind is missing.

    `in_vain` are questions that the articles should not answer, `written` are made from the articles, `disputed`
    are about what these disagree on. Of these only those come back that are answered, or not, as they should be: a
    failure of ours is no example of what the articles say.
    """
    tried = [ask(question) for question in given]
    tried += _until(["answer", "list"], tried, ask, islice(written, _WRITTEN))
    about_both = _until(["disagreement"], tried, ask, islice(disputed, _DISPUTED))
    tried += [answer for answer in about_both if _kind(answer) == "disagreement"]
    if "absent" in {_kind(answer) for answer in tried}:
        return tried
    absent = (answer for answer in map(ask, (*in_vain, _NEVER)) if _kind(answer) == "absent")
    return [*tried, *islice(absent, 1)]


def beginnings(tried: Sequence[Answer]) -> list[str]:
    """Return the questions of one answer of each kind, and of more where a kind is missing; four at most."""
    first: dict[_Kind, Answer] = {}
    for answer in tried:
        first.setdefault(_kind(answer), answer)
    spare = [one for one in tried if one.status == "answered" and one not in first.values()]
    picked = [*first.values(), *spare[: _SHOWN - len(first)]]
    return [answer.question for answer in sorted(picked, key=lambda one: _ORDER.index(_kind(one)))]


def _until(
    wanted: Sequence[_Kind], tried: Sequence[Answer], ask: Callable[[str], Answer], questions: Iterable[str]
) -> list[Answer]:
    """Return what is answered of `questions`, asked until there is one of each kind `wanted`."""
    more: list[Answer] = []
    for question in questions:
        known = (*tried, *more)
        if {*wanted} <= {_kind(answer) for answer in known}:
            break
        answer = None if question in {one.question for one in known} else ask(question)
        if answer and answer.status == "answered":
            more.append(answer)
    return more


def _kind(answer: Answer) -> _Kind:
    if answer.status == "not_in_sources":
        return "absent"
    if answer.disagreements:
        return "disagreement"
    return "list" if len(answer.statements) >= _LIST else "answer"
