"""The package is light until a model is loaded."""

import subprocess
import sys

HEAVY = ("torch", "transformers", "sentence_transformers", "onnxruntime")


def test_importing_the_models_imports_no_framework() -> None:
    code = f"import sys, crosscheck.index.models; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_scoring_with_our_weights_needs_no_framework() -> None:
    code = (
        "import sys\nfrom crosscheck.index.models import NliModel, RelevanceModel\n"
        "RelevanceModel.load().score('Who?', ['Ann.'])\n"
        "NliModel.load().judge([('The ferry sails at nine.', 'The ferry never sails at nine.')])\n"
        f"print([m for m in {HEAVY[:3]} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
