"""The guided set-up of a real office (persiapan): seven steps, each of which can wait or be taken up again."""

from fastapi import APIRouter, Response

from engine.locale import mark as _mark
from engine.service.founding import FinishSetup, LetWait, NameOffice, SwitchPacks
from engine.service.views import setup as views
from engine.web.filling import Problem
from engine.web.office_forms import attempted, office_page
from engine.web.pages import new_key
from engine.web.visit import Official, Sent, Visit, Writer
from engine.web.words import ZONES

router = APIRouter(include_in_schema=False, prefix="/kantor/persiapan")

HERE = "/kantor/persiapan"
TITLES = {
    "kantor": _mark("Name and letterhead"),
    "organisasi": _mark("Units and positions"),
    "pegawai": _mark("People and what they hold"),
    "kalender": _mark("The calendar of this year"),
    "parameter": _mark("Legal numbers"),
    "akun": _mark("Accounts handed out"),
    "paket": _mark("Procedures switched on"),
}


@router.get("")
def steps(visit: Official) -> Response:
    """Show the steps and how far each has come."""
    return _page(visit, [], 200)


@router.post("/kantor")
def name_office(visit: Writer, sent: Sent) -> Response:
    """Set name and letterhead."""
    command = NameOffice(sent.first("nama"), sent.first("alamat"), sent.first("kontak"))
    return _act(visit, lambda: visit.execute(command, sent.first("_kunci")))


@router.post("/paket")
def switch(visit: Writer, sent: Sent) -> Response:
    """Say which procedures may be started."""
    command = SwitchPacks(tuple(sent.fields.get("paket", [])), sent.first("alasan"))
    return _act(visit, lambda: visit.execute(command, sent.first("_kunci")))


@router.post("/tunda")
def let_wait(visit: Writer, sent: Sent) -> Response:
    """Leave a step for later, or take it up again."""
    step = sent.first("langkah") or sent.first("_lanjut")
    return _act(visit, lambda: visit.execute(LetWait(step, not sent.pressed("_lanjut")), sent.first("_kunci")))


@router.post("/selesai")
def finish(visit: Writer, sent: Sent) -> Response:
    """End the set-up."""
    return _act(visit, lambda: visit.execute(FinishSetup(), sent.first("_kunci")))


def _act(visit: Visit, act: object) -> Response:
    assert callable(act)  # noqa: S101 - every caller passes a function
    return attempted(act, visit, lambda problems, status: _page(visit, problems, status), HERE)


def _page(visit: Visit, problems: list[Problem], status: int) -> Response:
    found = views.setup(visit.world, visit.actor)
    context = {"found": found, "titles": TITLES, "zone": ZONES.get(found.zone, found.zone), "problems": problems}
    return office_page(visit, "office_setup.html", status=status, key=new_key(visit), **context)
