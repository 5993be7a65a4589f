"""Letters, attachments, look-ups: what a page links to beside itself."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from engine.model.errors import Invalid
from engine.service.files import AttachFile
from engine.service.views import cases, files
from engine.web.guard import LETTER_POLICY
from engine.web.login import safe
from engine.web.pages import see
from engine.web.visit import Official, Sent, Writer

router = APIRouter(include_in_schema=False)


@router.get("/surat/{letter_id}")
def letter(visit: Official, letter_id: UUID) -> Response:
    """Show a letter as it is printed; nothing in it may run."""
    found = cases.letter(visit.world, visit.actor, letter_id)
    return Response(found.html, media_type="text/html", headers={"Content-Security-Policy": LETTER_POLICY})


@router.post("/berkas-lampiran")
def upload(visit: Writer, sent: Sent) -> Response:
    """Keep one document for a form, in a post of its own."""
    if not sent.files:
        raise Invalid("file.empty", "Expected a document, but none was sent.")
    file = sent.files[0]
    field = sent.first("field") or file.field
    kept = visit.execute(AttachFile(sent.first("subject"), field, file.name, file.content))
    if sent.first("kembali"):
        return see(safe(sent.first("kembali")))
    return JSONResponse({"id": str(kept.id), "name": kept.name, "size": kept.size}, 201)


@router.get("/berkas-lampiran/{attachment_id}")
def download(visit: Official, attachment_id: UUID) -> Response:
    """Send a document to be saved, never shown inside the site."""
    found = files.attachment(visit.world, visit.actor, attachment_id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
    return Response(found.content, media_type=found.media_type, headers=headers)
