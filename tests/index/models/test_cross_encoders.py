"""Loading: our own weights, damaged ones, and other people's models, made tiny and random here."""

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crosscheck.index.errors import ModelError
from crosscheck.index.models import NliModel, RelevanceModel, packaged
from crosscheck.index.models.mpnet import pair_tokenizer

HERE = Path(packaged.__file__).parent
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cache", "is", "old", "new", "who", "?", ".")
SENTENCES = (
    "The cache was rewritten in Rust in 2019.",
    "Rust replaced the old cache.",
    "The cache has always been written in C.",
    "Ann leads the team that looks after the cache.",
    "Who leads the team that looks after the cache, and since when?",
    "Nobody looks after the cache any more.",
)
PAIRS = [("the cache is old.", "the cache is new."), ("who?", "the cache."), ("new", "the cache is new.")]


def make_model(folder: Path, labels: list[str], kind: str = "bert") -> str:
    """A random cross-encoder of two small layers, saved as public ones are."""
    import torch
    import transformers

    library: Any = transformers  # its lazy module hides some classes from type checkers
    torch.manual_seed(1)
    sizes: dict[str, Any] = {
        "vocab_size": len(WORDS),
        "hidden_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "id2label": dict(enumerate(labels)),
        "label2id": {label: i for i, label in enumerate(labels)},
        "initializer_range": 0.5,
    }
    if kind == "bert":
        model = library.BertForSequenceClassification(library.BertConfig(**sizes))
    else:
        config = library.DebertaV2Config(relative_attention=True, pos_att_type=["c2p", "p2c"], **sizes)
        model = library.DebertaV2ForSequenceClassification(config)
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    library.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize("kind", ["bert", "deberta"])
def test_labels_are_mapped_by_name_whatever_their_order(tmp_path: Path, kind: str) -> None:
    ours = make_model(tmp_path / "a", ["entailment", "neutral", "contradiction"], kind)
    other = make_model(tmp_path / "b", ["contradiction", "entailment", "neutral"], kind)
    first, second = NliModel.load(ours).judge(PAIRS), NliModel.load(other).judge(PAIRS)
    assert first.shape == (3, 3)
    assert np.allclose(first[:, [1, 2, 0]], second)  # the same weights under other names
    assert np.allclose(first.sum(axis=1), 1.0, atol=2e-4)


def test_a_model_without_the_three_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="labels are entailment, not_entailment"):
        NliModel.load(make_model(tmp_path / "m", ["entailment", "not_entailment"]))


def test_relevance_takes_one_logit_or_two_named_classes(tmp_path: Path) -> None:
    one = RelevanceModel.load(make_model(tmp_path / "one", ["LABEL_0"]))
    two = RelevanceModel.load(make_model(tmp_path / "two", ["relevant", "irrelevant"]))
    for model in (one, two):
        scores = model.score("who?", ["the cache.", "the new cache."])
        assert scores.shape == (2,)
        assert ((scores >= 0) & (scores <= 1)).all()
    with pytest.raises(ModelError, match="expected one, or relevant and irrelevant"):
        RelevanceModel.load(make_model(tmp_path / "three", ["a", "b", "c"]))


def test_fingerprints_tell_weights_apart(tmp_path: Path) -> None:
    foreign = NliModel.load(make_model(tmp_path / "m", ["entailment", "neutral", "contradiction"]))
    assert len({foreign.fingerprint, NliModel.load().fingerprint, RelevanceModel.load().fingerprint}) == 3


def test_an_unknown_name_fails_without_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelError, match="'nobody/nothing', and nothing is downloaded") as caught:
        NliModel.load("nobody/nothing")
    assert "\n" not in str(caught.value)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our folders of weights where a test may damage them; of the large one by unlinking it first."""
    for name in ("nli", "relevance"):
        shutil.copytree(HERE / name, tmp_path / name)
    (tmp_path / "nli_large").mkdir()
    for name in ("config.json", "model.safetensors"):
        (tmp_path / "nli_large" / name).symlink_to(HERE / "nli_large" / name)
    monkeypatch.setattr(packaged, "__file__", str(tmp_path / "packaged.py"))
    return tmp_path


def test_truncated_weights_are_refused(copied: Path) -> None:
    weights = copied / "nli" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match="not the released ones"):
        NliModel.load()


def test_swapped_weights_are_refused(copied: Path) -> None:
    shutil.copy(copied / "nli" / "model.safetensors", copied / "relevance" / "model.safetensors")
    with pytest.raises(ModelError, match="not the released ones"):
        RelevanceModel.load()


def test_missing_weights_are_named(copied: Path) -> None:
    (copied / "nli" / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"missing: .*model\.safetensors"):
        NliModel.load()


def test_a_folder_of_our_training_is_loaded_by_its_path_and_may_be_damaged_too(copied: Path) -> None:
    for name in ("nli", "nli_large"):
        assert NliModel.load(str(copied / name)).fingerprint == packaged.released_fingerprint(name)
        weights = copied / name / "model.safetensors"
        weights.unlink()
        weights.write_bytes(b"\x10")
        with pytest.raises(ModelError, match="cannot be read"):
            NliModel.load(str(copied / name))


def test_the_large_model_is_missed_before_anything_is_judged(copied: Path) -> None:
    (copied / "nli_large" / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"missing: .*nli_large.*\.safetensors"):
        NliModel.load()


def test_two_models_with_their_labels_in_another_order_are_not_added_up(copied: Path) -> None:
    config = copied / "nli_large" / "config.json"
    written = config.read_text(encoding="utf-8").replace("entailment", "x").replace("neutral", "entailment")
    config.unlink()
    config.write_text(written.replace("x", "neutral"), encoding="utf-8")
    with pytest.raises(ModelError, match="not those of the small"):
        NliModel.load().judge([("The cache is old.", "The cache is not old.")])


def test_our_scores_are_those_of_sentence_transformers_but_for_what_bytes_cost(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    from crosscheck.index.models.export import export

    pairs = [(one, other) for one in SENTENCES for other in SENTENCES if one != other]
    for name in ("nli", "nli_large", "relevance"):
        export(HERE / name, tmp_path / name)
        whole = CrossEncoder(str(tmp_path / name), device="cpu", local_files_only=True)
        asked = name == "relevance"
        theirs = whole.predict(pairs, apply_softmax=not asked)
        folder = str(HERE / name)
        ours = RelevanceModel.load().score_pairs(pairs) if asked else NliModel.load(folder).judge(pairs)
        assert np.abs(ours - theirs).mean() < 0.03
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.98


@pytest.mark.parametrize("name", ["nli", "relevance"])
def test_what_is_exported_and_packed_again_is_what_was_released(name: str, tmp_path: Path) -> None:
    from crosscheck.index.models.export import export
    from crosscheck.index.models.pack import main

    export(HERE / name, tmp_path / "whole")
    main([str(tmp_path / "whole"), str(tmp_path / "packed")])
    made = (tmp_path / "packed" / "model.safetensors").read_bytes()
    assert made == (HERE / name / "model.safetensors").read_bytes()


def test_weights_as_training_writes_them_score_as_they_will_when_they_are_packed(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    from crosscheck.index.models.export import export

    export(HERE / "nli", tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    save_file(
        {name: value for name, value in weights.items() if "word" not in name}, tmp_path / "model.safetensors"
    )
    config = json.loads((HERE / "nli" / "config.json").read_text(encoding="utf-8"))
    del config["packed"]
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    pairs = [(one, other) for one in SENTENCES for other in SENTENCES]
    unpacked, packed = NliModel.load(str(tmp_path)), NliModel.load(str(HERE / "nli"))
    assert np.array_equal(unpacked.judge(pairs), packed.judge(pairs))


def test_what_is_exported_cuts_and_parts_a_pair_as_we_do(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    from crosscheck.index.models.export import export

    export(HERE / "nli_large", tmp_path / "m")
    whole = CrossEncoder(str(tmp_path / "m"), device="cpu", local_files_only=True)
    pair = ("The cache is old. " * 200, "The cache is new.")
    theirs = whole.tokenizer(*pair, truncation="longest_first")["input_ids"]
    assert theirs == pair_tokenizer().encode(*pair).ids
    assert len(theirs) == 256
    assert (
        np.abs(
            whole.predict([pair], apply_softmax=True) - NliModel.load(str(HERE / "nli_large")).judge([pair])
        ).max()
        < 0.2
    )
