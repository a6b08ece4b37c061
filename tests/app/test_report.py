"""The report: both quotes of every disagreement, with their sources, in two formats."""

from pathlib import Path

import pytest

from crosscheck.app.report import write_report
from crosscheck.index.errors import BadInput
from crosscheck.index.types import Disagreement, Side

FOUND = Disagreement(
    "number",
    0.91,
    "the crossing",
    (
        Side("a", "The ferry", "2021", "It takes 24 minutes.", 0, 20, articles=2),
        Side("b", "A <tour>", None, "It takes 35 minutes.", 0, 20),
    ),
    "One source may be outdated.",
)


def test_markdown_has_both_quotes_and_their_sources(tmp_path: Path) -> None:
    write_report(tmp_path / "report.md", [FOUND])
    assert (tmp_path / "report.md").read_text() == (
        "# Where the articles disagree: 1 place\n"
        "\n## 1. the crossing (number, 0.91)\n"
        "\n> It takes 24 minutes.\n>\n> — The ferry, 2021, and 1 more say so\n"
        "\n> It takes 35 minutes.\n>\n> — A <tour>\n"
        "\nOne source may be outdated.\n"
    )


def test_html_escapes_what_articles_say(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", [FOUND])
    page = (tmp_path / "report.html").read_text()
    assert "A &lt;tour&gt;" in page and "<tour>" not in page
    assert "“It takes 24 minutes.”" in page and "“It takes 35 minutes.”" in page


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"end the name of the report in \.md or \.html"):
        write_report(tmp_path / "report.pdf", [FOUND])


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file or directory"):
        write_report(tmp_path / "nowhere" / "report.md", [FOUND])
