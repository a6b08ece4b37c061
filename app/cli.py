"""The command line: chat, ask, search, audit, build. Every failure is one line on stderr and exit code 1."""

import sys
from operator import methodcaller
from pathlib import Path
from typing import Annotated, Any

import typer

from crosscheck.app.options import (
    Articles,
    Cluster,
    Encoder,
    Json,
    Judge,
    LlmModel,
    LlmUrl,
    NliName,
    RelevanceName,
    adviser_of,
    check_place,
    name_of,
    rephraser_of,
)
from crosscheck.app.progress import progress_bars
from crosscheck.index.errors import BadInput, CrosscheckError, StoreError

__all__ = ["main"]

app = typer.Typer(
    help="Answers from a folder of articles, in the articles' own words, and a warning when the sources disagree.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; errors of ours are one line, never a traceback."""
    try:
        app()
    except CrosscheckError as error:
        typer.echo(f"crosscheck: {error}", err=True)
        raise SystemExit(1) from None
    except BrokenPipeError:  # `crosscheck ask ... | head` closed our output: nobody is left to tell
        sys.stderr.close()
        raise SystemExit(141) from None


@app.command(epilog='Example: crosscheck ask "Which libraries power the recommendations?"')
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    articles: Articles = None,
    json_: Json = False,
    batch: Annotated[
        str | None,
        typer.Option("--batch", help='File of {"question": ..., "history": [...]} lines ("-": standard input).'),
    ] = None,
    history: Annotated[
        list[str] | None, typer.Option("--history", help="An earlier question; repeatable.")
    ] = None,
    encoder: Encoder = None,
    nli_model: NliName = None,
    relevance_model: RelevanceName = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
) -> None:
    """Answer a question from the articles, with sources."""
    from crosscheck.app import batch as batches
    from crosscheck.app.terminal import print_answer

    if (question is None) == (batch is None):
        raise BadInput("give either a question or --batch FILE")
    lines = batches.read_lines(batch) if batch is not None else None
    reword = rephraser_of(llm, llm_model, nli_model)
    assistant = open_assistant(articles, encoder, relevance_model, nli_model=nli_model, reword=reword)
    if lines is not None:
        batches.answer_lines(assistant, lines)
        return
    answer = assistant.ask(question or "", history or [])
    if json_:
        _print_json(answer.to_json())
    else:
        print_answer(answer)


@app.command(epilog='Example: crosscheck search "login service" -k 3')
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    articles: Articles = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    json_: Json = False,
    encoder: Encoder = None,
    nli_model: NliName = None,
) -> None:
    """Find the passages nearest to a query."""
    from crosscheck.app.answer import hit_json
    from crosscheck.app.terminal import print_hits

    hits = _retriever(articles, encoder, nli_model).search(query, k)
    if json_:
        _print_json({"passages": [hit_json(hit) for hit in hits]})
    else:
        print_hits(hits)


@app.command(epilog="Example: crosscheck audit --articles my_articles/ --report disagreements.html")
def audit(
    articles: Articles = None,
    json_: Json = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a report to this .md or .html file as well.")
    ] = None,
    encoder: Encoder = None,
    nli_model: NliName = None,
) -> None:
    """List where the articles disagree, strongest first."""
    from crosscheck.app.queries import disagreements_json
    from crosscheck.app.report import write_report
    from crosscheck.app.terminal import print_audit

    retriever = _retriever(articles, encoder, nli_model)
    found, opinions = retriever.disagreements(), retriever.opinions()
    if report:
        write_report(report, found, opinions)
    if json_:
        _print_json(disagreements_json(retriever))
    else:
        print_audit(found, opinions)


@app.command(epilog="Example: crosscheck build --articles my_articles/")
def build(
    articles: Articles = None,
    json_: Json = False,
    encoder: Encoder = None,
    nli_model: NliName = None,
    judge: Judge = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    cluster: Cluster = None,
) -> None:
    """Build the index anew; what did not change is not embedded or compared again."""
    from crosscheck.app.queries import counts_json

    adviser = adviser_of(judge, llm, llm_model)
    retriever = _retriever(articles, encoder, nli_model, rebuild=True, adviser=adviser, cluster=cluster)
    if retriever.root is None:
        raise StoreError("the index could not be kept: see the note above")
    counts = counts_json(retriever.index)
    if json_:
        _print_json(counts)
    else:
        typer.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()) + " indexed")


@app.command(epilog="Example: crosscheck publish postgresql://db.example/library --articles my_articles/")
def publish(
    database: Annotated[str, typer.Argument(help="Address of a PostgreSQL database with pgvector.")],
    articles: Articles = None,
    encoder: Encoder = None,
    nli_model: NliName = None,
) -> None:
    """Copy the index to a database, from which any number of machines can ask: --articles postgresql://..."""
    retriever = _retriever(articles, encoder, nli_model)
    with progress_bars() as told:
        retriever.publish(database, told)
    typer.echo(f"{len(retriever.index.passages):,} passages published")


@app.command(epilog="Example: crosscheck chat --articles my_articles/ --port 8000")
def chat(
    articles: Articles = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond 127.0.0.1 anyone there can ask.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    feedback: Annotated[
        Path | None, typer.Option(help="File for what people say of answers (default: with the index cache).")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(help="File whose first line is the page's password.", show_default="$CROSSCHECK_PASSWORD"),
    ] = None,
    encoder: Encoder = None,
    nli_model: NliName = None,
    relevance_model: RelevanceName = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
) -> None:
    """Open the page to ask in the browser."""
    from crosscheck import corpus
    from crosscheck.app.page import serve
    from crosscheck.app.page.password import read_password

    check_place(articles)  # before the page is there to tell
    reword = rephraser_of(llm, llm_model, nli_model)
    serve(
        lambda progress: open_assistant(articles, encoder, relevance_model, progress, nli_model, reword),
        name=name_of(articles),
        examples=() if articles else corpus.QUESTIONS,
        in_vain=() if articles else corpus.UNANSWERED,
        suggest=_suggested,
        host=host,
        port=port,
        feedback_file=feedback,
        renew=methodcaller("renewed"),
        password=read_password(password_file),
    )


def _suggested(assistant: Any) -> list[str]:
    from crosscheck.app.suggest import questions

    return questions(assistant.retriever.index)


def open_assistant(
    articles: Path | None,
    encoder: str | None,
    relevance_model: str | None,
    progress: Any = None,
    nli_model: str | None = None,
    reword: Any = None,
) -> Any:
    from crosscheck.app.assistant import Assistant
    from crosscheck.index.models import RelevanceModel

    retriever = _retriever(articles, encoder, nli_model, progress=progress)
    return Assistant(retriever, RelevanceModel.load(relevance_model), reword=reword)


def _retriever(
    articles: Path | None, encoder: str | None, nli_model: str | None, progress: Any = None, **options: Any
) -> Any:
    from crosscheck.index.retriever import Retriever

    with progress_bars(progress) as told:
        options |= {"encoder": encoder, "nli_model": nli_model, "progress": told}
        retriever = Retriever.open(articles, **options)
    for notice in retriever.notices:
        typer.echo(f"note: {notice}", err=True)
    return retriever


def _print_json(value: dict[str, Any]) -> None:
    from crosscheck.app.answer import json_line

    typer.echo(json_line(value))
