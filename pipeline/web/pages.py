"""Pages as text: one Jinja2 environment per language, everything escaped, nothing undefined."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.calls.span import clock
from pipeline.calls.text import Language, Text
from pipeline.reports.figures import Figures
from pipeline.reports.names import printable
from pipeline.review.confirmation import once
from pipeline.web.bench import bench_of
from pipeline.web.guard import BEFORE_SIGN_IN, viewer_of
from pipeline.web.permissions import allows
from pipeline.web.words import NAV, WORDS

LANGUAGE_COOKIE = "language"

YEAR_ENDS = re.compile(r"(\d\sг\.)\.(?!\.)")
"""A Russian date ends in «г.»: at the end of a sentence one full stop serves for both."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates in one language."""

    language: Language
    environment: Environment
    paths: frozenset[str]
    """Routes there are: the navigation leads to no others."""

    def text(self, name: str, words: Mapping[str, Text], context: Mapping[str, Any]) -> str:
        """A filled template; its own words come before the shell's."""
        spoken = {**WORDS, **words}

        def t(key: str, **values: object) -> str:
            text = spoken[key].of(self.language)
            return YEAR_ENDS.sub(r"\1", text.format(**values)) if values else text

        return self.environment.get_template(name).render({"t": t, **context})

    def prepare(self) -> None:
        """Compile all templates: otherwise who opens a page first waits for it."""
        for name in self.environment.list_templates():
            self.environment.get_template(name)


def make_pages(zone: ZoneInfo, *, paths: Sequence[str]) -> dict[Language, Pages]:
    """The pages of every language.

    Args:
        zone: in which moments are shown.
        paths: the app's routes.
    """
    known = frozenset(paths)
    digests = _digests()
    return {language: Pages(language, _environment(language, zone, digests), known) for language in Language}


def render(
    request: Request,
    template: str,
    /,
    *,
    words: Mapping[str, Text] | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page for who asks, in their language.

    Args:
        request: whose.
        template: its file name.
        words: its own, beside those of the shell.
        status: of the response.
        headers: of the response, besides the usual ones.
        context: what the template shows. `wide` (bool) gives a page the whole width.
    """
    language = language_of(request)
    pages = bench_of(request).pages[language]
    viewer = viewer_of(request)
    nav = [
        (path, text)
        for path, text, permission in NAV
        if viewer and path in pages.paths and allows(viewer.account.role, permission)
    ]
    here = request.url.path
    shell = {
        "viewer": viewer,
        "csrf": viewer.csrf if viewer else request.cookies.get(BEFORE_SIGN_IN, ""),
        "nonce": request.scope.get("state", {}).get("nonce", ""),
        "path": request.url.path,
        "nav": nav,
        # The section the page is in: of /mine and /mine/rules the nearer.
        "within": max((to for to, _ in nav if here == to or here.startswith(f"{to}/")), key=len, default=""),
        "wide": False,
    }
    body = pages.text(template, words or {}, {**shell, **context})
    return HTMLResponse(body, status_code=status, headers=dict(headers or {}))


def sentence(words: str) -> str:
    """With a capital letter and a full stop, as a page has it.

    >>> sentence("сначала откройте звонок"), sentence("Готово?")
    ('Сначала откройте звонок.', 'Готово?')
    """
    ended = words if words.endswith((".", "!", "?", "…")) else f"{words}."
    return ended[:1].upper() + ended[1:]


def language_of(request: Request) -> Language:
    """Of the account; of the browser where nobody is signed in: as chosen there, else as it asks."""
    viewer = viewer_of(request)
    if viewer is not None:
        return viewer.account.language
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in {one.value for one in Language}:
        return Language(chosen)
    asked = request.headers.get("accept-language", "").lower()
    places = {one: asked.find(one.value) for one in Language if one.value in asked}
    return min(places, key=lambda one: places[one]) if places else Language.RU


def _environment(language: Language, zone: ZoneInfo, digests: Mapping[str, str]) -> Environment:
    figures = Figures(language)
    environment = Environment(
        loader=PackageLoader("pipeline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def when(moment: datetime) -> str:
        return figures.moment(moment.astimezone(zone))

    def second(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"{figures.day(local.date())}, {local:%H:%M:%S}"

    def eve(moment: datetime) -> str:
        """The last day before a moment: of what counts from a midnight on, the day that it bears."""
        return figures.day((moment - timedelta(microseconds=1)).astimezone(zone).date())

    def day(moment: date | datetime) -> str:
        return figures.day(moment.astimezone(zone).date() if isinstance(moment, datetime) else moment)

    def static(name: str) -> str:
        return f"/static/{name}?v={digests[name]}"

    environment.globals.update(
        language=language,
        languages=[(one, WORDS["this_language"].of(one)) for one in Language],
        figures=figures,
        static=static,
    )
    environment.filters.update(
        clock=clock,
        once=once,
        sentence=sentence,
        say=lambda text: text.of(language),
        when=when,
        second=second,
        day=day,
        eve=eve,
    )
    return environment


def _digests() -> dict[str, str]:
    """Of every file under static/, so that a browser asks anew when one changed."""
    out: dict[str, str] = {}
    stack = [(resources.files("pipeline.web") / "static", "")]
    while stack:
        folder, prefix = stack.pop()
        for entry in folder.iterdir():
            if entry.is_dir():
                stack.append((entry, f"{prefix}{entry.name}/"))
            else:
                out[f"{prefix}{entry.name}"] = sha256(entry.read_bytes()).hexdigest()[:12]
    return out


def _finalize(value: object) -> object:
    """Applied to everything a template prints: no control marks, no lone surrogates."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():  # as nearly all are
        return value
    return printable(value)
