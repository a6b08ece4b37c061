"""The larger of the two NLI models: the first layers of an MPNet, its words in the order of MiniLM's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from crosscheck.index.models.pack import FIRST_PLACE
from crosscheck.index.models.runtime import MAX_TOKENS, tokenizer
from crosscheck.index.training.examples import LABELS
from crosscheck.index.training.weights import load_weights

__all__ = ["large_model", "write_large"]

ASKED = 3
"""Layers that are trained to tell rival answers, the last ones: the others are those of the NLI model."""

_LAYERS = 8  # of twelve: two thirds of the work, in training and ever after
_WORDS_ON = 4  # MPNet's vocabulary is a copy of MiniLM's behind four words of its own
_SPECIAL = {"[CLS]": 0, "[SEP]": 2}  # which are these
_KEPT = ("model_type", "vocab_size", "hidden_size", "intermediate_size", "layer_norm_eps", "num_attention_heads")
_NAMES = ("num_hidden_layers", "max_position_embeddings", "id2label", "label2id")


def large_model(base: Path, init: Path | None, dropout: float = 0.0, trained: int = _LAYERS) -> Any:
    """Return the MPNet in `base` with a fresh classifier, or with the weights in `init`, saved or exported.

    The classifier and the last layers are `trained`, so many of them; with all of them, all but the words.
    """
    from transformers import MPNetForSequenceClassification

    model = MPNetForSequenceClassification.from_pretrained(
        base,
        num_hidden_layers=_LAYERS,
        id2label=dict(enumerate(LABELS)),
        label2id={name: i for i, name in enumerate(LABELS)},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    _fit_tables(model)
    if init is not None:
        model.load_state_dict(load_weights(init))
    model.get_input_embeddings().weight.requires_grad_(False)
    if trained < _LAYERS:
        model.mpnet.requires_grad_(False)
        for layer in model.mpnet.encoder.layer[-trained:]:
            layer.requires_grad_(True)
    return model


def _fit_tables(model: Any) -> None:
    """Order the words as MiniLM's tokenizer numbers them, and keep the places of the longest pair."""
    import torch

    rows = torch.arange(tokenizer().get_vocab_size()) + _WORDS_ON
    for name, row in _SPECIAL.items():
        rows[tokenizer().token_to_id(name)] = row
    words = model.get_input_embeddings()
    words.weight = torch.nn.Parameter(words.weight.detach()[rows])
    words.num_embeddings = model.config.vocab_size = len(rows)
    places = model.mpnet.embeddings.position_embeddings
    places.weight = torch.nn.Parameter(places.weight.detach()[: FIRST_PLACE + MAX_TOKENS])
    places.num_embeddings = model.config.max_position_embeddings = len(places.weight)


def write_large(model: Any, out: Path) -> None:
    """Save the weights in float16, for `python -m crosscheck.index.models.pack`, and the configuration.

    Where only the last layers were trained, these and the classifier are saved.
    """
    import torch

    out.mkdir(parents=True, exist_ok=True)
    whole = model.mpnet.embeddings.position_embeddings.weight.requires_grad
    state = {
        name: value.detach().to("cpu", torch.float16).contiguous()
        for name, value in model.named_parameters()
        if whole or value.requires_grad
    }
    partial = out / "model.partial"
    save_file(state, partial, metadata={"format": "pt"})
    partial.replace(out / "model.safetensors")
    config = model.config.to_dict()
    found = {"architectures": ["MPNetForSequenceClassification"]} | {key: config[key] for key in (*_KEPT, *_NAMES)}
    (out / "config.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
