"""The manuals as pages, from the Markdown that is shipped; and the sign of life."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from markupsafe import Markup

import engine
from engine.locale import mark as _mark
from engine.model.errors import NotFound
from engine.web.markdown import Heading, headings, rendered
from engine.web.pages import page
from engine.web.visit import Anyone

router = APIRouter(include_in_schema=False)

MANUALS = {
    "pejabat": _mark("For officials"),
    "admin": _mark("For administrators"),
    "analis": _mark("For process analysts"),
    "auditor": _mark("For auditors"),
}


@router.get("/bantuan")
def guide(visit: Anyone) -> Response:
    """List the manuals with their sections."""
    listed = [(key, name, sections(key)) for key, name in MANUALS.items()]
    return page(visit, "help.html", manuals=listed)


@router.get("/bantuan/gambar/{name}")
def picture(visit: Anyone, name: str) -> Response:
    """Send one picture of a manual."""
    found = _folders()[1] / name
    if found.suffix != ".png" or found.parent != _folders()[1] or not found.is_file():
        raise _unknown()
    answer = Response(found.read_bytes(), media_type="image/png")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@router.get("/bantuan/{name}")
def manual(visit: Anyone, name: str) -> Response:
    """Show one manual."""
    if name not in MANUALS:
        raise _unknown()
    return page(visit, "manual.html", manual=name, name=MANUALS[name], body=_body(name), sections=sections(name))


@router.get("/kesehatan")
async def alive() -> Response:
    """Say that the process answers; nothing else is looked at."""
    return JSONResponse({"status": "hidup"})


@cache
def sections(name: str) -> tuple[Heading, ...]:
    """The sections of a manual that a page may lead to."""
    return tuple(heading for heading in headings(_source(name)) if heading.level == 2)


@cache
def _body(name: str) -> Markup:
    return rendered(_source(name), resolve)


def resolve(address: str) -> str:
    """The address of a link of a manual as a page here has it; what leads elsewhere is left out."""
    file, _, anchor = address.partition("#")
    if address.startswith("#"):
        return address
    if file.endswith(".png"):
        return f"/bantuan/gambar/{Path(file).name}"
    if file.endswith(".md") and "/" not in file:
        return f"/bantuan/{file.removesuffix('.md')}" + (f"#{anchor}" if anchor else "")
    return address if address.startswith("/") and not address.startswith("//") else ""


def _source(name: str) -> str:
    return (_folders()[0] / f"{name}.md").read_text(encoding="utf-8")


@cache
def _folders() -> tuple[Path, Path]:
    """Where manuals and pictures are: in an installed wheel or in a checkout."""
    package = Path(engine.__file__).parent
    inside = package / "_manuals"
    if inside.is_dir():
        return inside, inside / "gambar"
    docs = package.parent / "docs"
    return docs / "panduan", docs / "images" / "panduan"


def _unknown() -> NotFound:
    return NotFound("page.unknown", "Expected an existing page, but there is none at this address.")
