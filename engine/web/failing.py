"""Processes that should have begun by themselves and did not (pantau): tried again, or let pass this once."""

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Refused
from engine.service.failing import RetryStart, SkipStart, failing_starts
from engine.web.filling import Problem
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/pantau/mulai")


@router.get("")
def failing(visit: Official) -> Response:
    """Show what did not begin, since when, and when it is tried again."""
    return _page(visit, [], 200)


@router.post("")
def repair(visit: Writer, sent: Sent) -> Response:
    """Try one again now, or let this moment pass for a reason."""
    named = (sent.first("paket"), sent.first("proses"), sent.first("unsur"))
    skip = SkipStart(*named, sent.first("alasan"))
    try:
        visit.execute(skip if sent.pressed("_lewati") else RetryStart(*named), sent.first("_kunci"))
    except Refused as error:
        return _page(visit, [Problem("alasan", "", sentence(error, visit.language))], error.status)
    return see("/pantau/mulai?tersimpan=1")


def _page(visit: Visit, problems: list[Problem], status: int) -> Response:
    rows = failing_starts(visit.world, visit.actor)
    return page(visit, "failing.html", status=status, rows=rows, problems=problems, key=new_key(visit))
