"""A table that takes hours is measured in pieces, and none of them twice."""

from pathlib import Path

from benchmarks.kept import Kept


def test_a_run_that_was_killed_in_the_middle_of_a_line_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "rows.jsonl"
    rows = Kept(path)
    rows.add("engine", "busy 425 Hz", 0.3, row=[1, 2])
    rows.add("engine", "гудок", 10.0, row=[0, 0])
    path.write_text(path.read_text(encoding="utf-8")[:-4], encoding="utf-8")
    again = Kept(path)
    assert again.get("engine", "busy 425 Hz", 0.3) == [1, 2]
    assert again.get("engine", "гудок", 10.0) is None
    again.add("engine", "гудок", 10.0, row=[3, 4])
    third = Kept(path)
    assert (third.get("engine", "busy 425 Hz", 0.3), third.get("engine", "гудок", 10.0)) == ([1, 2], [3, 4])


def test_when_the_minutes_are_over_no_new_row_is_asked_for(tmp_path: Path) -> None:
    assert Kept(tmp_path / "rows.jsonl", minutes=-1).spent
    assert not Kept(tmp_path / "rows.jsonl").spent
