"""The inbox (kotak tugas): one list, grouped by urgency."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from engine.model.errors import NotFound
from engine.service.notices import SeeNotice
from engine.service.tasks import ClaimTask, ReleaseTask
from engine.service.views.inbox import InboxFilter, inbox
from engine.web.login import safe
from engine.web.pages import page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False)

SHOWS = ("all", "mine", "unclaimed", "team")


@router.get("/")
def home() -> Response:
    """Lead to the inbox."""
    return see("/tugas")


@router.get("/tugas")
def tasks(visit: Official, sesudah: str = "") -> Response:
    """List the visitor's tasks."""
    filters = _filters(visit)
    found = inbox(visit.world, visit.actor, filters, sesudah)
    asked = {name: value for name, value in visit.request.query_params.items() if name != "sesudah" and value}
    here = f"/tugas?{urlencode(asked)}" if asked else "/tugas"
    next_url = f"/tugas?{urlencode(asked | {'sesudah': found.next})}" if found.next else ""
    filtered = filters != InboxFilter()
    return page(visit, "inbox.html", inbox=found, filters=filters, filtered=filtered, next_url=next_url, here=here)


def _filters(visit: Visit) -> InboxFilter:
    asked = visit.request.query_params
    show = asked.get("milik", "all")
    return InboxFilter(
        text=asked.get("q", "").strip(),
        process=asked.get("proses", ""),
        unit=asked.get("unit", ""),
        show=show if show in SHOWS else "all",
        pack=asked.get("keluarga", ""),
        late=asked.get("terlambat") == "1",
    )


@router.post("/tugas/ambil")
def take(visit: Writer, sent: Sent) -> Response:
    """Take a task of the list, or give it back."""
    given = sent.first("ambil") or sent.first("lepas")
    task_id, _, version = given.partition(".")
    try:
        named, seen = UUID(task_id), int(version)
    except ValueError as error:
        raise NotFound("task.unknown", "Expected a task, but this names none.") from error
    visit.execute(ClaimTask(named, seen) if sent.first("ambil") else ReleaseTask(named, seen))
    return see(safe(sent.first("kembali")))


@router.get("/tugas/ambil")
def back() -> Response:
    """Lead back to the list: this address only takes posts."""
    return see("/tugas")


@router.post("/kabar")
def noted(visit: Writer, sent: Sent) -> Response:
    """Take a notice off the list for everybody it was addressed to."""
    try:
        notice = UUID(sent.first("kabar"))
    except ValueError as error:
        raise NotFound("notice.unknown", "Expected a notice, but this names none.") from error
    visit.execute(SeeNotice(notice))
    return see("/tugas")
