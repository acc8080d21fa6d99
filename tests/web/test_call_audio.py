"""The sound of a call: by ranges, from the muted copy alone."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.review.account import AccountRole
from tests.web.conftest import Login, WebBench


def test_a_player_gets_the_pieces_it_asks_for(bench: WebBench, login: Login) -> None:
    client, recording = login("controller"), bench.calls["ru-01"]
    whole = client.get(f"/calls/{recording}/audio")
    assert whole.status_code == 200
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-type"] == "audio/ogg"
    assert whole.headers["cache-control"] == "private, no-cache"
    size = len(whole.content)
    part = client.get(f"/calls/{recording}/audio", headers={"range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 100-199/{size}"
    assert part.content == whole.content[100:200]
    tail = client.get(f"/calls/{recording}/audio", headers={"range": "bytes=-50"})
    assert tail.content == whole.content[-50:]
    beyond = client.get(f"/calls/{recording}/audio", headers={"range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{size}"


def test_a_player_that_has_an_older_copy_gets_the_whole_new_one(bench: WebBench, login: Login) -> None:
    client, recording = login("controller"), bench.calls["ru-01"]
    whole = client.get(f"/calls/{recording}/audio")
    asked = {"range": "bytes=0-9", "if-range": whole.headers["etag"]}
    assert client.get(f"/calls/{recording}/audio", headers=asked).status_code == 206
    asked["if-range"] = '"another"'
    assert client.get(f"/calls/{recording}/audio", headers=asked).content == whole.content


def test_a_question_for_the_headers_brings_no_sound(bench: WebBench, login: Login) -> None:
    response = login("lead").head(f"/calls/{bench.calls['ru-01']}/audio")
    assert response.status_code == 200
    assert int(response.headers["content-length"]) > 1_000
    assert response.content == b""


@pytest.mark.parametrize("role", [AccountRole.HR, AccountRole.EMPLOYEE, AccountRole.ADMIN])
def test_who_may_not_open_a_call_does_not_hear_it(bench: WebBench, login: Login, role: AccountRole) -> None:
    assert login(role).get(f"/calls/{bench.calls['ru-01']}/audio").status_code == 403
    assert login(role).get(f"/calls/{bench.calls['ru-01']}/peaks").status_code == 403


def test_whoever_is_not_signed_in_hears_nothing(bench: WebBench) -> None:
    assert bench.client().get(f"/calls/{bench.calls['ru-01']}/audio").status_code in {302, 303, 401}


@pytest.mark.parametrize("where", ["original", "database", "elsewhere", "above", "missing", "link"])
def test_a_row_that_was_tampered_with_opens_no_other_file(
    bench: WebBench, login: Login, tmp_path: Path, where: str
) -> None:
    recording = bench.calls["ru-01"]
    folder = bench.settings.playback_dir.resolve()
    secret = tmp_path / "secret.opus"
    secret.write_bytes(b"not yours")
    linked = folder / "link-of-a-test.opus"
    if where == "link":
        linked.symlink_to(secret)
    path = {
        "original": bench.store.recording(recording).uri,
        "database": str(bench.settings.workspace / "callaudit.db"),
        "elsewhere": str(secret),
        "above": f"{folder}/../{secret.name}",
        "missing": f"{folder}/missing.opus",
        "link": str(linked),
    }[where]
    engine = create_engine(bench.settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE playback SET path = :path WHERE recording = :id"), {"path": path, "id": recording}
        )
    engine.dispose()
    try:
        client = login("controller")
        assert client.get(f"/calls/{recording}/audio").status_code == 404
        assert client.get(f"/calls/{recording}/peaks").status_code == 404
        page = client.get(f"/calls/{recording}")
        assert page.status_code == 200  # read it can be all the same
        assert "Копии для прослушивания нет" in page.text
    finally:
        linked.unlink(missing_ok=True)


def test_the_waveform_is_not_sent_again_while_it_is_the_same(bench: WebBench, login: Login) -> None:
    client, recording = login("controller"), bench.calls["ru-01"]
    first = client.get(f"/calls/{recording}/peaks")
    again = client.get(f"/calls/{recording}/peaks", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
