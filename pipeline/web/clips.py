"""Sound for those who may hear only some of it, and whether there is any."""

import re

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pipeline.audio.clip import clip
from pipeline.calls.span import Span
from pipeline.web.audio import MEDIA, copy_of

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")

HEADERS = {"Cache-Control": "private, no-store", "Accept-Ranges": "bytes"}
"""A clip is not kept: each hearing is asked for, and told."""


def audible(request: Request, recording: str) -> bool:
    """Whether there is a copy to listen to."""
    try:
        copy_of(request, recording)
    except HTTPException:
        return False
    return True


def begins(request: Request) -> bool:
    """Whether this asks for the beginning of the sound: a player asks for the rest in further pieces."""
    found = RANGE.fullmatch(request.headers.get("range", ""))
    return found is None or found[1] in {"", "0"}


def clip_response(request: Request, recording: str, span: Span) -> Response:
    """Just these seconds of a call's playback copy; by ranges, as some browsers play nothing else.

    Raises:
        HTTPException: 404, there is no copy; 416, a range outside of it.
    """
    path = copy_of(request, recording)
    try:
        content = clip(path, span)
    except (OSError, ValueError) as fault:
        raise HTTPException(404) from fault
    media = MEDIA[path.suffix]
    found = RANGE.fullmatch(request.headers.get("range", ""))
    if found is None or not (found[1] or found[2]):
        return Response(content, media_type=media, headers=HEADERS)
    first, last = _bounds(found[1], found[2], size=len(content))
    if first >= len(content) or first > last:
        raise HTTPException(416, headers={"Content-Range": f"bytes */{len(content)}"})
    told = HEADERS | {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
    return Response(content[first : last + 1], status_code=206, media_type=media, headers=told)


def _bounds(first: str, last: str, *, size: int) -> tuple[int, int]:
    """First and last byte, both included: `0-`, `0-99`, `-99` (the end)."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
