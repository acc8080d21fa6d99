"""HR: what a named person listened to and confirmed, and nothing the machine alone said."""

import io
import re
from html import unescape

import av
import pytest

from pipeline.calls.evidence import Evidence
from pipeline.calls.span import Span, merged
from pipeline.review.confirmation import once
from pipeline.rubrics.verdict import Verdict
from pipeline.web.hr import clips_of
from tests.web.conftest import Login, WebBench
from tests.web.story import Told, blamed, confirmed, disputed, finding, heard, newest, released

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def told(bench: WebBench) -> Told:
    return blamed(bench)


def test_before_anybody_confirmed_there_is_nothing(bench: WebBench, login: Login) -> None:
    page = login("hr").get("/hr").text
    assert "Подтверждённых выводов нет" in page
    for recording in bench.calls.values():
        assert recording not in page


def test_everything_it_rests_on_is_there(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told, reason="сказано дважды, слышно ясно")
    client = login("hr")
    said = finding(bench, told).evidence[0]
    for path in ("/hr", f"/hr/{one}", f"/hr/{one}/record"):
        page = client.get(path).text
        assert said.quote in page or "«" in said.quote
        assert "anna Тестов" in page
        assert "не выполнено" in page
    page = client.get(f"/hr/{one}/record").text
    assert "сказано дважды, слышно ясно" in page
    assert told.recording in page
    assert re.search(r"версия \d", page)
    assert "сотрудник не возражал" in page
    assert "сотруднику ещё не показано" in page
    assert "ст. 193" in page
    told = [(e.actor, e.object) for e in bench.store.entries() if e.action == "report.exported"]
    assert told[0] == ("hr", f"confirmations/{one}")


def test_no_other_answer_of_the_call_is_told(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told)
    client = login("hr")
    others = [f for f in newest(bench, told.recording) if f.criterion != told.criterion]
    quote = bench.store.reviews.hr_finding(one).confirmation.quote
    for path in ("/hr", f"/hr/{one}", f"/hr/{one}/record"):
        page = client.get(path).text
        for other in others:
            for evidence in other.evidence:
                assert evidence.quote in quote or len(evidence.quote) < 12 or evidence.quote not in page
        assert "баллов" not in page


def test_only_the_confirmed_seconds_are_given_out_and_told(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told)
    client = login("hr")
    quotes = bench.store.reviews.hr_finding(one).quotes
    assert quotes
    page = client.get(f"/hr/{one}").text
    clips = clips_of(bench.store.reviews.hr_finding(one))
    assert {clip.span for clip in clips} == {quote.span for quote in quotes}
    for n, quote in enumerate(clips, start=1):
        assert page.count(f'src="/hr/{one}/audio/{n}"') == 1
        answer = client.get(f"/hr/{one}/audio/{n}")
        assert answer.status_code == 200
        around = Span(max(0, quote.span.start_ms - 500), quote.span.end_ms + 500)
        with av.open(io.BytesIO(answer.content)) as sound:
            length_ms = sum(f.samples for f in sound.decode(audio=0)) / 48
        assert abs(length_ms - around.duration_ms) < 100
        assert bench.store.reviews.plays(told.recording, by="hr")[-1].span == around
    part = client.get(f"/hr/{one}/audio/1", headers={"range": "bytes=10-19"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert len(bench.store.reviews.plays(told.recording, by="hr")) == len(clips)
    assert client.get(f"/hr/{one}/audio/1", headers={"range": "bytes=99999999-"}).status_code == 416
    for wrong in ("0", "-1", "99", "1e3", "²", "9" * 99):
        assert client.get(f"/hr/{one}/audio/{wrong}").status_code == 404
    released(bench, told.recording)
    assert "кадры" in login("employee").get("/mine/listeners").text


def test_each_quote_is_printed_once_and_played_by_itself(bench: WebBench, login: Login) -> None:
    """Two looks found the same words: one quote, one clip; and nothing between two quotes is played."""
    told = max(
        (
            Told(recording, f.criterion)
            for recording in bench.calls.values()
            for f in newest(bench, recording)
            if len({e.span for e in once(f.evidence)}) > 1 and f.verdict in {Verdict.MET, Verdict.NOT_MET}
        ),
        key=lambda told: silence(once(finding(bench, told).evidence)),
    )
    one = confirmed(bench, told)
    found = bench.store.reviews.hr_finding(one)
    assert found.quotes == once([*found.quotes, *found.quotes])
    page = login("hr").get(f"/hr/{one}/record").text
    said = [unescape(words) for words in re.findall(r"<q>(.*?)</q>", page)]
    assert said == [quote.quote for quote in found.quotes]
    clips = clips_of(found)
    assert len(clips) == len({quote.span for quote in found.quotes})
    assert all(clip.heard.duration_ms <= clip.span.duration_ms + 1000 for clip in clips)
    assert silence(found.quotes) > 1000, "no sample call has quotes apart"
    whole = found.confirmation.span.duration_ms
    assert sum(clip.heard.duration_ms for clip in clips) < whole


def silence(quotes: tuple[Evidence, ...]) -> int:
    """Milliseconds between quotes in which none is said."""
    spoken = sum(span.duration_ms for span in merged(quote.span for quote in quotes))
    return quotes[-1].span.end_ms - quotes[0].span.start_ms - spoken


def test_under_dispute_it_is_gone_and_comes_back_when_upheld(
    bench: WebBench, login: Login, told: Told
) -> None:
    one = confirmed(bench, told, by="anna")
    dispute = disputed(bench, told, reason="так не было")
    hr = login("hr")
    assert one not in hr.get("/hr").text
    assert hr.get(f"/hr/{one}").status_code == 404
    assert hr.get(f"/hr/{one}/audio/1").status_code == 404
    decider = login("controller", name="gleb")
    heard(bench, told, by="gleb")
    seen = bench.store.reviews.dossier(told.recording).seen
    decider.post(
        f"/disputes/{dispute}", data={"verdict": "not_met", "reason": "сказано именно так", "seen": str(seen)}
    )
    page = hr.get(f"/hr/{one}/record").text
    assert "сотрудник возражал" in page
    assert "gleb Тестов" in page
    assert "так не было" in page
    assert "сказано именно так" in page


def test_when_the_dispute_succeeds_it_stays_away(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told, by="anna")
    dispute = disputed(bench, told)
    seen = bench.store.reviews.dossier(told.recording).seen
    answer = login("controller", name="gleb").post(
        f"/disputes/{dispute}", data={"verdict": "unsure", "reason": "не разобрать", "seen": str(seen)}
    )
    assert answer.status_code == 303
    hr = login("hr")
    assert one not in hr.get("/hr").text
    assert hr.get(f"/hr/{one}").status_code == 404


def test_filters_wrong_days_and_wrong_ids(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told)
    hr = login("hr")
    who = bench.employee_of("ru-01")
    assert one in hr.get("/hr", params={"employee": who}).text
    assert one not in hr.get("/hr", params={"employee": "Никто"}).text
    assert one not in hr.get("/hr", params={"since": "2031-01-01"}).text
    for day in ("вчера", "2026-02-30", "9999-12-31x", SCRIPT):
        answer = hr.get("/hr", params={"since": day})
        assert answer.status_code == 422
        assert SCRIPT not in answer.text
    assert hr.get("/hr", params={"until": "9999-12-31"}).status_code in {200, 422}
    for wrong in ("0" * 64, "x", told.recording):
        for part in ("", "/audio/1", "/record", "/rules"):
            assert hr.get(f"/hr/{wrong}{part}").status_code == 404


def test_a_reason_with_script_is_printed_as_words(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told, reason=f"слышно {SCRIPT}")
    page = login("hr").get(f"/hr/{one}").text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_acquaintance_is_shown(bench: WebBench, login: Login, told: Told) -> None:
    one = confirmed(bench, told)
    released(bench, told.recording)
    login("employee").post(f"/mine/{told.recording}/ack")
    assert "Ознакомление с оценкой</dt><dd>отмечено сотрудником" in login("hr").get(f"/hr/{one}").text
    assert finding(bench, told).verdict is Verdict.NOT_MET
