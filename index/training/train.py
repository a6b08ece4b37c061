"""Train one of the models: `python -m crosscheck.index.training.train nli --data DIR --out DIR`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from tokenizers import Tokenizer

from crosscheck.index.models.base import BASE_WEIGHTS_SHA256, WORD_EMBEDDINGS, base_directory
from crosscheck.index.models.mpnet import pair_tokenizer
from crosscheck.index.models.packaged import EMBEDDINGS_KEY
from crosscheck.index.training.examples import LABELS
from crosscheck.index.training.large import ASKED, large_model, write_large
from crosscheck.index.training.loop import EpochBuilder, Recipe, Trainer
from crosscheck.index.training.nli_data import NliExamples
from crosscheck.index.training.question_data import QuestionExamples
from crosscheck.index.training.rivals import RivalAnswers
from crosscheck.index.training.weights import load_weights
from crosscheck.index.training.written_data import REHEARSED, WrittenNli, WrittenQuestions

_HEAD_DROPOUT = 0.1
_LARGE_BATCH, _LARGE_SMOOTHING = 32, 0.03
_BUILDERS: dict[tuple[str, bool], Callable[[Path, int], EpochBuilder]] = {
    ("nli", False): NliExamples,
    ("relevance", False): QuestionExamples,
    ("relevance", True): WrittenQuestions,
}


def new_model(task: str, init: Path | None, dropout: float = 0.0) -> Any:
    """Return the packaged MiniLM with a fresh classifier, or with the weights saved in `init`.

    `dropout` is the share of the hidden values left out at each step. Examples that come once or twice need none;
    those written for training come again and again.
    """
    from transformers import AutoConfig, BertForSequenceClassification

    names = LABELS if task == "nli" else ("LABEL_0",)
    config = AutoConfig.from_pretrained(
        base_directory(),
        id2label=dict(enumerate(names)),
        label2id={name: i for i, name in enumerate(names)},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        classifier_dropout=_HEAD_DROPOUT,
    )
    model = BertForSequenceClassification.from_pretrained(
        base_directory(), config=config, attn_implementation="eager"
    )
    if init is not None:
        model.load_state_dict(load_weights(init), strict=False)
    model.get_input_embeddings().weight.requires_grad_(False)
    return model


def write_snapshot(model: Any, out: Path) -> None:
    """Save the weights in float16, without the word embeddings, and the configuration."""
    import torch

    out.mkdir(parents=True, exist_ok=True)
    state = {
        name: value.detach().to("cpu", torch.float16).contiguous()
        for name, value in model.state_dict().items()
        if name != WORD_EMBEDDINGS
    }
    partial = out / "model.partial"
    save_file(state, partial, metadata={"format": "pt"})
    partial.replace(out / "model.safetensors")
    (out / "config.json").write_text(json.dumps(settings(model.config), indent=2) + "\n", encoding="utf-8")


def settings(config: Any) -> dict[str, Any]:
    """Return the configuration as saved: a public layout, and where the word embeddings are."""
    activation = "activation.Sigmoid" if config.num_labels == 1 else "linear.Identity"
    changed = {
        "architectures": ["BertForSequenceClassification"],
        "sentence_transformers": {"activation_fn": f"torch.nn.modules.{activation}"},
        EMBEDDINGS_KEY: BASE_WEIGHTS_SHA256,
    }
    left_out = ("_name_or_path", "dtype", "transformers_version")  # of this machine, of this run
    kept = {key: value for key, value in config.to_dict().items() if key not in left_out}
    return dict(sorted({**kept, **changed}.items()))


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.index.training.train", description=__doc__)
    parser.add_argument("task", choices=("nli", "relevance"))
    parser.add_argument("--written", action="store_true", help="the last stage: the corpora written for training")
    parser.add_argument("--data", type=Path, required=True, help="the folder of public training data")
    parser.add_argument("--out", type=Path, required=True, help="where snapshots and the state are written")
    parser.add_argument("--minutes", type=float, default=50.0, help="time budget of the optimisation")
    parser.add_argument("--learning-rate", type=float, default=1.5e-4)
    parser.add_argument("--final-share", type=float, default=0.0, help="of the rate, left at the end of the stage")
    parser.add_argument("--dropout", type=float, default=0.0, help="share of the hidden values left out")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--base", type=Path, help="a folder with all-mpnet-base-v2: trains the larger NLI model")
    parser.add_argument(
        "--rehearsed", type=int, default=REHEARSED, help="public pairs in an epoch of --written nli"
    )
    parser.add_argument("--asked", action="store_true", help="with --written nli: pairs put to a question")
    parser.add_argument("--init", type=Path, help="a snapshot to start from instead of MiniLM")
    parser.add_argument("--resume", action="store_true", help="go on from the state in --out")
    options = parser.parse_args(arguments)
    if options.base and not (options.task == "nli" and options.written):
        parser.error("--base trains the larger NLI model: nli --written")
    return options


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    import torch

    options = parse(sys.argv[1:] if arguments is None else arguments)
    recipe = Recipe(options.minutes, options.learning_rate, options.final_share, seed=options.seed)
    torch.manual_seed(recipe.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    trainer = (_large if options.base else _small)(options, recipe)
    if options.resume:
        trainer.resume()
    trainer.fit()


def _small(options: argparse.Namespace, recipe: Recipe) -> Trainer:
    return Trainer(
        new_model(options.task, options.init, options.dropout),
        _cut(Tokenizer.from_file(str(base_directory() / "tokenizer.json")), recipe),
        _examples(options),
        recipe,
        options.out / "state.pt",
        lambda model: write_snapshot(model, options.out),
    )


def _large(options: argparse.Namespace, recipe: Recipe) -> Trainer:
    recipe = replace(recipe, batch_size=_LARGE_BATCH, smoothing=_LARGE_SMOOTHING)
    return Trainer(
        large_model(options.base, options.init, options.dropout, **({"trained": ASKED} if options.asked else {})),
        _cut(Tokenizer.from_str(pair_tokenizer().to_str()), recipe),
        _examples(options),
        recipe,
        options.out / "state.pt",
        lambda model: write_large(model, options.out),
    )


def _examples(options: argparse.Namespace) -> EpochBuilder:
    if options.asked:
        return RivalAnswers(options.data, options.seed)
    if (options.task, options.written) == ("nli", True):
        return WrittenNli(options.data, options.seed, options.rehearsed)
    return _BUILDERS[options.task, options.written](options.data, options.seed)


def _cut(tokenizer: Tokenizer, recipe: Recipe) -> Tokenizer:
    tokenizer.no_padding()
    tokenizer.enable_truncation(recipe.max_tokens)
    return tokenizer


if __name__ == "__main__":
    main()
