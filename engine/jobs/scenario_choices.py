"""Steps of a scenario in an ad-hoc subprocess: an official begins an activity, or says that the work is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.jobs import scenario_cases
from engine.jobs.scenario_file import Step, Unreadable
from engine.service.adhoc import ChooseActivity, DeclareFinished
from engine.store import instances, tasks
from engine.store.tasks import TaskRow

if TYPE_CHECKING:
    from engine.jobs.scenario_steps import Play


def choose(play: "Play", step: Step) -> None:
    """`pilih`: begin the activity of that name (in the case `berkas` names, the work `di`) as the holder of `oleh`."""
    name, actor = str(step["pilih"]), play.actor(str(step["oleh"]))
    row, element = _offered(play, step, lambda row, offered: next((key for key, one in offered if name == one), ""))
    play.do(ChooseActivity(row.id, row.version, element), actor)


def declare(play: "Play", step: Step) -> None:
    """`selesai`: say that the ad-hoc work of that name is done, with the reason `alasan`, as the holder of `oleh`."""
    name, actor = str(step["selesai"]), play.actor(str(step["oleh"]))
    row, _ = _offered(play, step, lambda row, offered: name if row.name == name else "")
    play.do(DeclareFinished(row.id, row.version, str(step.get("alasan", ""))), actor)


def _offered(play: "Play", step: Step, fits: Callable[[TaskRow, list[tuple[str, str]]], str]) -> tuple[TaskRow, str]:
    """The first open choice that fits, with what `fits` says of it; those the official may choose come first."""
    within = scenario_cases.chosen(play, step["berkas"]) if "berkas" in step else None
    where, actor = step.get("di"), play.actor(str(step["oleh"]))
    rows = [row for row in play.open_tasks() if within in (None, row.instance_id) and where in (None, row.name)]
    told = []
    for row in sorted(rows, key=lambda row: actor.holding_for(row.owner) is None):
        offered = _names(play, row)
        told += [name for _, name in offered]
        found = fits(row, offered)
        if offered and found:
            return row, found
    raise Unreadable(f"Seharusnya dapat dipilih, tetapi yang dapat dipilih: {', '.join(told) or 'tidak ada'}")


def _names(play: "Play", row: TaskRow) -> list[tuple[str, str]]:
    """The activities one open task offers: identifier and name."""
    with play.office.store.reading() as connection:
        offered = tasks.offered(connection, [row.id]).get(row.id, [])
        case = instances.instance(connection, row.instance_id)
    if case is None or not offered:
        return []
    elements = play.office.world.packs.version(case.version_id).definitions[case.process_id].elements
    return [(name, elements[name].name or name) for name in offered]
