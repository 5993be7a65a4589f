"""The office (kantor): the calendar and the legal numbers, each change with its decree."""

from datetime import date, time

from fastapi import APIRouter, Response

from engine.locale import mark as _mark
from engine.model.errors import Invalid
from engine.service.hours import AddHoliday, AddHours, ConfirmCalendar, RemoveHoliday, RemoveHours, SetOfficeHours
from engine.service.office import ConfirmParameter
from engine.service.roster import WriteRows
from engine.service.views import law as views
from engine.web.filling import Problem
from engine.web.measures import DAY_TYPES
from engine.web.office_forms import KINDS, attempted, day, office_page
from engine.web.pages import new_key
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/kantor")

#: What people call the first word of a key.
FAMILIES = {
    "office": _mark("Units that procedures address"),
    "planning": _mark("Planning"),
    "budget": _mark("Budgeting"),
    "dpa": _mark("Budget execution documents"),
    "pay": _mark("Payment"),
    "proc": _mark("Procurement"),
    "disc": _mark("Personnel discipline"),
    "acting": _mark("Acting officials"),
    "tax": _mark("Taxes"),
    "kpk": _mark("Action plans of KPK"),
    "complaint": _mark("Complaints"),
    "audit": _mark("Audit"),
}
VALUE = ("value", "unit", "day_type", "legal_basis", "article", "valid_from", "valid_to", "label_id")


@router.get("/kalender")
def calendar(visit: Official, tahun: int = 0) -> Response:
    """Show the closed days of a year and the office hours."""
    return _calendar(visit, tahun, [], 200)


@router.post("/kalender/pastikan")
def confirm_year(visit: Writer, sent: Sent) -> Response:
    """Vouch for the days of a year."""
    wanted = sent.number("tahun")
    return attempted(
        lambda: visit.execute(ConfirmCalendar(wanted, sent.first("alasan")), sent.first("_kunci")),
        visit,
        lambda problems, status: _calendar(visit, wanted, problems, status),
        f"/kantor/kalender?tahun={wanted}",
    )


@router.post("/kalender/jam")
def hours(visit: Writer, sent: Sent) -> Response:
    """Set working days and hours."""

    def act() -> None:
        days = tuple(int(one) for one in sent.fields.get("hari", []) if one in "0123456")
        opens, closes = _clock(sent.first("buka"), "buka"), _clock(sent.first("tutup"), "tutup")
        visit.execute(SetOfficeHours(days, opens, closes, sent.first("alasan")), sent.first("_kunci"))

    return attempted(act, visit, lambda problems, status: _calendar(visit, 0, problems, status), "/kantor/kalender")


@router.post("/kalender/jam-lain")
def other_hours(visit: Writer, sent: Sent) -> Response:
    """Give some days of the week hours of their own for a time, or take those away."""

    def act() -> None:
        first, last = day(sent.first("dari"), "dari"), sent.first("sampai")
        until = day(last, "sampai") if last.strip() else None
        days = tuple(int(one) for one in sent.fields.get("hari", []) if one in "0123456")
        reason = sent.first("alasan")
        if sent.pressed("_hapus"):
            visit.execute(RemoveHours(first, until, days, reason), sent.first("_kunci"))
            return
        opens, closes = _clock(sent.first("buka"), "buka"), _clock(sent.first("tutup"), "tutup")
        command = AddHours(first, until, days, opens, closes, sent.first("nama"), reason)
        visit.execute(command, sent.first("_kunci"))

    return attempted(act, visit, lambda problems, status: _calendar(visit, 0, problems, status), "/kantor/kalender")


@router.get("/kalender/hari")
def one_day(visit: Official, tanggal: str = "") -> Response:
    """Show what a change of one day touches and what it leaves as it is."""
    try:
        found = day(tanggal, "tanggal")
    except Invalid as error:
        return _calendar(visit, 0, [Problem("tanggal", "", visit.say("Write the day as 31/12/2026."))], error.status)
    return _day(visit, found, {}, [], 200)


@router.post("/kalender/hari")
def change_day(visit: Writer, sent: Sent) -> Response:
    """Close the office on a day, or open it again."""
    found = day(sent.first("tanggal"), "tanggal")
    decree = sent.first("alasan")
    add = AddHoliday(found, sent.first("nama"), sent.first("jenis"), decree)
    command = RemoveHoliday(found, decree) if sent.pressed("_hapus") else add
    typed = {name: sent.first(name) for name in ("nama", "jenis", "alasan")}
    return attempted(
        lambda: visit.execute(command, sent.first("_kunci")),
        visit,
        lambda problems, status: _day(visit, found, typed, problems, status),
        f"/kantor/kalender?tahun={found.year}",
    )


@router.get("/parameter")
def parameters(visit: Official, status: str = "") -> Response:
    """List the legal numbers in force by family."""
    chosen = status if status in ("contoh", "verified") else ""
    families = views.families(visit.world, visit.actor, chosen)
    return office_page(visit, "office_parameters.html", families=families, chosen=chosen, names=FAMILIES)


@router.get("/parameter/{key}")
def parameter(visit: Official, key: str) -> Response:
    """Show every value of one number and where it is used."""
    return _parameter(visit, key, {}, [], 200)


@router.post("/parameter/{key}")
def add_value(visit: Writer, key: str, sent: Sent) -> Response:
    """Let another value follow from a day."""
    typed = {name: sent.first(name).strip() for name in VALUE} | {"key": key, "status": "verified"}
    command = WriteRows("parameters", ((1, typed),), "add", sent.first("alasan"))
    return attempted(
        lambda: visit.execute(command, sent.first("_kunci")),
        visit,
        lambda problems, status: _parameter(visit, key, typed, problems, status),
        f"/kantor/parameter/{key}",
    )


@router.post("/parameter/{key}/pastikan")
def confirm(visit: Writer, key: str, sent: Sent) -> Response:
    """Vouch for an example."""
    since = day(sent.first("valid_from"), "valid_from")
    return attempted(
        lambda: visit.execute(ConfirmParameter(key, since, sent.first("alasan")), sent.first("_kunci")),
        visit,
        lambda problems, status: _parameter(visit, key, {}, problems, status),
        f"/kantor/parameter/{key}",
    )


def _clock(text: str, field: str) -> time:
    try:
        return time.fromisoformat(text.strip().replace(".", ":"))
    except ValueError as fault:
        told = f"Expected a time such as 08:00, but it is {text}"
        raise Invalid("hours.times", told, problems={field: [told]}) from fault


def _calendar(visit: Visit, wanted: int, problems: list[Problem], status: int) -> Response:
    found = views.year(visit.world, visit.actor, wanted)
    context = {"found": found, "kinds": KINDS, "problems": problems, "key": new_key(visit), "run": found.run}
    return office_page(visit, "office_calendar.html", status=status, **context)


def _day(visit: Visit, found: date, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    effect = views.effect(visit.world, visit.actor, found)
    context = {"effect": effect, "kinds": KINDS, "typed": typed, "problems": problems, "key": new_key(visit)}
    return office_page(visit, "office_day.html", status=status, **context)


def _parameter(visit: Visit, key: str, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    found = views.number(visit.world, visit.actor, key)
    context = {"found": found, "day_types": DAY_TYPES, "typed": typed, "problems": problems, "key": new_key(visit)}
    return office_page(visit, "office_parameter.html", status=status, **context)
