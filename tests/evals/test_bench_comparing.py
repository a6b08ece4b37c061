"""The benchmark of what comparing costs."""

from pathlib import Path

from crosscheck.evals.bench.comparing import processor_seconds


def test_a_build_that_compares_takes_longer(tmp_path: Path) -> None:
    for hour in range(2):
        lines = [f"The ferry Alba leaves pier {pier} at {hour + 6} in the morning." for pier in range(1, 21)]
        (tmp_path / f"timetable-{hour}.md").write_text("# Timetable\n\n" + " ".join(lines) + "\n")
    spent = processor_seconds(tmp_path, rounds=1)
    assert spent["with"] > 1.2 * spent["without"] > 0
