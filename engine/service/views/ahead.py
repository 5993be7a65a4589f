"""Who acts next: the human steps that may follow an element, with the names behind their addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from engine import feel
from engine.feel import Env
from engine.model.actor import Actor
from engine.model.definition import Definition, Element
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.world import World
from engine.service.directory import holder_names
from engine.service.env import env_for
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit

NOBODY = Actor(person=None, name="")
#: More than this many following steps tells a person nothing.
MOST = 5


@dataclass(frozen=True, slots=True)
class NextStep:
    """One human step that may follow; `holders` are «Title (name)», empty where the address is not known yet."""

    element: str
    name: str
    holders: tuple[str, ...]


def next_steps(
    db: Connection,
    world: World,
    version: PackVersion,
    definition: Definition,
    element: Element,
    instance: InstanceRow | None,
) -> tuple[NextStep, ...]:
    """The nearest human steps along every path from `element`, in document order."""
    following = list(_human_after(definition, element))[:MOST]
    return tuple(NextStep(step.id, step.name or step.id, _holders(db, world, step, instance)) for step in following)


def _human_after(definition: Definition, element: Element) -> Iterator[Element]:
    seen, waiting = {element.id}, _targets(definition, element)
    found: set[str] = set()
    while waiting:
        step = waiting.pop(0)
        if step.id in seen:
            continue
        seen.add(step.id)
        # In ad-hoc work somebody chooses first.
        if step.kind == "userTask" or (step.ad_hoc and step.candidate_groups and not step.ad_hoc.collection):
            found.add(step.id)
        else:
            waiting += _targets(definition, step)
    return (step for step in definition.elements.values() if step.id in found)


def _targets(definition: Definition, element: Element) -> list[Element]:
    ends = (definition.flows[flow].target for flow in element.outgoing if flow in definition.flows)
    return [definition.elements[end] for end in ends if end in definition.elements]


def _holders(db: Connection, world: World, step: Element, instance: InstanceRow | None) -> tuple[str, ...]:
    env = env_for(db, world, instance.unit if instance else "")
    address = _address(db, world, step, instance, env)
    return holder_names(db, [address], env.calendar.day_of(env.now)) if address else ()


def _address(db: Connection, world: World, step: Element, instance: InstanceRow | None, env: Env) -> str:
    try:
        program = feel.expression(step.candidate_groups)
        if isinstance(program, str):
            return program
        scope: dict[str, Value] = {}
        if instance is not None:
            state = RowState(Unit(db, NOBODY, world.clock(), world), instance)
            scope = dict(state.variables(0, program.free))
        value = program.run(scope, env).value
    except feel.FeelError:
        return ""
    return value if isinstance(value, str) else ""
