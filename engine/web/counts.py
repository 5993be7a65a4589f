"""A process with the number of cases at each step: on its diagram, and as a table beside it."""

import json
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from engine.service.views import counts as views
from engine.service.views.counts import CountsPage, StepRow
from engine.web.guard import EDITOR_POLICY
from engine.web.pages import page
from engine.web.visit import Official

router = APIRouter(include_in_schema=False, prefix="/pantau/proses/{pack}/{process_id}")


@router.get("")
def show(visit: Official, pack: str, process_id: str, versi: int = 0) -> Response:
    """Show how many cases stand at each step."""
    found = views.process(visit.world, visit.actor, pack, process_id, versi)
    figures = {step.element: _figures(found, step) for step in found.steps if step.open or step.failed or step.late}
    answer = page(visit, "counts.html", found=found, figures=json.dumps(figures), link=lambda step: _link(found, step))
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


@router.get("/diagram.bpmn")
def diagram(visit: Official, pack: str, process_id: str, versi: int = 0) -> Response:
    """Send the diagram of a version."""
    found = views.diagram(visit.world, visit.actor, pack, process_id, versi)
    return Response(found, media_type="application/xml")


def _figures(found: CountsPage, step: StepRow) -> dict[str, object]:
    return {"open": step.open, "late": step.late, "failed": step.failed, "url": _link(found, step)}


def _link(found: CountsPage, step: StepRow) -> str:
    asked = {"proses": found.process_id, "versi": str(found.version_id), "langkah": step.element}
    return f"/pantau/langkah?{urlencode(asked)}"
