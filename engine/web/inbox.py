"""The inbox (kotak tugas): one list, grouped by urgency."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from engine.model.errors import NotFound
from engine.service.notices import SeeNotice
from engine.service.views.inbox import InboxFilter, inbox
from engine.web.pages import page, see
from engine.web.visit import Official, Sent, Writer

router = APIRouter(include_in_schema=False)

SHOWS = ("all", "mine", "unclaimed")


@router.get("/")
def home() -> Response:
    """Lead to the inbox."""
    return see("/tugas")


@router.get("/tugas")
def tasks(
    visit: Official, q: str = "", proses: str = "", unit: str = "", milik: str = "all", sesudah: str = ""
) -> Response:
    """List the visitor's tasks."""
    filters = InboxFilter(text=q.strip(), process=proses, unit=unit, show=milik if milik in SHOWS else "all")
    found = inbox(visit.world, visit.actor, filters, sesudah)
    chosen = {"q": filters.text, "proses": proses, "unit": unit, "milik": filters.show}
    next_url = f"/tugas?{urlencode(chosen | {'sesudah': found.next})}" if found.next else ""
    filtered = filters != InboxFilter()
    return page(visit, "inbox.html", inbox=found, filters=filters, filtered=filtered, next_url=next_url)


@router.post("/kabar")
def noted(visit: Writer, sent: Sent) -> Response:
    """Take a notice off the list for everybody it was addressed to."""
    try:
        notice = UUID(sent.first("kabar"))
    except ValueError as error:
        raise NotFound("notice.unknown", "Expected a notice, but this names none.") from error
    visit.execute(SeeNotice(notice))
    return see("/tugas")
