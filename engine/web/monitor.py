"""One incident of the monitor (pantau), and its repair."""

from uuid import UUID

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Invalid
from engine.service.repair import CorrectAndRetry, RetryIncident
from engine.service.views import monitor as views
from engine.web.filling import Problem
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/pantau")

#: Prefix of the corrected values in the post.
VALUE = "nilai:"


@router.get("/gangguan/{incident_id}")
def incident(visit: Official, incident_id: UUID) -> Response:
    """Show one incident with the values it was working on."""
    return _page(visit, views.incident(visit.world, visit.actor, incident_id), {})


@router.post("/gangguan/{incident_id}")
def repair(visit: Writer, incident_id: UUID, sent: Sent) -> Response:
    """Try again, with the values as they are or corrected."""
    found = views.incident(visit.world, visit.actor, incident_id)
    try:
        visit.execute(_repair(found, sent.fields), sent.first("_kunci"))
    except Invalid as error:
        problems = [Problem(name, name, ", ".join(lines)) for name, lines in error.problems.items()]
        problems = problems or [Problem("alasan", visit.say("Reason"), sentence(error, visit.language))]
        return _page(visit, found, sent.fields, problems=problems, status=422)
    return see(f"/berkas/{found.row.number}" if found.row.number else "/pantau")


def _repair(found: views.IncidentPage, fields: dict[str, list[str]]) -> CorrectAndRetry | RetryIncident:
    reason = (fields.get("alasan") or [""])[0].strip()
    if "_perbaiki" not in fields:
        return RetryIncident(found.row.incident_id, reason)
    typed = {name.removeprefix(VALUE): values[0] for name, values in fields.items() if name.startswith(VALUE)}
    before = {variable.name: variable.text for variable in found.variables}
    changed = {name: text for name, text in typed.items() if name in before and text != before[name]}
    return CorrectAndRetry(found.row.incident_id, changed, reason)


def _page(
    visit: Visit,
    found: views.IncidentPage,
    fields: dict[str, list[str]],
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> Response:
    typed = {name: values[0] for name, values in fields.items()}
    context = {"incident": found, "typed": typed, "problems": problems or [], "key": new_key(visit)}
    return page(visit, "incident.html", status=status, words=visit.words.in_zone(found.zone), **context)
