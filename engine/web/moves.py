"""Moving running cases to another version (pantau/pindah): what to move, what would become of each, and the move."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Response

from engine.jobs import moving
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, NotFound
from engine.service.moves import plans
from engine.service.moves.carrying import BeginMove
from engine.service.views import moves as views
from engine.service.views.moves import Asking, RunPage
from engine.web.filling import Problem
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/pantau/pindah")

#: Before the id of a step in the name of the choice of what takes its place.
STEP = "unsur:"


@router.get("")
def overview(visit: Official) -> Response:
    """List what runs on old versions, and the last moves."""
    old, runs = views.old_versions(visit.world, visit.actor), views.recent(visit.world, visit.actor)
    return page(visit, "moves.html", old=old, runs=runs)


@router.get("/jalan/{run_id}")
def run(visit: Official, run_id: UUID) -> Response:
    """Show how far a run is and what came out."""
    return _run(visit, views.run_page(visit.world, visit.actor, run_id))


@router.post("/jalan/{run_id}")
def go_on(visit: Writer, run_id: UUID, sent: Sent) -> Response:
    """Move what was judged, or go on with a run whose server went away."""
    found = views.run_page(visit.world, visit.actor, run_id)
    if sent.pressed("_lanjut"):
        moving.go_on(visit.world, visit.actor, run_id)
        return see(f"/pantau/pindah/jalan/{run_id}")
    row, reason = found.row, sent.first("alasan").strip()
    mapping = plans.respelled(row.mapping)
    command = BeginMove(
        row.pack,
        row.process_id,
        found.source,
        found.target,
        tuple(sorted(mapping.elements.items())),
        tuple(sorted(mapping.renew)),
        reason,
    )
    try:
        begun = moving.begin(visit.world, visit.actor, command, sent.first("_kunci"))
    except Invalid as error:
        return _run(visit, found, reason, [Problem("alasan", visit.say("Reason"), sentence(error, visit.language))])
    return see(f"/pantau/pindah/jalan/{begun.run_id}")


@router.get("/{pack}/{process_id}")
def ask(visit: Official, pack: str, process_id: str, dari: int = 0, ke: int = 0) -> Response:
    """Ask from which version to which, and what takes the place of what is gone."""
    return _ask(visit, views.asking(visit.world, visit.actor, pack, process_id, dari, ke))


@router.post("/{pack}/{process_id}")
def judge(visit: Writer, pack: str, process_id: str, sent: Sent) -> Response:
    """Judge every case, so that the admin sees what would become of each."""
    source, target = _number(sent.first("dari")), _number(sent.first("ke"))
    asked = views.asking(visit.world, visit.actor, pack, process_id, source, target)
    fields = {name: values[-1] for name, values in sent.fields.items() if values}
    try:
        written = plans.read_mapping(sent.first("pemetaan").encode())
        chosen = {name.removeprefix(STEP): to for name, to in fields.items() if name.startswith(STEP) and to}
        renew = written.renew.union(sent.fields.get("baru", []))
        elements = tuple(sorted({**written.elements, **chosen}.items()))
        command = BeginMove(pack, process_id, asked.source, asked.target, elements, tuple(sorted(renew)), dry=True)
        begun = moving.begin(visit.world, visit.actor, command, sent.first("_kunci"))
    except Invalid as error:
        told = [f"{name}: {one}" for name, lines in error.problems.items() for one in lines]
        message = " ".join([sentence(error, visit.language), *told])
        return _ask(visit, asked, fields, sent.fields.get("baru", []), [Problem("pemetaan", "", message)])
    return see(f"/pantau/pindah/jalan/{begun.run_id}")


def _ask(
    visit: Visit,
    asked: Asking,
    fields: Mapping[str, str] | None = None,
    renew: list[str] | None = None,
    problems: list[Problem] | None = None,
) -> Response:
    return page(
        visit,
        "move.html",
        status=422 if problems else 200,
        asked=asked,
        fields=fields or {},
        renew=renew or [],
        problems=problems or [],
        may_move=visit.may("administer"),
        key=new_key(visit),
        step=STEP,
    )


def _run(visit: Visit, found: RunPage, reason: str = "", problems: list[Problem] | None = None) -> Response:
    context = {"found": found, "reason": reason, "problems": problems or [], "key": new_key(visit)}
    return page(visit, "move_run.html", status=422 if problems else 200, **context)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise NotFound("version.unknown", f"Expected the number of a version, but {text} is none")
