"""Before a release: the scenarios being played, and what came out; a page that needs no script."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from engine.jobs import rehearsal
from engine.jobs.benches import benches
from engine.jobs.scenario_text import trouble
from engine.model.errors import NotFound
from engine.model.findings import Finding, Severity
from engine.service import rights
from engine.service.candidates import as_drafted, scenario_files
from engine.service.views import rehearsals as views
from engine.service.views.rehearsals import RunPage
from engine.web.pages import new_key, page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")

#: The way out of a scenario nobody can read.
HINT = "Contohnya ada di docs/reference/packs.md."
#: The refusals of a release that playing the scenarios may lift.
PLAYABLE = frozenset({"release.scenarios", "release.red"})


def begun(visit: Visit, pack: str, paths: tuple[str, ...], note: str) -> str:
    """Start a run, or find the one under way; answers the address of its page."""
    found = rehearsal.start(visit.world, visit.actor, pack, paths, note)
    return f"/desain/{pack}/uji/{found.run_id}"


@router.post("/uji")
def play(visit: Writer, pack: str, sent: Sent) -> Response:
    """Play the scenarios with the chosen drafts, without releasing anything."""
    return see(begun(visit, pack, tuple(sent.fields.get("path", ())), sent.first("catatan").strip()))


@router.get("/uji/{run_id}")
def show(visit: Official, pack: str, run_id: UUID) -> Response:
    """Show how far a run is and what came out; the page asks again by itself while it goes on."""
    found = views.run(visit.world, visit.actor, pack, run_id)
    if visit.request.headers.get("accept") == "application/json":
        return JSONResponse(_told(found))
    return page(visit, "run.html", run=found, pack=pack, key=new_key(visit))


@router.post("/mainkan/{path:path}")
def play_one(visit: Writer, pack: str, path: str) -> Response:
    """Play one scenario with the drafts, at once, and show every line of it."""
    rights.may_design(visit.actor)
    with visit.world.database.reading() as db:
        found = as_drafted(db, visit.world, pack)
    if path not in scenario_files(found.files):
        raise NotFound("pack.file", f"Expected a scenario {path} in {pack}, but there is none", details={"path": path})
    report = benches(visit.world).played(visit.world, pack, found.sound().files, path)
    return page(visit, "played.html", pack=pack, path=path, report=report)


def unreadable(visit: Visit, pack: str, path: str) -> list[Finding]:
    """What keeps a drafted scenario from being played at all."""
    with visit.world.database.reading() as db:
        files = as_drafted(db, visit.world, pack).files
    told = trouble(files, path) if path in scenario_files(files) else ""
    return [Finding("scenario.unreadable", Severity.ERROR, "", told, told, HINT, HINT, path)] if told else []


def _told(run: RunPage) -> dict[str, object]:
    return {
        "state": run.state,
        "done": run.done,
        "total": run.total,
        "failed": [
            {"file": report["file"], "title": report["title"], "why": f"{line['text']}. {line['why']}"}
            for report in run.failed
            for line in report["lines"]
            if not line["passed"]
        ],
    }
