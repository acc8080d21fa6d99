"""Signing in with the company's account: OpenID Connect, code flow with PKCE; optional (extra `oidc`).

What the way back needs (state, nonce, verifier) stays in this browser's own cookie for some minutes.
Nobody gets an account by it: the administrator makes one, the first sign-in binds it to the provider's
subject, and from then on nobody else is it, whatever their mail address says.
"""

import hmac
import json
import logging
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from pipeline.errors import UserError
from pipeline.review.account import ID, Account
from pipeline.settings import Settings
from pipeline.store.repository import Store
from pipeline.web.bench import bench_of
from pipeline.web.guard import own_path
from pipeline.web.login import set_cookie, signed_in

router = APIRouter()
LOG = logging.getLogger("callaudit.web")

ON_THE_WAY = "oidc"
MINUTES = 10
"""How long somebody may take at the provider."""

ANSWER_S = 10.0
LEEWAY_S = 60
"""By how much the provider's clock may differ."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signed with a key of the provider. Never `none`, nor a secret that both know."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NotConfirmed(Exception):  # noqa: N818  # a word people understand
    """The provider did not say, in a way to be believed, who this is."""


def ready(settings: Settings) -> None:
    """Whether what the settings ask for can be done.

    Raises:
        UserError: the packages are missing, or the provider would be asked in the clear.
    """
    if not settings.oidc_issuer:
        return
    if find_spec("authlib") is None or find_spec("httpx") is None:
        raise UserError("oidc_issuer is set, but its packages are missing; pip install 'callaudit[oidc]'")
    address = urlsplit(settings.oidc_issuer)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise UserError(f"oidc_issuer: {settings.oidc_issuer}: anybody on the way could answer; use https://")


@router.get("/login/oidc")
def begin(request: Request, to: Annotated[str, Query(alias="next", max_length=2000)] = "/") -> Response:
    """On to the provider."""
    bench = bench_of(request)
    settings = _settings(request)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        told = _discover(settings)
        with _client(settings) as client:
            address, _state = client.create_authorization_url(
                told["authorization_endpoint"],
                state=kept["state"],
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
    except NotConfirmed as fault:
        return _back_to_login("oidc", fault)
    answer = RedirectResponse(address, status_code=303)
    set_cookie(answer, bench, ON_THE_WAY, json.dumps({**kept, "to": own_path(to)}), age=MINUTES * 60)
    return answer


@router.get("/login/oidc/back")
def back(
    request: Request,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Back from the provider: who is it, and have they an account here?"""
    bench = bench_of(request)
    settings = _settings(request)
    try:
        kept = _kept(request.cookies.get(ON_THE_WAY, ""), state=state)
        claims = _claims(settings, code=code, kept=kept, now=int(bench.now().timestamp()))
    except NotConfirmed as fault:
        return _back_to_login("oidc", fault)
    account = _account(bench.store, claims, claim=settings.oidc_claim)
    if account is None:
        return _back_to_login("unknown", NotConfirmed(f"no account for the subject {claims['sub']!r}"))
    answer = signed_in(request, account, way="oidc", to=own_path(kept["to"]))
    answer.delete_cookie(ON_THE_WAY, path="/", secure=bench.https, httponly=True, samesite="lax")
    return answer


def _settings(request: Request) -> Settings:
    settings = bench_of(request).settings
    if not settings.oidc_issuer:
        raise HTTPException(404)
    return settings


def _kept(cookie: str, *, state: str) -> dict[str, str]:
    """What this browser set out with.

    Raises:
        NotConfirmed: it did not set out, or came back from another way.
    """
    try:
        kept: dict[str, str] = json.loads(cookie)
        fits = hmac.compare_digest(kept["state"].encode(), state.encode())
        names = {name: str(kept[name]) for name in ("nonce", "verifier", "to")}
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotConfirmed("no cookie of a way to the provider") from fault
    if not fits:
        raise NotConfirmed("the state is another browser's")
    return names


def _discover(settings: Settings) -> Mapping[str, Any]:
    """The provider's own description.

    Raises:
        NotConfirmed: it cannot be had, or is another provider's.
    """
    told = _fetch(f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if any(not isinstance(told.get(name), str) for name in needed):
        raise NotConfirmed("the provider's description is not whole")
    if told["issuer"].rstrip("/") != settings.oidc_issuer.rstrip("/"):
        raise NotConfirmed(f"the provider calls itself {told['issuer']!r}")
    return told


def _fetch(address: str) -> Mapping[str, Any]:
    import httpx  # noqa: PLC0415  # an extra

    try:
        answer = httpx.get(address, timeout=ANSWER_S)
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise NotConfirmed(f"{address}: {fault}") from fault
    if not isinstance(told, dict):
        raise NotConfirmed(f"{address}: no JSON object")
    return told


def _client(settings: Settings) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415  # an extra

    secret = settings.oidc_client_secret.get_secret_value()
    return OAuth2Client(
        settings.oidc_client_id,
        secret or None,
        token_endpoint_auth_method=None if secret else "none",
        scope=settings.oidc_scopes,
        redirect_uri=f"{settings.origin}/login/oidc/back",
        code_challenge_method="S256",
        timeout=ANSWER_S,
    )


def _claims(settings: Settings, *, code: str, kept: Mapping[str, str], now: int) -> Mapping[str, Any]:
    """What the provider's signed token says.

    Raises:
        NotConfirmed: it gave none, or one that is another's, out of date, or badly signed.
    """
    import httpx  # noqa: PLC0415  # an extra
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    if not code:
        raise NotConfirmed("the provider sent no code")
    told = _discover(settings)
    try:
        with _client(settings) as client:
            given = client.fetch_token(told["token_endpoint"], code=code, code_verifier=kept["verifier"])
        keys = KeySet.import_key_set(_fetch(told["jwks_uri"]))  # type: ignore[arg-type]  # checked by it
        claims: dict[str, Any] = jwt.decode(given["id_token"], keys, algorithms=list(ALGORITHMS)).claims
        jwt.JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY_S,
            iss={"essential": True, "value": told["issuer"]},
            aud={"essential": True, "value": settings.oidc_client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": kept["nonce"]},
        ).validate(claims)
    except (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
        raise NotConfirmed(f"{type(fault).__name__}: {fault}") from fault
    if claims.get("azp", settings.oidc_client_id) != settings.oidc_client_id:
        raise NotConfirmed("the token was given to another program")
    return claims


def _account(store: Store, claims: Mapping[str, Any], *, claim: str) -> Account | None:
    """Whose account it is: bound already, or the one of that login name, which is bound now."""
    subject = f"{claims['iss']} {claims['sub']}"
    known = store.accounts.of_subject(subject)
    if known is not None:
        return None if known.disabled else known
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    name = str(claims.get(claim, "")).strip().lower()
    found = store.accounts.credential(name) if ID.fullmatch(name) else None
    if found is None or found.account.disabled or found.subject is not None:
        return None
    store.accounts.bind(found.account.id, subject, by=found.account.id)
    return found.account


def _back_to_login(why: str, fault: NotConfirmed) -> Response:
    LOG.warning("oidc: %s", fault)
    return RedirectResponse(f"/login?{why}=1", status_code=303)
