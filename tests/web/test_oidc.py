"""Signing in through a provider: a small real one on this machine, honest and otherwise."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from pipeline.errors import UserError
from pipeline.review.account import AccountRole
from pipeline.settings import Settings, load_settings
from pipeline.web.app import create_app
from pipeline.web.oidc import ready
from tests.web.conftest import WebBench


class Provider(ThreadingHTTPServer):
    """Answers as OpenID Connect says; `lie` changes what its token says, `key` signs it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.shown = self.key
        self.lie: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.asked: dict[str, str] = {}
        self.now = 0

    def claims(self) -> dict[str, Any]:
        honest = {
            "iss": self.issuer,
            "aud": "workbench",
            "sub": "42",
            "email": "Lead@example.com",
            "email_verified": True,
            "nonce": self.asked["nonce"],
            "exp": self.now + 300,
            "iat": self.now,
        }
        return {key: value for key, value in {**honest, **self.lie}.items() if value is not None}


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_args: object) -> None:
        """Be silent."""

    def do_GET(self) -> None:  # the server's name for it
        if self.path == "/.well-known/openid-configuration":
            base = self.server.issuer
            self._say(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                }
            )
        elif self.path == "/keys":
            self._say({"keys": [self.server.shown.as_dict(private=False)]})
        else:
            self.send_error(404)

    def do_POST(self) -> None:  # the server's name for it
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        challenge = create_s256_code_challenge(form["code_verifier"][0])
        if form["code"] != ["good"] or challenge != self.server.asked["code_challenge"]:
            self._say({"error": "invalid_grant"}, status=400)
            return
        token = jwt.encode(self.server.header, self.server.claims(), self.server.key)
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _say(self, document: object, *, status: int = 200) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(bench: WebBench) -> Iterator[Provider]:
    server = Provider()
    server.now = int(bench.clock.now.timestamp())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(bench: WebBench, provider: Provider) -> TestClient:
    settings = load_settings(
        None,
        workspace=bench.settings.workspace,
        web_url="http://127.0.0.1:8080",
        oidc_issuer=provider.issuer,
        oidc_client_id="workbench",
    )
    bench.account(AccountRole.LEAD, name="lead@example.com")
    app = create_app(settings, bench.store, clock=bench.clock, passwords=bench.app.state.bench.passwords)
    return TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)


def there_and_back(client: TestClient, provider: Provider, *, code: str = "good", state: str = "") -> str:
    """Where the browser ends up; it hands over what the provider was asked."""
    away = client.get("/login/oidc", params={"next": "/account"}).headers["location"]
    provider.asked = {key: value[0] for key, value in parse_qs(urlsplit(away).query).items()}
    assert away.startswith(f"{provider.issuer}/authorize")
    query = {"code": code, "state": state or provider.asked["state"]}
    return str(client.get("/login/oidc/back", params=query).headers["location"])


def test_the_company_account_opens_the_account_of_that_name(
    bench: WebBench, client: TestClient, provider: Provider
) -> None:
    assert there_and_back(client, provider) == "/account"
    assert "lead@example.com" in client.get("/account").text
    assert provider.asked["code_challenge_method"] == "S256"
    found = bench.store.accounts.of_subject(f"{provider.issuer} 42")
    assert found is not None
    assert found.id == "lead@example.com"
    assert there_and_back(client, provider) == "/account"


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"azp": "another"},
        {"nonce": "another"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_anothers_or_stale_opens_nothing(
    client: TestClient, provider: Provider, lie: dict[str, Any]
) -> None:
    provider.lie = lie
    assert there_and_back(client, provider) == "/login?oidc=1"
    assert client.get("/account", headers={"accept": "text/html"}).status_code == 303


def test_a_token_signed_by_anybody_else_opens_nothing(client: TestClient, provider: Provider) -> None:
    provider.shown = RSAKey.generate_key(2048, {"kid": "one"})
    assert there_and_back(client, provider) == "/login?oidc=1"


@pytest.mark.parametrize("given", [{"code": "bad"}, {"code": ""}, {"state": "another"}])
def test_a_way_back_that_nobody_set_out_on_opens_nothing(
    client: TestClient, provider: Provider, given: dict[str, str]
) -> None:
    assert there_and_back(client, provider, **given) == "/login?oidc=1"


def test_a_way_back_without_this_browsers_cookie_opens_nothing(
    client: TestClient, provider: Provider
) -> None:
    there_and_back(client, provider)
    client.cookies.clear()
    answer = client.get("/login/oidc/back", params={"code": "good", "state": provider.asked["state"]})
    assert answer.headers["location"] == "/login?oidc=1"
    client.cookies.set("oidc", "[1, 2]")
    assert client.get("/login/oidc/back", params={"code": "x", "state": "y"}).status_code == 303


@pytest.mark.parametrize(
    "lie", [{"email": "nobody@example.com"}, {"email_verified": False}, {"email_verified": None}], ids=str
)
def test_nobody_without_an_account_gets_in(
    client: TestClient, provider: Provider, lie: dict[str, Any]
) -> None:
    provider.lie = lie
    assert there_and_back(client, provider) == "/login?unknown=1"


def test_a_mail_address_passed_on_to_another_person_opens_nothing(
    client: TestClient, provider: Provider
) -> None:
    assert there_and_back(client, provider) == "/account"
    provider.lie = {"sub": "43"}
    assert there_and_back(client, provider) == "/login?unknown=1"


def test_a_provider_that_does_not_answer_leaves_the_password(client: TestClient, provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()
    assert client.get("/login/oidc").headers["location"] == "/login?oidc=1"
    assert 'type="password"' in client.get("/login?oidc=1").text


def test_the_provider_is_not_asked_in_the_clear() -> None:
    def asked(issuer: str) -> Settings:
        return load_settings(None, oidc_issuer=issuer, oidc_client_id="x", web_url="https://calls.example")

    ready(asked("https://login.example"))
    with pytest.raises(UserError, match="https"):
        ready(asked("http://login.example"))
    with pytest.raises(UserError, match="oidc_client_id"):
        load_settings(None, oidc_issuer="https://login.example")
