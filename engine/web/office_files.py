"""The office (kantor): its rows out to a CSV file and in from one, previewed, all or nothing."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from engine.locale import mark as _mark
from engine.locale.refusals import sentence
from engine.model.errors import Conflict, Invalid, NotFound
from engine.service import roster
from engine.service.office import PutRegisterRows
from engine.service.roster import Sheet, WriteRows, WrongRows
from engine.service.views.sheets import columns, content, register
from engine.service.views.sheets import registers as registers_of
from engine.web.filling import Problem
from engine.web.office_forms import LABELS, label, office_page
from engine.web.pages import new_key, see
from engine.web.posted import Posted
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/kantor/data")

NAMES = {
    "units": _mark("Units"),
    "positions": _mark("Positions"),
    "people": _mark("People"),
    "holdings": _mark("Who holds which position"),
    "holidays": _mark("Closed days"),
    "parameters": _mark("Legal numbers"),
}
MOST_SHOWN = 200


@router.get("")
def sheets(visit: Official) -> Response:
    """List the sheets with their columns."""
    return _sheets(visit, [], 200)


@router.get("/buku")
def registers(visit: Official) -> Response:
    """List the registers files may fill."""
    return _registers(visit, [], 200)


@router.get("/buku/{key}.csv")
def register_template(visit: Official, key: str) -> Response:
    """Send the head of a register's file."""
    head = columns(register(visit.world, visit.actor, key))
    answer = Response(roster.written(head, ()), media_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return answer


@router.post("/buku/{key}")
def load_register(visit: Writer, key: str, sent: Sent) -> Response:
    """Write the rows of a file through the register's own rules: all of them or none."""
    spec = register(visit.world, visit.actor, key)
    data = sent.files[0].content if sent.files else sent.first("teks").encode()
    try:
        table = roster.read(data)
        strange = [name for name in table.head if name and name not in columns(spec)]
        if strange:
            told = f"Expected a column of this sheet, but {strange[0]} is none"
            raise Invalid("sheet.column", told, details={"column": strange[0]})
        rows = tuple(dict(zip(table.head, cells, strict=False)) for _, cells in table.rows)
        visit.execute(PutRegisterRows(key, rows), sent.first("_kunci"))
    except Invalid as error:
        told = f"{sentence(error, visit.language)} ({error.message})"
        return _registers(visit, [Problem(f"berkas-{key}", spec.title_id, told)], 422)
    return see("/kantor/data/buku?tersimpan=1")


@router.get("/{name}.csv")
def download(visit: Official, name: str, templat: int = 0) -> Response:
    """Send a sheet as a file; only its head where a template is asked for."""
    found = content(visit.world, visit.actor, _sheet(name), empty=bool(templat))
    answer = Response(found, media_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@router.post("/{name}")
def preview(visit: Writer, name: str, sent: Sent) -> Response:
    """Show what a file would change; nothing is written."""
    _sheet(name)
    data = sent.files[0].content if sent.files else sent.first("teks").encode()
    return _preview(visit, name, data, sent, [])


@router.post("/{name}/terapkan")
def apply(visit: Writer, name: str, sent: Sent) -> Response:
    """Write the file that was previewed: all of it or nothing."""
    sheet, data = _sheet(name), sent.first("teks").encode()
    try:
        rows, _ = sheet.rows(roster.read(data))
        seal, warned = sent.first("segel"), sent.pressed("tetap")
        command = WriteRows(name, tuple(rows), "both", sent.first("alasan"), seal, warned)
        visit.execute(command, sent.first("_kunci"))
    except (Conflict, WrongRows) as error:
        return _preview(visit, name, data, sent, [Problem("", "", sentence(error, visit.language))])
    return see(f"/kantor/data?tersimpan={name}")


def _sheet(name: str) -> Sheet:
    if name not in roster.SHEETS:
        raise NotFound("page.unknown", "Expected an existing page, but there is none at this address.")
    return roster.SHEETS[name]


def _preview(visit: Visit, name: str, data: bytes, sent: Posted, problems: list[Problem]) -> Response:
    try:
        table = roster.read(data)
        plan, rows = roster.preview(visit.world, visit.actor, name, table)
    except Invalid as error:
        return _sheets(visit, [Problem(f"berkas-{name}", visit.say(NAMES[name]), sentence(error, visit.language))], 422)
    sheet = roster.SHEETS[name]
    text = roster.written([column.name for column in sheet.columns], [row for _, row in rows]).decode("utf-8-sig")
    told = [(one.line, label(visit, one.column), sentence(one.error, visit.language)) for one in plan.problems]
    warned = [(one.line, label(visit, one.column), sentence(one.error, visit.language)) for one in plan.warnings]
    context: Mapping[str, object] = {
        "name": name,
        "names": NAMES,
        "heads": [label(visit, column.name) for column in sheet.columns],
        "sheet": sheet,
        "plan": plan,
        "told": told,
        "warned": warned,
        "text": text,
        "alasan": sent.first("alasan"),
        "most": MOST_SHOWN,
        "problems": problems,
        "key": new_key(visit),
    }
    return office_page(visit, "office_preview.html", status=422 if told or problems else 200, **context)


def _registers(visit: Visit, problems: list[Problem], status: int) -> Response:
    found = [(spec, columns(spec)) for spec in registers_of(visit.world, visit.actor)]
    return office_page(
        visit, "office_registers.html", status=status, registers=found, problems=problems, key=new_key(visit)
    )


def _sheets(visit: Visit, problems: list[Problem], status: int) -> Response:
    content(visit.world, visit.actor, roster.SHEETS["units"], empty=True)
    context = {"sheets": roster.SHEETS.values(), "names": NAMES, "labels": LABELS, "problems": problems}
    return office_page(visit, "office_files.html", status=status, **context)
