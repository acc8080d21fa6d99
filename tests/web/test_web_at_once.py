"""The workbench while others work: the night writes, many people look, the server is started anew."""

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

from pipeline.calls.recording import Rejected, RejectedKind
from pipeline.calls.span import Span
from pipeline.calls.text import Text
from pipeline.store.repository import open_store
from pipeline.web.app import create_app
from tests.web.conftest import Login, WebBench
from tests.web.story import newest

PEOPLE, PAGES = 20, 3


def test_pages_are_answered_while_the_night_writes(bench: WebBench, login: Login) -> None:
    browsers = [login("controller", name=f"maria{n}") for n in range(PEOPLE)]

    def look(n: int) -> list[int]:
        return [browsers[n].get("/queue").status_code for _ in range(PAGES)]

    def write() -> int:
        with open_store(bench.settings.database_url, clock=bench.clock) as night:
            run = night.start_run()
            for n in range(30):
                why = Text(ru="пусто", en="empty")
                night.quarantine(Rejected(f"call-{n}.wav", RejectedKind.EMPTY, why), run=run)
            return night.finish_run(run).quarantined

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        written = pool.submit(write)
        seen = [status for statuses in pool.map(look, range(PEOPLE)) for status in statuses]
        assert written.result() == 30
    assert seen == [200] * (PEOPLE * PAGES)
    assert bench.store.verify() == (), "the chain forked"


def test_a_restart_signs_nobody_out_and_loses_nothing_saved(bench: WebBench, login: Login) -> None:
    client = login("controller")
    assert client.post("/account/language", data={"language": "en"}).status_code == 303
    with open_store(bench.settings.database_url, clock=bench.clock) as store:
        app = create_app(bench.settings, store, clock=bench.clock, passwords=bench.app.state.bench.passwords)
        again = TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)
        again.cookies.set("callaudit", client.cookies["callaudit"])
        page = again.get("/account")
    assert page.status_code == 200
    assert 'lang="en"' in page.text


def test_a_restart_in_mid_review_loses_nothing_saved(bench: WebBench, login: Login) -> None:
    """Half of a blind review is answered, seconds played, a note written: then the server is started anew."""
    bench.settings.__dict__["blind_share"] = 1.0
    recording = bench.calls["ru-03"]
    asked = [f.criterion for f in newest(bench, recording)]
    client = login("controller")
    client.post(f"/calls/{recording}/review")
    for criterion in asked[:3]:
        client.post(f"/calls/{recording}/answers", data={f"verdict.{criterion}": "met"})
    client.post(f"/calls/{recording}/plays", data={"spans": "0-2500"})
    client.post(f"/calls/{recording}/notes", data={"text": "перезвонить", "at": "0:01"})
    with open_store(bench.settings.database_url, clock=bench.clock) as store:
        app = create_app(bench.settings, store, clock=bench.clock, passwords=bench.app.state.bench.passwords)
        again = TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)
        again.cookies.set("callaudit", client.cookies["callaudit"])
        again.headers["x-csrf-token"] = client.headers["x-csrf-token"]
        page = again.get(f"/calls/{recording}").text
        assert page.count(" checked") == 3
        assert f"Осталось вопросов: {len(asked) - 3}" in page
        assert "перезвонить" in page
        assert [p.span for p in store.reviews.plays(recording, by="controller")] == [Span(0, 2500)]
        mine = store.reviews.dossier(recording, by="controller").review
        assert mine is not None
        assert mine.sealed, "the review is as blind as it was"
        again.post(
            f"/calls/{recording}/answers", data={f"verdict.{criterion}": "met" for criterion in asked[3:]}
        )
        assert again.post(f"/calls/{recording}/reveal").status_code == 303
        assert 'id="compared"' in again.get(f"/calls/{recording}").text
        assert store.verify() == ()
