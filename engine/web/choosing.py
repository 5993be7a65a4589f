"""An ad-hoc subprocess: begin one of its steps, or say that the work is done; no script needed."""

from uuid import UUID

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Invalid
from engine.service.adhoc import ChooseActivity, DeclareFinished
from engine.web import task
from engine.web.filling import Problem
from engine.web.flash import sent_notice
from engine.web.pages import see
from engine.web.visit import Sent, Writer

router = APIRouter(include_in_schema=False, prefix="/tugas/{task_id}")


@router.get("/pilih")
@router.get("/selesai")
def back(task_id: UUID) -> Response:
    """Lead back to the task: these addresses only take posts."""
    return see(f"/tugas/{task_id}")


@router.post("/pilih")
def choose(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Begin one step: on to its form where the visitor may fill it in at once."""
    element = sent.first("unsur")
    done = visit.execute(ChooseActivity(task_id, sent.number("_versi"), element), sent.first("_kunci"))
    if done.next_task:
        return see(f"/tugas/{done.next_task}")
    if not done.closed:
        return see(f"/tugas/{task_id}?dimulai={element}#pilihan")
    answer = see("/tugas")
    sent_notice(answer, done.activity, done.number, done.done, done.next_holders)
    return answer


@router.post("/selesai")
def declare(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Say that the work is done."""
    try:
        done = visit.execute(
            DeclareFinished(task_id, sent.number("_versi"), sent.first("alasan")), sent.first("_kunci")
        )
    except Invalid as error:
        problems = [Problem("alasan-selesai", visit.say("Reason"), sentence(error, visit.language))]
        return task.shown(visit, task_id, problems=problems, typed=sent.fields)
    answer = see(f"/tugas/{done.next_task}" if done.next_task else "/tugas")
    sent_notice(answer, done.task_name, done.number, done.done, done.next_holders)
    return answer
