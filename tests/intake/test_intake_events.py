"""Events of a CRM, as CRMs write them: what cannot be used is said with its line, the rest is taken."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.errors import UserError
from pipeline.intake.events import Told, read_events

MOSCOW = ZoneInfo("Europe/Moscow")


def read(folder: Path, content: str | bytes) -> Told:
    file = folder / "crm.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_events(file, zone=MOSCOW)


def test_a_csv_of_events_is_read(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        "client,client_phone,kind,at,reference\nКафе,+79161234567,Invoice sent,2026-10-07T15:00,№ 17\n",
    )
    (event,) = told.events
    assert (event.kind, event.reference, event.party.number) == ("invoice_sent", "№ 17", "79161234567")
    assert event.at == datetime(2026, 10, 7, 12, tzinfo=UTC)
    assert told.faults == told.remarks == ()


def test_windows_1251_with_semicolons_and_dotted_dates_is_read(tmp_path: Path) -> None:
    told = read(tmp_path, "client;kind;at\nКафе «Брусника»;order_shipped;05.10.2026 10:12\n".encode("cp1251"))
    assert [e.party.name for e in told.events] == ["Кафе «Брусника»"]
    assert told.events[0].at == datetime(2026, 10, 5, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("client,at", "missing: kind"),
        ("kind,at", "missing: client or client_phone"),
        ("имя,вид,когда", "there is имя, вид, когда"),
        ("client,kind,at,kind", "stands twice"),
        ("", "there is nothing"),
    ],
)
def test_wrong_columns_are_named_with_those_that_are_needed(tmp_path: Path, header: str, told: str) -> None:
    with pytest.raises(UserError, match=r"crm\.csv") as refused:
        read(tmp_path, f"{header}\n")
    assert told in refused.value.message


def test_bad_lines_are_told_with_their_number_and_the_good_ones_are_taken(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        "client,client_phone,kind,at\n"
        "Кафе,,order_shipped,yesterday\n"
        ",,order_shipped,2026-10-07\n"
        "Кафе,,,2026-10-07\n"
        "Кафе,,order_shipped,2026-10-07,extra\n"
        "\n"
        "Кафе,,order_shipped,2026-10-07\n",
    )
    assert [line for line, _ in told.faults] == [2, 3, 4, 5]
    assert len(told.events) == 1


def test_an_unknown_kind_is_kept_and_said_to_settle_nothing(tmp_path: Path) -> None:
    told = read(tmp_path, "client,kind,at\nКафе,fax_sent,2026-10-07\n")
    assert [e.kind for e in told.events] == ["fax_sent"]
    assert "invoice_sent" in told.remarks[0].en


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.csv"):
        read_events(tmp_path / "none.csv", zone=MOSCOW)
