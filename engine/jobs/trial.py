"""What an analyst does in a trial: open it, do a step, step back, keep it as a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import forms
from engine.feel import Env
from engine.jobs.benches import Bench, benches
from engine.jobs.scenario_checks import STATES
from engine.jobs.scenario_steps import PORTS
from engine.model.actor import Actor
from engine.model.errors import Invalid
from engine.model.ids import Id
from engine.model.world import World
from engine.service.execute import execute
from engine.service.sessions import holder_of
from engine.service.trials import BeginTrial, DropTrial, Step, WriteTrial, opened
from engine.service.views import bench as views
from engine.service.views.choosing import Choosing
from engine.service.views.tasks import start_page, task
from engine.store.trials import TrialRow

Raw = forms.Raw


@dataclass(frozen=True, slots=True)
class Trial:
    """One open trial."""

    row: TrialRow
    bench: Bench

    @property
    def world(self) -> World:
        """The world of its office."""
        return self.bench.office.world

    def actor(self, position: str) -> Actor:
        """The fictional holder of a position; Invalid trial.step where nobody holds it."""
        found = holder_of(self.world, position)
        if found is None:
            why = f"{position} ada pemangkunya, tetapi tidak"
            raise Invalid("trial.step", f"Expected a holder of {position}, but there is none", details={"why": why})
        return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of the trial as one position sees it."""

    #: "" for the form that starts a case.
    task_id: str
    name: str
    position: str
    form: forms.Form | None
    scope: Mapping[str, Any]
    env: Env
    lookups: forms.Lookups
    documentation: str
    case_number: str
    #: In an ad-hoc subprocess, in place of a form.
    choosing: Choosing | None = None


def open_trial(world: World, actor: Actor, trial_id: Id) -> Trial:
    """A trial with all its steps done; NotFound trial.unknown for everybody but who began it."""
    row, files = opened(world, actor, trial_id)
    return Trial(row, benches(world).of(world, row, files))


def again(world: World, actor: Actor, trial_id: Id) -> Id:
    """The same steps from the beginning with the newest drafts, in a trial that takes this one's place."""
    row, _ = opened(world, actor, trial_id)
    drop(world, actor, trial_id)
    command = BeginTrial(row.pack, row.process_id, row.starts, tuple(row.steps))
    return execute(command, world=world, actor=actor)


def drop(world: World, actor: Actor, trial_id: Id) -> None:
    """Throw a trial and its office away."""
    execute(DropTrial(trial_id), world=world, actor=actor)
    benches(world).close(trial_id)


def do(world: World, actor: Actor, trial: Trial, step: Step) -> None:
    """Do a step and keep it; a refusal leaves the trial as it was."""
    trial.bench.do(step)
    try:
        keep(world, actor, trial, [*trial.row.steps, step])
    except Exception:
        benches(world).close(trial.row.id)
        raise


def back(world: World, actor: Actor, trial: Trial) -> None:
    """Undo the last step: the office is made anew without it."""
    keep(world, actor, trial, trial.row.steps[:-1])
    benches(world).close(trial.row.id)


def keep(world: World, actor: Actor, trial: Trial, steps: list[Step]) -> None:
    """Write the steps over those this window saw."""
    command = WriteTrial(trial.row.id, tuple(steps), len(trial.row.steps))
    execute(command, world=world, actor=actor)


def start_sheet(trial: Trial, position: str) -> Sheet:
    """The form that starts the process, as the holder of a position sees it."""
    found = start_page(trial.world, trial.actor(position), trial.row.pack, trial.row.process_id)
    return Sheet("", found.name, position, found.form, found.scope, found.env, found.lookups, found.documentation, "")


def task_sheet(trial: Trial, task_id: Id, position: str) -> Sheet:
    """The form of an open task; raises the refusal an official would meet."""
    found = task(trial.world, trial.actor(position), task_id)
    if found.refusal is not None:
        raise found.refusal
    return Sheet(
        str(task_id),
        found.name,
        position,
        found.form,
        found.scope,
        found.env,
        found.lookups,
        found.documentation,
        found.number,
        found.choosing,
    )


def answered(trial: Trial, sheet: Sheet, raw: Raw, *, ambiguous: bool = False) -> Step:
    """The step that sends a form as typed; raises Invalid form.invalid with a problem per field."""
    step: Step = {"tugas": sheet.name} if sheet.task_id else {"mulai": trial.row.process_id}
    if ambiguous:
        step["berkas"] = sheet.case_number
    step["oleh"] = sheet.position
    if sheet.form is not None:
        bound = forms.bind(sheet.form, raw, sheet.scope, sheet.env, sheet.lookups)
        if bound.problems:
            message = f"Expected a complete form, but {len(bound.problems)} fields are not right"
            raise Invalid("form.invalid", message, problems=bound.problems)
        step["isian"] = forms.told(sheet.form, bound.values, sheet.lookups)
    return step


def chosen(sheet: Sheet, element: str, *, ambiguous: bool = False) -> Step:
    """The step that begins an activity of an ad-hoc subprocess."""
    names = {one.element: one.name for one in sheet.choosing.activities} if sheet.choosing else {}
    step: Step = {"pilih": names.get(element, element), "di": sheet.name}
    return _signed(step, sheet, ambiguous=ambiguous)


def declared(sheet: Sheet, reason: str, *, ambiguous: bool = False) -> Step:
    """The step that says an ad-hoc subprocess is done."""
    return _signed({"selesai": sheet.name, "alasan": reason}, sheet, ambiguous=ambiguous)


def _signed(step: Step, sheet: Sheet, *, ambiguous: bool) -> Step:
    return {**step, **({"berkas": sheet.case_number} if ambiguous else {}), "oleh": sheet.position}


def expectations(trial: Trial) -> dict[str, Any]:
    """What a scenario made of this trial would expect at its end: what is so now."""
    with trial.bench.lock:
        found = views.bench(trial.world)
    if not found.cases:
        return {}
    letters = [letter.template for case in found.cases for letter in case.letters]
    wanted: dict[str, Any] = {"berkas": STATES.get(found.cases[0].state, found.cases[0].state)}
    if found.tasks:
        wanted["tugas"] = sorted(one.name for one in found.tasks)
    wanted["gangguan"] = sorted(one.code for case in found.cases for one in case.incidents)
    if letters:
        wanted["surat"] = sorted(letters)
    called = _partner(trial)
    return {**wanted, "mitra": called} if called else wanted


def _partner(trial: Trial) -> dict[str, dict[str, int]]:
    ledger = trial.bench.office.desk.ledger
    names = {"finance": "pembayaran", "asset": "aset", "personnel": "catatan"}
    counted = {port: len(ledger.entries(system)) for port, system in PORTS.items()}
    return {port: {names[PORTS[port]]: count} for port, count in counted.items() if count}
