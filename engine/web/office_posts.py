"""The office (kantor): units, positions, who holds them, and when nobody does."""

from fastapi import APIRouter, Response

from engine.model.actor import Capacity
from engine.service.posts import ClosePosition
from engine.service.roster import WriteRows
from engine.service.views import staffing as views
from engine.web.filling import Problem
from engine.web.office import begin, holding_of
from engine.web.office_forms import RIGHTS, attempted, day, office_page
from engine.web.pages import new_key
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/kantor")

UNIT = ("code", "name", "kind", "parent", "zone")
POSITION = ("code", "title", "unit", "superior", "roles")


@router.get("/unit")
def units(visit: Official, ubah: str = "") -> Response:
    """List the units; one of them to be changed where asked."""
    return _units(visit, ubah, {}, [], 200)


@router.post("/unit")
def put_unit(visit: Writer, sent: Sent) -> Response:
    """Add a unit, or change one."""
    typed = {name: sent.first(name).strip() for name in UNIT}
    mode = "change" if sent.pressed("_ubah") else "add"
    command = WriteRows("units", ((1, typed),), mode, sent.first("alasan"))
    changed = typed["code"] if mode == "change" else ""
    return attempted(
        lambda: visit.execute(command, sent.first("_kunci")),
        visit,
        lambda problems, status: _units(visit, changed, typed, problems, status),
        "/kantor/unit",
    )


@router.get("/jabatan")
def positions(visit: Official, unit: str = "") -> Response:
    """List the positions, of one unit where asked."""
    return _positions(visit, unit, {}, [], 200)


@router.post("/jabatan")
def add_position(visit: Writer, sent: Sent) -> Response:
    """Add a position."""
    typed = {name: sent.first(name).strip() for name in POSITION}
    typed["rights"] = ";".join(sent.fields.get("rights", []))
    command = WriteRows("positions", ((1, typed),), "add", sent.first("alasan"))
    return attempted(
        lambda: visit.execute(command, sent.first("_kunci")),
        visit,
        lambda problems, status: _positions(visit, typed["unit"], typed, problems, status),
        f"/kantor/jabatan/{typed['code']}",
    )


@router.get("/jabatan/{code}")
def position(visit: Official, code: str) -> Response:
    """Show one position: what it is, who holds it, who did."""
    return _position(visit, code, {}, [], 200)


@router.post("/jabatan/{code}")
def change_position(visit: Writer, code: str, sent: Sent) -> Response:
    """Change title, unit, roles, superior or rights."""
    typed = {name: sent.first(name).strip() for name in POSITION} | {"code": code}
    typed["rights"] = ";".join(sent.fields.get("rights", []))
    command = WriteRows("positions", ((1, typed),), "change", sent.first("alasan"))
    return attempted(
        lambda: visit.execute(command, sent.first("_kunci")),
        visit,
        lambda problems, status: _position(visit, code, typed, problems, status),
        f"/kantor/jabatan/{code}",
    )


@router.post("/jabatan/{code}/pemegang")
def begin_holding(visit: Writer, code: str, sent: Sent) -> Response:
    """Let somebody hold the position: known by NIP, or by log-in name."""
    who = sent.first("who").strip()
    typed = holding_of(sent) | {"position": code, "nip": who if _is_number(who) else ""}
    typed["username"] = "" if typed["nip"] else who
    return attempted(
        lambda: begin(visit, sent, typed),
        visit,
        lambda problems, status: _position(visit, code, typed | {"who": who}, problems, status),
        f"/kantor/jabatan/{code}",
    )


@router.post("/jabatan/{code}/tutup")
def close_position(visit: Writer, code: str, sent: Sent) -> Response:
    """Close the position with a day."""
    return attempted(
        lambda: visit.execute(
            ClosePosition(code, day(sent.first("on"), "on"), sent.first("alasan")), sent.first("_kunci")
        ),
        visit,
        lambda problems, status: _position(visit, code, {}, problems, status),
        f"/kantor/jabatan/{code}",
    )


@router.get("/kosong")
def vacancies(visit: Official) -> Response:
    """Show when which position is held by nobody in the coming year."""
    return office_page(visit, "office_vacancies.html", rows=views.vacancies(visit.world, visit.actor))


def _is_number(text: str) -> bool:
    return text.replace(" ", "").isdigit()


def _units(visit: Visit, changed: str, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    rows = views.units(visit.world, visit.actor)
    chosen = next((row for row in rows if row.code == changed), None)
    context = {"rows": rows, "chosen": chosen, "typed": typed, "problems": problems, "key": new_key(visit)}
    return office_page(visit, "office_units.html", status=status, **context)


def _positions(visit: Visit, unit: str, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    world, actor = visit.world, visit.actor
    context = {"rows": views.seats(world, actor, unit), "units": views.units(world, actor), "unit": unit}
    more = {"every": views.seats(world, actor), "rights": RIGHTS, "typed": typed, "problems": problems}
    return office_page(visit, "office_positions.html", status=status, key=new_key(visit), **context, **more)


def _position(visit: Visit, code: str, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    world, actor = visit.world, visit.actor
    context = {"found": views.position(world, actor, code), "units": views.units(world, actor), "rights": RIGHTS}
    more = {"every": views.seats(world, actor), "capacities": list(Capacity), "typed": typed, "problems": problems}
    return office_page(visit, "office_position.html", status=status, key=new_key(visit), **context, **more)
