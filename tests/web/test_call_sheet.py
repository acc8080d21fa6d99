"""A transcript as shown: worked out once, the same for everybody who may see it, and not kept for ever."""

import re
import warnings
from dataclasses import replace

from markupsafe import Markup

from pipeline.calls.text import Language
from pipeline.review.account import AccountRole
from pipeline.web.sheet import Sheet, Sheets, sheet
from tests.web.conftest import Login, WebBench


def words_of(page: str) -> str:
    """The transcript's markup."""
    found = re.search(r'<div id="words".*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def test_the_second_page_of_a_call_shows_what_the_first_did(bench: WebBench, login: Login) -> None:
    path = f"/calls/{bench.calls['ru-01']}"
    first = login("controller").get(path).text
    assert (
        words_of(first)
        == words_of(login("controller").get(path).text)
        == words_of(login("lead").get(path).text)
    )
    assert first.count('<div class="turn ') > 5
    english = replace(bench.account(AccountRole.CONTROLLER), language=Language.EN)
    bench.store.accounts.change(english, by="machine")
    page = words_of(login("controller").get(path).text)
    assert "<b>Employee</b>" in page
    assert "Сотрудник</b>" not in page


def test_what_was_not_looked_at_for_long_is_let_go(bench: WebBench) -> None:
    heard = bench.store.heard(bench.store.call(bench.calls["ru-01"]).transcript_digest)
    made = sheet(heard, language=Language.RU)
    asked: list[str] = []

    def look(sheets: Sheets, name: str, *, characters: int) -> Sheet:
        def make() -> Sheet:
            asked.append(name)
            return replace(made, said=Markup("x") * characters)

        return sheets.of(name, Language.RU, make=make)

    sheets = Sheets(most=100)
    for name in ("a", "b", "a", "c", "a", "b"):
        look(sheets, name, characters=40)
    assert asked == ["a", "b", "c", "b"], "the one looked at last was let go first"
    look(sheets, "huge", characters=101)
    assert sheets._kept == {}
    assert sheets._characters == 0


def test_no_two_operations_of_the_schema_have_one_name(bench: WebBench) -> None:
    bench.app.openapi_schema = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema = bench.app.openapi()
    named = [one["operationId"] for path in schema["paths"].values() for one in path.values()]
    assert len(named) == len(set(named)) > 20
