"""The larger NLI model: what differs from MiniLM, how it is packed and trained, and when it is asked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from crosscheck.index.errors import ModelError
from crosscheck.index.models import NliModel, cascade, pack, packaged
from crosscheck.index.models.base import read_tensors
from crosscheck.index.models.cascade import DOUBTED, Cascade, cascade_fingerprint
from crosscheck.index.models.mpnet import Mpnet, nearness, pair_tokenizer
from crosscheck.index.models.pack import packed, unpacked
from crosscheck.index.models.packaged import PackagedScorer
from crosscheck.index.models.scoring import softmax
from crosscheck.index.training.large import large_model, write_large

LARGE = Path(packaged.__file__).parent / "nli_large"
OF_OTHER_THINGS = ("The ferry sails at nine.", "Glaciers carve wide valleys over thousands of years.")
CONTRARY = ("The ferry sails at nine every day.", "The ferry never sails at nine.")


@pytest.mark.parametrize(
    ("ahead", "bucket"),
    # Near ones have a bucket each; from 8 on, distance n is in 8 + 8 log(n / 8) / log(16).
    [(0, 0), (-1, 1), (1, 17), (-7, 7), (7, 23), (-8, 8), (-16, 10), (64, 30), (-127, 15), (200, 31)],
)
def test_distances_fall_into_the_buckets_of_t5(ahead: int, bucket: int) -> None:
    table = np.arange(32 * 12, dtype=np.float32).reshape(32, 12)
    place = 210 if ahead < 0 else 20
    assert nearness(table)[0, :, place, place + ahead].tolist() == table[bucket].tolist()


def test_a_pair_has_two_separators_and_a_text_of_its_own_on_each_side() -> None:
    encoding = pair_tokenizer().encode("the ferry", "a port")
    assert encoding.tokens == ["[CLS]", "the", "ferry", "[SEP]", "[SEP]", "a", "port", "[SEP]"]
    assert encoding.type_ids == [0, 0, 0, 0, 0, 1, 1, 1]


def test_weights_of_another_model_are_refused() -> None:
    with pytest.raises(ModelError, match="not those of a packed MPNet"):
        Mpnet({"weight": np.zeros(3, dtype=np.float32)})


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random MPNet of nine narrow layers with a vocabulary of the usual size."""
    import torch
    import transformers

    torch.manual_seed(3)
    config = transformers.MPNetConfig(
        vocab_size=30_527, hidden_size=24, num_hidden_layers=9, num_attention_heads=12, intermediate_size=96
    )
    folder = tmp_path_factory.mktemp("mpnet")
    transformers.MPNetModel(config).save_pretrained(folder)
    return folder


def test_its_words_are_put_in_the_order_of_minilms_and_four_layers_less_are_kept(
    base: Path, tmp_path: Path
) -> None:
    words = np.asarray(read_tensors(base / "model.safetensors")["embeddings.word_embeddings.weight"])
    model: Any = large_model(base, None)
    ordered = model.get_input_embeddings().weight.detach().numpy()
    cls, ferry, sep, *_ = pair_tokenizer().encode("ferry", "port").ids
    assert (ordered[[cls, sep, ferry]] == words[[0, 2, ferry + 4]]).all()
    assert len(model.mpnet.encoder.layer) == 8
    write_large(model, tmp_path)
    again: Any = large_model(base, tmp_path)
    assert np.allclose(again.classifier.dense.weight.detach(), model.classifier.dense.weight.detach(), atol=1e-3)


def test_what_is_packed_and_unpacked_is_off_by_half_a_step_of_its_column(base: Path, tmp_path: Path) -> None:
    import torch

    model = large_model(base, None)
    for value in model.parameters():  # biases and norms that all are alike could be exchanged unnoticed
        torch.nn.init.normal_(value, generator=torch.Generator().manual_seed(value.numel()))
    write_large(model, tmp_path)
    whole = read_tensors(tmp_path / "model.safetensors")
    back = unpacked(packed(whole))
    assert set(back) == set(whole)
    for name, value in whole.items():
        written = np.asarray(value, dtype=np.float32)
        if "position_embeddings" in name:
            assert np.abs(back[name][2:] - written[2:]).max() < 1e-6
        elif "layer" in name and written.ndim == 2:
            steps = np.abs(written).max(axis=1, keepdims=True) / 64
            assert (np.abs(back[name] - written) <= steps / 2 + 1e-6).all()
        else:
            assert np.abs(back[name] - written).max() <= np.abs(written).max() / 127


def test_of_a_model_whose_last_layers_were_trained_only_these_are_packed(tmp_path: Path) -> None:
    beneath = read_tensors(LARGE / "model.safetensors")
    last = {name: value for name, value in unpacked(beneath).items() if "layer.7" in name or "classifier" in name}
    turned = {name: -np.asarray(value) for name, value in last.items()}
    config = json.loads((LARGE / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "trained").mkdir()
    save_file(turned, tmp_path / "trained" / "model.safetensors")
    (tmp_path / "trained" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    pack.main([str(tmp_path / "trained"), str(tmp_path / "packed"), "--onto", "nli_large"])
    kept = read_tensors(tmp_path / "packed" / "model.safetensors")
    assert {name.split(".weight")[0].split(".bias")[0] for name in kept if "layer" not in name} == {
        "pooler.dense",
        "classifier",
    }
    assert {name.split(".")[2] for name in kept if "layer" in name} == {"7"}

    whole = {**unpacked(beneath), **turned}
    (tmp_path / "whole").mkdir()
    save_file(packed(whole), tmp_path / "whole" / "model.safetensors")
    (tmp_path / "whole" / "config.json").write_text(json.dumps({**config, "packed": True}), encoding="utf-8")
    together, apart = (PackagedScorer(tmp_path / name).logits([CONTRARY]) for name in ("whole", "packed"))
    assert np.array_equal(together, apart)
    assert not np.allclose(apart, PackagedScorer.released("nli_large").logits([CONTRARY]))


def test_they_are_refused_on_a_model_that_they_were_not_trained_on(tmp_path: Path) -> None:
    config = {"onto": {"name": "nli_large", "sha256": "0" * 64}, "packed": True, "id2label": {"0": "neutral"}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file({"classifier.bias": np.zeros(3, np.float32)}, tmp_path / "model.safetensors")
    with pytest.raises(ModelError, match=r"not the released ones: .*nli_large"):
        PackagedScorer(tmp_path)


def test_what_the_small_model_takes_for_no_contradiction_the_large_one_is_not_asked() -> None:
    both = Cascade(DOUBTED)
    assert (both.logits([OF_OTHER_THINGS]) == PackagedScorer.released("nli").logits([OF_OTHER_THINGS])).all()
    assert both._large._scorer is None


def test_what_may_be_a_contradiction_both_models_judge() -> None:
    small, large = (PackagedScorer.released(name).logits([CONTRARY]) for name in ("nli", "nli_large"))
    assert softmax(small)[0, 2] >= DOUBTED
    assert np.allclose(
        Cascade(DOUBTED).logits([OF_OTHER_THINGS, CONTRARY])[1], cascade._SMALL * small[0] + large[0]
    )


def test_asked_directly_both_models_judge_whatever_the_small_one_thinks() -> None:
    small, large = (PackagedScorer.released(name).logits([OF_OTHER_THINGS]) for name in ("nli", "nli_large"))
    assert np.allclose(Cascade().logits([OF_OTHER_THINGS]), cascade._SMALL * small + large)


def test_the_fingerprint_names_both_models() -> None:
    assert NliModel.load().fingerprint == cascade_fingerprint(0.0)
    assert all(packaged.RELEASED_SHA256[name] in cascade_fingerprint(DOUBTED) for name in ("nli", "nli_large"))


def test_asking_for_the_fingerprint_loads_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascade, "PackagedScorer", None)
    assert cascade_fingerprint(DOUBTED)
