"""What arrives is taken once, judged by what is told of it, and never touched."""

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.calls.recording import UNKNOWN, Direction, Rejected, RejectedKind, Role, Sector
from pipeline.calls.text import Language
from pipeline.errors import UserError
from pipeline.intake.entry import Entry
from pipeline.intake.find import Arrival, Intake, IntakeRules, find, one
from pipeline.intake.sources import open_source

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
LONG_AGO = (NOW - timedelta(hours=5)).timestamp()
RULES = IntakeRules(timezone=ZoneInfo("Europe/Moscow"), notice="announcement in the IVR")
NO_NOTICE = IntakeRules(timezone=ZoneInfo("Europe/Moscow"))
WAV = b"RIFF" + bytes(4) + b"WAVE" + bytes(500)
SIDECAR = {
    "employee": "Ирина Соколова",
    "client": "Кафе «Брусника», Марина Львовна",
    "client_phone": "+74951234567",
    "started_at": "2026-10-05T10:12:00+03:00",
    "direction": "inbound",
    "sector": "vip",
    "channel_roles": ["agent", "client"],
    "language": "ru",
    "notice": "автоинформатор",
}


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def put(
    folder: Path, name: str, content: bytes | str | dict[str, Any] = WAV, *, at: float = LONG_AGO
) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (at, at))
    return path


def look(
    folder: Path | str, *, rules: IntakeRules = RULES, known: Collection[str] = (), cdr: Path | None = None
) -> Intake:
    cache = (
        Path(os.environ["PYTEST_CACHE_OF_COPIES"])
        if "PYTEST_CACHE_OF_COPIES" in os.environ
        else Path("/nonexistent")
    )
    return find(str(folder), rules=rules, known=known, cdr=cdr, now=NOW, cache=cache)


def reasons(intake: Intake) -> dict[str, str]:
    return {r.name: r.reason.en for r in intake.rejected}


def kinds(intake: Intake) -> dict[str, RejectedKind]:
    return {r.name: r.kind for r in intake.rejected}


def test_a_call_with_its_sidecar_arrives_with_all_that_is_told(drop: Path) -> None:
    audio = put(drop, "2026/10/call.wav")
    put(drop, "2026/10/call.json", SIDECAR)
    (arrival,) = look(drop, rules=NO_NOTICE).accepted
    recording, call = arrival.recording, arrival.recording.call
    assert arrival.path == audio
    assert call.id == hashlib.sha256(WAV).hexdigest()
    assert (recording.name, recording.uri) == ("2026/10/call.wav", str(audio))
    assert (call.employee, call.client, call.client_phone) == tuple(list(SIDECAR.values())[:3])
    assert call.started_at == datetime(2026, 10, 5, 7, 12, tzinfo=UTC)
    assert (call.direction, call.sector, call.language) == (Direction.INBOUND, Sector.VIP, Language.RU)
    assert recording.channel_roles == (Role.AGENT, Role.CLIENT)
    assert recording.notice == "автоинформатор"
    assert recording.expected_ms is None


def test_what_nobody_tells_is_unknown_and_not_guessed(drop: Path) -> None:
    put(drop, "call.wav")
    (arrival,) = look(drop).accepted
    call = arrival.recording.call
    assert (call.employee, call.client, call.client_phone) == (UNKNOWN, UNKNOWN, None)
    assert (call.started_at, call.language) == (None, None)
    assert (call.direction, call.sector) == (Direction.UNKNOWN, Sector.UNKNOWN)
    assert arrival.recording.channel_roles == ()
    assert arrival.recording.notice == "announcement in the IVR"


def test_without_any_notice_a_call_is_not_taken(drop: Path) -> None:
    put(drop, "call.wav")
    put(drop, "call.json", {"employee": "Anna", "notice": " "})
    intake = look(drop, rules=NO_NOTICE)
    assert kinds(intake) == {"call.wav": RejectedKind.NO_NOTICE}
    assert intake.rejected[0].sha256 == hashlib.sha256(WAV).hexdigest()
    assert not intake.accepted


def test_a_sidecar_that_denies_the_notice_beats_the_default(drop: Path) -> None:
    put(drop, "call.wav")
    put(drop, "call.json", {"notice": "нет"})
    assert kinds(look(drop)) == {"call.wav": RejectedKind.NO_NOTICE}


def test_the_same_sound_twice_or_renamed_is_one_call(drop: Path) -> None:
    put(drop, "a.wav")
    put(drop, "b/renamed.wav")
    first = look(drop)
    assert [a.recording.name for a in first.accepted] == ["a.wav"]
    assert first.known == ("b/renamed.wav",)
    again = look(drop, known={a.recording.call.id for a in first.accepted})
    assert again == Intake(known=("a.wav", "b/renamed.wav"))


def test_a_copy_with_good_metadata_is_taken_though_another_was_refused(drop: Path) -> None:
    put(drop, "a.wav")
    put(drop, "a.json", "{")
    put(drop, "b.wav")
    intake = look(drop)
    assert [a.recording.name for a in intake.accepted] == ["b.wav"]
    assert list(kinds(intake)) == ["a.wav"]


def test_a_file_still_growing_waits_for_the_next_run(drop: Path) -> None:
    put(drop, "now.wav", at=NOW.timestamp() - 29)
    put(drop, "settled.wav", WAV + b"x", at=NOW.timestamp() - 30)
    put(drop, "fast_clock.wav", WAV + b"y", at=NOW.timestamp() + 300)
    put(drop, "wrong_year.wav", WAV + b"z", at=NOW.timestamp() + 400 * 86_400)
    put(drop, "empty_so_far.wav", b"", at=NOW.timestamp() - 1)
    intake = look(drop)
    assert intake.growing == ("empty_so_far.wav", "fast_clock.wav", "now.wav")
    assert [a.recording.name for a in intake.accepted] == ["settled.wav", "wrong_year.wav"]


def test_a_recording_waits_for_a_sidecar_that_is_being_written(drop: Path) -> None:
    put(drop, "call.wav")
    put(drop, "call.json", '{"employee": "An', at=NOW.timestamp() - 2)
    assert look(drop) == Intake(growing=("call.wav",))


def test_a_file_that_grows_while_it_is_read_is_noticed(drop: Path, tmp_path: Path) -> None:
    path = put(drop, "call.wav")
    source = open_source(str(drop))
    (entry,) = source.listing().entries
    with path.open("ab") as file:
        file.write(b"more")
    assert source.take(entry, cache=tmp_path) is None


def test_an_empty_file_and_a_bare_header_have_their_own_reasons(drop: Path) -> None:
    put(drop, "empty.wav", b"")
    put(drop, "header.wav", WAV[:44])
    intake = look(drop)
    assert kinds(intake) == {"empty.wav": RejectedKind.EMPTY, "header.wav": RejectedKind.NO_AUDIO}
    assert "PBX" in reasons(intake)["header.wav"]


def test_sidecars_and_unfinished_and_hidden_files_are_no_recordings(drop: Path) -> None:
    for name in (
        "a.json",
        "b.CSV",
        "c.txt",
        "d.md",
        "e.wav.part",
        "f.tmp",
        ".g.wav",
        ".h/i.wav",
        "j.wav~",
        "Thumbs.db",
    ):
        put(drop, name)
    put(drop, "k.strange", b"judged by its content, later")
    put(drop, "noending", b"this too")
    assert [a.recording.name for a in look(drop).accepted] == ["k.strange", "noending"]


def test_nothing_in_the_source_is_moved_or_changed(drop: Path) -> None:
    put(drop, "good.wav")
    put(drop, "bad.wav", WAV + b"1")
    put(drop, "bad.json", "[")
    put(drop, "empty.wav", b"")
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in drop.iterdir()}
    look(drop)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in drop.iterdir()} == before


def test_both_spellings_of_a_sidecar_are_read_and_the_plain_one_wins(drop: Path) -> None:
    put(drop, "a.wav")
    put(drop, "a.wav.json", {"employee": "Anna"})
    put(drop, "b.wav", WAV + b"b")
    put(drop, "b.wav.json", {"employee": "wrong"})
    put(drop, "b.json", {"employee": "Boris"})
    assert [a.recording.call.employee for a in look(drop).accepted] == ["Anna", "Boris"]


def test_authority_goes_sidecar_then_record_then_name_then_settings(drop: Path, tmp_path: Path) -> None:
    rules = IntakeRules(
        timezone=ZoneInfo("Europe/Moscow"),
        notice="default",
        file_names=("{employee}_{client}_{client_phone}_{direction}",),
        channel_roles=(Role.CLIENT, Role.AGENT),
        language=Language.EN,
    )
    put(drop, "name_name_111_outbound.wav")
    put(drop, "name_name_111_outbound.json", {"employee": "sidecar"})
    cdr = put(tmp_path, "cdr.csv", "file,employee,client\nname_name_111_outbound.wav,record,record\n")
    (arrival,) = look(drop, rules=rules, cdr=cdr).accepted
    call = arrival.recording.call
    assert (call.employee, call.client, call.client_phone) == ("sidecar", "record", "111")
    assert (call.direction, call.language) == (Direction.OUTBOUND, Language.EN)
    assert (arrival.recording.notice, arrival.recording.channel_roles) == (
        "default",
        (Role.CLIENT, Role.AGENT),
    )


def test_a_fault_in_the_record_is_no_matter_where_the_sidecar_speaks(drop: Path, tmp_path: Path) -> None:
    put(drop, "call.wav")
    cdr = put(tmp_path, "cdr.csv", "file,sector,direction\ncall.wav,retail,inbound\n")
    refused = look(drop, cdr=cdr)
    assert kinds(refused) == {"call.wav": RejectedKind.BAD_METADATA}
    assert "cdr.csv:2, sector: «retail» is none of client" in reasons(refused)["call.wav"]
    put(drop, "call.json", {"sector": "vip"})
    (arrival,) = look(drop, cdr=cdr).accepted
    assert (arrival.recording.call.sector, arrival.recording.call.direction) == (
        Sector.VIP,
        Direction.INBOUND,
    )


def test_a_broken_sidecar_names_line_and_column(drop: Path) -> None:
    put(drop, "call.wav")
    put(drop, "call.json", '{"employee": "Anna",\n "client": }')
    assert reasons(look(drop)) == {"call.wav": "call.json:2:12: broken JSON: Expecting value"}


def test_a_link_out_of_the_folder_is_not_followed(drop: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret.wav")
    put(tmp_path, "elsewhere/other.wav")
    (drop / "link.wav").symlink_to(tmp_path / "secret.wav")
    (drop / "folder").symlink_to(tmp_path / "elsewhere")
    (drop / "broken.wav").symlink_to(tmp_path / "nowhere")
    put(drop, "real.wav", WAV + b"1")
    (drop / "same.wav").symlink_to(drop / "real.wav")
    intake = look(drop)
    assert kinds(intake) == dict.fromkeys(("broken.wav", "folder", "link.wav"), RejectedKind.UNREADABLE)
    assert "leads out of the folder" in reasons(intake)["link.wav"]
    assert [a.recording.name for a in intake.accepted] == ["real.wav"]
    assert intake.known == ("same.wav",)


def test_a_folder_that_links_to_itself_does_not_hang_the_night(drop: Path) -> None:
    put(drop, "a/call.wav")
    (drop / "a" / "again").symlink_to(drop)
    assert len(look(drop).accepted) == 1


def test_a_pipe_does_not_hang_the_night(drop: Path) -> None:
    os.mkfifo(drop / "pipe.wav")
    assert kinds(look(drop)) == {"pipe.wav": RejectedKind.UNREADABLE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_we_may_not_read_goes_to_quarantine(drop: Path) -> None:
    put(drop, "call.wav").chmod(0)
    put(drop, "other.wav", WAV + b"1")
    intake = look(drop)
    assert kinds(intake) == {"call.wav": RejectedKind.UNREADABLE}
    assert len(intake.accepted) == 1


def test_names_that_are_no_text_can_still_be_stored_and_said(drop: Path) -> None:
    raw = os.fsencode(drop) + b"/caf\xe9\n.wav"
    Path(os.fsdecode(raw)).write_bytes(WAV)
    os.utime(raw, (LONG_AGO, LONG_AGO))
    put(drop, "Звонок «42» 📞.wav", WAV + b"1")
    bad, good = sorted(look(drop).accepted, key=lambda a: a.recording.name)
    assert bad.recording.name == "caf\\xe9\\x0a.wav"
    assert bad.recording.uri.endswith("/caf%E9%0A.wav")
    assert bad.path.read_bytes() == WAV
    assert good.recording.name == "Звонок «42» 📞.wav"
    for arrival in (bad, good):
        arrival.recording.name.encode()
        arrival.recording.uri.encode()


def test_a_source_that_is_not_there_or_no_folder_is_told_in_one_sentence(drop: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        look(drop / "nowhere")
    with pytest.raises(UserError, match="is a file"):
        look(put(drop, "call.wav"))
    with pytest.raises(UserError, match="cannot be opened"):
        look("nosuch://bucket/calls")
    with pytest.raises(UserError, match="cannot be listed: no such folder"):
        look("memory://nowhere")


def test_a_file_url_is_the_local_folder(drop: Path) -> None:
    put(drop, "call.wav")
    assert look(f"file://{drop}") == look(drop)


def test_one_file_asked_for_by_name_comes_with_its_sidecar_however_fresh(drop: Path) -> None:
    path = put(drop, "call.wav", at=NOW.timestamp())
    put(drop, "call.json", SIDECAR)
    (drop / "link.wav").symlink_to(path)
    for asked in (path, drop / "link.wav"):
        arrival = one(asked, rules=NO_NOTICE)
        assert isinstance(arrival, Arrival)
        assert arrival.recording.call.employee == "Ирина Соколова"
        assert arrival.path.read_bytes() == WAV


def test_one_file_that_is_nothing_is_a_reason_and_no_exception(drop: Path) -> None:
    put(drop, "empty.wav", b"")
    put(drop, "bad.wav")
    put(drop, "bad.json", "{")
    told = {n: one(drop / n, rules=RULES) for n in ("empty.wav", "bad.wav", "nowhere.wav", ".")}
    assert [r.kind for r in told.values() if isinstance(r, Rejected)] == [
        RejectedKind.EMPTY,
        RejectedKind.BAD_METADATA,
        RejectedKind.UNREADABLE,
        RejectedKind.UNREADABLE,
    ]


# --- the same through fsspec ------------------------------------------------------------------------


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryFileSystem]:
    monkeypatch.setenv("PYTEST_CACHE_OF_COPIES", str(tmp_path / "copies"))
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield filesystem
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


def upload(bucket: MemoryFileSystem, name: str, content: bytes, *, at: float = LONG_AGO) -> None:
    bucket.pipe(f"/calls/{name}", content)
    bucket.store[f"/calls/{name}"].modified = datetime.fromtimestamp(at, UTC)


def test_a_bucket_is_read_like_a_folder(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    upload(bucket, "2026/call.wav", WAV)
    upload(bucket, "2026/call.json", json.dumps(SIDECAR).encode())
    upload(bucket, "copy.wav", WAV)
    upload(bucket, "growing.wav", WAV + b"1", at=NOW.timestamp() - 3)
    upload(bucket, "empty.wav", b"")
    upload(bucket, ".hidden/x.wav", WAV + b"2")
    intake = look("memory://calls")
    (arrival,) = intake.accepted
    assert arrival.recording.name == "2026/call.wav"
    assert arrival.recording.uri == "memory:///calls/2026/call.wav"
    assert arrival.recording.call.employee == "Ирина Соколова"
    assert arrival.path == tmp_path / "copies" / f"{hashlib.sha256(WAV).hexdigest()}.wav"
    assert arrival.path.read_bytes() == WAV
    assert (intake.known, intake.growing) == (("copy.wav",), ("growing.wav",))
    assert kinds(intake) == {"empty.wav": RejectedKind.EMPTY}


def test_copies_nobody_will_work_on_do_not_stay(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    upload(bucket, "known.wav", WAV)
    upload(bucket, "refused.wav", WAV + b"1")
    upload(bucket, "refused.json", b"{")
    upload(bucket, "taken.wav", WAV + b"2")
    upload(bucket, "taken.mp3", WAV + b"2")
    intake = look("memory://calls", known=[hashlib.sha256(WAV).hexdigest()])
    assert [p.name for p in (tmp_path / "copies").iterdir()] == [intake.accepted[0].path.name]


def test_a_copy_that_was_there_before_is_left_to_whom_it_belongs(
    bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    upload(bucket, "call.wav", WAV)
    (first,) = look("memory://calls").accepted
    assert look("memory://calls", known=[first.recording.call.id]).known == ("call.wav",)
    assert first.path.read_bytes() == WAV
    assert first.path.parent == tmp_path / "copies"


class Stubborn(MemoryFileSystem):
    """A store whose driver has exceptions of its own, as they do."""

    protocol = "stubborn"
    cachable = False

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return "/" + path.removeprefix("stubborn://").strip("/")

    def open(self, path: str, *args: Any, **kwargs: Any) -> Any:
        if "locked" in path:
            raise RuntimeError("AccessDenied for https://user:secret@store/calls")
        return super().open(path, *args, **kwargs)


def test_a_drivers_own_exception_stops_one_file_and_tells_no_secret(bucket: MemoryFileSystem) -> None:
    fsspec.register_implementation("stubborn", Stubborn, clobber=True)
    upload(bucket, "locked.wav", WAV)
    upload(bucket, "other.wav", WAV + b"1")
    upload(bucket, "third.wav", WAV + b"2")
    intake = look("stubborn://calls")
    assert kinds(intake) == {"locked.wav": RejectedKind.UNREADABLE}
    assert "AccessDenied" in reasons(intake)["locked.wav"]
    assert "secret" not in reasons(intake)["locked.wav"]
    assert len(intake.accepted) == 2


def test_a_sidecar_that_cannot_be_read_or_is_none_sends_its_call_to_quarantine(
    bucket: MemoryFileSystem,
) -> None:
    fsspec.register_implementation("stubborn", Stubborn, clobber=True)
    upload(bucket, "a.wav", WAV)
    upload(bucket, "a.json", b" " * 300_000 + b"{}")
    upload(bucket, "x/locked/b.wav", WAV + b"1")
    intake = look("stubborn://calls")
    assert kinds(intake) == {"a.wav": RejectedKind.BAD_METADATA, "x/locked/b.wav": RejectedKind.UNREADABLE}
    assert "over 256 kB" in reasons(intake)["a.wav"]
    upload(bucket, "c.wav", WAV + b"2")
    upload(bucket, "c.wav.json", b"{}")
    bucket.store["/calls/c.wav.json"].read = None  # what a vanished object looks like to a reader
    assert kinds(look("stubborn://calls"))["c.wav"] is RejectedKind.BAD_METADATA


@pytest.mark.parametrize("key", ["LastModified", "last_modified", "mtime", "updated"])
@pytest.mark.parametrize("form", [lambda m: m, lambda m: m.isoformat(), lambda m: m.replace(tzinfo=None)])
def test_growing_is_told_whatever_word_a_store_has_for_it(key: str, form: Any) -> None:
    from pipeline.intake.remote import RemoteFolder  # noqa: PLC0415  # only here

    just_now = NOW - timedelta(seconds=1)
    source = RemoteFolder(fsspec.filesystem("memory"), "/calls", "memory://calls")
    assert source._modified("/calls/none.wav", {key: form(just_now)}) == just_now
    assert source._modified("/calls/none.wav", {key: "once", "created": just_now.timestamp()}) == just_now
    assert source._modified("/calls/none.wav", {}) is None


def test_a_remote_file_that_grows_while_it_is_read_is_noticed(
    bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    upload(bucket, "call.wav", WAV)
    source = open_source("memory://calls")
    (entry,) = source.listing().entries
    assert isinstance(entry, Entry)
    upload(bucket, "call.wav", WAV + b"more")
    assert source.take(entry, cache=tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_rules_with_a_negative_wait_are_refused() -> None:
    with pytest.raises(ValueError, match="settle_seconds"):
        IntakeRules(timezone=UTC, settle_seconds=-1)
