"""The cases of a scenario: those it started and led to, which one it speaks of, and what comes from outside."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine import feel
from engine.feel.values import Date, of_python
from engine.jobs.scenario_file import Step, Unreadable
from engine.model.actor import ENGINE
from engine.model.ids import Id
from engine.model.state import Value
from engine.service.env import env_for
from engine.service.messages import PublishMessage
from engine.service.signals import BroadcastSignal
from engine.store import cases, instances, kin
from engine.store.instances import InstanceRow

if TYPE_CHECKING:
    from engine.jobs.scenario_steps import Play

#: What names the case a scenario speaks of.
SELECTED = "terpilih"


def select(play: "Play", wanted: object) -> None:
    """`berkas`: speak of another case from now on."""
    play.selected = chosen(play, wanted)


def chosen(play: "Play", wanted: object) -> Id:
    """The case of a number, the newest of a process, or the n-th of one; raises Unreadable where there is none."""
    if wanted == SELECTED:
        return play.case
    if isinstance(wanted, Mapping):
        found, which = _of(play, str(wanted.get("proses"))), int(wanted.get("ke", 0))
        row = found[which - 1] if -len(found) < which <= len(found) else None
    else:
        row = next((row for row in reversed(rows(play)) if str(wanted) in (row.number, row.process_id)), None)
    if row is None:
        known = ", ".join(f"{row.number} ({row.process_id})" for row in rows(play)) or "tidak ada"
        raise Unreadable(f"Seharusnya ada berkas {wanted}, tetapi yang ada: {known}")
    return row.id


def rows(play: "Play") -> list[InstanceRow]:
    """Every case of the scenario, oldest first."""
    with play.office.store.reading() as connection:
        found = [instances.instance(connection, case) for case in play.cases]
    return [row for row in found if row is not None]


def _of(play: "Play", process: str) -> list[InstanceRow]:
    return [row for row in rows(play) if row.process_id == process]


def discover(play: "Play") -> None:
    """Take in the cases that began meanwhile: in an office of its own all, else those this scenario's cases led to."""
    with play.office.store.reading() as connection:
        if play.alone:
            play.cases += kin.begun(connection, play.cases)
            return
        fresh = play.cases
        while fresh:
            fresh = kin.led_to(connection, fresh, play.cases)
            play.cases += fresh


def signal(play: "Play", step: Step) -> None:
    """`sinyal`: send a signal from outside; `isian` is what it carries."""
    play.do(BroadcastSignal(str(step["sinyal"]), _carried(play, step)), ENGINE)


def message(play: "Play", step: Step) -> None:
    """`pesan`: send a message from outside for whom `kunci` names; `isian` is what it carries."""
    key = str(value(play, step.get("kunci", "")))
    play.do(PublishMessage(str(step["pesan"]), key, _carried(play, step)), ENGINE)


def _carried(play: "Play", step: Step) -> Mapping[str, Value]:
    return {str(name): value(play, told) for name, told in (step.get("isian") or {}).items()}


def value(play: "Play", told: object) -> Value:
    """A value as a scenario writes it; a text after `=` is FEEL over the case it speaks of."""
    if not isinstance(told, str) or not told.startswith("="):
        return typed(told)
    with play.office.store.reading() as connection:
        scope = cases.variables(connection, play.case)
        return feel.compile(told.removeprefix("=")).run(scope, env_for(connection, play.office.world)).value


def typed(told: object) -> Value:
    """A YAML value as FEEL knows it; a text that is a date is one."""
    read = of_python(told)
    return (Date.parse(read) or read) if isinstance(read, str) else read


def states(play: "Play", process: str) -> list[str]:
    """The states of every case of a process, oldest first."""
    return [row.state for row in _of(play, process)]


def listed(wanted: Any) -> Iterable[str]:  # noqa: ANN401 - a YAML value
    """One state or several."""
    return [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]
