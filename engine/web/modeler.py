"""One file of a pack being edited: diagrams, tables and forms in editors of their own, the rest as plain text."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from engine.locale.refusals import sentence
from engine.model.errors import Invalid, Refused
from engine.model.findings import Finding
from engine.service.packs import ReleaseDrafts, SaveFileDraft
from engine.service.reading import FORM
from engine.service.views import library as views
from engine.service.views.parameters import named_in
from engine.web import gate
from engine.web.design import Analyst, findings_of
from engine.web.guard import EDITOR_POLICY
from engine.web.pages import new_key, page, see
from engine.web.visit import Scripted, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")


async def body(request: Request) -> bytes:
    """The file as sent by the editor."""
    return await request.body()


Content = Annotated[bytes, Depends(body)]

#: What the editors let choose.
CHOICES = (
    *("forms", "decisions", "operations", "registers", "roles", "messages", "parameters", "letters"),
    *("form_files", "tables", "processes"),
)
#: The page that edits a kind of file; every other file is text.
EDITORS = {".bpmn": "modeler.html", ".dmn": "table.html", FORM: "formdesign.html"}
#: Those made with a drawing library, which writes style attributes.
LIBRARY_EDITORS = frozenset({"modeler.html", "table.html"})


class Release(BaseModel):
    """What the modeler releases."""

    paths: tuple[str, ...] = ()
    note: str = ""
    #: Why a pack without scenarios is released all the same.
    reason: str = ""
    #: Play the scenarios again where they were red.
    play: bool = False


@router.get("/ubah/{path:path}")
def edit(visit: Analyst, pack: str, path: str) -> Response:
    """Open one file: the draft if there is one."""
    return _page(visit, views.file(visit.world, visit.actor, pack, path))


@router.post("/ubah/{path:path}")
def save_text(visit: Writer, pack: str, path: str, sent: Sent) -> Response:
    """Save a text file typed into the page."""
    content = sent.first("isi").replace("\r\n", "\n").encode()
    saved = visit.execute(SaveFileDraft(pack, path, content, sent.number("_versi")))
    shown = views.file(visit.world, visit.actor, pack, path)
    findings = [*saved.findings, *gate.unreadable(visit, pack, path)]
    if findings or not path.startswith("scenarios/"):
        return _page(visit, shown, findings=findings) if findings else see(f"/desain/{pack}")
    return see(visit.request.url.path)


@router.get("/isi/{path:path}")
def content(visit: Analyst, pack: str, path: str, versi: int | None = None) -> Response:
    """Send a file as stored; `versi` asks for a released one instead of the draft."""
    found = views.file(visit.world, visit.actor, pack, path, number=versi)
    headers = {"X-Version": str(found.draft_version), "Content-Disposition": "attachment"}
    return Response(found.content, media_type="application/octet-stream", headers=headers)


@router.put("/isi/{path:path}")
def save(visit: Scripted, pack: str, path: str, sent: Content) -> Response:
    """Save a draft, however broken; a stale save is a conflict."""
    text = visit.request.headers.get("if-match", "0").strip('"')
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    saved = visit.execute(SaveFileDraft(pack, path, sent, version))
    return JSONResponse({"version": saved.version, "findings": spelled(saved.findings, visit.language)})


@router.post("/periksa/{path:path}")
def lint(visit: Scripted, pack: str, path: str, sent: Content) -> Response:
    """Check a file without saving it."""
    try:
        found = views.check(visit.world, visit.actor, pack, path, sent)
    except Invalid as error:
        return JSONResponse({"findings": [_refusal(error, visit)]})
    return JSONResponse({"findings": spelled(found, visit.language)})


@router.post("/terbit")
def release(visit: Scripted, pack: str, wanted: Annotated[Release, Body()]) -> Response:
    """Release drafts from the modeler, the drafted scenarios with them; 202 and an address while they are played."""
    paths = views.with_scenarios(visit.world, visit.actor, pack, wanted.paths)
    try:
        done = visit.execute(ReleaseDrafts(pack, paths, wanted.note, wanted.reason))
    except Refused as error:
        if error.code == "release.scenarios" or (error.code == "release.red" and wanted.play):
            return JSONResponse({"run": gate.begun(visit, pack, paths, wanted.note)}, 202)
        found = spelled(findings_of(error), visit.language)
        return JSONResponse(
            {"code": error.code, "detail": sentence(error, visit.language), "findings": found}, error.status
        )
    return JSONResponse({"number": done.number, "findings": spelled(done.findings, visit.language)})


@router.get("/pilihan")
def options(visit: Analyst, pack: str) -> Response:
    """Send what the properties panel offers: forms, decisions, operations, registers, roles …"""
    found = views.options(visit.world, visit.actor, pack)
    shown = {kind: [{"id": one.id, "label": one.label} for one in getattr(found, kind)] for kind in CHOICES}
    law = [
        {
            "key": row.key,
            "label": row.label_id or row.key,
            "value": visit.words.measure(row.value, row.unit, row.day_type),
            "source": ", ".join(part for part in (row.legal_basis, row.article) if part),
            "example": row.status == "contoh",
        }
        for row in found.law
    ]
    return JSONResponse({**shown, "law": law, "accepted": found.accepted})


def spelled(found: Iterable[Finding], language: str) -> list[dict[str, Any]]:
    """Findings for the editor, in the analyst's language."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "element": one.element,
            "file": one.file,
            "line": one.line,
            "message": one.message_en if language == "en" else one.message_id,
            "hint": one.hint_en if language == "en" else one.hint_id,
        }
        for one in found
    ]


def _refusal(error: Refused, visit: Visit) -> dict[str, Any]:
    told = sentence(error, visit.language)
    return {"code": error.code, "severity": "error", "element": "", "message": told, "hint": ""}


def _page(visit: Visit, file: views.PackFile, *, findings: Iterable[Finding] = ()) -> Response:
    context: dict[str, Any] = {
        "file": file,
        "key": new_key(visit),
        "findings": spelled(findings, visit.language),
        "parameters": named_in(visit.world, visit.actor, file.content),
    }
    template = _editor(file.path)
    if template is None or "teks" in visit.request.query_params or findings:
        return page(visit, "text.html", text=_text(file.content), **context)
    answer = page(visit, template, **context)
    if template in LIBRARY_EDITORS:
        answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


def _editor(path: str) -> str | None:
    return next((template for ending, template in EDITORS.items() if path.endswith(ending)), None)


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
