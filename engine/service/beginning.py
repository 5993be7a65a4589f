"""Cases no person starts: those a message, a signal, a timer or another case begins."""

from collections.abc import Mapping

from engine import runtime
from engine.model.definition import Definition
from engine.model.facts import Fact
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.service.cases import case_title, case_variable, person_about
from engine.service.directory import unit_name
from engine.service.env import env_for
from engine.store import instances
from engine.store.apply import apply
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit

#: The property of a process that says in which unit it begins where nobody's unit does.
UNIT = "startUnit"


def begin(
    unit: Unit, version: PackVersion, definition: Definition, event: str, given: Mapping[str, Value], unit_code: str
) -> InstanceRow:
    """Start a case at the start event `event` with the variables that came, in a unit ("" where there is none)."""
    env = env_for(unit.db, unit.world, unit_code, unit.now)
    named = unit_name(unit.db, unit_code) if unit_code else None
    case = case_variable(None, env) | {"unit": unit_code or None, "unit_name": named}
    return _open(unit, version, definition, event, {**given, "case": case}, unit_code, None, None)


def call(
    unit: Unit,
    version: PackVersion,
    definition: Definition,
    given: Mapping[str, Value],
    parent: InstanceRow,
    token: int,
) -> InstanceRow:
    """Start the case a call activity of `parent` asks for, in its unit; its `case` says who called it."""
    start = definition.none_start()
    above = given.get("case")
    case = {**(above if isinstance(above, dict) else {}), "number": None, "parent": parent.number}
    event = start.id if start else None
    return _open(unit, version, definition, event, {**given, "case": case}, parent.unit, parent, token)


def _open(  # noqa: PLR0913 - a case is all of these
    unit: Unit,
    version: PackVersion,
    definition: Definition,
    event: str | None,
    values: dict[str, Value],
    unit_code: str,
    parent: InstanceRow | None,
    token: int | None,
) -> InstanceRow:
    env = env_for(unit.db, unit.world, unit_code, unit.now)
    title = case_title(definition, values, env)
    about = person_about(unit.db, definition, values, env)
    instance = instances.create(
        unit, version, definition, title, unit_code, about=about, parent=parent, parent_token=token
    )
    values["case"] = values["case"] | {"number": instance.number}
    compiled = runtime.compile(version, definition.process_id)
    step = runtime.start(compiled, RowState(unit, instance), values, env, start_event=event)
    if parent:
        step.facts.insert(0, Fact("case.called", data={"by": parent.number}))
    return apply(unit, instance, step).instance
