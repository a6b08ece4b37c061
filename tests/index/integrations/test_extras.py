"""What is said when a framework is not there."""

import subprocess
import sys

import pytest

from crosscheck.index.errors import MissingExtra
from crosscheck.index.integrations import needs


def test_a_missing_library_is_an_error_that_says_what_to_install() -> None:
    with (
        pytest.raises(
            MissingExtra, match=r"^no_such_library is not installed: pip install 'crosscheck\[extra\]'$"
        ),
        needs("no_such_library", "extra"),
    ):
        import no_such_library.core  # type: ignore[import-not-found]  # noqa: F401


def test_a_fault_inside_a_library_is_not_taken_for_its_absence() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"), needs("llama_index", "llama-index"):
        import no_such_module  # type: ignore[import-not-found]  # noqa: F401


def test_nothing_of_a_framework_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, crosscheck.index, crosscheck.app\n"
        "print(sorted({'langchain_core', 'llama_index', 'haystack', 'mcp', 'gradio'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
