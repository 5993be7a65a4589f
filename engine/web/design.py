"""The process library (desain): packs, versions, drafts; release and restore without a restart."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from engine.locale.refusals import sentence
from engine.model.errors import Forbidden, Refused
from engine.model.findings import Finding
from engine.service.packs import DiscardFileDraft, ReleaseDrafts, RestoreVersion
from engine.service.views import library as views
from engine.web import gate
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Scripted, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain")

#: What an analyst changes most comes first.
KINDS = ("bpmn", "dmn", "test", "form", "letter", "register", "scenario")


def analyst(visit: Official) -> Visit:
    """Admit those who may design."""
    if not visit.may("analyse"):
        raise Forbidden("right.missing", "Expected the right to analyse, but none of your positions carries it.")
    return visit


def designer(visit: Scripted) -> Visit:
    """Admit the scripts on the pages of those who may design."""
    return analyst(visit)


Analyst = Annotated[Visit, Depends(analyst)]
Designer = Annotated[Visit, Depends(designer)]


@router.get("/{pack}")
def pack_page(visit: Analyst, pack: str) -> Response:
    """Show one pack: files, drafts, versions."""
    return _page(visit, pack)


@router.post("/{pack}/berlakukan")
def release(visit: Writer, pack: str, sent: Sent) -> Response:
    """Release the chosen drafts once their scenarios are green; new cases take the new version at once."""
    paths, note = tuple(sent.fields.get("path", ())), sent.first("catatan").strip()
    command = ReleaseDrafts(pack, paths, note, sent.first("alasan").strip())
    try:
        visit.execute(command, sent.first("_kunci"))
    except Refused as error:
        if error.code in gate.PLAYABLE:
            return see(gate.begun(visit, pack, paths, note))
        if error.status != 422:
            raise
        return _page(visit, pack, found=findings_of(error), told=sentence(error, visit.language), status=422)
    return see(f"/desain/{pack}")


@router.post("/{pack}/versi/{number}/kembalikan")
def restore(visit: Writer, pack: str, number: int, sent: Sent) -> Response:
    """Put an older version's content in force again, under the next number."""
    visit.execute(RestoreVersion(pack, number), sent.first("_kunci"))
    return see(f"/desain/{pack}")


@router.post("/{pack}/buang/{path:path}")
def discard(visit: Writer, pack: str, path: str) -> Response:
    """Throw a draft away; the released file stays."""
    visit.execute(DiscardFileDraft(pack, path))
    return see(f"/desain/{pack}")


def findings_of(error: Refused) -> list[Finding]:
    """The findings that blocked a release."""
    return list(getattr(error, "findings", ()))


def _page(
    visit: Visit, pack: str, *, found: list[Finding] | None = None, told: str = "", status: int = 200
) -> Response:
    shown = views.pack(visit.world, visit.actor, pack)
    files = sorted(shown.files, key=lambda file: (KINDS.index(file.kind) if file.kind in KINDS else 99, file.path))
    context = {"pack": shown, "files": files, "findings": found or [], "told": told, "key": new_key(visit)}
    return page(visit, "pack.html", status=status, **context)
