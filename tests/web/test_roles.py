"""Who may what, written down a second time by hand: every route, every role, nobody signed in too."""

import pytest

from pipeline.review.account import AccountRole
from pipeline.web.app import ROUTERS, routes_of
from pipeline.web.permissions import HOMES, PUBLIC
from tests.web.conftest import Login, WebBench

C, L, H, E, A = "controller", "lead", "hr", "employee", "admin"
EVERYBODY = {C, L, H, E, A}
OPEN: set[str] = EVERYBODY | {"nobody"}

MATRIX: dict[str, set[str]] = {
    "GET /": OPEN,
    "GET /health": OPEN,
    "GET /login": OPEN,
    "GET /login/oidc": OPEN,
    "GET /login/oidc/back": OPEN,
    "POST /login": OPEN,
    "POST /logout": OPEN,
    "GET /welcome/{token}": OPEN,
    "POST /welcome/{token}": OPEN,
    "GET /account": EVERYBODY,
    "POST /account/language": EVERYBODY,
    "POST /account/password": EVERYBODY,
    "GET /accounts": {A},
    "POST /accounts": {A},
    "GET /accounts/{account}": {A},
    "POST /accounts/{account}": {A},
    "POST /accounts/{account}/link": {A},
    "POST /accounts/{account}/disable": {A},
    "POST /accounts/{account}/enable": {A},
    "GET /audit": {A},
    "GET /openapi.json": {A},
    "GET /queue": {C, L},
    "POST /queue/views": {C, L},
    "GET /search": {C, L},
    "GET /calls/{recording}": {C, L},
    "POST /calls/{recording}/review": {C},
    "POST /calls/{recording}/answers": {C},
    "POST /calls/{recording}/reveal": {C},
    "POST /calls/{recording}/finish": {C},
    "POST /calls/{recording}/confirm": {C},
    "POST /calls/{recording}/plays": {C, L},
    "POST /calls/{recording}/notes": {C},
    "POST /calls/{recording}/assign": {C, L},
    "POST /calls/{recording}/release": {C, L},
    "POST /calls/{recording}/roles": {C},
    "GET /calls/{recording}/audio": {C, L},
    "HEAD /calls/{recording}/audio": {C, L},
    "GET /calls/{recording}/peaks": {C, L},
    "GET /mine": {E},
    "GET /mine/listeners": {E},
    "GET /mine/rules": {E},
    "GET /mine/rules/text/{shown}": {E},
    "GET /mine/rules/{scorecard}": {E},
    "POST /mine/rules/{scorecard}": {E},
    "GET /mine/{recording}": {E},
    "GET /mine/{recording}/audio": {E},
    "HEAD /mine/{recording}/audio": {E},
    "POST /mine/{recording}/plays": {E},
    "POST /mine/{recording}/ack": {E},
    "POST /mine/{recording}/disputes": {E},
    "GET /disputes": {C},
    "GET /disputes/{dispute}": {C},
    "POST /disputes/{dispute}": {C},
    "GET /hr": {H},
    "GET /hr/{confirmation}": {H},
    "GET /hr/{confirmation}/record": {H},
    "GET /hr/{confirmation}/rules": {H},
    "GET /hr/{confirmation}/audio/{number}": {H},
    "GET /acquaintance": {L, A},
    "POST /acquaintance": {L, A},
    "GET /acquaintance/{scorecard}/sheet": {L, A},
    "POST /acquaintance/{record}/annul": {L, A},
    "GET /calibrations": {C, L},
    "POST /calibrations": {C, L},
    "GET /calibrations/agreement": {C, L},
    "GET /calibrations/{calibration}": {C, L},
    "POST /calibrations/{calibration}/close": {C, L},
    "GET /rubrics": {C, L},
    "GET /rubrics/compare": {C, L},
    "GET /rubrics/{scorecard}": {C, L},
    "GET /rubrics/{scorecard}/try": {C, L},
    "POST /rubrics/{scorecard}/try": {C, L},
    "GET /rubrics/backtest": {L},
    "POST /rubrics/backtest": {L},
    "GET /releases": {C, L},
    "POST /releases": {C, L},
    "GET /reports": {L},
    "GET /reports/assign": {L},
    "POST /reports/assign": {L},
    "GET /reports/files/{name}": {L},
    "GET /reports/files/{period}/{name}": {L},
    "GET /reports/playback/{name}": {L},
}


def routes() -> list[str]:
    return [f"{route.method} {route.path}" for route in routes_of(ROUTERS)]


def test_every_route_stands_in_the_table_and_no_other_does() -> None:
    assert sorted(routes()) == sorted(MATRIX)


def test_a_route_without_a_permission_is_one_of_the_few_known() -> None:
    assert {route.path for route in routes_of(ROUTERS) if not route.needs} == set(PUBLIC)


@pytest.mark.parametrize("role", sorted(OPEN))
def test_each_role_gets_what_is_its_own_and_nothing_else(bench: WebBench, login: Login, role: str) -> None:
    """Where a role may not, the answer is 403 (signed in) or the way to the login (303, 401).

    Where it may, the answer to ids that there are not, and to empty forms, is anything else, and never 500.
    """
    client = bench.client() if role == "nobody" else login(role)
    if role != "nobody":
        bench.account(AccountRole.ADMIN, name="another")  # so that nothing stops an admin but the table
    wrong = []
    for route, allowed in MATRIX.items():
        if route == "POST /logout":
            continue
        method, path = route.split()
        address = path.replace("{", "").replace("}", "")
        status = client.request(method, address).status_code
        refused = status in {303, 401} if role == "nobody" else status == 403
        if path in PUBLIC:
            refused = status >= 500
        if refused is (role in allowed) or status >= 500:
            wrong.append((route, status))
    assert wrong == []


def test_everybody_begins_where_they_may_be(login: Login) -> None:
    for role, home in HOMES.items():
        client = login(role)
        assert client.get("/").headers["location"] == home
        assert client.get(home).status_code == 200, role


def test_the_navigation_leads_nobody_to_a_closed_door(login: Login) -> None:
    for role in AccountRole:
        client = login(role)
        page = client.get("/account").text
        nav = page[page.index("<nav") : page.index("</nav>")]
        links = [part.split('"')[0] for part in nav.split('href="')[1:]]
        assert links, role
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200), role
