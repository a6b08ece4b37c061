"""An article and its copy with one thing changed, and the real models: that is reported, and nothing else."""

from pathlib import Path

import pytest

from crosscheck.index import Retriever
from crosscheck.index.types import Disagreement

TEXT = (
    "The lighthouse of Skerry Point was built in 1862. The tower is 38 metres high. "
    "Visitors are allowed to climb the tower in summer. The lamp was made by Fresnel in Paris. "
    "Storms damaged the gallery many times. A keeper and his family lived below the lamp."
)


def found_between(folder: Path, one: str, other: str) -> list[Disagreement]:
    folder.mkdir(exist_ok=True)
    (folder / "one.txt").write_text(one)
    (folder / "other.txt").write_text(other)
    return Retriever.open(folder).disagreements()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("38 metres", "52 metres", "number"),
        ("in 1862", "in 1894", "date"),
        ("are allowed", "are not allowed", "negation"),
        ("by Fresnel in Paris", "by Chance in Birmingham", "entity"),
    ],
)
def test_an_edit_is_reported_with_its_kind(tmp_path: Path, before: str, after: str, kind: str) -> None:
    assert before in TEXT
    (found,) = found_between(tmp_path / "articles", TEXT, TEXT.replace(before, after))
    assert found.kind == kind
    assert {before in side.quote for side in found.sides} == {True, False}
    assert {after in side.quote for side in found.sides} == {True, False}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),  # an exact duplicate
        ("38 metres", "125 feet"),
        ("was built in 1862", "was constructed in the year 1862"),
        ("are allowed to", "may"),
        ("many times", "often"),
    ],
)
def test_what_says_the_same_is_not_reported(tmp_path: Path, before: str, after: str) -> None:
    assert found_between(tmp_path / "articles", TEXT, TEXT.replace(before, after)) == []


def test_another_name_is_reported_beside_a_number_that_stayed(tmp_path: Path) -> None:
    steps = f"{TEXT} The stairs were designed by Alan Stevenson and have 212 steps."
    (found,) = found_between(tmp_path / "articles", steps, steps.replace("Alan Stevenson", "James Walker"))
    assert found.kind == "entity"


def test_hours_are_known_in_minutes_though_the_model_does_not_count(tmp_path: Path) -> None:
    march = f"{TEXT} The march to the tower lasted 2 hours."
    assert found_between(tmp_path / "articles", march, march.replace("2 hours", "120 minutes")) == []


def test_a_vague_amount_goes_with_a_number_though_the_model_has_doubts(tmp_path: Path) -> None:
    crossing = f"{TEXT} The crossing is much faster than before."
    after = crossing.replace("much faster", "30 percent faster")
    assert found_between(tmp_path / "articles", crossing, after) == []


def test_removing_one_side_removes_the_disagreement(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    assert found_between(folder, TEXT, TEXT.replace("38 metres", "52 metres"))
    (folder / "other.txt").unlink()
    assert Retriever.open(folder).disagreements() == []


def test_a_duplicate_adds_no_disagreement_but_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "third.txt").write_text(TEXT)
    (found,) = found_between(folder, TEXT, TEXT.replace("38 metres", "52 metres"))
    assert sorted(side.articles for side in found.sides) == [1, 2]


def test_only_what_an_article_touches_is_judged_again(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    found_between(folder, TEXT, TEXT.replace("38 metres", "52 metres"))
    judged: list[int] = []
    (folder / "third.txt").write_text("Gulls nest below the gallery of the tower.\n")
    retriever = Retriever.open(
        folder, progress=lambda stage, _, total: judged.append(total) if stage == "Comparing" else None
    )
    row = next(row for row, s in enumerate(retriever.index.sentences) if s.article == "third")
    assert judged == [len(retriever.index.pairs_of[row])]


def test_disagreements_of_hits_are_those_that_touch_them(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    found = found_between(folder, TEXT, TEXT.replace("38 metres", "52 metres"))
    (folder / "third.txt").write_text("A bakery in the village sells bread and rolls.\n")
    retriever = Retriever.open(folder)
    touched = retriever.disagreements(retriever.search("How high is the tower?", k=2))
    assert [one.sides for one in touched] == [one.sides for one in found]
    assert retriever.disagreements(retriever.search("Where is bread sold?", k=1)) == []


def test_how_a_number_is_written_is_no_disagreement(tmp_path: Path) -> None:
    text = "The pass lies 2,140 metres above the sea. It is closed in winter."
    assert found_between(tmp_path / "articles", text, text.replace("2,140", "2140")) == []
    assert found_between(tmp_path / "others", text, text.replace("2,140", "1240"))
