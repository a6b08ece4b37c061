"""The whole command line: the commands of the app, and `eval`, which asks the app as a user would.

Exit codes of `eval`: 0 all is well, 1 worse than the baseline, 2 cases that cannot be used, 3 it could not run.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from crosscheck.app import cli, options
from crosscheck.app.progress import progress_bars
from crosscheck.index.errors import CrosscheckError

__all__ = ["main"]

_REGRESSION, _BAD_CASES, _CANNOT_RUN = 1, 2, 3
group = typer.Typer(help="Measure how good the answers are, and whether that became worse.", rich_markup_mode=None)
cli.app.add_typer(group, name="eval")

Cases = Annotated[Path | None, typer.Option("--cases", help="Folder of cases in YAML; see evals/README.md.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for result.json, report.md and report.html.")]
Reason = Annotated[str, typer.Option("--reason", help="Why the figures may change; kept with the baseline.")]
_OUT = Path("eval-report")


@contextmanager
def _codes() -> Iterator[None]:
    """Turn errors into one line on stderr and the exit code that says which they are."""
    from crosscheck.evals.schema import GoldError

    try:
        yield
    except CrosscheckError as error:
        typer.echo(f"crosscheck: {error}", err=True)
        raise SystemExit(_BAD_CASES if isinstance(error, GoldError) else _CANNOT_RUN) from error


@group.callback(invoke_without_command=True, epilog="Example: crosscheck eval --articles my_articles/ --cases my/")
def evaluate(
    context: typer.Context,
    articles: options.Articles = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="One file of cases, YAML or JSON.")] = None,
    cases: Cases = None,
    json_: options.Json = False,
    encoder: options.Encoder = None,
    relevance_model: options.RelevanceName = None,
) -> None:
    """Ask the questions of the eval set, or of your own, and print how good the answers are."""
    if context.invoked_subcommand:
        return
    from crosscheck.evals import commands
    from crosscheck.evals.run import summary, table
    from crosscheck.evals.schema import of_packaged_articles

    with _codes(), progress_bars() as bars:
        opener = _opener(encoder, relevance_model)
        if cases:
            found = commands.measure((), cases, articles, opener, bars, more=False).records
        else:
            found = commands.measure_file(gold or of_packaged_articles(), articles, opener, bars)
    typer.echo(json.dumps(summary(found)) if json_ else table(found))


def _opener(encoder: str | None, relevance_model: str | None) -> Any:
    from crosscheck.index.index import silent

    return partial(cli.open_assistant, encoder=encoder, relevance_model=relevance_model, progress=silent)


@group.command(epilog="Example: crosscheck eval run test")
def run(
    wanted: Annotated[
        list[str] | None, typer.Argument(help="dev, test or names of topics (default: all).")
    ] = None,
    generated: Annotated[bool, typer.Option(help="Generated cases as well.")] = True,
    out: Out = _OUT,
) -> None:
    """Run the whole suite, write its report, and compare it with the blessed baseline."""
    from crosscheck.evals import commands

    with _codes(), progress_bars() as bars:
        result = commands.measure(wanted or (), None, None, _opener(None, None), bars, generated)
        commands.write_reports(result, out)
    compare(out)


@group.command(epilog="Example: crosscheck eval compare")
def compare(out: Out = _OUT) -> None:
    """Compare the last run with the blessed baseline; exit code 1 when something that held fails."""
    from crosscheck.evals import commands

    with _codes():
        found, text = commands.compare(out)
    typer.echo(text)
    if found and found.regressed:
        raise SystemExit(_REGRESSION)


@group.command(epilog='Example: crosscheck eval bless --run --reason "new relevance model"')
def bless(
    reason: Reason,
    run_: Annotated[bool, typer.Option("--run", help="Run the suite first.")] = False,
    out: Out = _OUT,
) -> None:
    """Make the last run the baseline."""
    from crosscheck.evals import commands

    with _codes(), progress_bars() as bars:
        if run_:
            commands.write_reports(commands.measure((), None, None, _opener(None, None), bars, more=True), out)
        typer.echo(commands.bless(out, reason))


@group.command(epilog="Example: crosscheck eval report --out eval-report")
def report(out: Out = _OUT) -> None:
    """Write the report of the last run again, against the baseline of now."""
    from crosscheck.evals import commands
    from crosscheck.evals.suite import load_result

    with _codes():
        commands.write_reports(load_result(out / "result.json"), out)
    typer.echo(f"{out / 'report.md'} and {out / 'report.html'} written")


@group.command(epilog="Example: crosscheck eval check --cases my_cases/ --articles my_articles/")
def check(cases: Cases = None, articles: options.Articles = None) -> None:
    """Look for mistakes in the cases: quotes, aliases, links and splits."""
    from crosscheck.evals import commands

    with _codes():
        found = commands.check(cases, articles)
    typer.echo("\n".join(found) or "no mistake found")
    if found:
        raise SystemExit(_BAD_CASES)


@group.command(epilog="Example: crosscheck eval calibrate")
def calibrate() -> None:
    """Choose the app's weights and thresholds on the dev cases, and store them with what they were chosen on."""
    from crosscheck.evals import calibrate as calibration

    with _codes():
        calibration.main()


@group.command(epilog="Example: crosscheck eval ablate test")
def ablate(
    wanted: Annotated[list[str] | None, typer.Argument(help="dev, test or names of topics.")] = None,
) -> None:
    """Print what each stage is worth: the same cases without it, or with a perfect one."""
    from crosscheck.evals.ablate import ablation

    with _codes(), progress_bars() as bars:
        text = ablation(wanted or ("test",), _opener(None, None), bars)
    typer.echo(text)


@group.command("import-feedback", epilog="Example: crosscheck eval import-feedback feedback.jsonl my_cases.yaml")
def import_feedback(
    feedback: Annotated[Path, typer.Argument(help="What the page kept: one JSON object a line.")],
    target: Annotated[Path, typer.Argument(help="File of cases to write, to be reviewed.")],
    articles: options.Articles = None,
) -> None:
    """Turn what people said of answers into cases to review."""
    from crosscheck.evals.feedback import import_lines

    with _codes():
        typer.echo(import_lines(feedback, target, articles))


def main() -> None:
    """Run the command line."""
    cli.main()
