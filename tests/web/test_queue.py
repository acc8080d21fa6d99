"""The queue and the search: what waits, filtered, a page at a time."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from pipeline.review.queue import QueueKind
from pipeline.web import queue as queue_views
from tests.web.conftest import Login, WebBench


def rows_of(page: str) -> list[str]:
    return re.findall(r'class="open" href="/calls/([0-9a-f]{64})', page)


def test_everything_waits_newest_first_and_a_filter_narrows_it(bench: WebBench, login: Login) -> None:
    client = login("controller")
    page = client.get("/queue").text
    found = rows_of(page)
    assert sorted(found) == sorted(bench.calls.values())
    starts = [bench.store.recording(key).call.started_at for key in found]
    assert starts == sorted(starts, reverse=True)
    employee = bench.employee_of("ru-02")
    mine = rows_of(client.get(f"/queue?{urlencode({'employee': employee})}").text)
    assert mine
    assert {bench.store.recording(key).call.employee for key in mine} == {employee}
    english = rows_of(client.get("/queue?language=en").text)
    assert {name[:2] for name, key in bench.calls.items() if key in english} == {"en"}


def test_days_of_a_filter_are_whole_days_of_the_house_both_included(bench: WebBench, login: Login) -> None:
    client, zone = login("controller"), bench.settings.zone
    day = bench.store.recording(bench.calls["ru-01"]).call.started_at.astimezone(zone).date()
    wanted = {
        key
        for key in bench.calls.values()
        if bench.store.recording(key).call.started_at.astimezone(zone).date() == day
    }
    assert set(rows_of(client.get(f"/queue?since={day}&until={day}").text)) == wanted


@pytest.mark.parametrize(
    "query",
    ["kind=nothing", "since=yesterday", "verdict=bad", "colour=red", "after=nonsense", "sector=x&state=y"],
)
def test_a_filter_that_cannot_be_is_said_and_the_queue_is_shown(
    bench: WebBench, login: Login, query: str
) -> None:
    response = login("controller").get(f"/queue?{query}")
    assert response.status_code == 422
    assert "Такого отбора нет" in response.text
    assert len(rows_of(response.text)) == len(bench.calls)


def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    bench: WebBench, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_views, "PAGE", 5)
    client = login("controller")
    address, seen = "/queue", []
    for _ in range(9):
        page = client.get(address).text
        seen += rows_of(page)
        following = re.search(r'id="next" rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = unescape(following[1])
    assert sorted(seen) == sorted(bench.calls.values())
    assert len(seen) == len(set(seen))


def test_a_view_is_kept_for_its_owner_alone_and_dropped(login: Login) -> None:
    client, other = login("controller"), login("controller", name="maria")
    query = "kind=all&language=ru&since=2026-10-01&until=2026-10-31&state=any"
    kept = client.post("/queue/views", data={"name": "Октябрь <b>", "query": query})
    assert kept.status_code == 303
    page = client.get("/queue").text
    assert "Октябрь &lt;b&gt;" in page
    assert "Октябрь" not in other.get("/queue").text
    link = unescape(re.search(r'href="(/queue\?[^"]*since=2026-10-01[^"]*)"', page)[1])
    assert "until=2026-10-31" in link
    assert client.get(link).status_code == 200
    client.post("/queue/views", data={"drop": "Октябрь <b>"})
    assert "Октябрь" not in client.get("/queue").text
    assert client.post("/queue/views", data={"name": "x", "query": "kind=none"}).status_code == 303


def test_what_was_reviewed_leaves_the_queue(bench: WebBench, login: Login) -> None:
    client = login("controller")
    bench.settings.__dict__["blind_share"] = 0.0
    recording = bench.calls["ru-01"]
    client.post(f"/calls/{recording}/review")
    assert recording in rows_of(client.get("/queue?kind=mine").text)
    assert client.post(f"/calls/{recording}/finish").headers["location"] == "/queue"
    assert recording not in rows_of(client.get("/queue?kind=mine").text)


def test_a_call_taken_stands_among_mine(bench: WebBench, login: Login) -> None:
    client = login("controller")
    recording = bench.calls["ru-03"]
    told = client.post(f"/calls/{recording}/assign", data={"to": "controller", "query": "kind=mine"})
    assert told.headers["location"] == "/queue?kind=mine"
    page = client.get("/queue?kind=mine").text
    assert rows_of(page) == [recording]
    assert bench.store.reviews.counts("controller")[QueueKind.MINE] == 1


def test_words_are_found_in_any_form_with_the_second_they_were_said(bench: WebBench, login: Login) -> None:
    client = login("controller")
    page = client.get("/search?q=мешка+сахару").text
    assert rows_of(page) == [bench.calls["ru-04"]]
    assert "<mark>" in page
    assert re.search(r'href="/calls/[0-9a-f]{64}#t=\d+\.\d+"', page)
    assert "нет ни в одном" in client.get("/search?q=птеродактиль").text
    evil = '"><script>alert(1)</script>'
    assert evil not in client.get("/search", params={"q": evil}).text


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "«»", "' OR 1=1 --", "*", "NOT", "a" * 5_000, "\x00", "(((", "слово NEAR/2"]
)
def test_no_search_is_too_strange(login: Login, words: str) -> None:
    assert login("controller").get("/search", params={"q": words}).status_code in {200, 400}
    assert login("controller").get("/queue", params={"text": words}).status_code in {200, 400, 422}


def test_a_filter_by_answers_tells_nothing_of_calls_still_closed(bench: WebBench, login: Login) -> None:
    key = bench.calls["ru-02"]
    findings = bench.store.call(key).evaluation.findings
    missed = next(f.criterion for f in findings if f.verdict.value == "not_met")
    query = f"/queue?criterion={missed}&verdict=not_met&state=any"
    assert key not in rows_of(login("controller").get(query).text)
    assert key in rows_of(login("lead").get(query).text)
