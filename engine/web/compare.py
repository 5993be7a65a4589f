"""Two versions of a pack: what changed in words, and the diagrams side by side where scripts run."""

from itertools import groupby

from fastapi import APIRouter, Response

from engine.model.errors import NotFound
from engine.service.spelling import spelled
from engine.service.views.comparison import DRAFT, comparison, files_of
from engine.web.design import Analyst
from engine.web.guard import EDITOR_POLICY
from engine.web.pages import page

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")


@router.get("/banding")
def compare(visit: Analyst, pack: str, dari: str = "", ke: str = DRAFT) -> Response:
    """Show what differs between two versions; without a choice the one in force and the drafts."""
    found = comparison(visit.world, visit.actor, pack, dari or "0", ke)
    grouped = [(path, list(changes)) for path, changes in groupby(found.found.changes, key=lambda one: one.path)]
    answer = page(visit, "compare.html", compared=found, grouped=grouped, draft=DRAFT)
    # The pictures are drawn with style attributes.
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


@router.get("/versi/{which}/{path}")
def diagram(visit: Analyst, pack: str, which: str, path: str) -> Response:
    """Send a diagram as a version has it, the drafts' by the name of drafts."""
    content = files_of(visit.world, visit.actor, pack, which).get(path)
    if content is None:
        raise NotFound("pack.file", f"Expected a file {path} in {pack}, but there is none", details={"path": path})
    headers = {"Content-Disposition": "attachment"}
    # In one spelling: what only another editor's habit changed is no difference.
    return Response(spelled(path, content, None), media_type="application/octet-stream", headers=headers)
