"""The whole command line: the commands of the app, and `eval`, which asks the app as a user would."""

import json
from pathlib import Path
from typing import Annotated

import typer

from crosscheck.app import cli

__all__ = ["main"]


@cli.app.command("eval", epilog="Example: crosscheck eval --articles my_articles/ --gold my_gold.json")
def evaluate(
    articles: cli.Articles = None,
    gold: Annotated[
        Path | None,
        typer.Option("--gold", help="Gold file; see evals/README.md.", show_default="the packaged one"),
    ] = None,
    json_: cli.Json = False,
    encoder: cli.Encoder = None,
    relevance_model: cli.RelevanceName = None,
) -> None:
    """Ask every question of a gold file and print how good the answers are."""
    from crosscheck.evals.gold import default_gold
    from crosscheck.evals.run import run, table

    assistant = cli.open_assistant(articles, encoder, relevance_model)
    with cli.progress_bars() as bars:
        result = run(assistant, gold or default_gold(), lambda done, total: bars("Asking", done, total))
    typer.echo(json.dumps(result.to_json()) if json_ else table(result))


def main() -> None:
    """Run the command line."""
    cli.main()
