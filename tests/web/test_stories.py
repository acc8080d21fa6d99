"""The main stories in a real browser, in both languages, by mouse and by keyboard alone.

Debian's chromium through Playwright; where it is missing the stories are skipped, and say so.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from pipeline.calls.text import Language
from pipeline.review.account import Account, AccountRole
from pipeline.review.standing import Stage
from pipeline.rubrics.verdict import Severity, Verdict
from tests.web.conftest import WebBench
from tests.web.story import acquainted, opened, rated

CHROMIUM = Path("/usr/bin/chromium")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",  # a test presses keys faster than a person
)

playwright = pytest.importorskip("playwright.sync_api", reason="skipped: playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="skipped: no chromium at /usr/bin/chromium")

Open = Callable[..., "playwright.Page"]


@dataclass(frozen=True)
class Live:
    """A workbench that listens, and the call the stories are about."""

    bench: WebBench
    address: str
    recording: str
    missed: str
    """A question answered `not_met` there, with quotes: whoever reviews it answers first."""


@pytest.fixture(scope="module")
def chromium() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGS))
        yield browser
        browser.close()


@pytest.fixture
def live(bench: WebBench) -> Iterator[Live]:
    """The sample calls on a port of this machine. Two people have rated two of them as the machine did."""
    bench.settings.__dict__.update(
        blind_share=0.0, advisory_pairs=2, advisory_margin=2.0, calibrations_needed=0
    )
    recording, missed = _call(bench)
    for rated_call in (recording, bench.calls["en-01"]):
        rated(bench, rated_call, by="boris", invited=("boris", "vera"))
    server = uvicorn.Server(uvicorn.Config(bench.app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
        assert thread.is_alive(), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Live(bench, f"http://127.0.0.1:{port}", recording, missed)
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def browse(live: Live, chromium: "playwright.Browser") -> Iterator[Open]:
    """`browse("anna", "controller", "en", width=390)`: a window in which they are signed in.

    A fault in a page's script, or a response that failed there, fails the test.
    """
    faults: list[str] = []
    contexts = []

    def window(name: str, role: str, language: str, *, width: int = 1280) -> "playwright.Page":
        if live.bench.store.accounts.get(name) is None:
            employee = live.bench.store.recording(live.recording).call.employee
            mine = employee if role == "employee" else None
            account = Account(name, name.title(), AccountRole(role), Language(language), mine)
            live.bench.store.accounts.add(account, by="machine")
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live.address)
        token = live.bench.store.sessions.begin(name, way="password")
        context.add_cookies([{"name": "callaudit", "value": token, "url": live.address}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: _note(faults, said))
        return page

    yield window
    for context in contexts:
        context.close()
    assert not faults


def _note(faults: list[str], said: "playwright.ConsoleMessage") -> None:
    """A page's error; a form that was refused is told there, too, and is none."""
    axe = "inline style" in said.text and not said.location.get("url")  # tries one of its own, in vain
    if said.type == "error" and "status of 422" not in said.text and not axe:
        faults.append(f"{said.text} {said.location}")


def until(page: "playwright.Page", expression: str, *, seconds: int = 60) -> None:
    """Wait for an expression to hold; asked from outside, as the page's policy lets nothing be evaluated."""
    for _ in range(seconds * 20):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came: {expression}")


def _call(bench: WebBench) -> tuple[str, str]:
    for recording in bench.calls.values():
        evaluation = bench.store.call(recording).evaluation
        missed = [f for f in evaluation.findings if f.verdict is Verdict.NOT_MET]
        plain = all(f.severity is Severity.NORMAL for f in missed)
        if plain and (shown := [f for f in missed if f.evidence]):
            return recording, shown[0].criterion
    raise AssertionError("no sample call for the stories")


def _standing(live: Live, criterion: str) -> tuple[Verdict, Stage, str]:
    now = live.bench.store.reviews.dossier(live.recording).standings[criterion]
    return now.verdict, now.stage, now.by


def _other(live: Live) -> str:
    """A question answered `met` there."""
    findings = live.bench.store.call(live.recording).evaluation.findings
    return next(f.criterion for f in findings if f.verdict is Verdict.MET)


SAYS = {
    "ru": {"review": "Проверить", "why": "слышно другое", "heard": "слышала сама, тишина без объяснения"},
    "en": {"review": "Review", "why": "I hear it otherwise", "heard": "I heard it: silence, unexplained"},
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_from_the_queue_to_hr_by_way_of_a_dispute(live: Live, browse: Open, language: str) -> None:
    says, other = SAYS[language], _other(live)
    anna = browse("anna", "controller", language)
    anna.goto("/queue")
    anna.locator(f".row:has(a[href='/calls/{live.recording}']) form.begin button").click()
    anna.wait_for_url(f"**/calls/{live.recording}")
    # Something is not met, so she answers before the machine's answers are sent to her.
    anna.wait_for_selector("#blind")
    assert anna.locator(".stage, .quote").count() == 0
    opened(live.bench, live.recording, by="anna")
    anna.reload()
    # The employee was not told the rules: nothing can reach HR, until a lead puts the signed paper on record.
    assert anna.locator("#unacquainted").count() == 1
    _told_on_paper(live, browse, language)
    anna.reload()
    assert anna.locator("#unacquainted").count() == 0
    # A word is clicked, and heard.
    anna.locator("#words .turn p").nth(1).click(position={"x": 30, "y": 10})
    until(anna, "document.getElementById('sound').currentTime > 0.3")
    anna.wait_for_selector(".turn.now")
    anna.evaluate("document.getElementById('sound').pause()")
    # One answer is changed, with a reason.
    row = anna.locator(f"#c-{other}")
    row.locator("details.override summary").click()
    row.locator("label.choice.unsure").click()
    row.locator("textarea.why").fill(says["why"])
    row.locator("details.override button").click()
    anna.wait_for_selector(f"#c-{other} .stage.overridden")
    assert _standing(live, other) == (Verdict.UNSURE, Stage.OVERRIDDEN, "anna")
    # Another is confirmed: refused unheard, taken once its seconds were played.
    confirm = anna.locator(f"#c-{live.missed} details.confirm")
    confirm.locator("summary").click()
    confirm.locator("textarea").fill(says["heard"])
    confirm.locator("button").click()
    assert anna.locator("#message.bad").count() == 0  # whether it depended on the employee has no default
    confirm.locator("input[name=controllable][value=yes]").check()
    confirm.locator("button").click()
    anna.wait_for_selector("#message.bad")
    assert confirm.locator("input[name=controllable][value=yes]").is_checked()
    assert says["heard"] in anna.locator(f"#c-{live.missed} details.confirm textarea").input_value()
    _play_all(anna, live.missed)
    anna.locator(f"#c-{live.missed} details.confirm button").click()
    anna.wait_for_selector(f"#c-{live.missed} .stage.confirmed")
    assert _standing(live, live.missed) == (Verdict.NOT_MET, Stage.CONFIRMED, "anna")
    _disputed_and_upheld(live, browse, anna, language)


def _told_on_paper(live: Live, browse: Open, language: str) -> None:
    """A lead records that the employee had signed for the rules before the call."""
    call = live.bench.store.reviews.dossier(live.recording)
    lead = browse("lars", "lead", language)
    lead.goto("/acquaintance")
    form = lead.locator("form[action='/acquaintance']")
    form.locator("select[name=employee]").select_option(call.recording.call.employee)
    form.locator("select[name=card]").select_option(call.newest.evaluation.scorecard.digest)
    form.locator("input[name=day]").fill("2026-09-01")
    form.locator("input[name=document]").fill("№ 12")
    form.locator("button").click()
    lead.wait_for_selector(".remark.good")
    assert "№ 12" in lead.locator(".papers").inner_text()


def _disputed_and_upheld(live: Live, browse: Open, anna: "playwright.Page", language: str) -> None:
    says = SAYS[language]
    # HR sees it now; the employee is shown the evaluation and disputes it, and HR sees it no longer.
    hr = browse("harald", "hr", language)
    hr.goto("/hr")
    assert hr.locator("a[href^='/hr/']").count() == 1
    anna.locator("form[action$='/release'] button").click()
    anna.wait_for_selector("#message.good")
    employee = browse("ivan", "employee", language)
    employee.goto("/mine")
    employee.locator(f"a[href='/mine/{live.recording}']").first.click()
    dispute = employee.locator(f"form[action*='/disputes']:has(input[value='{live.missed}'])")
    employee.locator(f"details:has(input[value='{live.missed}']) > summary").click()
    dispute.locator("textarea").fill("I told the client / я предупредил")
    dispute.locator("button").click()
    employee.wait_for_load_state()
    assert _standing(live, live.missed)[1] is Stage.DISPUTED
    hr.reload()
    assert hr.locator("a[href^='/hr/']").count() == 0
    # Not the one who confirmed decides, but somebody else; it stands, and HR sees it again.
    anna.goto("/disputes")
    [held] = live.bench.store.reviews.dossier(live.recording).disputes
    anna.goto(f"/disputes/{held.id}")
    assert anna.locator("form[action*='/disputes/'] input[type=radio]").count() == 0
    boris = browse("boris", "controller", language)
    boris.goto(f"/calls/{live.recording}")
    begin = boris.locator("form[action$='/review'] button")
    if begin.count():
        begin.click()
        boris.wait_for_selector("form#roles")
    _play_all(boris, live.missed)  # who leaves it as it is has heard it
    boris.goto(f"/disputes/{held.id}")
    boris.locator("form[action*='/disputes/'] input[type=radio]").first.check()
    boris.locator("form[action*='/disputes/'] textarea").fill("heard it as well / слышу то же")
    boris.locator("form[action*='/disputes/'] button.primary").click()
    boris.wait_for_url("**said=recorded**")
    assert _standing(live, live.missed)[:2] == (Verdict.NOT_MET, Stage.DECIDED)
    hr.reload()
    hr.locator("a[href^='/hr/']").first.click()
    hr.wait_for_load_state()
    shown = hr.locator("main").inner_text()
    assert says["heard"] in shown
    assert "№ 12" in shown  # and when the employee was told the rules
    clips = hr.locator("main audio")
    assert clips.count() >= 1
    clips.first.evaluate("sound => sound.play()")
    until(hr, "document.querySelector('main audio').currentTime > 0.2")
    assert says["why"] not in shown  # an override nobody confirmed
    assert live.bench.store.verify() == ()


def _play_all(page: "playwright.Page", criterion: str) -> None:
    """Every quote of a finding, one after another, at double speed."""
    page.locator("#speed").select_option("2")
    links = page.locator(f"#c-{criterion} [data-needed]")
    for i in range(links.count()):
        links.nth(i).click()
        until(page, "!document.getElementById('sound').paused")
        until(page, "document.getElementById('sound').paused", seconds=30)
        page.wait_for_selector(f"#c-{criterion} [data-needed].heard >> nth={i}")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_by_keyboard_alone(live: Live, browse: Open, language: str) -> None:
    says = SAYS[language]
    acquainted(live.bench, live.recording)
    anna = browse("anna", "controller", language)
    keys = anna.keyboard
    anna.goto("/queue")
    anna.wait_for_selector("[data-help]:visible")  # the page's script is there
    row = f".row.here a[href='/calls/{live.recording}']"
    for _ in range(len(live.bench.calls)):
        keys.press("j")
        if anna.locator(row).count():
            break
    keys.press("Enter")
    anna.wait_for_url(f"**/calls/{live.recording}")
    opened(live.bench, live.recording, by="anna")  # a blind review by keys is another story
    anna.reload()
    anna.wait_for_selector("[data-help]:visible")
    keys.press("?")
    assert anna.locator("dialog#keys").is_visible()
    keys.press("Escape")
    assert not anna.locator("dialog#keys").is_visible()
    keys.press("Space")
    until(anna, "!document.getElementById('sound').paused")
    keys.press("Space")
    until(anna, "document.getElementById('sound').paused")
    for key in "]]]":
        keys.press(key)  # as fast as it goes
    order = [f.criterion for f in live.bench.store.call(live.recording).evaluation.findings]
    for _ in range(order.index(live.missed) + 1):
        keys.press("j")
    assert anna.locator(".crit.here").get_attribute("id") == f"c-{live.missed}"
    quotes = anna.locator(f"#c-{live.missed} [data-needed]").count()
    assert quotes
    for i in range(quotes):
        keys.press("Enter")
        until(anna, "!document.getElementById('sound').paused")
        anna.wait_for_selector(f"#c-{live.missed} [data-needed].heard >> nth={i}", timeout=30_000)
    keys.press("c")
    keys.press("Space")  # it depended on the employee
    keys.press("Tab")
    keys.type(says["heard"])
    keys.press("Control+Enter")
    anna.wait_for_selector(f"#c-{live.missed}.here .stage.confirmed")
    keys.press("j")
    following = anna.locator(".crit.here").get_attribute("id")
    keys.press("4")
    keys.type(says["why"])
    keys.press("Control+Enter")
    anna.wait_for_selector(f"#{following} .stage.overridden")
    anna.wait_for_selector("[data-help]:visible")  # the script of the new page: keys pressed before are lost
    assert _standing(live, live.missed) == (Verdict.NOT_MET, Stage.CONFIRMED, "anna")
    assert _standing(live, following.removeprefix("c-"))[:2] == (Verdict.UNSURE, Stage.OVERRIDDEN)
    keys.press("f")
    keys.press("Enter")
    anna.wait_for_url("**/queue")


def test_a_blind_review_by_keys_saves_each_answer_at_once(live: Live, browse: Open) -> None:
    live.bench.settings.__dict__["blind_share"] = 1.0
    recording = live.bench.calls["ru-03"]
    findings = live.bench.store.call(recording).evaluation.findings
    anna = browse("anna", "controller", "ru")
    anna.goto(f"/calls/{recording}")
    anna.wait_for_selector("[data-help]:visible")
    anna.keyboard.press("Enter")
    anna.wait_for_selector("#blind")
    anna.wait_for_selector("[data-help]:visible")
    anna.keyboard.press("j")
    for i in range(len(findings)):
        if i == 1:
            anna.keyboard.press("2")
            anna.keyboard.type("так не сказано")
            anna.keyboard.press("Escape")
            anna.keyboard.press("j")
        else:
            anna.keyboard.press("1")
        anna.wait_for_selector(f".blind-row.answered >> nth={i}")
    anna.reload()
    assert anna.locator(".blind-row input:checked").count() == len(findings)
    anna.locator("#reveal").click()
    anna.wait_for_selector("#compared")
    assert re.search(rf"на \d+ из {len(findings)}", anna.locator("#compared").inner_text())
    answers = live.bench.store.reviews.dossier(recording).answers
    assert {a.verdict for a in answers} == {Verdict.MET, Verdict.NOT_MET}


def test_leaving_the_page_loses_no_second_that_was_played(live: Live, browse: Open) -> None:
    anna = browse("anna", "controller", "en")
    anna.goto(f"/calls/{live.recording}")
    anna.wait_for_selector("[data-help]:visible")
    anna.keyboard.press("Space")
    until(anna, "document.getElementById('sound').currentTime > 1.5")
    anna.goto("/queue")
    # The page tells twice, when it is hidden and when it goes, and the second may be saved first.
    for _ in range(600):  # a busy machine takes its time
        plays = live.bench.store.reviews.plays(live.recording, by="anna")
        if any(play.span.start_ms == 0 for play in plays):
            break
        time.sleep(0.05)
    spans = sorted((play.span.start_ms, play.span.end_ms) for play in plays)
    assert spans
    assert spans[0][0] == 0
    assert spans[-1][1] >= 1_200
    # A jump is no listening: from here to there was not played.
    anna.goto(f"/calls/{live.recording}")
    anna.wait_for_selector("[data-help]:visible")
    anna.evaluate("document.getElementById('sound').currentTime = 20")
    anna.evaluate("document.getElementById('sound').play()")
    until(anna, "document.getElementById('sound').currentTime > 21")
    anna.evaluate("document.getElementById('sound').pause()")
    for _ in range(600):  # a busy machine takes its time
        plays = live.bench.store.reviews.plays(live.recording, by="anna")
        later = [play.span for play in plays if play.span.end_ms > 20_000]
        if later:
            break
        time.sleep(0.05)
    assert later
    assert all(span.start_ms >= 19_900 for span in later)


def test_without_a_script_one_can_read_and_answer(live: Live, chromium: "playwright.Browser") -> None:
    live.bench.account(AccountRole.CONTROLLER, name="anna")
    context = chromium.new_context(java_script_enabled=False, base_url=live.address)
    token = live.bench.store.sessions.begin("anna", way="password")
    context.add_cookies([{"name": "callaudit", "value": token, "url": live.address}])
    page = context.new_page()
    page.goto("/queue")
    page.locator(f".row:has(a[href='/calls/{live.recording}']) form.begin button").click()
    opened(live.bench, live.recording, by="anna")
    page.reload()
    row = page.locator(f"#c-{live.missed}")
    row.locator("details.override summary").click()
    row.locator("label.choice.not_applicable").click()
    row.locator("textarea.why").fill("клиент сам просил подождать")
    row.locator("details.override button").click()
    page.wait_for_load_state()
    assert _standing(live, live.missed) == (Verdict.NOT_APPLICABLE, Stage.OVERRIDDEN, "anna")
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_serious_fault_of_accessibility_or_scrolls_where_nothing_stands(
    live: Live, browse: Open, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="skipped: axe is not installed")
    anna = browse("anna", "controller", "ru" if width == 390 else "en", width=width)
    paths = ["/queue", "/search?q=звонок", f"/calls/{live.bench.calls['ru-02']}", f"/calls/{live.recording}"]
    anna.goto(f"/calls/{live.recording}")
    anna.locator("form[action$='/review'] button").click()
    opened(live.bench, live.recording, by="anna")
    anna.goto(f"/calls/{live.bench.calls['ru-03']}")
    anna.locator("form[action$='/review'] button").click()
    paths.append(f"/calls/{live.bench.calls['ru-03']}")
    for path in paths:
        anna.goto(path)
        anna.wait_for_load_state("networkidle")
        for fold in anna.locator("details.confirm > summary").all():
            fold.click()
        found = axe.Axe().run(anna).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
        assert not bad, path
        wide = anna.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        bottom = "document.body.getBoundingClientRect().bottom + window.scrollY"
        empty = anna.evaluate(f"document.documentElement.scrollHeight - ({bottom})")
        tall = anna.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")
        assert min(empty, tall) <= 1, f"{path}: scrolls on where nothing stands any more"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_employee_reads_the_rules_and_says_so_by_keyboard(live: Live, browse: Open, language: str) -> None:
    """From their first page to the acknowledgement; and it is theirs, dated, with the words they saw."""
    ivan = browse("ivan", "employee", language)
    ivan.goto("/mine")
    ivan.locator("a[href='/mine/rules']").last.click()
    ivan.wait_for_url("**/mine/rules")
    ivan.locator("main a[href^='/mine/rules/']").first.click()
    ivan.wait_for_selector("form[action^='/mine/rules/'] button.primary")
    shown = ivan.locator(".rulesheet").inner_text()
    ivan.locator("form[action^='/mine/rules/'] button.primary").focus()
    ivan.keyboard.press("Enter")
    ivan.wait_for_url("**said=noted")
    (known,) = live.bench.store.acquaintances.of()
    assert (known.by, known.language, known.way) == ("ivan", language, "page")
    kept = live.bench.store.acquaintances.text(known.shown).text
    assert {line.strip() for line in shown.splitlines() if line.strip()} <= set(kept.splitlines())
    assert live.bench.store.verify() == ()
