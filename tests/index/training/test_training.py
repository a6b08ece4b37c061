"""Data, batches and the loop, on a few rows and a model of one small layer."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from crosscheck.index.training.batches import collate, cut_batches, tokenize
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.loop import Recipe, Trainer, learning_rate
from crosscheck.index.training.nli_data import neighbour_pairs, same_subject, swapped
from crosscheck.index.training.question_data import passage_rows, vary
from crosscheck.index.training.text import split_sentences


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_sentences_end_before_a_capital() -> None:
    assert split_sentences("It rose by 3.5 percent. Then it fell again. Yes.") == [
        "It rose by 3.5 percent.",
        "Then it fell again.",
    ]


def test_neighbours_of_a_document_are_neutral_and_differ() -> None:
    pairs = neighbour_pairs([["a b c", "d e f", "a b g"]], 20, random.Random(1))
    assert pairs
    assert all(pair.label == NEUTRAL and pair.first != pair.second for pair in pairs)


def test_statements_about_one_name_are_paired_unless_nearly_the_same() -> None:
    about = ["Acme was founded in Oslo.", "Acme has many ships now.", "Acme was founded in Rome."]
    pairs = same_subject([*about, "Zenith is old."], 30, random.Random(1))
    assert {frozenset((pair.first, pair.second)) for pair in pairs} == {
        frozenset((about[0], about[1])),
        frozenset((about[1], about[2])),
    }


@pytest.mark.parametrize(
    ("pair", "turned"),
    [
        (Example("a", "b", CONTRADICTION), Example("b", "a", CONTRADICTION)),
        (Example("a", "b", NEUTRAL), Example("b", "a", NEUTRAL)),
        (Example("a b c d e f", "a", ENTAILMENT), Example("a", "a b c d e f", NEUTRAL)),
        (Example("a b", "b a", ENTAILMENT), Example("a b", "b a", ENTAILMENT)),  # may be a paraphrase
    ],
)
def test_a_pair_is_turned_round_where_the_label_allows(pair: Example, turned: Example) -> None:
    assert {swapped(pair, random.Random(seed)) for seed in range(30)} == {pair, turned}


def test_rows_know_their_title_and_the_sentence_before(tmp_path: Path) -> None:
    common = {"question": "Q?", "label": 0, "title": "New_York", "pid": "p"}
    rows = [{**common, "sentence": f"S{i}.", "sent_id": i} for i in range(2)]
    first, second = passage_rows(write(tmp_path / "rows.jsonl.gz", rows), "pid")
    assert (first.title, first.previous, second.previous) == ("New York", "", "S0.")
    shown = {vary(second, random.Random(seed)).second for seed in range(60)}
    assert shown == {"S1.", "New York > S1.", "(S0.) > S1.", "New York > (S0.) > S1."}


def test_batches_hold_each_index_once() -> None:
    batches = cut_batches([5, 1, 4, 2, 3], 2, random.Random(1))
    assert sorted(batches) == [[0], [1, 3], [4, 2]]


def test_the_rate_rises_then_falls_to_its_share() -> None:
    recipe = Recipe(minutes=1, learning_rate=1.0)
    assert [learning_rate(recipe, spent) for spent in (0.0, 0.02, 0.04, 0.52, 1.0)] == [0, 0.5, 1, 0.5, 0]
    assert learning_rate(Recipe(1, 1.0, final_share=0.25), 1.0) == 0.25


@pytest.fixture
def tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    made = Tokenizer(models.WordLevel({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "yes": 3, "no": 4}, "[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return made


def test_pairs_are_padded_with_their_segments(tokenizer: Any) -> None:
    pairs = tokenize(tokenizer, [Example("yes", "no", 1), Example("yes yes", "no no no", 0)])
    batch = collate(pairs, [1, 0], "cpu")
    assert batch.ids.tolist() == [[1, 3, 2, 4, 2, 0, 0, 0], [1, 3, 3, 2, 4, 4, 4, 2]]
    assert batch.segments.tolist() == [[0, 0, 0, 1, 1, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]]
    assert batch.mask.tolist() == [[1, 1, 1, 1, 1, 0, 0, 0], [1] * 8]


def small_trainer(tokenizer: Any, folder: Path, minutes: float) -> Trainer:
    import torch
    import transformers

    library: Any = transformers  # its lazy module hides some arguments from type checkers
    torch.manual_seed(0)
    config = library.BertConfig(
        vocab_size=5,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    recipe = Recipe(minutes, learning_rate=0.01, batch_size=8)
    rows = [Example("yes", "yes", 1), Example("yes", "no", 0)] * 8
    state = folder / "state.pt"
    model = library.BertForSequenceClassification(config)
    return Trainer(model, tokenizer, lambda _: rows, recipe, state, lambda _: None)


def test_training_learns_and_goes_on_where_it_stopped(tokenizer: Any, tmp_path: Path) -> None:
    trainer = small_trainer(tokenizer, tmp_path, minutes=1.0 / 60)
    trainer.fit()

    again = small_trainer(tokenizer, tmp_path, minutes=2.0 / 60)
    again.resume()
    assert again.progress == trainer.progress
    assert all((a == b).all() for a, b in zip(again.masters, trainer.masters, strict=True))

    batch = next(trainer._batches())
    scores = trainer.model.eval()(batch.ids, token_type_ids=batch.segments, attention_mask=batch.mask).logits
    right = batch.labels == 1
    assert scores[right].mean() > scores[~right].mean()


def test_a_snapshot_is_loaded_by_its_path_and_trained_on(tmp_path: Path) -> None:
    import json

    import torch

    from crosscheck.index.models import RelevanceModel, packaged
    from crosscheck.index.training.train import new_model, write_snapshot

    released = Path(packaged.__file__).parent / "relevance"
    model = new_model("relevance", init=released)
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert "bert.embeddings.word_embeddings.weight" not in trained
    assert len(trained) == 104
    with torch.no_grad():
        model.classifier.bias.add_(1.0)
    write_snapshot(model, tmp_path)
    shifted, ours = (
        m.score("Who?", ["Ann Berg."]) for m in (RelevanceModel.load(str(tmp_path)), RelevanceModel.load())
    )
    assert shifted[0] > ours[0]
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert {**config, "packed": True} == json.loads((released / "config.json").read_text(encoding="utf-8"))
