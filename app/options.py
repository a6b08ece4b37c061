"""The options that commands share, and what they stand for; nothing is imported for those that are not given."""

from pathlib import Path
from typing import Annotated, Any

import typer

from crosscheck.index.errors import BadInput
from crosscheck.index.scale import is_address

__all__ = [
    "Articles",
    "Cluster",
    "Encoder",
    "Json",
    "Judge",
    "LlmModel",
    "LlmUrl",
    "NliName",
    "RelevanceName",
    "adviser_of",
    "check_place",
    "name_of",
    "rephraser_of",
]


def _place(given: str) -> Any:
    return given if is_address(given) else Path(given)


Articles = Annotated[
    Path | None,
    typer.Option(
        "--articles",
        help="Folder of .md, .txt and .html files, or the address of a database, postgresql://...",
        parser=_place,
        metavar="PLACE",
        show_default="the packaged articles",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Encoder = Annotated[
    str | None,
    typer.Option("--encoder", help="sentence-transformers model.", show_default="the packaged MiniLM"),
]
NliName = Annotated[
    str | None,
    typer.Option("--nli-model", help="Cross-encoder to compare sentences.", show_default="the packaged two"),
]
RelevanceName = Annotated[
    str | None,
    typer.Option("--relevance-model", help="Cross-encoder to judge sentences.", show_default="the packaged one"),
]
Cluster = Annotated[
    str | None, typer.Option(help="Dask scheduler, tcp://..., whose workers read, embed and compare.")
]
Judge = Annotated[
    str | None, typer.Option(help='"llm": ask a language model what it thinks of likely disagreements, too.')
]
LlmUrl = Annotated[str | None, typer.Option("--llm", help="URL of a language model to put answers in its words.")]
LlmModel = Annotated[str | None, typer.Option("--llm-model", help="Name of the language model.")]


def check_place(articles: Path | None) -> None:
    """Raise ArticlesError for a folder that does not exist or has nothing to read; an address is not tried."""
    from crosscheck import corpus  # noqa: PLC0415 - most commands find out when they open it
    from crosscheck.index.read import check_folder  # noqa: PLC0415

    if not is_address(articles):
        check_folder(articles or corpus.folder())


def name_of(articles: Path | None) -> str:
    """Return what readers are told that they ask."""
    if is_address(articles):
        return str(articles).rpartition("/")[2].partition("?")[0]
    return articles.resolve().name if articles else "the packaged articles"


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
