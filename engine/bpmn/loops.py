"""How often an activity runs, and what it throws meanwhile, as the drawing says it (BPMN 2.0.2 §13.3.6, §13.3.7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Xml

from engine.bpmn.data import Moves
from engine.bpmn.extensions import extensions
from engine.bpmn.names import LOOPS, bpmn, event_definitions, formal, kind, ref
from engine.model.definition import Loop, Throw

#: The attribute that names what is thrown, by behaviour (Table 10.30).
EVENTS = {"none": "noneBehaviorEventRef", "one": "oneBehaviorEventRef"}


@dataclass(frozen=True, slots=True)
class Thrown:
    """What stands beside the processes of a file: event definitions, names of signals, codes of escalations, by id."""

    definitions: Mapping[str, Xml]
    signals: Mapping[str, str]
    escalations: Mapping[str, str]

    def throw(self, definition: Xml | None, condition: str = "") -> Throw:
        """What an event definition throws; without name where it is none that a loop can throw."""
        event = "" if definition is None else kind(definition).removesuffix("EventDefinition")
        if definition is None or event not in ("signal", "escalation"):
            return Throw(event, condition=condition)
        names = self.signals if event == "signal" else self.escalations
        return Throw(event, names.get(ref(definition.get(f"{event}Ref")), ""), condition)


def loop(node: Xml, thrown: Thrown, moves: Moves) -> Loop | None:
    """The loop of an activity; None where it runs once."""
    several, standard = (node.find(bpmn(name)) for name in LOOPS)
    if several is not None:
        return _several(several, thrown, moves)
    if standard is not None:
        return Loop(
            kind="standard",
            condition=formal(standard.find(bpmn("loopCondition"))),
            test_before=standard.get("testBefore") in ("true", "1"),
            maximum=standard.get("loopMaximum", ""),
        )
    return None


def _several(several: Xml, thrown: Thrown, moves: Moves) -> Loop:
    own = extensions(several)
    behaviour = several.get("behavior", "All").lower()
    return Loop(
        kind="sequential" if several.get("isSequential") in ("true", "1") else "parallel",
        collection=own.collection or moves.collection,
        item=own.item or moves.item,
        output=own.output or moves.output,
        outputs=own.outputs_name or moves.outputs_name,
        cardinality=formal(several.find(bpmn("loopCardinality"))),
        completion=formal(several.find(bpmn("completionCondition"))),
        behaviour=behaviour,
        throws=tuple(_throws(several, behaviour, thrown)),
    )


def _throws(several: Xml, behaviour: str, thrown: Thrown) -> Iterator[Throw]:
    if behaviour in EVENTS and several.get(EVENTS[behaviour]):
        yield thrown.throw(thrown.definitions.get(ref(several.get(EVENTS[behaviour]))))
    for complex_ in several.findall(bpmn("complexBehaviorDefinition")) if behaviour == "complex" else ():
        event = complex_.find(bpmn("event"))
        written = event_definitions(event) if event is not None else []
        # An event of several definitions is left to the lint, which counts them.
        yield thrown.throw(written[0] if written else None, formal(complex_.find(bpmn("condition"))))
