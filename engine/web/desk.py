"""What people do about a task or a case beside its form: hand it on, move its date, talk about it, hold it still."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Invalid
from engine.service.comments import AddComment, EraseComment
from engine.service.handover import ChangeDue, ReassignTask
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.views import cases as case_views
from engine.service.views import tasks as views
from engine.web import cases, task
from engine.web.filling import Problem
from engine.web.flash import sent_notice
from engine.web.login import safe
from engine.web.pages import see
from engine.web.posted import Posted
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False)

#: Which control of the page a wrong part belongs to, by act.
HANDING = {"alasan": "alasan-alih", "ke": "alasan-alih"}
DATING = {"alasan": "alasan-tenggat", "tenggat": "tenggat-hari"}
SAYING = {"komentar": "isi-komentar"}
HOLDING = {"alasan": "alasan-tangguh"}


@router.get("/tugas/{task_id}/alihkan")
@router.get("/tugas/{task_id}/tenggat")
@router.get("/tugas/{task_id}/komentar")
def back(visit: Official, task_id: UUID) -> Response:
    """Lead back to the task: these addresses only take posts."""
    return see(f"/tugas/{task_id}")


@router.post("/tugas/{task_id}/alihkan")
def hand_over(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Hand the task to another position."""
    found = views.task(visit.world, visit.actor, task_id)
    to = sent.first("ke_lain").strip() or sent.first("ke").strip()
    named = {receiver.address: receiver.holders for receiver in found.handling.receivers}

    def act() -> Response:
        visit.execute(ReassignTask(task_id, sent.number("_versi"), to, sent.first("alasan")), sent.first("_kunci"))
        answer = see("/tugas")
        sent_notice(answer, found.name, found.number, False, named.get(to, (to,)))
        return answer

    return _on_task(visit, task_id, sent, act, HANDING)


@router.post("/tugas/{task_id}/tenggat")
def change_due(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Move the task's date."""

    def act() -> Response:
        visit.execute(ChangeDue(task_id, sent.number("_versi"), _day(sent), sent.first("alasan")), sent.first("_kunci"))
        return see(f"/tugas/{task_id}")

    return _on_task(visit, task_id, sent, act, DATING)


@router.post("/tugas/{task_id}/komentar")
def say_about_task(visit: Writer, task_id: UUID, sent: Sent) -> Response:
    """Say something about the task."""
    found = views.task(visit.world, visit.actor, task_id)

    def act() -> Response:
        visit.execute(AddComment(found.instance_id, sent.first("komentar"), task_id), sent.first("_kunci"))
        return see(f"/tugas/{task_id}#komentar")

    return _on_task(visit, task_id, sent, act, SAYING)


@router.post("/berkas/{number}/komentar")
def say_about_case(visit: Writer, number: str, sent: Sent) -> Response:
    """Say something about the case."""
    found = case_views.case(visit.world, visit.actor, number)

    def act() -> Response:
        visit.execute(AddComment(found.instance_id, sent.first("komentar")), sent.first("_kunci"))
        return see(f"/berkas/{number}#komentar")

    return _on_case(visit, number, act, SAYING)


@router.post("/komentar/{comment_id}/hapus")
def erase(visit: Writer, comment_id: UUID, sent: Sent) -> Response:
    """Erase the text of a comment."""
    visit.execute(EraseComment(comment_id, sent.first("alasan")), sent.first("_kunci"))
    return see(safe(sent.first("kembali")))


@router.post("/berkas/{number}/tangguhkan")
def suspend(visit: Writer, number: str, sent: Sent) -> Response:
    """Hold the case still."""
    found = case_views.case(visit.world, visit.actor, number)

    def act() -> Response:
        visit.execute(SuspendCase(found.instance_id, sent.first("alasan")), sent.first("_kunci"))
        return see(f"/berkas/{number}")

    return _on_case(visit, number, act, HOLDING)


@router.post("/berkas/{number}/lanjutkan")
def resume(visit: Writer, number: str, sent: Sent) -> Response:
    """Let the case go on."""
    found = case_views.case(visit.world, visit.actor, number)

    def act() -> Response:
        visit.execute(ResumeCase(found.instance_id, sent.first("alasan")), sent.first("_kunci"))
        return see(f"/berkas/{number}")

    return _on_case(visit, number, act, HOLDING)


def _on_task(
    visit: Visit, task_id: UUID, sent: Posted, act: Callable[[], Response], anchors: Mapping[str, str]
) -> Response:
    try:
        return act()
    except Invalid as error:
        problems = [_problem(visit, error, anchors)]
        return task.shown(visit, task_id, problems=problems, typed=sent.fields)


def _on_case(visit: Visit, number: str, act: Callable[[], Response], anchors: Mapping[str, str]) -> Response:
    try:
        return act()
    except Invalid as error:
        found = case_views.case(visit.world, visit.actor, number)
        return cases.shown(visit, found, problems=[_problem(visit, error, anchors)], status=422)


def _problem(visit: Visit, error: Invalid, anchors: Mapping[str, str]) -> Problem:
    anchor = next(iter(error.problems), "")
    return Problem(anchors.get(anchor, anchor), "", sentence(error, visit.language))


def _day(sent: Posted) -> date:
    try:
        return date(sent.number("tahun"), sent.number("bulan"), sent.number("hari"))
    except ValueError as error:
        raise Invalid(
            "due.day", "Expected a date, but the day, month and year are none", problems={"tenggat": [""]}
        ) from error
