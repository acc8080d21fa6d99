"""Paper never loses a letter in silence: what its font lacks is marked, and a note says where to read it."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from pipeline.calls.text import Language
from pipeline.reports import words
from pipeline.reports.calls import ReportCall, Titles
from pipeline.reports.employee import employee_report
from pipeline.reports.glyphs import MISSING, code_points, drawable
from pipeline.reports.pdf import Press

MakeCall = Callable[..., ReportCall]
START = datetime(2026, 10, 6, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def font(name: str) -> bytes:
    return resources.files("pipeline.reports").joinpath(f"fonts/{name}").read_bytes()


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_shipped_fonts_draw_what_names_here_are_written_in(name: str) -> None:
    covered = code_points(font(name))
    for letters in (
        "Щёлокова",
        "Ґедзь",
        "Қуат",
        "Ümit Łódź",
        "Ελένη",
        "Գայանե",
        "ნინო",
        "שלום",
        "مرحبا",
        "₽№«»—…▶▲▼",
    ):
        assert covered.issuperset(map(ord, letters)), letters
    assert covered.isdisjoint(map(ord, "王小明สมชาย한국🙂"))
    assert ord(MISSING) in covered


def test_what_is_no_font_is_refused() -> None:
    for content in (b"", b"no font at all", b"\0\1\0\0" + bytes(40)):
        with pytest.raises(ValueError, match="character map"):
            code_points(content)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("name", "marked"), [("ООО «王小明»", True), ("אברהם כהן", False), ("مرحبا", False)])
def test_a_name_in_other_letters_is_printed_or_marked_with_a_note(
    name: str,
    marked: bool,  # noqa: FBT001  # a parameter of the table above
    language: Language,
    make_call: MakeCall,
    titles: Titles,
    now: datetime,
) -> None:
    report = employee_report(
        name, [make_call("a", START, greeting="met")], titles=titles, since=None, until=None, generated_at=now
    )
    pages = PdfReader(io.BytesIO(Press().employee(report, language=language))).pages
    text = "".join(page.extract_text() for page in pages)
    note = words.WORDS["no_glyphs"].filled(mark=MISSING).of(language)
    assert (MISSING * 3 in text) == marked
    assert (re.sub(r"\s", "", note) in re.sub(r"\s", "", text)) == marked


def test_a_name_without_a_space_does_not_run_over_its_neighbours() -> None:
    covered = code_points(font("DejaVuSans.ttf"))
    shown = drawable("Я" * 200, covered)
    assert max(map(len, shown.split("\u200b"))) == 12
    assert shown.replace("\u200b", "") == "Я" * 200
    assert drawable("Достопримечательность гастрономическая", covered).isprintable(), "no word is broken"


def test_words_from_right_to_left_keep_to_themselves() -> None:
    covered = code_points(font("DejaVuSans.ttf"))
    assert drawable("Лавка: последний контакт 5 окт.", covered) == "Лавка: последний контакт 5 окт."
    assert drawable("אברהם כהן: 5 окт.", covered) == "\u2068אברהם כהן\u2069: 5 окт."
    assert drawable("с אברהם и с مرحبا", covered) == "с \u2068אברהם\u2069 и с \u2068مرحبا\u2069"
