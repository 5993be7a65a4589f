"""Packs: files, drafts, checks, releases."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from engine.api.caller import Calling, language_of
from engine.api.problems import spelled
from engine.api.records import (
    DraftedOut,
    FileOut,
    FindingsOut,
    PackDetailOut,
    PackOut,
    RehearsalOut,
    Rehearse,
    Release,
    ReleasedOut,
    VersionOut,
)
from engine.jobs import rehearsal
from engine.service.packs import DiscardFileDraft, ReleaseDrafts, RestoreVersion, SaveFileDraft
from engine.service.views import library, rehearsals

router = APIRouter(prefix="/packs", tags=["packs"])


async def body(request: Request) -> bytes:
    """The file as sent."""
    return await request.body()


Content = Annotated[bytes, Depends(body)]
Language = Annotated[str, Depends(language_of)]
SENT_FILE: dict[str, Any] = {
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("")
def packs(calling: Calling) -> list[PackOut]:
    """List the packs in force."""
    rows = library.library(calling.world, calling.actor)
    return [PackOut.model_validate(row) for row in rows if row.version]


@router.get("/{pack}")
def pack(calling: Calling, pack: str) -> PackDetailOut:
    """Read one pack: files, drafts, versions."""
    page = library.pack(calling.world, calling.actor, pack)
    return PackDetailOut(
        pack=PackOut.model_validate(page.row),
        files=[FileOut.model_validate(row) for row in page.files],
        versions=[VersionOut.model_validate(row) for row in page.versions],
    )


@router.get("/{pack}/files/{path:path}", response_class=Response)
def read_file(calling: Calling, pack: str, path: str, version: int | None = None, draft: bool = True) -> Response:
    """Read one file: its draft, the version in force, or an older one."""
    found = library.file(calling.world, calling.actor, pack, path, number=version, draft=draft)
    headers = {"ETag": f'"{found.draft_version}"'}
    return Response(found.content, media_type="application/octet-stream", headers=headers)


@router.put("/{pack}/files/{path:path}", openapi_extra=SENT_FILE)
def save_file(
    calling: Calling,
    language: Language,
    pack: str,
    path: str,
    content: Content,
    if_match: Annotated[str, Header(description="Version of the draft that was read; 0 for none.")] = "0",
) -> DraftedOut:
    """Save a draft, however broken; a stale one is a conflict."""
    text = if_match.strip('"')
    saved = calling.execute(SaveFileDraft(pack, path, content, _number(text)))
    return DraftedOut(version=saved.version, findings=[spelled(one, language) for one in saved.findings])


def _number(text: str) -> int:
    """A version of ours; 0 for anything else, which then is stale."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@router.delete("/{pack}/files/{path:path}", status_code=204)
def discard_file(calling: Calling, pack: str, path: str) -> None:
    """Throw a draft away."""
    calling.execute(DiscardFileDraft(pack, path))


@router.post("/{pack}/lint/{path:path}", openapi_extra=SENT_FILE)
def lint(calling: Calling, language: Language, pack: str, path: str, content: Content) -> FindingsOut:
    """Check a file against the pack without saving it."""
    found = library.check(calling.world, calling.actor, pack, path, content)
    return FindingsOut(findings=[spelled(one, language) for one in found])


@router.post("/{pack}/rehearsals", status_code=202)
def rehearse(calling: Calling, pack: str, sent: Rehearse) -> RehearsalOut:
    """Play the pack's scenarios with the drafts, beside the server; ask again for the outcome."""
    begun = rehearsal.start(calling.world, calling.actor, pack, sent.paths, sent.note)
    return RehearsalOut.model_validate(rehearsals.run(calling.world, calling.actor, pack, begun.run_id))


@router.get("/{pack}/rehearsals/{run_id}")
def rehearsed(calling: Calling, pack: str, run_id: UUID) -> RehearsalOut:
    """Read how far a run is and what came out."""
    return RehearsalOut.model_validate(rehearsals.run(calling.world, calling.actor, pack, run_id))


@router.post("/{pack}/release", status_code=201)
def release(calling: Calling, language: Language, pack: str, sent: Release) -> ReleasedOut:
    """Put drafts in force, once a run of the scenarios with exactly these files is green."""
    done = calling.execute(ReleaseDrafts(pack, sent.paths, sent.note, sent.without_scenarios))
    findings = [spelled(one, language) for one in done.findings]
    return ReleasedOut(version_id=done.version_id, number=done.number, findings=findings)


@router.post("/{pack}/versions/{number}/restore", status_code=201)
def restore(calling: Calling, language: Language, pack: str, number: int) -> ReleasedOut:
    """Put an older version's content in force again, under the next number; running cases keep theirs."""
    done = calling.execute(RestoreVersion(pack, number))
    findings = [spelled(one, language) for one in done.findings]
    return ReleasedOut(version_id=done.version_id, number=done.number, findings=findings)
