"""Everything the OpenAPI of the workbench allows, asked by every role: no answer is a 500.

schemathesis makes the requests out of the schema (odd ids, empty and overlong fields, wrong types); each
route is asked by who may use it, by one who may not, and by nobody.
"""

import random
import warnings
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from schemathesis import Case

from tests.web.conftest import Login, WebBench
from tests.web.test_roles import MATRIX

EXAMPLES = 4
"""Requests a route and role: with more the test takes longer than it is worth in every run."""

BOUNDED = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.filterwarnings("ignore")
def test_no_answer_is_a_fault_of_ours(bench: WebBench, login: Login) -> None:
    bench.app.openapi_schema = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_dict(bench.app.openapi())
    roles = sorted({role for allowed in MATRIX.values() for role in allowed})
    clients = {role: bench.client() if role == "nobody" else login(role) for role in roles}
    faults: list[str] = []
    asked: set[tuple[str, str]] = set()

    for found in schema.get_all_operations():
        operation = found.ok()
        route = f"{operation.method.upper()} {operation.path}"
        allowed = MATRIX.get(route, set(roles))
        others = sorted(set(roles) - allowed)
        for role in [*sorted(allowed - {"nobody"}), *others[:1], "nobody"]:

            def breaks(case: Case, role: str = role, route: str = route) -> bool:
                sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8080")
                sent.pop("cookies", None)
                headers = {
                    **sent.pop("headers"),
                    "x-csrf-token": clients[role].headers.get("x-csrf-token", ""),
                }
                answer = clients[role].request(**sent, headers=headers)
                asked.add((role, route))
                if answer.status_code >= 500:
                    faults.append(f"{role}: {case.method} {sent} -> {answer.status_code}")
                return False

            with suppress(NoSuchExample):  # none broke it
                find(operation.as_strategy(), breaks, settings=BOUNDED, random=random.Random(7))  # noqa: S311  # the same requests every time
            if route == "POST /logout" and role != "nobody":
                clients[role] = login(role)
    assert faults == []
    assert {route for _role, route in asked} >= {route for route in MATRIX if not route.startswith("HEAD")}
