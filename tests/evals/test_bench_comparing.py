"""The benchmark of what comparing costs."""

from pathlib import Path

from crosscheck.evals.bench.comparing import Cost, cost


def test_a_build_that_compares_takes_longer(tmp_path: Path) -> None:
    for hour in range(2):
        lines = [f"The ferry Alba leaves pier {pier} at {hour + 6} in the morning." for pier in range(1, 21)]
        (tmp_path / f"timetable-{hour}.md").write_text("# Timetable\n\n" + " ".join(lines) + "\n")
    found = cost(tmp_path, rounds=1)
    assert found.compared > 1.2 * found.plain > 0
    # Of forty claims 3.25 pairs each; twenty sentences of fifty characters are one passage.
    assert (found.passages, found.pairs) == (2, 130)


def test_the_line_says_what_a_passage_and_a_pair_cost() -> None:
    assert str(Cost(9.0, 3.0, passages=30, pairs=1500)) == (
        "9 CPU s with comparing, 3 without: 3.00; 100 ms for each of 30 passages, 4 ms for each of 1,500 pairs"
    )
