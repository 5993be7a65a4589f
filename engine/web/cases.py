"""Cases (berkas): mine, one, where it stands, find, withdraw."""

from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.definition import Element
from engine.model.errors import Invalid
from engine.service.cases import WithdrawCase
from engine.service.views import cases as views
from engine.service.views.cases import CasePage
from engine.web.answers import spoken
from engine.web.filling import Problem
from engine.web.guard import EDITOR_POLICY
from engine.web.happenings import in_words, is_told
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False)

#: What a reader calls a step: work, and the events that let it wait.
STEPS = frozenset(
    {"userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "intermediateCatchEvent"}
    | {"adHocSubProcess"}
)


class Stage(NamedTuple):
    """One step of the diagram in words; `state` is done, active, failed or later."""

    name: str
    lane: str
    state: str


@router.get("/berkas")
def mine(visit: Official, sesudah: str = "") -> Response:
    """List the cases the visitor started."""
    found = views.mine(visit.world, visit.actor, sesudah)
    next_url = f"/berkas?{urlencode({'sesudah': found.next})}" if found.next else ""
    return page(visit, "cases.html", rows=found.rows, next_url=next_url)


@router.get("/cari")
def find(visit: Official, q: str = "", sesudah: str = "") -> Response:
    """Find a case by number or name."""
    text = q.strip()
    found = views.find(visit.world, visit.actor, text, sesudah) if text else None
    next_url = f"/cari?{urlencode({'q': text, 'sesudah': found.next})}" if found and found.next else ""
    return page(visit, "find.html", text=text, rows=found.rows if found else None, next_url=next_url)


@router.get("/berkas/{number}")
def show(visit: Official, number: str) -> Response:
    """Show one case: status in words, who holds it, what happened; of a secret one, its reporter's receipt."""
    receipt = views.receipt(visit.world, visit.actor, number)
    if receipt is not None:
        return page(visit, "receipt.html", receipt=receipt)
    return shown(visit, views.case(visit.world, visit.actor, number))


@router.get("/berkas/{number}/alur")
def stages(visit: Official, number: str) -> Response:
    """Show where the case stands: the diagram with its tokens, and the same as a list of steps."""
    case = views.case(visit.world, visit.actor, number)
    answer = page(visit, "stages.html", case=case, stages=_stages(visit, case))
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


@router.get("/berkas/{number}/diagram.bpmn")
def diagram(visit: Official, number: str) -> Response:
    """Send the diagram the case runs on."""
    return Response(views.diagram(visit.world, visit.actor, number), media_type="application/xml")


@router.post("/berkas/{number}/tarik")
def withdraw(visit: Writer, number: str, sent: Sent) -> Response:
    """Withdraw a case with a reason."""
    case = views.case(visit.world, visit.actor, number)
    try:
        visit.execute(WithdrawCase(case.instance_id, sent.first("alasan").strip()), sent.first("_kunci"))
    except Invalid as error:
        problem = Problem("alasan", visit.say("Reason"), sentence(error, visit.language))
        return shown(visit, case, problems=[problem], status=422)
    return see(f"/berkas/{number}")


def shown(visit: Visit, case: CasePage, *, problems: list[Problem] | None = None, status: int = 200) -> Response:
    """Show one case, with what was wrong in what was just done about it."""
    words = visit.words.in_zone(case.zone)
    told = [(in_words(row, visit.language, words), row) for row in case.history if is_told(row)]
    context = {"case": case, "told": told, "problems": problems or [], "key": new_key(visit), "spoken": spoken}
    return page(visit, "case.html", status=status, words=words, **context)


def _stages(visit: Visit, case: CasePage) -> list[Stage]:
    definition = visit.world.packs.version(case.version_id).definitions[case.process_id]
    lanes = {key: lane.name for key, lane in definition.lanes.items()}
    steps = (element for element in definition.elements.values() if element.kind in STEPS and element.name)
    return [Stage(step.name, lanes.get(step.lane, ""), _state(case, step)) for step in steps]


def _state(case: CasePage, step: Element) -> str:
    for state in ("failed", "active", "done"):
        if step.id in getattr(case.diagram, state):
            return state
    return "later"
