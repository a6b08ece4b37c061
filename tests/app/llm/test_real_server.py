"""A real OpenAI-compatible server, `transformers serve`, with two tiny models: one babbles, one says only yes.

It runs in an environment of its own: SETUP makes it, beside this project's.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from crosscheck.app import Assistant
from crosscheck.app.llm import adviser, rephraser
from crosscheck.index import Retriever

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-serve" / "bin" / "python"
SETUP = (
    "python -m venv .venv-serve && .venv-serve/bin/pip install 'transformers[serving]' accelerate torch==2.13.0"
)
TICKETS = "Are tickets sold on board?"

MODELS = """
import sys
from pathlib import Path
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

bytes_ = sorted(pre_tokenizers.ByteLevel.alphabet())
vocabulary = {token: place for place, token in enumerate(["yes\\u0120", "</s>", *bytes_])}
tokenizer = Tokenizer(models.BPE(vocabulary, []))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
whole = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="</s>")
whole.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }} {% endfor %}"
torch.manual_seed(7)
size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
model = LlamaForCausalLM(LlamaConfig(vocab_size=len(vocabulary), num_key_value_heads=2, eos_token_id=1, **size))
for name in ("babbles", "agrees"):
    model.save_pretrained(Path(sys.argv[1]) / name)
    whole.save_pretrained(Path(sys.argv[1]) / name)
    model.model.norm.weight.data.zero_()  # every token is as likely: the first one it is, "yes"
"""


@dataclass(frozen=True)
class Server:
    """Where it is asked, and its models."""

    url: str
    babbles: str
    agrees: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not PYTHON.exists():
        pytest.skip(f"no server to ask: {SETUP}")
    folder = tmp_path_factory.mktemp("models")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    subprocess.run([PYTHON, "-c", MODELS, folder], check=True, capture_output=True, env=environment)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(PYTHON), "-m", "transformers.cli.transformers", "serve", "--device", "cpu", "--port", str(port)]
    with (
        open(folder / "log", "wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process,
    ):
        wait_for(f"http://127.0.0.1:{port}/health")
        yield Server(f"http://127.0.0.1:{port}/v1", str(folder / "babbles"), str(folder / "agrees"))
        process.terminate()


def wait_for(url: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError("transformers serve did not start")


def asked(server: Server, ferry: Assistant, model: str) -> tuple[str, bool]:
    """Return the note to an answer, and whether the answer is as without a language model."""
    reword = rephraser(server.url, model, seconds=60)
    answer = Assistant(ferry.retriever, ferry.relevance, reword=reword).ask(TICKETS).to_json()
    note = answer.pop("wording")["note"]
    return note, answer == ferry.ask(TICKETS).to_json()


def test_babble_leaves_the_quoted_answer(server: Server, ferry: Assistant) -> None:
    assert asked(server, ferry, server.babbles) == (
        f"Nothing that {server.babbles} wrote was supported: these are the articles' own sentences.",
        True,
    )


def test_a_model_that_is_not_there_leaves_the_quoted_answer(server: Server, ferry: Assistant) -> None:
    note, same = asked(server, ferry, "nobody/nothing")
    assert note.startswith("The language model nobody/nothing refused (status ")
    assert same


def test_its_opinions_are_stored_with_the_index(server: Server, tmp_path: Path) -> None:
    for article in (ROOT / "docs" / "ferry").iterdir():
        (tmp_path / article.name).write_bytes(article.read_bytes())
    Retriever.open(tmp_path, rebuild=True, adviser=adviser(server.url, server.agrees, seconds=60))
    opened = Retriever.open(tmp_path)
    assert set(opened.index.opinions.disagree.values()) == {True}
    assert opened.index.opinions.model == server.agrees


def test_babble_is_no_opinion(server: Server, tmp_path: Path) -> None:
    for article in (ROOT / "docs" / "ferry").iterdir():
        (tmp_path / article.name).write_bytes(article.read_bytes())
    opened = Retriever.open(tmp_path, rebuild=True, adviser=adviser(server.url, server.babbles, seconds=60))
    assert opened.index.opinions.disagree == {}
    assert f"the language model {server.babbles} said neither yes nor no of " in opened.notices[0]
