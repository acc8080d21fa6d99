"""The written reports, for leads: a list of periods, and each file as it was written."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from pipeline.web.bench import bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.pages import render
from pipeline.web.permissions import Permission
from pipeline.web.shelf import EMPLOYEE, MEDIA, report_file, report_read, shelves
from pipeline.web.words_reports import WORDS

router = APIRouter()

Lead = Annotated[Viewer, Depends(may(Permission.REPORTS))]

ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-downloads "
    "allow-top-navigation-by-user-activation"
)
"""A report is one file with its styles in it, and no script ever: it gets no more than that."""

COPY = re.compile(r"([0-9a-f]{64})\.[a-z]{2,5}")


@router.get("/reports", response_class=HTMLResponse)
def reports(request: Request, viewer: Lead) -> Response:
    """The periods there are reports of."""
    bench = bench_of(request)
    return render(
        request,
        "reports.html.j2",
        words=WORDS,
        shelves=shelves(bench.settings.reports_dir),
        page=viewer.account.language.value,
        days=bench.settings.report_days,
    )


@router.get("/reports/files/{name}", response_class=FileResponse)
def of_all_days(request: Request, viewer: Lead, name: str) -> Response:
    """A file of the reports of all days."""
    return _file(request, viewer, "", name)


@router.get("/reports/files/{period}/{name}", response_class=FileResponse)
def of_a_period(request: Request, viewer: Lead, period: str, name: str) -> Response:
    """A file of the reports of a day or a week."""
    return _file(request, viewer, period, name)


@router.get("/reports/playback/{name}", response_class=RedirectResponse)
def copy(request: Request, viewer: Lead, name: str) -> Response:  # noqa: ARG001  # the guard's
    """Where reports link to a copy by its file: the call's page, on which what is played is told."""
    found = COPY.fullmatch(name)
    if found is None:
        raise HTTPException(404)
    return RedirectResponse(f"/calls/{found[1]}", status_code=303)


def _file(request: Request, viewer: Viewer, period: str, name: str) -> Response:
    bench = bench_of(request)
    path = report_file(bench.settings.reports_dir, period, name)
    if path is None:
        raise HTTPException(404)
    if whose := report_read(
        path,
        period,
        employees=bench.store.employees() if EMPLOYEE.match(name) else (),
        zone=bench.settings.zone,
    ):
        bench.store.reviews.read_report(whose, by=viewer.account.id)
    if path.suffix != ".html":
        bench.store.reviews.exported(f"reports/{period}/{name}".replace("//", "/"), by=viewer.account.id)
    shown = "inline" if path.suffix == ".html" else "attachment"
    return FileResponse(
        path,
        media_type=MEDIA[path.suffix],
        headers={
            "Content-Security-Policy": ALONE,
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'{shown}; filename="{name}"',
        },
    )
