"""One task: its form, draft, claim and completion."""

from uuid import UUID

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Conflict, Invalid
from engine.service.tasks import ClaimTask, CompleteTask, ReleaseTask
from engine.service.views import tasks as views
from engine.service.views.tasks import TaskPage
from engine.web.filling import Filling, Problem, Raw
from engine.web.flash import sent_notice
from engine.web.pages import new_key, page, see
from engine.web.posted import Posted
from engine.web.refusals import conflict
from engine.web.visit import RESCUE_COOKIE, Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/tugas/{task_id}")


def _filling(visit: Visit, task: TaskPage) -> Filling:
    return Filling(visit, task.subject, task.form, task.scope, task.env, task.lookups, task.draft, task.draft_saved_at)


@router.get("")
def show(visit: Official, task_id: UUID) -> Response:
    """Show a task with its form as last left."""
    task = views.task(visit.world, visit.actor, task_id)
    filling = _filling(visit, task)
    rescued = filling.rescued() if task.may_complete else None
    answer = _page(
        visit, task, filling, rescued if rescued is not None else filling.fresh(), rescued=rescued is not None
    )
    answer.delete_cookie(RESCUE_COOKIE)
    return answer


def shown(visit: Visit, task_id: UUID, *, problems: list[Problem], typed: dict[str, list[str]]) -> Response:
    """Show a task as it is, with what was wrong in something done beside its form."""
    task = views.task(visit.world, visit.actor, task_id)
    filling = _filling(visit, task)
    return _page(visit, task, filling, filling.fresh(), problems=problems, status=422, typed=typed)


@router.post("")
def act(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Do what the pressed button says; Enter presses «Simpan draf»."""
    task = views.task(visit.world, visit.actor, task_id)
    filling = _filling(visit, task)
    raw: Raw = sent.fields
    try:
        raw = filling.received(sent)
        return _act(visit, task, filling, sent, raw)
    except Invalid as error:
        problems = filling.summary(error.problems) or [Problem("", "", sentence(error, visit.language))]
        fields = filling.fields(raw, error.problems)
        key = sent.first("_kunci")
        return _page(visit, task, filling, raw, fields=fields, problems=problems, status=422, key=key)
    except Conflict as error:
        return conflict(visit, error, filling.spoken(sent.answers()))


def _act(visit: Visit, task: TaskPage, filling: Filling, sent: Posted, raw: Raw) -> Response:
    edited = filling.edited(raw)
    if edited is not None:
        filling.save(edited)
        return _page(visit, task, filling, edited, key=sent.first("_kunci"))
    if sent.pressed("_kirim"):
        return _complete(visit, task, raw, sent)
    if sent.answers():
        filling.save(raw)
    if sent.pressed("_ambil"):
        visit.execute(ClaimTask(task.task_id, sent.number("_versi")))
    if sent.pressed("_lepas"):
        visit.execute(ReleaseTask(task.task_id, sent.number("_versi")))
    return see(f"/tugas/{task.task_id}")


def _complete(visit: Visit, task: TaskPage, raw: Raw, sent: Posted) -> Response:
    answers = {name: list(values) for name, values in raw.items() if not name.startswith("_")}
    command = CompleteTask(task.task_id, sent.number("_versi"), answers)
    done = visit.execute(command, sent.first("_kunci"))
    answer = see(f"/tugas/{done.next_task}" if done.next_task else "/tugas")
    sent_notice(answer, done.task_name, done.number, done.done, done.next_holders)
    return answer


@router.post("/draf")
def autosave(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Keep the draft while its author types on."""
    task = views.task(visit.world, visit.actor, task_id)
    if not (task.open and task.may_complete):
        raise Conflict(
            "task.closed", "Expected an open task, but somebody closed it.", details={"by": task.closed_by or "–"}
        )
    _filling(visit, task).save(sent.fields)
    return Response(status_code=204, headers={"X-Disimpan": f"{visit.words.local(visit.now):%H.%M}"})


def _page(  # noqa: PLR0913 - what differs between the renderings of one page
    visit: Visit,
    task: TaskPage,
    filling: Filling,
    raw: Raw,
    *,
    fields: object = None,
    problems: list[Problem] | None = None,
    status: int = 200,
    key: str = "",
    rescued: bool = False,
    typed: dict[str, list[str]] | None = None,
) -> Response:
    return page(
        visit,
        "task.html",
        status=status,
        words=visit.words.in_zone(task.env.zone),
        task=task,
        fields=filling.fields(raw) if fields is None else fields,
        problems=problems or [],
        key=key or new_key(visit),
        saved_at=filling.saved_at,
        rescued=rescued,
        typed={name: values[0] for name, values in (typed or {}).items() if values},
        blocked=sentence(task.refusal, visit.language) if task.refusal else "",
        begun=_begun(visit, task),
    )


def _begun(visit: Visit, task: TaskPage) -> str:
    """The name of the step that was just begun here."""
    element = visit.request.query_params.get("dimulai", "")
    offered = task.choosing.activities if task.choosing else ()
    return next((one.name for one in offered if one.element == element and one.running), "")
