"""The sound of a call: the muted copy, streamed from disk by ranges, and its waveform. Never the original."""

import json
import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response

from pipeline.store.nouns import Playback
from pipeline.web.bench import Bench, bench_of
from pipeline.web.guard import Viewer, may
from pipeline.web.permissions import Permission
from pipeline.web.shape import shape
from pipeline.web.timeline import lanes

router = APIRouter()

MEDIA = {".opus": "audio/ogg", ".ogg": "audio/ogg", ".webm": "audio/webm"}
"""What a playback copy may be, and what browsers are told it is (`pipeline.audio.playback.CONTAINERS`)."""

PRIVATE = {"Cache-Control": "private, no-cache"}
"""A browser may keep it while the page is used, and asks each time whether it still may."""

ID = re.compile(r"[0-9a-f]{64}")

Reader = Annotated[Viewer, Depends(may(Permission.CALLS))]


@router.head("/calls/{recording}/audio", response_class=FileResponse, include_in_schema=False)
@router.get("/calls/{recording}/audio", response_class=FileResponse)
def audio(request: Request, recording: str, viewer: Reader) -> Response:  # noqa: ARG001  # the guard's
    """The playback copy: 200, 206 for a range, 416 for one that lies outside."""
    return sound(request, recording)


@router.get("/calls/{recording}/peaks", response_class=JSONResponse)
def peaks(request: Request, recording: str, viewer: Reader) -> Response:  # noqa: ARG001  # the guard's
    """The waveform, a row for each party."""
    bench = bench_of(request)
    path = copy_of(request, recording)
    stored = bench.store.call(recording, words=False)
    beside = Path(f"{path}.peaks.json")
    try:
        stat = beside.stat()
        etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}-{stored.transcript_digest[:16]}"'
        headers = PRIVATE | {"ETag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        document = json.loads(beside.read_bytes())
        return JSONResponse(shape(document, lanes(stored.transcript)), headers=headers)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise HTTPException(404) from fault


def sound(request: Request, recording: str) -> Response:
    """A call's playback copy as a response. Who may have it is for the caller to ask."""
    path = copy_of(request, recording)
    return FileResponse(path, media_type=MEDIA[path.suffix], headers=PRIVATE)


def copy_of(request: Request, recording: str) -> Path:
    """Where a call's playback copy lies.

    The path comes from the store, never from the address; even so only a file of the playback folder itself
    is given out, so that a row that was tampered with opens nothing else.

    Raises:
        HTTPException: 404: no such call, no copy, or not one of ours.
    """
    bench = bench_of(request)
    path = path_of(bench.store.playback(recording) if ID.fullmatch(recording) else None, bench=bench)
    if path is None:
        raise HTTPException(404)
    return path


def path_of(playback: Playback | None, *, bench: Bench) -> Path | None:
    """Where a playback copy lies; None where there is none, or it is none of ours."""
    if playback is None:
        return None
    folder = Path(bench.settings.playback_dir).resolve()
    path = Path(playback.path).resolve()
    return path if path.suffix in MEDIA and path.parent == folder and path.is_file() else None
