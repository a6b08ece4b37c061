"""What the options of the command line that name a language model stand for; without them nothing is imported."""

from typing import Any

from crosscheck.index.errors import BadInput

__all__ = ["adviser_of", "rephraser_of"]


def rephraser_of(url: str | None, model: str | None, nli_model: str | None) -> Any:
    """Return what puts answers in a language model's words, or None when there is none to ask."""
    if url is None and model is None:
        return None
    from crosscheck.app.llm import rephraser  # noqa: PLC0415 - needs a client that few ask for

    return rephraser(url or "", model, nli_model=nli_model)


def adviser_of(judge: str | None, url: str | None, model: str | None) -> Any:
    """Return the language model whose opinion a build asks for, or None without `judge`."""
    if judge not in (None, "llm"):
        raise BadInput(f"--judge {judge} is not known: give --judge llm, or leave it out")
    if judge is None and (url or model):
        raise BadInput("a build asks a language model for its opinion only: add --judge llm")
    if judge is None:
        return None
    from crosscheck.app.llm import adviser  # noqa: PLC0415 - needs a client that few ask for

    return adviser(url or "", model)
