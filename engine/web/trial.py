"""Trying a draft («coba»): every position at one desk, in an office that is thrown away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

import forms
from engine.jobs import trial as trials
from engine.jobs.scenario_file import Unreadable, moment
from engine.jobs.scenario_steps import FAULTS, PORTS
from engine.jobs.scenario_text import new_scenario, written
from engine.jobs.trial import Sheet, Trial
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, NotFound, Refused
from engine.model.ids import Id
from engine.service.execute import execute
from engine.service.files import AttachFile
from engine.service.packs import SaveFileDraft
from engine.service.trials import BeginTrial, mine
from engine.service.views import bench as views
from engine.service.views import library
from engine.web.design import Analyst, findings_of
from engine.web.filling import Problem
from engine.web.guard import EDITOR_POLICY, LETTER_POLICY
from engine.web.happenings import in_words
from engine.web.pages import page, see
from engine.web.posted import Posted
from engine.web.visit import Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain")

Raw = dict[str, list[str]]


@router.get("/coba")
def listed(visit: Analyst) -> Response:
    """List the visitor's own trials."""
    return page(visit, "trials.html", trials=mine(visit.world, visit.actor))


@router.get("/{pack}/coba")
def ask(visit: Analyst, pack: str, proses: str = "") -> Response:
    """Ask which process is tried, and when."""
    return _asked(visit, pack, proses)


@router.post("/{pack}/coba")
def begin(visit: Writer, pack: str, sent: Sent) -> Response:
    """Take the files as drafted and open a trial."""
    process, starts = sent.first("proses"), sent.first("sekarang").strip()
    try:
        begun = visit.execute(BeginTrial(pack, process, _start(starts)))
    except Invalid as error:
        return _asked(visit, pack, process, starts=starts, error=error)
    return see(f"/desain/coba/{begun}")


@router.get("/coba/{trial_id}")
def show(visit: Analyst, trial_id: UUID, tugas: str = "", sebagai: str = "") -> Response:
    """Show where the trial stands, and one form of it."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    try:
        sheet = _sheet(trial, tugas, sebagai)
    except Refused as error:
        return _page(visit, trial, None, told=sentence(error, visit.language), status=422)
    return _page(visit, trial, sheet)


@router.post("/coba/{trial_id}")
def act(visit: Writer, trial_id: UUID, sent: Sent) -> Response:
    """Do what the pressed button says; a form that is not right comes back as it was typed."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    if sent.pressed("_sebagai"):
        return _fill(visit, trial, sent)
    try:
        found = _acted(visit, trial, sent)
    except Refused as error:
        if error.status == 404:
            raise
        return _page(visit, trial, None, told=sentence(error, visit.language), status=422)
    return see(found)


@router.get("/coba/{trial_id}/diagram.bpmn")
def diagram(visit: Analyst, trial_id: UUID, proses: str = "") -> Response:
    """Send the diagram a case of the trial runs on."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    found = next((one for one in views.bench(trial.world).cases if one.process_id == proses), None)
    content = views.diagram(trial.world, found.instance_id) if found else b""
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": "attachment"})


@router.get("/coba/{trial_id}/skenario")
def propose(visit: Analyst, trial_id: UUID) -> Response:
    """Show the trial as a scenario, to be named and corrected before it is kept."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    row = trial.row
    title = next((one.process_name for one in views.bench(trial.world).cases[:1]), row.process_id)
    text = written(title, row.starts, row.steps, trials.expectations(trial))
    return page(visit, "trial_scenario.html", trial=row, text=text, name="", told="")


@router.post("/coba/{trial_id}/skenario")
def keep(visit: Writer, trial_id: UUID, sent: Sent) -> Response:
    """Keep the scenario as a draft of the pack."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    text, name = sent.first("isi").replace("\r\n", "\n"), sent.first("nama").strip()
    try:
        path = new_scenario(visit.world, visit.actor, trial.row.pack, name, text.encode())
    except Invalid as error:
        told = sentence(error, visit.language)
        return page(visit, "trial_scenario.html", status=422, trial=trial.row, text=text, name=name, told=told)
    visit.execute(SaveFileDraft(trial.row.pack, path, text.encode(), 0))
    return see(f"/desain/{trial.row.pack}/ubah/{path}")


@router.get("/coba/{trial_id}/surat/{letter_id}")
def letter(visit: Analyst, trial_id: UUID, letter_id: UUID) -> Response:
    """Show a letter as the trial printed it."""
    trial = trials.open_trial(visit.world, visit.actor, trial_id)
    found = views.letter(trial.world, letter_id)
    headers = {"Content-Security-Policy": LETTER_POLICY}
    return Response(found.html, media_type="text/html; charset=utf-8", headers=headers)


def _start(text: str) -> str:
    try:
        found = moment(text)
    except Unreadable as fault:
        told = str(fault)
        raise Invalid("trial.step", told, details={"why": told.removeprefix("Seharusnya ")}) from None
    return f"{found:%Y-%m-%d %H:%M}"


def _asked(visit: Visit, pack: str, process: str, *, starts: str = "", error: Invalid | None = None) -> Response:
    row = library.pack(visit.world, visit.actor, pack).row
    context = {
        "pack": row,
        "process": process,
        "starts": starts or f"{visit.words.local(visit.now):%Y-%m-%d} 08:00",
        "told": sentence(error, visit.language) if error else "",
        "findings": findings_of(error) if error else [],
        "others": [one for one in mine(visit.world, visit.actor) if one.pack == pack],
    }
    return page(visit, "trial_begin.html", status=422 if error else 200, **context)


def _acted(visit: Visit, trial: Trial, sent: Posted) -> str:
    here = f"/desain/coba/{trial.row.id}"
    if sent.pressed("_hapus"):
        trials.drop(visit.world, visit.actor, trial.row.id)
        return "/desain/coba"
    if sent.pressed("_ulang"):
        return f"/desain/coba/{trials.again(visit.world, visit.actor, trial.row.id)}"
    if sent.pressed("_mundur"):
        trials.back(visit.world, visit.actor, trial)
        return here
    trials.do(visit.world, visit.actor, trial, _step(sent))
    return here


def _step(sent: Posted) -> dict[str, Any]:
    if sent.pressed("_tunggu"):
        return {"tunggu": sent.first("_tunggu").strip() or sent.first("lama").strip()}
    if sent.pressed("_mitra"):
        return {"mitra": {sent.first("sistem"): sent.first("galat")}}
    if sent.pressed("_perbaiki"):
        return {"perbaiki": {"elemen": sent.first("_perbaiki"), "alasan": "Percobaan"}}
    raise NotFound("page.unknown", "Expected a button of this page, but it is none")


def _sheet(trial: Trial, task: str, position: str) -> Sheet | None:
    if not position:
        return None
    if not task:
        return trials.start_sheet(trial, position)
    try:
        return trials.task_sheet(trial, Id(task), position)
    except ValueError:
        raise NotFound("task.unknown", "Expected a task of this trial, but there is none by that name") from None


def _fill(visit: Visit, trial: Trial, sent: Posted) -> Response:
    task, position = sent.first("_tugas"), sent.first("_sebagai")
    raw: Raw = {name: list(values) for name, values in sent.fields.items()}
    try:
        sheet = _sheet(trial, task, position)
        assert sheet is not None  # noqa: S101 - a form names its position
        raw = _received(trial, sheet, sent)
        if sheet.form is not None and forms.is_edit(raw):
            edited = {name: list(values) for name, values in forms.edit(sheet.form, raw).items()}
            return _page(visit, trial, sheet, raw=edited)
        return _sent(visit, trial, sheet, raw, sent)
    except Refused as error:
        if error.status == 404:
            raise
        shown = _sheet_or_none(trial, task, position)
        return _page(visit, trial, shown, raw=raw, error=error, status=422)


def _sent(visit: Visit, trial: Trial, sheet: Sheet, raw: Raw, sent: Posted) -> Response:
    rows = views.bench(trial.world).tasks
    twins = any(str(row.task_id) == sheet.task_id and row.twins for row in rows)
    step = _chosen(sheet, sent, twins) if sheet.choosing else trials.answered(trial, sheet, raw, ambiguous=twins)
    if sent.pressed("_ditolak"):
        step["ditolak"] = sent.first("_ditolak")
    trials.do(visit.world, visit.actor, trial, step)
    return see(f"/desain/coba/{trial.row.id}")


def _chosen(sheet: Sheet, sent: Posted, twins: bool) -> dict[str, Any]:
    if sent.pressed("_nyatakan"):
        return trials.declared(sheet, sent.first("alasan").strip(), ambiguous=twins)
    return trials.chosen(sheet, sent.first("_pilih"), ambiguous=twins)


def _sheet_or_none(trial: Trial, task: str, position: str) -> Sheet | None:
    try:
        return _sheet(trial, task, position)
    except Refused:
        return None


def _received(trial: Trial, sheet: Sheet, sent: Posted) -> Raw:
    """What was posted; files go into the trial's own office."""
    raw: Raw = {name: list(values) for name, values in sent.fields.items()}
    subject = f"task:{sheet.task_id}" if sheet.task_id else f"start:{trial.row.pack}/{trial.row.process_id}"
    for file in sent.files:
        command = AttachFile(subject, file.field, file.name, file.content)
        kept = execute(command, world=trial.world, actor=trial.actor(sheet.position))
        raw.setdefault(file.field, []).append(str(kept.id))
    return raw


def _page(
    visit: Visit,
    trial: Trial,
    sheet: Sheet | None,
    *,
    raw: Raw | None = None,
    error: Refused | None = None,
    told: str = "",
    status: int = 200,
) -> Response:
    with trial.bench.lock:
        bench = views.bench(trial.world)
        starters = () if bench.cases else views.starters(trial.world, trial.row.pack, trial.row.process_id)
        fields = _fields(visit, sheet, raw, error)
    shown = bench.cases[-1] if bench.cases else None
    answer = page(
        visit,
        "trial.html",
        status=status,
        trial=trial.row,
        name=views.name_of(trial.world, trial.row.pack, trial.row.process_id),
        stuck=trial.bench.stuck,
        bench=bench,
        shown=shown,
        sheet=sheet,
        fields=fields,
        starters=starters,
        told=told or (sentence(error, visit.language) if error and not error.problems else ""),
        refused=error.code if error and not error.problems else "",
        problems=_problems(visit, sheet, error),
        kept=raw or {},
        steps=[_told(step) for step in trial.row.steps],
        ports=list(PORTS),
        faults=list(FAULTS),
        books=_books(trial),
        warnings=tuple(trial.bench.office.warnings),
        local=_local(trial, bench.now),
        happened=lambda row: in_words(row, visit.language),
    )
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


def _fields(visit: Visit, sheet: Sheet | None, raw: Raw | None, error: Refused | None) -> str:
    if sheet is None or sheet.form is None:
        return ""
    typed = raw if raw is not None else forms.prefill(sheet.form, sheet.scope, sheet.env)
    given = {name: list(lines) for name, lines in error.problems.items()} if error else {}
    return forms.render(sheet.form, typed, given, sheet.scope, sheet.env, sheet.lookups, language=visit.language)


def _problems(visit: Visit, sheet: Sheet | None, error: Refused | None) -> list[Problem]:
    if error is None or not error.problems or sheet is None or sheet.form is None:
        return []
    given = {name: list(lines) for name, lines in error.problems.items()}
    found = forms.summary(sheet.form, given, language=visit.language)
    return [Problem(line.anchor, line.label, line.message) for line in found]


def _told(step: dict[str, Any]) -> tuple[str, str, str]:
    kind = next(iter(step))
    value = step[kind]
    text = value if isinstance(value, str) else ", ".join(f"{name}: {one}" for name, one in value.items())
    return kind, text, str(step.get("oleh", ""))


def _books(trial: Trial) -> list[tuple[str, str, str]]:
    ledger = trial.bench.office.desk.ledger
    return [
        (port, str(entry["number"]), str(entry["key"]))
        for port, name in PORTS.items()
        for entry in ledger.entries(name)
    ]


def _local(trial: Trial, now: datetime) -> str:
    return f"{now.astimezone(trial.bench.office.zone):%Y-%m-%d %H.%M}"
