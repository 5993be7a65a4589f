"""The process library: what runs, what is being changed, and how the last scenarios went; new processes and imports."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Invalid
from engine.service import importing
from engine.service.importing import ImportDiagram, MarkExecutable
from engine.service.newprocess import NewProcess
from engine.service.views import library as views
from engine.service.views.library import PackRow
from engine.service.views.processes import process_page
from engine.web.design import Analyst
from engine.web.guard import EDITOR_POLICY
from engine.web.pages import new_key, page, see
from engine.web.posted import Posted
from engine.web.visit import Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain")

#: What the list can be narrowed to, in the order it is offered.
STATES = ("", "draf", "berlaku", "baru", "merah", "tanpa")


@router.get("")
def library(visit: Analyst, q: str = "", status: str = "") -> Response:
    """List the packs with their processes, narrowed by words and by state."""
    every = views.library(visit.world, visit.actor)
    found = [row for row in every if _named(row, q) and _is(row, status)]
    chosen = status if status in STATES else ""
    return page(visit, "library.html", total=len(every), packs=found, q=q, chosen=chosen, states=STATES)


@router.get("/baru")
def blank(visit: Analyst, paket: str = "") -> Response:
    """Ask what a new process is called and where it goes."""
    return _blank(visit, {"pack": paket})


@router.post("/baru")
def begin(visit: Writer, sent: Sent) -> Response:
    """Draft the process and open its diagram."""
    asked = {name: sent.first(name).strip() for name in ASKED}
    role = asked["role"] if asked["role"] != NEW else ""
    known = {key: label for row in views.library(visit.world, visit.actor) for key, label in _roles(visit, row).items()}
    command = NewProcess(
        asked["name"],
        asked["process_id"],
        asked["prefix"].upper(),
        asked["pack"],
        asked["pack_title"] if not asked["pack"] else "",
        role,
        known.get(role, "") if role else asked["role_label"],
    )
    try:
        done = visit.execute(command, sent.first("_kunci"))
    except Invalid as error:
        return _blank(visit, asked, error)
    return see(f"/desain/{done.pack}/proses/{done.process_id}")


@router.get("/impor")
def upload(visit: Analyst, paket: str = "") -> Response:
    """Ask for a .bpmn file."""
    return _upload(visit, paket)


@router.post("/impor")
def receive(visit: Writer, sent: Sent) -> Response:
    """Draft the diagram and say what was understood."""
    asked, title = sent.first("pack").strip(), sent.first("pack_title").strip()
    name, content = _file(sent)
    try:
        done = visit.execute(ImportDiagram(name, content, asked, title if not asked else ""))
    except Invalid as error:
        return _upload(visit, asked, title=title, error=error)
    words = {"ganti": [f"{old}:{new}" for old, new in done.renamed][:50], "gambar": [] if done.drawn else ["baru"]}
    told = urlencode(words, doseq=True)
    return see(f"/desain/{done.pack}/impor/{done.path}{f'?{told}' if told else ''}")


@router.get("/{pack}/impor/{path}")
def report(visit: Analyst, pack: str, path: str) -> Response:
    """Say what this engine understands of a drafted diagram and what it refuses."""
    found = importing.report(visit.world, visit.actor, pack, path)
    renamed = [text.split(":", 1) for text in visit.request.query_params.getlist("ganti") if ":" in text]
    laid_out = "gambar" in visit.request.query_params
    return page(visit, "import_report.html", report=found, renamed=renamed, laid_out=laid_out)


@router.post("/{pack}/impor/{path}")
def mark(visit: Writer, pack: str, path: str) -> Response:
    """Mark the processes of an imported draft to be executed."""
    visit.execute(MarkExecutable(pack, path))
    return see(f"/desain/{pack}/impor/{path}")


@router.get("/{pack}/proses/{process}")
def process(visit: Analyst, pack: str, process: str) -> Response:
    """Show one process with everything it is made of."""
    found = process_page(visit.world, visit.actor, pack, process)
    answer = page(visit, "process.html", process=found, key=new_key(visit))
    # The picture is drawn with style attributes.
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


ASKED = ("name", "process_id", "prefix", "pack", "pack_title", "role", "role_label")
#: The choice of a role that does not exist yet.
NEW = "+"


def _blank(visit: Visit, asked: dict[str, str], error: Invalid | None = None) -> Response:
    context = _form(visit, error)
    filled = {name: asked.get(name, "") for name in ASKED}
    return page(visit, "new_process.html", status=422 if error else 200, asked=filled, new=NEW, **context)


def _upload(visit: Visit, pack: str, *, title: str = "", error: Invalid | None = None) -> Response:
    context = _form(visit, error)
    return page(visit, "import.html", status=422 if error else 200, asked=pack, title=title, **context)


def _form(visit: Visit, error: Invalid | None) -> dict[str, Any]:
    rows = views.library(visit.world, visit.actor)
    return {
        "packs": rows,
        "roles": {row.pack: _roles(visit, row) for row in rows},
        "wrong": dict(error.problems) if error else {},
        "told": (error.details.get("message_id") or sentence(error, visit.language)) if error else "",
        "key": new_key(visit),
    }


def _roles(visit: Visit, row: PackRow) -> Mapping[str, str]:
    return views.roles(visit.world, visit.actor, row.pack)


def _file(sent: Posted) -> tuple[str, bytes]:
    found = next((file for file in sent.files if file.field == "berkas"), None)
    return (found.name, found.content) if found else ("", b"")


def _named(row: PackRow, words: str) -> bool:
    known = " ".join([row.pack, row.title_id, row.title_en, *(f"{one.process_id} {one.name}" for one in row.processes)])
    return all(word in known.lower() for word in words.lower().split())


def _is(row: PackRow, status: str) -> bool:
    tests: dict[str, bool] = {
        "draf": row.drafts > 0,
        "berlaku": row.version > 0,
        "baru": row.version == 0,
        "merah": row.run_state == "red",
        "tanpa": row.run_state in ("", "waived") and not row.scenarios,
    }
    return tests.get(status, True)
