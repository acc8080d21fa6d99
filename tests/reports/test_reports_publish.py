import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline import files
from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.employee import employee_report
from pipeline.reports.index import index_report
from pipeline.reports.names import slug, stem
from pipeline.reports.publish import write_one, write_reports

MakeCall = Callable[..., ReportCall]
Write = Callable[[list[str]], Path]
BOTH = (Language.RU, Language.EN)
START = datetime(2026, 10, 6, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture
def write(tmp_path: Path, make_call: MakeCall, titles: Titles, now: datetime) -> Write:
    def go(names: list[str]) -> Path:
        reports = [
            employee_report(
                name,
                [make_call(name, START, greeting="met")],
                titles=titles,
                since=None,
                until=None,
                generated_at=now,
            )
            for name in names
        ]
        index = index_report(reports, generated_at=now, account=None, quarantine=[])
        return write_reports(reports, index, folder=tmp_path / "reports", languages=BOTH)

    return go


def test_every_page_and_document_is_written(write: Write) -> None:
    path = write(["Ирина Соколова"])
    name = stem("Ирина Соколова")
    assert {p.name for p in path.parent.iterdir()} == {
        *(f"{name}.en.html", f"{name}.json", f"{name}.ru.html"),
        *("index.en.html", "index.html", "index.json", "index.ru.html"),
    }
    assert path.read_text(encoding="utf-8") == (path.parent / "index.ru.html").read_text(encoding="utf-8")


def test_every_link_between_the_pages_leads_somewhere(write: Write) -> None:
    folder = write(["Ирина Соколова", "Grace Miller"]).parent
    for page in folder.glob("*.html"):
        for link in page.read_text(encoding="utf-8").split('href="')[1:]:
            target = link.split('"')[0]
            if not target.startswith(("../playback/", "#")):
                assert (folder / target).is_file(), f"{page.name} leads to {target}"


def test_writing_again_changes_no_byte(write: Write) -> None:
    folder = write(["a", "b"]).parent
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    write(["b", "a"])
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_report_of_an_earlier_run_does_not_stay_behind(write: Write) -> None:
    folder = write(["Ушла", "Осталась"]).parent
    (folder / "notes.txt").write_text("mine")
    (folder / "employee-handbook.pdf").write_text("mine too")
    (folder / ".index.en.html.x1y2.part").write_text("killed half way")
    write(["Осталась"])
    names = {p.name for p in folder.iterdir()}
    assert not [n for n in names if n.startswith(stem("Ушла"))]
    assert {"notes.txt", "employee-handbook.pdf", f"{stem('Осталась')}.json"} <= names
    assert ".index.en.html.x1y2.part" not in names


def test_a_full_disk_leaves_the_old_page_whole(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(["a"]).parent
    before = {p.name: p.read_bytes() for p in folder.iterdir()}

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(UserError, match="No space left") as caught:
        write(["a", "b"])
    assert "\n" not in caught.value.message
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_file_in_the_place_of_the_folder_is_told_in_one_sentence(write: Write, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(UserError, match=r"reports: the report cannot be written"):
        write(["a"])


def test_a_single_file_is_whole_or_not_there(tmp_path: Path) -> None:
    write_one(tmp_path / "one.json", b"{}\n")
    assert (tmp_path / "one.json").read_text() == "{}\n"
    with pytest.raises(UserError, match="missing"):
        write_one(tmp_path / "missing" / "one.json", b"{}")
    assert [p.name for p in tmp_path.iterdir()] == ["one.json"]


def test_two_employees_with_the_same_slug_get_two_files() -> None:
    assert slug("Ирина Соколова") == slug("Irina Sokolova")
    assert stem("Ирина Соколова") != stem("Irina Sokolova")
    assert stem("王芳") != stem("李娜")


def test_the_same_employee_twice_in_one_run_is_a_bug_and_said_so(write: Write) -> None:
    with pytest.raises(ValueError, match="same employee"):
        write(["a", "a"])


def test_no_language_is_a_bug_and_said_so(tmp_path: Path, now: datetime) -> None:
    index = index_report([], generated_at=now, account=None, quarantine=[])
    with pytest.raises(ValueError, match="at least one language"):
        write_reports([], index, folder=tmp_path, languages=[])
