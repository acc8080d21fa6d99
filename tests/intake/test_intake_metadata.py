"""Metadata is read strictly: what is wrong is told with its place, what is not told stays unknown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calls.recording import Direction, RejectedKind, Role, Sector
from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.intake.cdr import CallDetails, read_cdr
from pipeline.intake.metadata import FIELDS, Facts, Told
from pipeline.intake.names import read_name, read_templates
from pipeline.intake.sidecar import read_sidecar

MOSCOW = ZoneInfo("Europe/Moscow")


def sidecar(text: str) -> Told:
    return read_sidecar(text.encode(), place="call.json", zone=MOSCOW)


def fault(text: str) -> str:
    (only,) = sidecar(text).faults
    return only.reason.en


def test_a_time_without_offset_gets_the_zone_of_the_settings() -> None:
    told = sidecar('{"started_at": "2026-10-05T10:12:00"}')
    assert told.facts.started_at == datetime(2026, 10, 5, 7, 12, tzinfo=UTC)
    assert sidecar('{"started_at": "2026-10-05 10:12:00+05:00"}').facts.started_at == datetime(
        2026, 10, 5, 5, 12, tzinfo=UTC
    )
    assert sidecar('{"started_at": "2026-10-05T10:12:00Z"}').facts.started_at == datetime(
        2026, 10, 5, 10, 12, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["2026-10-05", "yesterday", "2026-13-05T10:00", "10/05/2026 10:12", "20261005"]
)
def test_a_time_that_is_none_is_no_midnight_and_no_guess(text: str) -> None:
    assert "started_at" in fault(f'{{"started_at": "{text}"}}')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"employee": 7}', "call.json, employee: must be a string in quotes, not «7»"),
        ('{"client_phone": 74951234567}', "client_phone: must be a string in quotes"),
        ('{"direction": "incoming"}', "direction: «incoming» is none of inbound, outbound, unknown"),
        ('{"sector": "retail"}', "sector: «retail» is none of client, active_sales, regional, vip, unknown"),
        ('{"channel_roles": ["agent", "boss"]}', "«boss» is none of agent, client, system, unknown"),
        ('{"channel_roles": "agent,client"}', "must be a list"),
        ('{"channel_roles": [1]}', "«1» is none of agent"),
        ('{"language": "?"}', "language: «?» is none of ru, en, auto"),
        ('{"emploee": "Anna"}', "unknown key «emploee»; did you mean employee?"),
        ('{"employee": "A", "employee": "B"}', "the key «employee» stands twice"),
        ("[]", "must be a JSON object"),
        ('"x"', "must be a JSON object"),
        ("", "call.json:1:1: broken JSON"),
        ("{'employee': 'Anna'}", "call.json:1:2: broken JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_each_fault_of_a_sidecar_is_told_with_its_place(text: str, told: str) -> None:
    assert told in fault(text)


def test_a_sidecar_in_another_encoding_is_told() -> None:
    told = read_sidecar('{"employee": "Ирина"}'.encode("cp1251"), place="call.json", zone=MOSCOW)
    assert "not UTF-8" in told.faults[0].reason.en


def test_all_faults_of_a_sidecar_are_told_at_once() -> None:
    assert (
        len(sidecar('{"employee": 1, "client": [], "sector": "x", "started_at": "y", "notise": ""}').faults)
        == 5
    )


def test_extra_keys_nulls_and_a_byte_order_mark_are_welcome() -> None:
    told = sidecar(
        '\ufeff{"employee": "  Анна  Ли ", "queue": 3, "client_id": 9, "client": null, "sector": "unknown"}'
    )
    assert told == Told(Facts(employee="Анна Ли"))


def test_two_spellings_of_one_name_are_one_employee() -> None:
    composed, apart = "Андре\u0439", "Андре\u0438\u0306"
    assert composed != apart
    assert sidecar(f'{{"employee": "{apart}"}}') == sidecar(f'{{"employee": "{composed}"}}')


def test_what_a_database_cannot_hold_is_taken_out() -> None:
    assert sidecar('{"employee": "An\\u0000na\\ud800"}').facts.employee == "Anna"


def test_another_language_is_not_scored_as_one_of_ours() -> None:
    (only,) = sidecar('{"language": "de-AT"}').faults
    assert only.kind is RejectedKind.UNSUPPORTED_LANGUAGE
    assert sidecar('{"language": "ru-RU"}').facts.language is Language.RU
    assert sidecar('{"language": "auto"}') == Told(Facts())


@given(
    st.dictionaries(
        st.sampled_from(FIELDS), st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.text())
    )
)
def test_no_sidecar_stops_the_night(values: dict[str, object]) -> None:
    import json  # noqa: PLC0415  # only here

    told = sidecar(json.dumps(values))
    assert isinstance(told, Told)
    for each in told.faults:
        each.reason.ru.encode()


@given(st.binary(max_size=60))
def test_no_bytes_of_a_sidecar_stop_the_night(content: bytes) -> None:
    assert isinstance(read_sidecar(content, place="call.json", zone=MOSCOW), Told)


# --- call-detail records ----------------------------------------------------------------------------

HEADER = (
    "file;employee;client;client_phone;started_at;direction;sector;language;channel_roles;notice;duration\n"
)
ROW = "2026/a.wav;Ирина;Кафе;+7495;05.10.2026 10:12;Inbound;vip;ru;agent,client;автоинформатор;61,5\n"


def details(tmp_path: Path, content: str | bytes) -> CallDetails:
    path = tmp_path / "cdr.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_cdr(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_record_is_read_in_every_encoding_excel_writes(encoding: str, newline: str, tmp_path: Path) -> None:
    content = (HEADER + ROW).replace("\n", newline).encode(encoding)
    told = details(tmp_path, content).of("2026/a.wav", zone=MOSCOW)
    assert told.faults == ()
    assert told.facts == Facts(
        employee="Ирина",
        client="Кафе",
        client_phone="+7495",
        started_at=datetime(2026, 10, 5, 10, 12, tzinfo=MOSCOW),
        direction=Direction.INBOUND,
        sector=Sector.VIP,
        language=Language.RU,
        channel_roles=(Role.AGENT, Role.CLIENT),
        notice="автоинформатор",
        expected_ms=61_500,
    )


def test_commas_in_quotes_and_other_columns_are_no_trouble(tmp_path: Path) -> None:
    told = details(tmp_path, 'Queue,File,Client\n7,a.wav,"Кафе «Брусника», Марина"\n').of(
        "a.wav", zone=MOSCOW
    )
    assert told == Told(Facts(client="Кафе «Брусника», Марина"))


@pytest.mark.parametrize(
    ("cell", "expected_ms"),
    [("61", 61_000), ("1:01", 61_000), ("01:01:01", 3_661_000), ("", None), ("-", None)],
)
def test_a_duration_is_seconds_or_a_clock(cell: str, expected_ms: int | None, tmp_path: Path) -> None:
    told = details(tmp_path, f"file,duration\na.wav,{cell}\n").of("a.wav", zone=MOSCOW)
    assert told == Told(Facts(expected_ms=expected_ms))


def test_talk_time_wins_over_a_duration_that_counts_the_ringing(tmp_path: Path) -> None:
    told = details(tmp_path, "file,duration,billsec\na.wav,90,60\n").of("a.wav", zone=MOSCOW)
    assert told.facts.expected_ms == 60_000


def test_a_fault_in_a_row_names_its_line(tmp_path: Path) -> None:
    records = details(tmp_path, "file,duration,started_at\na.wav,1,\nb.wav,long,soon\nc.wav,1,,surplus\n")
    assert [f.reason.en for f in records.of("b.wav", zone=MOSCOW).faults] == [
        "cdr.csv:3, started_at: «soon» is no date and time such as 2026-10-05T10:12:00+03:00",
        "cdr.csv:3, duration: «long» is no number of seconds",
    ]
    assert "cdr.csv:4: more cells than columns" in records.of("c.wav", zone=MOSCOW).faults[0].reason.en


def test_a_row_is_found_by_name_by_path_and_by_the_pbx_own_path(tmp_path: Path) -> None:
    records = details(
        tmp_path,
        "file,employee\na.wav,name\n/var/spool/asterisk/monitor/2026/b.wav,pbx\nC:\\calls\\c.wav,windows\n2026/d.wav,path\n",
    )
    found = [
        records.of(n, zone=MOSCOW).facts.employee
        for n in ("2026/a.wav", "2026/b.wav", "c.wav", "d.wav", "e.wav")
    ]
    assert found == ["name", "pbx", "windows", "path", None]
    assert records.of("2025/b.wav", zone=MOSCOW) == Told(Facts()), "another folder's b.wav"


def test_two_different_rows_for_one_file_are_not_chosen_between(tmp_path: Path) -> None:
    records = details(
        tmp_path, "file,employee\na.wav,Anna\na.wav,Boris\nb.wav,Same\nb.wav,Same\nx/c.wav,X\ny/c.wav,Y\n"
    )
    assert "different rows (2, 3)" in records.of("a.wav", zone=MOSCOW).faults[0].reason.en
    assert records.of("b.wav", zone=MOSCOW).facts.employee == "Same"
    assert records.of("y/c.wav", zone=MOSCOW).facts.employee == "Y"
    assert records.of("c.wav", zone=MOSCOW).faults


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,employee\n", "column `file`.*there is name, employee"),
        ("", "column `file`.*there is nothing"),
        ("file,employee,employee\n", "employee stands twice"),
        (b"file\n\x98\xff\n", "neither UTF-8 nor cp1251"),
    ],
)
def test_records_that_cannot_be_used_stop_with_one_sentence(
    content: str | bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=told):
        details(tmp_path, content)


def test_missing_records_stop_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.csv: the call-detail records cannot be read"):
        read_cdr(tmp_path / "nowhere.csv")


# --- file names -------------------------------------------------------------------------------------

FREEPBX = (
    "{direction:out=outbound}-{client_phone}-{employee}-{started_at:%Y%m%d-%H%M%S}-{ignore}",
    "{direction:external=inbound}-{employee}-{client_phone}-{started_at:%Y%m%d-%H%M%S}-{ignore}",
)
FREESWITCH = ("{started_at:%Y-%m-%d-%H-%M-%S}_{employee}_{client_phone}",)
AMAZON = ("{ignore}_AGENT_{employee}_DT_{started_at:%Y-%m-%dT%H-%M-%S}",)


def named(name: str, *templates: str) -> Facts:
    return read_name(name, read_templates(templates), zone=MOSCOW).facts


@pytest.mark.parametrize(
    ("templates", "name", "facts"),
    [
        (
            FREEPBX,
            "out-84951234567-101-20261005-101200-1791184320.17.wav",
            Facts(
                "101", None, "84951234567", datetime(2026, 10, 5, 10, 12, tzinfo=MOSCOW), Direction.OUTBOUND
            ),
        ),
        (
            FREEPBX,
            "2026/10/05/external-101-84951234567-20261005-101200-1791184320.17.wav",
            Facts(
                "101", None, "84951234567", datetime(2026, 10, 5, 10, 12, tzinfo=MOSCOW), Direction.INBOUND
            ),
        ),
        (
            FREESWITCH,
            "2026-10-05-10-12-00_1001_+74951234567.mp3",
            Facts("1001", None, "+74951234567", datetime(2026, 10, 5, 10, 12, tzinfo=MOSCOW)),
        ),
        (
            AMAZON,
            "7f3a_AGENT_Anna_Lee_DT_2026-03-22T12-23-49.wav",
            Facts("Anna_Lee", started_at=datetime(2026, 3, 22, 12, 23, 49, tzinfo=MOSCOW)),
        ),
        (
            ("{employee}/{started_at:%Y-%m-%d}/{started_at:%H%M}_{sector:В=vip|К=client}_{language}",),
            "архив/Ирина Соколова/2026-10-05/1012_В_ru.wav",
            Facts(
                "Ирина Соколова",
                started_at=datetime(2026, 10, 5, 10, 12, tzinfo=MOSCOW),
                sector=Sector.VIP,
                language=Language.RU,
            ),
        ),
        (
            ("{started_at:%s}-{client}",),
            "1791184320-cafe.wav",
            Facts(client="cafe", started_at=datetime(2026, 10, 5, 7, 12, tzinfo=UTC)),
        ),
        (
            ("{started_at:%Y%m%dT%H%M%S%z} {{{client}}}",),
            "20261005T101200+0500 {cafe}.wav",
            Facts(client="cafe", started_at=datetime(2026, 10, 5, 5, 12, tzinfo=UTC)),
        ),
    ],
)
def test_the_names_of_known_pbxs_are_read(templates: tuple[str, ...], name: str, facts: Facts) -> None:
    assert named(name, *templates) == facts


def test_the_templates_in_the_docstring_are_the_ones_tested() -> None:
    from pipeline.intake import names  # noqa: PLC0415  # its docstring is what is read

    assert names.__doc__ is not None
    for template in FREEPBX + FREESWITCH + AMAZON:
        assert f"`{template}`" in names.__doc__


@pytest.mark.parametrize(
    "name",
    [
        "out-84951234567-101-20261305-101200-1.wav",  # month 13
        "out-84951234567-101-20261005-1012-1.wav",  # no seconds
        "internal-84951234567-101-20261005-101200-1.wav",
        "out-8495-123-101-20261005-101200-1.wav",  # one dash too many: who is who is anyone's guess
        "call.wav",
    ],
)
def test_a_name_that_does_not_fit_tells_nothing(name: str) -> None:
    assert named(name, *FREEPBX) == Facts()


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{agent}-{started_at:%Y}", "unknown field {agent}; there are employee, client"),
        ("{employee}{client}", "nothing parts {employee}"),
        ("{employee", "expected '}'"),
        ("{started_at}", "needs a format"),
        ("{started_at:%H%M}", "needs a format"),
        ("{started_at:%Y%m%d}", "needs a format with year, month, day and hour"),
        ("{started_at:%A}", "cannot read %A"),
        ("{employee:%d}", "{employee} takes no format"),
        ("{direction:in=incoming}", "must lead to one of inbound, outbound, unknown"),
        ("{employee}-{employee}", "stands twice"),
        ("{ignore}.", "names no field that counts"),
        ("", "names no field that counts"),
        ("{employee!r}", "unknown field"),
    ],
)
def test_a_template_that_cannot_be_understood_is_told_at_once(template: str, told: str) -> None:
    with pytest.raises(UserError) as wrong:
        read_templates([template])
    assert told in wrong.value.message
    assert "file_names" in wrong.value.message


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001  # the name carries none
    phone=st.text("+0123456789", min_size=1),
    employee=st.text("абвabc. _", min_size=1).filter(lambda t: t.strip(" ._") != ""),
)
def test_what_is_written_by_a_template_is_read_by_it(moment: datetime, phone: str, employee: str) -> None:
    moment = moment.replace(microsecond=0)
    name = f"{moment:%Y%m%d-%H%M%S}-{phone}-{employee}.wav"
    facts = named(name, "{started_at:%Y%m%d-%H%M%S}-{client_phone}-{employee}")
    assert facts.client_phone == phone
    assert facts.employee == " ".join(employee.split())
    assert facts.started_at is not None
    assert abs(facts.started_at.replace(tzinfo=None) - moment) < timedelta(seconds=1)
