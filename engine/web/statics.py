"""Style sheets, scripts and pictures: read once, compressed once, cached by browsers for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

FOLDER = Path(__file__).parent / "static"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire."""

    content: bytes
    packed: bytes
    media_type: str
    digest: str


@cache
def names() -> frozenset[str]:
    """Every file that may be served; nothing else on the disk can be named."""
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@cache
def asset(name: str) -> Asset:
    """Read, compress and hash one static file."""
    content = (FOLDER / name).read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(content, gzip.compress(content, 9, mtime=0), media_type, hashlib.sha256(content).hexdigest()[:16])


def link(name: str) -> str:
    """Address a static file by its content, so that it may be kept for ever."""
    return f"/static/{name}?v={asset(name).digest}" if name in names() else f"/static/{name}"


@router.get("/static/{name:path}")
def static(request: Request, name: str, v: str = "") -> Response:
    """Send one static file, compressed where the browser takes it."""
    if name not in names():
        return Response(status_code=404)
    found = asset(name)
    headers = {"ETag": f'"{found.digest}"', "Vary": "Accept-Encoding", "Cache-Control": _caching(v == found.digest)}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(found.packed) < len(found.content):
        return Response(found.packed, media_type=found.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.content, media_type=found.media_type, headers=headers)


def _caching(named_by_content: bool) -> str:
    return "public, max-age=31536000, immutable" if named_by_content else "no-cache"
